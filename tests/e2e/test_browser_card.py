"""The cards and the dashboard in a browser: they draw themselves, in every language, light and dark, wide and narrow."""

from pathlib import Path
import re

import axe_playwright_python  # type: ignore[import-untyped]
from playwright.async_api import Page, expect

from custom_components.japan_mobile.look import fingerprint
from demo.client import HomeClient

from .household import household, neighbours, up
from .person import SHOTS, Person, log_in, person

PATH = "japan-mobile-lines"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
LEFT = {"en": "GB left", "ja": "GB 残り", "zh-Hans": "GB 剩余", "zh-Hant": "GB 剩餘"}
WIDTHS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1400, "height": 1000}}


async def dashboard(client: HomeClient, path: str, config: dict[str, object]) -> None:
    """A dashboard of this content."""
    await client.command(
        "lovelace/dashboards/create", url_path=path, title="Japan Mobile", mode="storage", show_in_sidebar=True
    )
    await client.command("lovelace/config/save", config=config, url_path=path)


async def faults(page: Page) -> list[str]:
    """What axe finds in our cards against WCAG A and AA."""
    await page.evaluate(AXE)
    found = await page.evaluate(
        """async () => {
          const only = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] };
          const told = await axe.run(document, only);
          const ours = (node) => JSON.stringify(node.target).includes("japan-mobile-");
          return told.violations.flatMap((one) => one.nodes.filter(ours).map((node) => `${one.id}: ${node.html}`));
        }"""
    )
    return list(found)


async def speak(client: HomeClient, language: str) -> None:
    """Let the user's frontend be in another language."""
    value = {"language": language, "number_format": "language"}
    await client.command("frontend/set_user_data", key="language", value=value)


async def test_the_dashboard_makes_itself(tmp_path: Path) -> None:
    """In four scripts, light and dark, on a telephone and a desktop: no trouble in the console, nothing that axe finds."""
    world = neighbours(1)
    [account] = world.accounts
    async with household(tmp_path, world) as house, house.client() as client, person("en") as user:
        await house.add(client, account)
        await up(client)
        await dashboard(client, PATH, {"strategy": {"type": "custom:japan-mobile"}})
        await log_in(user, house.home.url)
        await user.sees("Settings")
        for language, left in LEFT.items():
            await speak(client, language)
            for scheme in ("light", "dark"):
                await user.page.emulate_media(color_scheme=scheme)
                await user.page.set_viewport_size({"width": 1400, "height": 1000})
                await user.page.goto(f"{house.home.url}/{PATH}/overview")
                cards = user.page.locator("japan-mobile-line-card")
                await expect(cards).to_have_count(3)
                await expect(cards.first.get_by_text(left)).to_be_visible()
                await expect(cards.first.locator(".bar").first).to_be_visible()
                await expect(user.page.locator("japan-mobile-family-card button")).to_have_count(3)
                for width, viewport in WIDTHS.items():
                    await user.page.set_viewport_size(viewport)  # type: ignore[arg-type]
                    await user.page.wait_for_timeout(800)
                    SHOTS.mkdir(parents=True, exist_ok=True)
                    await user.page.screenshot(path=SHOTS / f"dashboard-{language}-{scheme}-{width}.png")
                    assert await faults(user.page) == []
                await _history(user, house.home.url, f"{language}-{scheme}")
        await user.page.set_viewport_size({"width": 1400, "height": 1000})
        await user.page.goto(f"{house.home.url}/{PATH}/overview")
        await user.page.locator("japan-mobile-line-card .ring").first.press("Enter")
        await expect(user.page.locator("ha-more-info-dialog").first).to_be_attached()
        assert user.troubles == []


async def _history(user: Person, url: str, name: str) -> None:
    """A chart of days and one of months for each line, wide and narrow."""
    await user.page.goto(f"{url}/{PATH}/history")
    await expect(user.page.locator("hui-statistics-graph-card")).to_have_count(6)
    await expect(user.page.locator("hui-statistics-graph-card canvas").first).to_be_visible()
    for width, viewport in WIDTHS.items():
        await user.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        await user.page.wait_for_timeout(800)
        await user.page.screenshot(path=SHOTS / f"history-{name}-{width}.png")
        assert await faults(user.page) == []


