// The card of all lines: what is left on each, at a glance.

import { LINE_DEVICES, lineIds, lineOf, same, statesOf } from "./data.js";
import { node, setAttribute, setText, sheet, showMore } from "./dom.js";
import { sharedOf, size, until } from "./format.js";
import { languageOf, wordsOf } from "./words.js";

const STYLE = sheet(`
  :host { display: block; }
  ha-card { display: block; height: 100%; box-sizing: border-box; padding: 16px 8px; color: var(--primary-text-color, #212121); }
  h2 { font-size: 16px; font-weight: 500; margin: 0 8px 8px; }
  ul { list-style: none; margin: 0; padding: 0; }
  button { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 6px 12px; width: 100%; padding: 10px 8px; border: 0;
    background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; border-radius: 8px; align-items: baseline; }
  button:hover { background: color-mix(in srgb, currentColor 6%, transparent); }
  button:focus-visible { outline: 2px solid var(--primary-color, #03a9f4); }
  .name { font-size: 15px; overflow: hidden; text-overflow: ellipsis; }
  .left { font-size: 15px; font-weight: 500; font-variant-numeric: tabular-nums; }
  .bar { grid-column: 1 / -1; height: 6px; border-radius: 3px; background: var(--divider-color, #e0e0e0); overflow: hidden; }
  .bar span { display: block; height: 100%; border-radius: 3px; background: var(--primary-color, #03a9f4); }
  button[data-level="warning"] .bar span { background: var(--warning-color, #ffa600); }
  button[data-level="low"] .bar span { background: var(--error-color, #db4437); }
  .about { grid-column: 1 / -1; font-size: 12px; color: var(--secondary-text-color, #555); display: flex; justify-content: space-between; gap: 2px 12px; flex-wrap: wrap; }
  .about .reset { white-space: nowrap; margin-inline-start: auto; }
  .about .shared { flex-basis: 100%; overflow-wrap: anywhere; }
  .note { font-size: 14px; color: var(--secondary-text-color, #555); margin: 0 8px; }
  [hidden] { display: none !important; }
`);

/** `custom:japan-mobile-family-card`: optionally `title` and `devices`, the lines to show. */
export class FamilyCard extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [STYLE];
    this._rows = new Map();
    this._title = node("h2");
    this._list = node("ul");
    this._note = node("p", { class: "note", hidden: "" });
    this.shadowRoot.append(node("ha-card", {}, this._title, this._list, this._note));
  }

  setConfig(config) {
    this._config = config;
    this._rows.clear();
    this._list.replaceChildren();
    if (this._hass) this.hass = this._hass;
  }

  set hass(hass) {
    this._hass = hass;
    if (!this._config) return;
    const language = languageOf(hass);
    const words = wordsOf(language);
    const lines = lineIds(hass).filter((id) => hass.devices?.[id]);
    const chosen = this._config.devices?.length ? this._config.devices : null;
    const ids = chosen ? chosen.filter((id) => lines.includes(id)) : lines; // an account, or what is gone, is no line
    setText(this._title, this._config.title || words("family"));
    setText(this._note, words(chosen ? "noLine" : "noLines"));
    setAttribute(this._note, "hidden", ids.length ? "" : null);
    this._keep(ids);
    for (const id of ids) this._drawRow(hass, id, words, language);
  }

  get hass() {
    return this._hass;
  }

  /** As many rows as lines, in their order. */
  _keep(ids) {
    if (ids.length === this._rows.size && [...this._rows.keys()].every((id, place) => id === ids[place])) return;
    for (const id of ids) if (!this._rows.has(id)) this._rows.set(id, this._newRow());
    const rows = new Map(ids.map((id) => [id, this._rows.get(id)]));
    this._rows = rows;
    this._list.replaceChildren(...[...rows.values()].map((row) => row.root));
  }

  _newRow() {
    const row = { name: node("span", { class: "name" }), left: node("span", { class: "left" }), fill: node("span"), state: node("span"), reset: node("span", { class: "reset" }), shared: node("span", { class: "shared" }) };
    row.bar = node("span", { class: "bar", "aria-hidden": "true" }, row.fill);
    row.button = node("button", { type: "button" }, row.name, row.left, row.bar, node("span", { class: "about" }, row.state, row.reset, row.shared));
    row.root = node("li", {}, row.button);
    row.button.addEventListener("click", () => showMore(this, row.entityId));
    return row;
  }

  _drawRow(hass, id, words, language) {
    const row = this._rows.get(id);
    const states = statesOf(hass, id);
    if (row.states && row.language === language && row.devices === hass.devices && same(row.states, states)) return;
    Object.assign(row, { states, language, devices: hass.devices });
    const line = lineOf(hass, id);
    row.entityId = line.ids.data_remaining ?? line.ids.data_used;
    const whole = !line.unlimited && line.left && line.total && line.total.unit === line.left.unit && line.total.value > 0;
    const share = whole ? Math.min(Math.max(line.left.value / line.total.value, 0), 1) : null;
    setText(row.name, line.name);
    setText(row.left, leftOf(line, words, language));
    setAttribute(row.bar, "hidden", share === null ? "" : null);
    setAttribute(row.fill, "style", `width: ${((share ?? 0) * 100).toFixed(1)}%`);
    setAttribute(row.button, "data-level", line.low ? "low" : line.runsOut ? "warning" : "fine");
    setText(row.state, [stateOf(line, words), line.carrier].filter(Boolean).join(" · "));
    setText(row.shared, sharedOf(line, words, language));
    setAttribute(row.shared, "hidden", line.sharedWith === null ? "" : null);
    setText(row.reset, line.reset ? words("resetsIn", { when: until(line.reset, language).toLocaleLowerCase(language) }) : "");
  }

  getCardSize() {
    return 1 + this._rows.size;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  static getStubConfig() {
    return {};
  }

  static getConfigForm() {
    const words = wordsOf(languageOf(document.querySelector("home-assistant")?.hass));
    return {
      schema: [
        { name: "title", selector: { text: {} } },
        { name: "devices", selector: { device: { ...LINE_DEVICES, multiple: true } } },
      ],
      computeLabel: (field) => words(field.name === "title" ? "title" : "lines"),
    };
  }
}

function leftOf(line, words, language) {
  if (line.unlimited) return words("unlimited");
  if (line.left !== null) return size(line.left, language);
  return line.used === null ? words("unknown") : `${words("used")} ${size(line.used, language)}`;
}

function stateOf(line, words) {
  const key = ["overdue", "low", "runsOut", "throttled"].find((one) => line[one]);
  return key ? `▲ ${words(key)}` : "";
}
