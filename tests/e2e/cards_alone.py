"""A page with nothing but the cards' modules on it, and lines that no carrier knows."""

from playwright.async_api import Page

from custom_components.japan_mobile.look import fingerprint

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
  window.change = (changes) => {
    window.hass = { ...window.hass };
    for (const [kind, news] of Object.entries(changes)) window.hass[kind] = { ...window.hass[kind], ...news };
  };
  window.show = (kind, configs) => {
    const box = document.createElement("div");
    const cards = configs.map((config) => {
      const card = document.createElement(kind);
      card.setConfig({ type: `custom:${kind}`, ...config });
      card.hass = window.hass;
      return card;
    });
    box.append(...cards);
    document.body.replaceChildren(box);
    box.getBoundingClientRect();
    return cards;
  };
  window.draw = () => window.show("japan-mobile-line-card", Array.from({ length: count }, (_none, n) => ({ device_id: `line${n}` })));
  window.drawFamily = () => window.show("japan-mobile-family-card", [{}]);
}
"""


async def alone(page: Page, url: str, lines: int) -> None:
    """A page with nothing but the cards' modules, as Home Assistant serves them, and lines to draw."""
    await page.goto(f"{url}/manifest.json")
    await page.evaluate(PAGE, [f"{url}/japan_mobile/{fingerprint()}/japan-mobile.js", lines])