PAGE = """
async ([entry, count]) => {
  await import(entry);
  const states = {}, entities = {}, devices = { account: { id: "account", name: "IIJmio" } };
  const put = (device, key, state, attributes = {}) => {
    const entity_id = `sensor.${device}_${key}`;
    entities[entity_id] = { entity_id, device_id: device, platform: "japan_mobile", translation_key: key };
    states[entity_id] = { entity_id, state, attributes };
  };
  for (let n = 0; n < count; n += 1) {
    const id = `line${n}`;
    devices[id] = { id, name: `Line ${n}`, via_device_id: "account", manufacturer: "IIJmio", identifiers: [["japan_mobile", `k${n}`]] };
    put(id, "data_remaining", `${n + 0.25}`, { unit_of_measurement: "GB" });
    put(id, "data_allowance", "20", { unit_of_measurement: "GB" });
    put(id, "data_used", "3.5", { unit_of_measurement: "GB", last_reset: "2026-11-01T00:00:00+09:00" });
    put(id, "reset_date", "2026-12-01");
    put(id, "daily_budget", "1.25", { unit_of_measurement: "GB" });
    put(id, "data_low", n % 3 ? "off" : "on");
  }
  put("account", "latest_bill", "3311", { unit_of_measurement: "JPY" });
  window.hass = { states, entities, devices, language: "en", locale: { language: "en" } };
  window.draw = () => {
    const box = document.createElement("div");
    const cards = Array.from({ length: count }, (_none, n) => {
      const card = document.createElement("japan-mobile-line-card");
      card.setConfig({ type: "custom:japan-mobile-line-card", device_id: `line${n}` });
      card.hass = window.hass;
      return card;
    });
    box.append(...cards);
    document.body.replaceChildren(box);
    box.getBoundingClientRect();
    return cards;
  };
}
"""


async def alone(page: Page, url: str, lines: int) -> None:
    """A page with nothing but the cards' modules, as Home Assistant serves them, and lines to draw."""
    await page.goto(f"{url}/manifest.json")
    await page.evaluate(PAGE, [f"{url}/japan_mobile/{fingerprint()}/japan-mobile.js", lines])


async def test_the_modules_alone(tmp_path: Path) -> None:
    """Without a dashboard around them: how fast they draw, what an update touches, and what they say."""
    world = neighbours(1)
    async with household(tmp_path, world) as house, house.client() as client, person("en") as user:
        await house.add(client, world.accounts[0])
        await alone(user.page, house.home.url, 12)
        await _twelve_lines_are_drawn_at_once(user.page)
        await _an_update_touches_one_card(user.page)
        await _bars_and_buckets_stay(user.page)
        await _what_a_user_has_typed_is_text(user.page)
        await _every_word_is_in_every_language(user.page, house.home.url)
        assert [one for one in user.troubles if "favicon.ico" not in one] == []


async def _twelve_lines_are_drawn_at_once(page: Page) -> None:
    """Under 50 ms, laid out."""
    times = await page.evaluate(
        "() => Array.from({ length: 9 }, () => { const began = performance.now(); window.draw(); return performance.now() - began; })"
    )
    print(f"\n12 lines drawn in {sorted(times)[4]:.1f} ms (median), {max(times):.1f} ms (worst)")
    assert sorted(times)[4] < 50


async def _an_update_touches_one_card(page: Page) -> None:
    """A change of one line changes nodes of its card alone, and few."""
    touched = await page.evaluate(
        """async () => {
          const cards = window.draw();
          const touched = cards.map(() => 0);
          cards.forEach((card, place) => new MutationObserver((seen) => { touched[place] += seen.length; }).observe(
            card.shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true }));
          const state = window.hass.states["sensor.line4_data_remaining"];
          window.hass = { ...window.hass, states: { ...window.hass.states, [state.entity_id]: { ...state, state: "4.5" } } };
          for (const card of cards) card.hass = window.hass;
          await new Promise((done) => setTimeout(done, 50));
          return touched;
        }"""
    )
    print("nodes touched:", touched)
    assert sum(touched) == touched[4]
    assert 1 <= touched[4] <= 4  # the number, the ring, and what it is called


