"""A person adds docomo in the browser: Home Assistant waits while he logs in, in a second browser, and then goes on by itself."""

from datetime import datetime
from pathlib import Path

from playwright.async_api import expect

from demo.client import HomeClient
from demo.dashboard import entities_by_device
from simulator.chromium import chromium
from simulator.clock import TOKYO, Clock
from simulator.portals.docomo_options import DocomoOptions
from simulator.world import World
from tests.carriers.people import docomo_customer
from tests.persons_browser import log_in_docomo, person_at

from .household import household, needed, until
from .person import log_in, open_services, person, pick_carrier


async def test_docomo_is_added_in_japanese(tmp_path: Path) -> None:
    options = DocomoOptions(human_check=True, passkey="offered", usage="2021", late=1.0)
    customer = docomo_customer("docomo", 1, options, datetime.now(TOKYO))
    world = World(clock=Clock(None, speed=0), accounts=[customer])
    async with household(tmp_path, world, pace=3600, language="ja") as house:
        sim = house.simulator
        async with (
            chromium(needed("JAPAN_MOBILE_CHROMIUM"), sim.port, tmp_path / "profile", sim.hosts) as address,
            HomeClient(house.home.url) as client,
            person("ja") as user,
        ):
            steps = user.texts["config"]["step"]
            await client.onboard("ja")
            await log_in(user, house.home.url)
            await open_services(user)
            await pick_carrier(user, "NTT docomo (NTTドコモ)", "person")
            await user.sees(steps["way"]["title"])
            await user.sees(user.texts["selector"]["proof"]["options"]["partly"])
            await user.picture("way")
            await user.page.get_by_text(steps["way"]["menu_options"]["browser"]).click()
            await user.sees(steps["browser"]["title"].format(carrier="NTT docomo"))
            await user.page.locator("ha-selector-text input").fill(address)
            await user.picture("browser")
            await user.press(user.words["submit"])
            await user.page.wait_for_timeout(3_000)
            await user.picture("waiting")
            async with person_at(address) as tab:
                await log_in_docomo(tab, sim, customer)
            await expect(user.page.get_by_text(steps["confirm"]["title"])).to_be_visible(timeout=90_000)
            await user.picture("read")
            await user.press(user.words["submit"])
            await expect(user.page.get_by_role("button", name=user.words["finish"])).to_be_visible()
            await user.press(user.words["finish"])
            assert user.troubles == []
            truth = house.world.truth("docomo", customer.account_id, "browser")

            async def shown() -> bool:
                states = await client.states()
                found = [keys for keys in (await entities_by_device(client)).values() if "data_used" in keys]
                told = states[found[0]["data_used"]]["state"] if found else "unknown"
                used = truth["lines"][0]["used_bytes"] / 2**30
                return told not in {"unknown", "unavailable"} and abs(float(told) - used) < 0.01

            await until(shown)
