"""A person builds an automation in the browser: trigger, condition and action, and one of a blueprint, all by clicking."""

from pathlib import Path

from playwright.async_api import expect

from demo.client import HomeClient
from demo.process import AUTOMATIONS

from .household import household, neighbours, until
from .person import Person, log_in, person


async def _search(user: Person, text: str, choice: str) -> None:
    """Type into the newest search box, and pick what is found."""
    box = user.page.get_by_placeholder("Search").last
    await box.click()
    await expect(box).to_be_focused()  # elsewhere, single letters are shortcuts
    await user.page.keyboard.type(text)
    await user.page.get_by_text(choice, exact=True).filter(visible=True).first.click()


async def _add(user: Person, what: str, text: str, choice: str) -> None:
    """Add a trigger, a condition or an action by its name."""
    await user.press(f"Add {what}")
    if what != "action":
        await user.page.get_by_role("button", name="By type").last.click()
    await _search(user, text, choice)


async def _aim(user: Person, entity: str) -> None:
    """Aim it at an entity."""
    await user.press("Add target")
    await user.page.wait_for_timeout(1_500)  # until the box that opens has the focus: elsewhere, letters are shortcuts
    await user.page.keyboard.type(f"{entity} 0001")
    await user.page.wait_for_timeout(1_000)
    await user.page.get_by_text(entity, exact=True).filter(visible=True).last.click()


async def _save(user: Person, name: str) -> None:
    await user.page.get_by_role("button", name="Save", exact=True).first.click()
    await user.page.get_by_role("textbox", name="Name*").fill(name)
    await user.page.get_by_role("button", name="Save", exact=True).last.click()


async def _kept(client: HomeClient, name: str) -> str:
    """The id under which an automation of that name is kept; "" before it is."""
    states = await client.states()
    found = [one for one in states.values() if one["attributes"].get("friendly_name") == name]
    return str(found[0]["attributes"]["id"]) if found else ""


async def test_an_automation_is_built_by_clicking(tmp_path: Path) -> None:
    world = neighbours(1)
    [account] = world.accounts
    async with (
        household(tmp_path, world, more=AUTOMATIONS) as house,
        house.client() as client,
        person("en") as user,
    ):
        await house.add(client, account)
        await log_in(user, house.home.url)
        await user.sees("Settings")
        await user.page.set_viewport_size({"width": 1400, "height": 1000})
        await user.page.goto(f"{house.home.url}/config/automation/edit/new")
        await _add(user, "trigger", "became low", "Data became low")
        await _aim(user, "Data low")
        await _add(user, "condition", "data is low", "Data is low")
        await _aim(user, "Data low")
        await _add(user, "action", "japan mobile update now", "Japan Mobile: Update now")
        await user.page.locator("ha-selector-config_entry ha-picker-field").first.click()
        await user.page.wait_for_timeout(1_000)  # until the list stands still
        await user.page.get_by_role("menuitem", name="IIJmio").or_(user.page.get_by_text("IIJmio 070")).last.click()
        picked = user.page.locator("ha-selector-config_entry").get_by_text("IIJmio 070")
        await expect(picked.first).to_be_visible()
        await user.page.wait_for_timeout(1_000)
        await user.picture("editor")
        await user.page.set_viewport_size({"width": 1400, "height": 1000})
        await _save(user, "Clicked")
        key = await until(lambda: _kept(client, "Clicked"))
        kept = await client.call("GET", f"/api/config/automation/config/{key}")
        assert kept["triggers"][0]["trigger"] == "japan_mobile.data_became_low"
        assert kept["triggers"][0]["target"]["entity_id"]
        assert kept["conditions"][0]["condition"] == "japan_mobile.is_data_low"
        assert kept["actions"][0]["action"] == "japan_mobile.refresh"
        assert kept["actions"][0]["data"] == {"config_entry_id": house.entries[account.account_id]}
        state = next(one for one in (await client.states()).values() if one["attributes"].get("id") == key)
        assert state["state"] == "on"
        await _from_blueprint(user, house.home.url)
        key = await until(lambda: _kept(client, "Japan Mobile: tell when data is low"))
        kept = await client.call("GET", f"/api/config/automation/config/{key}")
        assert kept["use_blueprint"]["path"] == "japan_mobile/low_data.yaml"
        # While a condition has no target yet, the editor logs Home Assistant's refusal of it, as an object.
        assert [trouble for trouble in user.troubles if not trouble.startswith("Object")] == []


async def _from_blueprint(user: Person, url: str) -> None:
    """Pick a blueprint, aim it at a line, and save."""
    await user.page.goto(f"{url}/config/blueprint/dashboard")
    await user.page.get_by_text("Japan Mobile: tell when data is low").first.click()
    await expect(user.page.get_by_text("What to do").first).to_be_visible()
    await _aim(user, "Data low")
    await user.picture("blueprint")
    await user.page.set_viewport_size({"width": 1400, "height": 1000})
    await user.page.get_by_role("button", name="Save", exact=True).first.click()
