"""A person at a browser adds what no reader was written for: another portal, and a line whose carrier sends a code."""

from pathlib import Path

from playwright.async_api import Locator, expect

from demo.client import HomeClient
from demo.dashboard import entities_by_device
from simulator import Account, World
from simulator.demo import demo_world
from simulator.demo_people import credentials_of

from .household import GIGABYTE, Household, household, until
from .person import Person, log_in, open_services, person, pick_carrier

HOST = "portal.example.jp"
LABELS = {"remaining": "残りデータ量", "used": "ご利用データ量", "total": "データ容量", "bill": "ご請求金額"}


def alone(carrier: str) -> World:
    """The demo's member with a carrier, whose telephone lies still."""
    world = demo_world(speed=0)
    world.accounts = world.of(carrier)
    for line in world.accounts[0].lines:
        line.rate = 0
    return world


async def test_another_carrier_is_added_in_japanese(tmp_path: Path) -> None:
    """Address, login, and what the labels mean; a choice that cannot be is told, and what is shown is the truth."""
    async with household(tmp_path, alone("portal"), language="ja") as house:
        [account] = house.world.accounts
        async with HomeClient(house.home.url) as client, person("ja") as user:
            await client.onboard("ja")
            await log_in(user, house.home.url)
            await open_services(user)
            await pick_carrier(user, "Another carrier (その他の通信会社)", "password_code")
            await _type_address(user, account)
            await _confirm(user, house, account)
            await _shows_truth(client, house, account)
            assert user.troubles == []
            assert len(house.simulator.journal.logins()) == 1


async def _type_address(user: Person, account: Account) -> None:
    """An address without encryption first, which is refused before anything is sent."""
    step, typed = user.texts["config"]["step"]["address"], credentials_of(account)
    await user.sees(step["title"])
    name, password, url = (
        user.page.locator(f"input[autocomplete={kind}]") for kind in ("username", "current-password", "url")
    )
    await name.fill(typed["username"])
    await password.fill(typed["password"])
    await url.fill(f"http://{HOST}/")
    await user.picture("address")
    await user.press(user.words["submit"])
    await user.sees(user.texts["config"]["error"]["address_https"])
    await user.picture("address-refused")
    await url.fill(typed["url"])
    await password.fill(typed["password"])
    await user.press(user.words["submit"])


def _select(user: Person, label: str) -> Locator:
    return user.page.locator("ha-selector-select").filter(has_text=label)


async def _confirm(user: Person, house: Household, account: Account) -> None:
    """The likely labels are chosen, with their values beside them."""
    step = user.texts["config"]["step"]["confirm"]
    await user.sees(step["title"])
    await user.sees(step["description"].format(carrier=HOST))
    line = house.world.truth("portal", account.account_id)["lines"][0]
    left, used = (
        f"{LABELS[kind]}: {figure:.2f}GB (= {figure:.3f} GB, 利用状況)"
        for kind, figure in ((kind, line[f"{kind}_bytes"] / GIGABYTE) for kind in ("remaining", "used"))
    )
    for meaning, label in LABELS.items():
        await user.sees(step["data"][meaning])
        await user.sees(f"{label}: ")
    await user.picture("confirm")
    await user.choose(_select(user, step["data"]["used"]), left)
    await user.press(user.words["submit"])
    await user.sees(user.texts["config"]["error"]["chosen_twice"])
    await user.picture("confirm-wrong")
    await user.choose(_select(user, step["data"]["used"]), used)
    await user.press(user.words["submit"])
    await expect(user.page.get_by_role("button", name=user.words["finish"])).to_be_visible()
    await user.picture("added")
    await user.press(user.words["finish"])


async def _shows_truth(client: HomeClient, house: Household, account: Account) -> None:
    truth = house.world.truth("portal", account.account_id)
    line, bill = truth["lines"][0], truth["bills"][0]
    wanted = {
        "data_remaining": line["remaining_bytes"] / GIGABYTE,
        "data_used": line["used_bytes"] / GIGABYTE,
        "data_allowance": line["total_bytes"] / GIGABYTE,
        "latest_bill": bill["amount"],
    }

    async def same() -> bool:
        states = await client.states()
        found = {
            key: states[entity]["state"]
            for keys in (await entities_by_device(client)).values()
            for key, entity in keys.items()
            if key in wanted and entity in states
        }
        return found.keys() == wanted.keys() and all(float(found[key]) == value for key, value in wanted.items())

    await until(same)


async def test_a_code_by_sms_is_asked_for_sent_and_corrected(tmp_path: Path) -> None:
    """Nothing is sent before the user says so; a wrong code is corrected without a second message."""
    async with household(tmp_path, alone("softbank"), language="ja") as house:
        [account] = house.world.accounts
        sms = house.simulator.portal("softbank").sms
        async with HomeClient(house.home.url) as client, person("ja") as user:
            steps = user.texts["config"]["step"]
            await client.onboard("ja")
            await log_in(user, house.home.url)
            await open_services(user)
            await pick_carrier(user, "SoftBank (ソフトバンク)", "password_code")
            await user.sees(steps["credentials"]["title"].format(carrier="SoftBank"))
            await user.page.locator("input[autocomplete=username]").fill(account.usernames[0])
            await user.page.locator("input[autocomplete=current-password]").fill(account.password)
            await user.press(user.words["submit"])
            await user.sees(steps["send_code"]["title"])
            assert sms == []
            await user.picture("send-code")
            await user.press(user.words["submit"])
            await user.sees(steps["code"]["title"])
            assert len(sms) == 1
            box = user.page.locator("input[autocomplete=one-time-code]")
            await box.fill(f"{(int(sms[0].code) + 1) % 1000:03}")
            await user.press(user.words["submit"])
            await user.sees(user.texts["config"]["error"]["code_wrong"])
            await user.picture("code-wrong")
            await box.fill(sms[0].code)
            await user.press(user.words["submit"])
            await expect(user.page.get_by_role("button", name=user.words["finish"])).to_be_visible()
            await user.press(user.words["finish"])
            assert user.troubles == []
        assert len(sms) == 1
        assert len(house.simulator.journal.logins()) == 1
