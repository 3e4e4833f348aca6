"""A person at a browser finds the cards and the dashboard where Home Assistant offers such things, and edits them."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, ViewportSize, expect
import pytest

from demo.client import HomeClient

from .household import Household, household, neighbours, up
from .person import SHOTS, Person, log_in, person
from .test_browser_card import LEFT, PATH, WIDTHS, dashboard, faults, speak


@dataclass(frozen=True)
class Walk:
    """Somebody's language and screen, and what Home Assistant's frontend and ours call things there."""

    language: str
    scheme: str
    width: str
    add_card: str
    search: str
    by_card: str
    search_cards: str
    cards: tuple[str, str]
    fields: tuple[str, str, str, str]
    title: str
    save: str
    add_dashboard: str
    create: str

    @property
    def viewport(self) -> ViewportSize:
        """The size of the screen."""
        return WIDTHS[self.width]  # type: ignore[return-value]


EMPTY: dict[str, object] = {
    "views": [{"title": "Home", "path": "home", "type": "sections", "sections": [{"type": "grid", "cards": []}]}],
}  # fmt: skip
"""A dashboard without any card."""
WALKS = (
    Walk(
        "en",
        "light",
        "desktop",
        add_card="Add card",
        search="Search entities",
        by_card="By card",
        search_cards="Search cards",
        cards=("Japan Mobile: a line", "Japan Mobile: all lines"),
        fields=("Line", "Name", "Show use per day", "Show the bill"),
        title="Title",
        save="Save",
        add_dashboard="Add dashboard",
        create="Create",
    ),
    Walk(
        "ja",
        "dark",
        "phone",
        add_card="カードを追加",
        search="エンティティを検索",
        by_card="カード別",
        search_cards="カードを検索",
        cards=("Japan Mobile: 回線", "Japan Mobile: すべての回線"),
        fields=("回線", "名前", "日別の使用量を表示", "請求額を表示"),
        title="タイトル",
        save="保存",
        add_dashboard="ダッシュボードを追加",
        create="作成",
    ),
)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.language}-{walk.scheme}-{walk.width}")
async def test_picked_edited_and_added(tmp_path: Path, walk: Walk) -> None:
    """The cards by their names, one suggested for an entity, their editors, and the dashboard that makes itself."""
    world = neighbours(1)
    async with household(tmp_path, world) as house, house.client() as client, person("en") as user:
        await house.add(client, world.accounts[0])
        await up(client)
        await dashboard(client, PATH, EMPTY)
        await log_in(user, house.home.url)
        await user.sees("Settings")
        await speak(client, walk.language)
        await user.page.emulate_media(color_scheme=walk.scheme)  # type: ignore[arg-type]
        await user.page.set_viewport_size(walk.viewport)
        await _pick_a_line(user, house, walk)
        await _pick_all_lines(user, walk)
        line, lines = await _kept(client)
        await _add_a_dashboard(user, house, walk)
        # The picker shows pictures from Home Assistant's own demo: that is not ours.
        assert [one for one in user.troubles if "demo.home-assistant.io" not in one] == []
    assert (line["type"], line["name"]) == ("custom:japan-mobile-line-card", "Mum")
    assert line["device_id"]
    assert (lines["type"], lines["title"]) == ("custom:japan-mobile-family-card", "Ours")


async def _kept(client: HomeClient) -> list[dict[str, str]]:
    kept = await client.command("lovelace/config", url_path=PATH)
    return list(kept["views"][0]["sections"][0]["cards"])


async def open_the_picker(user: Person, walk: Walk) -> None:
    """Ask for a card, in a dashboard that is being edited."""
    await user.page.get_by_role("button", name=walk.add_card).first.click()
    await expect(user.page.get_by_placeholder(walk.search)).to_be_visible()


async def by_name(user: Person, walk: Walk, card: str) -> Locator:
    """Pick a card by its name; its editor."""
    await user.page.get_by_text(walk.by_card).click()
    await user.page.get_by_placeholder(walk.search_cards).filter(visible=True).last.fill("Japan Mobile")
    await user.page.locator(".card", has_text=card).locator(".overlay").click()
    return user.page.locator("hui-card-element-editor")


async def _pick_a_line(user: Person, house: Household, walk: Walk) -> None:
    await user.page.goto(f"{house.home.url}/{PATH}/home?edit=1")
    await open_the_picker(user, walk)
    await user.page.get_by_placeholder(walk.search).fill("Data remaining")
    await user.page.wait_for_timeout(1_500)
    await user.page.get_by_text("Data remaining").filter(visible=True).first.click()
    await expect(user.page.locator("japan-mobile-line-card")).to_have_count(1)  # suggested
    await _picture(user, walk, "suggested")
    form = await by_name(user, walk, walk.cards[0])
    for label in walk.fields:
        await expect(form.get_by_text(label, exact=True).first).to_be_visible()
    await form.get_by_role("textbox", name=walk.fields[1]).fill("Mum")
    await expect(user.page.locator("hui-dialog-edit-card").get_by_text("Mum").last).to_be_visible()
    await _picture(user, walk, "line-editor")
    await _save(user, walk)


async def _pick_all_lines(user: Person, walk: Walk) -> None:
    await open_the_picker(user, walk)
    form = await by_name(user, walk, walk.cards[1])
    await form.get_by_role("textbox", name=walk.title).fill("Ours")
    await expect(user.page.locator("hui-dialog-edit-card").get_by_text("Ours").last).to_be_visible()
    await _picture(user, walk, "family-editor")
    await _save(user, walk)


async def _save(user: Person, walk: Walk) -> None:
    await user.page.get_by_role("button", name=walk.save, exact=True).click()
    await expect(user.page.locator("hui-dialog-edit-card ha-dialog[open]")).to_have_count(0)
    await _closed(user)


async def _closed(user: Person) -> None:
    """Home Assistant goes a step back when a dialog has closed: whoever leaves the page before is brought back to it."""
    await user.page.wait_for_function("() => !history.state?.dialog")


async def _add_a_dashboard(user: Person, house: Household, walk: Walk) -> None:
    """Settings, dashboards, add: ours is among them, and shows every line as soon as it is made."""
    await user.page.goto(f"{house.home.url}/config/lovelace/dashboards")
    await user.page.get_by_role("button", name=walk.add_dashboard).click()
    # A dashboard of that name is in the list behind already.
    dialog = user.page.locator("ha-dialog[open]")
    await dialog.get_by_text("Japan Mobile", exact=True).click()
    await _picture(user, walk, "add-dashboard")
    await user.page.get_by_role("button", name=walk.create, exact=True).click()
    await expect(user.page.locator("ha-dialog[open]")).to_have_count(0)
    await _closed(user)
    await user.page.goto(f"{house.home.url}/japan-mobile/overview")
    cards = user.page.locator("japan-mobile-line-card")
    await expect(cards).to_have_count(3)
    await expect(cards.first.get_by_text(LEFT[walk.language])).to_be_visible()


async def _picture(user: Person, walk: Walk, name: str) -> None:
    """What it looks like, and nothing that axe finds in what is ours."""
    await user.page.wait_for_timeout(500)  # what moves comes to rest
    SHOTS.mkdir(parents=True, exist_ok=True)
    await user.page.screenshot(path=SHOTS / f"{name}-{walk.language}-{walk.scheme}-{walk.width}.png")
    assert await faults(user.page) == []
