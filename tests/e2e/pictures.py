"""The pictures of the documentation, made anew: `script/pictures`. A real Home Assistant, a browser, and invented lines."""

import asyncio
from pathlib import Path
import tempfile

from playwright.async_api import ViewportSize, expect

from demo.process import ROOT

from .household import Household, household, neighbours, up
from .person import Person, log_in, person
from .test_browser_card import PATH, dashboard, speak
from .test_browser_pick import EMPTY, WALKS, by_name, open_the_picker
from .test_voice import name

FOLDER = ROOT / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 1140}
EDITOR: ViewportSize = {"width": 1400, "height": 1000}
OURS: dict[str, object] = {"strategy": {"type": "custom:japan-mobile"}}


async def main() -> None:
    """Make them."""
    world = neighbours(1)
    with tempfile.TemporaryDirectory() as folder:
        async with household(Path(folder), world) as house, house.client() as client, person("en") as user:
            await house.add(client, world.accounts[0])
            await up(client)
            await dashboard(client, PATH, EMPTY)
            await log_in(user, house.home.url)
            await user.sees("Settings")
            await _editor(user, house)
            await client.command("lovelace/config/save", config=OURS, url_path=PATH)
            for language in ("en", "ja", "zh-Hans"):
                await speak(client, language)
                await name(client, language)
                await _dashboard(user, house, language)


async def _dashboard(user: Person, house: Household, language: str) -> None:
    await user.page.set_viewport_size(SIZE)
    await user.page.goto(f"{house.home.url}/{PATH}/overview")
    await user.page.locator("japan-mobile-line-card .bar").first.wait_for()
    await user.page.wait_for_timeout(1_500)
    await user.page.screenshot(path=FOLDER / f"dashboard-{language}.png")


async def _editor(user: Person, house: Household) -> None:
    """A line's card, as it is added to a dashboard."""
    walk = WALKS[0]
    await user.page.set_viewport_size(EDITOR)
    await user.page.goto(f"{house.home.url}/{PATH}/home?edit=1")
    await open_the_picker(user, walk)
    form = await by_name(user, walk, walk.cards[0])
    await form.get_by_role("textbox", name=walk.fields[1]).fill("Mum")
    dialog = user.page.locator("hui-dialog-edit-card")
    await expect(dialog.get_by_text("Mum").last).to_be_visible()
    await dialog.locator("japan-mobile-line-card .bar").first.wait_for()
    await user.page.wait_for_timeout(1_500)
    await user.page.screenshot(path=FOLDER / "card-editor.png")


if __name__ == "__main__":
    asyncio.run(main())
