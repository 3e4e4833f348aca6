"""A person at a browser: logs in to Home Assistant, adds an account by clicking, and reads the dashboard."""

from pathlib import Path
import re
from typing import Any

from playwright.async_api import Locator, expect
import pytest

from demo.client import HomeClient
from demo.dashboard import PATH, TEXTS, make_dashboard
from demo.history import put_in_history
from simulator import Account

from .household import GIGABYTE, Household, household, neighbours, until
from .person import SIZES, Person, log_in, open_services, person, pick_carrier

WRONG = "not-the-password"


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_add_an_account_and_read_the_dashboard(tmp_path: Path, language: str) -> None:
    """From the login page of Home Assistant to the numbers of the carrier."""
    async with household(tmp_path, neighbours(1), language=language) as house:
        (account,) = house.world.accounts
        async with HomeClient(house.home.url) as client, person(language) as user:
            await client.onboard(language)
            await log_in(user, house.home.url)
            await open_services(user)
            await pick_carrier(user)
            await _type_credentials(user, house, account)
            await put_in_history(client, house.world, account)
            await make_dashboard(client, language)
            await _read_dashboard(user, house, account)
            assert user.troubles == []
            assert user.icons == {200}, "our own mark was not shown"


async def _type_credentials(user: Person, house: Household, account: Account) -> None:
    """A wrong password, its error, the right one, and the end of the dialog."""
    step = user.texts["config"]["step"]["credentials"]
    await user.sees(step["title"].format(carrier="IIJmio"))
    await user.sees(
        step["data_description"]["username"].format(carrier="IIJmio", username_term="mioID / メールアドレス")
    )
    await user.picture("credentials")
    name, password = (user.page.locator(f"input[autocomplete={kind}]") for kind in ("username", "current-password"))
    assert await password.get_attribute("type") == "password"
    await name.fill(account.account_id)
    await password.fill(WRONG)
    await user.press(user.words["submit"])
    await user.sees(user.texts["config"]["error"]["login_refused"].format(carrier="IIJmio"))
    assert (await name.input_value(), await password.input_value()) == (account.account_id, "")
    await user.picture("refused")
    await password.fill(account.password)
    await user.press(user.words["submit"])
    await expect(user.page.get_by_role("button", name=user.words["finish"])).to_be_visible()
    wanted = {f"070-••••-{line.number[-4:]}" for line in account.lines}

    async def all_shown() -> bool:
        boxes = user.page.locator("step-flow-create-entry").get_by_role("textbox")
        return wanted <= {await box.input_value() for box in await boxes.all()}

    await until(all_shown)  # the dialog learns of the devices one by one
    await user.picture("devices")
    await user.press(user.words["finish"])
    await expect(user.page.locator("dialog-data-entry-flow ha-dialog")).to_have_count(0)
    await user.sees("Japan Mobile")
    await user.picture("added")
    passwords = [login.password for login in house.simulator.journal.logins(interface="web")]
    assert passwords == [WRONG, account.password]


async def _read_dashboard(user: Person, house: Household, account: Account) -> None:
    """What is left, used and owed is what the carrier says, to the second decimal."""
    truth: dict[str, Any] = house.truth(account)
    names = user.texts["entity"]["sensor"]
    for size, viewport in SIZES.items():
        await user.page.set_viewport_size(viewport)
        await user.page.goto(f"{house.home.url}/{PATH}")
        await user.sees(TEXTS[user.language]["accounts"])
        for line in truth["lines"]:
            section = user.page.locator("hui-grid-section").filter(has_text=f"IIJmio 070-••••-{line['number'][-4:]}")
            section = section.filter(has=user.page.locator("hui-gauge-card"))
            await _reads(section, names["data_remaining"]["name"], f"{line['remaining_bytes'] / GIGABYTE:.2f} GB")
            await _reads(section, names["data_used"]["name"], f"{line['used_bytes'] / GIGABYTE:.2f} GB")
            share = 100 * line["remaining_bytes"] / line["total_bytes"]
            await expect(section.locator("hui-gauge-card").get_by_text(f"{share:.0f}%").first).to_be_visible()
        newest = max(truth["bills"], key=lambda bill: str(bill["month"]))
        row = user.page.locator("hui-sensor-entity-row").filter(has_text=names["latest_bill"]["name"])
        await expect(row).to_have_text(re.compile(rf"[^\d,]{newest['amount']:,}\s*(?:\D|$)"))
        about = user.page.locator("hui-attribute-row")
        await expect(about.filter(has_text=newest["month"])).to_be_visible()
        state = names["latest_bill"]["state_attributes"]["state"]
        await expect(about.filter(has_text=state["state"][newest["state"]])).to_be_visible()
        assert account.lines[0].number not in await user.page.content(), size
    await user.picture("dashboard")


async def _reads(place: Locator, name: str, value: str) -> None:
    """The tile with that name shows the value, and nothing but the value."""
    tile = place.locator("hui-tile-card").filter(has_text=name)
    pattern = re.compile(rf"^\s*{value.replace(' ', r'\s*')}\s*$")
    await expect(tile.get_by_text(pattern).first).to_be_visible()