async def _bars_and_buckets_stay(page: Page) -> None:
    """With history: twelve cards draw it soon, and of a new answer only today's bar is drawn anew. One bucket is shown for its expiry."""
    seen = await page.evaluate(
        """async () => {
          let today = 0.5, round = 0;
          const midnight = Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tokyo" }).format() + "T00:00:00+09:00");
          const days = () => Array.from({ length: 14 }, (_none, back) => ({ start: midnight - back * 86400000, state: back ? back / 4 : today }));
          const ids = Array.from({ length: 12 }, (_none, n) => `line${n}`);
          const put = (entity_id, state, attributes = {}) => { window.hass.states[entity_id] = { entity_id, state, attributes }; };
          const update = () => {
            window.hass = { ...window.hass, states: { ...window.hass.states } };
            put("sensor.account_last_update", `2026-11-25T0${round++}:00:00+00:00`);
          };
          window.hass.entities["sensor.account_last_update"] =
            { entity_id: "sensor.account_last_update", device_id: "account", platform: "japan_mobile", translation_key: "last_update" };
          window.hass.devices.account.config_entries = ["entry"];
          for (const id of ids) window.hass.devices[id].config_entries = ["entry"];
          window.hass.callWS = async (message) => message.type === "call_service"
            ? { response: { lines: ids.map((id) => ({ name: window.hass.devices[id].name, buckets: [{ kind: "top_up", remaining: 1, expires: "2026-12-31T23:59:59+09:00" }] })) } }
            : Object.fromEntries(message.statistic_ids.map((id) => [id, days()]));
          update();
          const began = performance.now();
          const cards = window.draw();
          await new Promise((done) => setTimeout(done, 0));
          const drawn = performance.now() - began;
          await new Promise((done) => setTimeout(done, 200));
          let added = 0;
          for (const card of cards) new MutationObserver((told) => told.forEach((one) => { added += one.addedNodes.length; }))
            .observe(card.shadowRoot, { subtree: true, childList: true });
          today = 0.75;
          update();
          for (const card of cards) card.hass = window.hass;
          await new Promise((done) => setTimeout(done, 200));
          const root = cards[0].shadowRoot;
          return { drawn, added, bars: root.querySelectorAll(".bar").length, buckets: [...root.querySelectorAll(".buckets:not([hidden]) li")].map((one) => one.textContent) };
        }"""
    )
    print(seen)
    assert seen["bars"] == 14
    assert len(seen["buckets"]) == 1
    assert 12 <= seen["added"] <= 12 * 3  # today's bar, and its row for those who hear it


async def _what_a_user_has_typed_is_text(page: Page) -> None:
    name = "<img src=x onerror=alert(1)>"
    shown = await page.evaluate(
        """(name) => {
          window.hass.devices.line0.name_by_user = name;
          const [card] = window.draw();
          return [card.shadowRoot.querySelector("h2").textContent, card.shadowRoot.querySelectorAll("img").length];
        }""",
        name,
    )
    assert shown == [name, 0]


async def _every_word_is_in_every_language(page: Page, url: str) -> None:
    address = f"{url}/japan_mobile/{fingerprint()}/words.js"
    words = await page.evaluate("async (address) => (await import(address)).ALL_WORDS", address)
    assert [*words] == ["en", "ja", "zh-Hans", "zh-Hant", "ko", "vi", "pt-BR"]
    filled = {key: set(re.findall(r"\{\w+\}", text)) for key, text in words["en"].items()}
    for told in words.values():
        assert {key: set(re.findall(r"\{\w+\}", text)) for key, text in told.items()} == filled
        assert all(told.values())
