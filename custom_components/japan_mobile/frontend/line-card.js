// The card of one line.

import { Bars, BARS_STYLE } from "./bars.js";
import { deviceOf, LINE_DEVICES, lineIds, lineOf, same, statesOf } from "./data.js";
import { node, setAttribute, setChildren, setText, sheet, showMore } from "./dom.js";
import { day, dayOf, sharedOf, size, sizeParts, until, yen } from "./format.js";
import { bucketsOf, daysOf } from "./history.js";
import { Ring, RING_STYLE } from "./ring.js";
import { languageOf, wordsOf } from "./words.js";

const STYLE = sheet(`
  :host { display: block; }
  ha-card { display: block; height: 100%; box-sizing: border-box; padding: 16px; container-type: inline-size;
    color: var(--primary-text-color, #212121); }
  h2 { font-size: 16px; font-weight: 500; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
  .about { font-size: 12px; color: var(--secondary-text-color, #555); margin: 2px 0 12px; overflow-wrap: anywhere; }
  .top { display: flex; gap: 20px; align-items: center; }
  .facts { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 6px 12px; margin: 0; flex: 1; font-size: 14px; min-width: 0; }
  .facts dt { color: var(--secondary-text-color, #555); overflow-wrap: anywhere; word-break: keep-all; }
  .facts dd { margin: 0; text-align: end; font-variant-numeric: tabular-nums; white-space: pre; }
  .badges { display: flex; flex-wrap: wrap; gap: 6px; margin: 12px 0 0; padding: 0; list-style: none; }
  .badges:empty { display: none; }
  .badge { font-size: 12px; line-height: 1; padding: 5px 9px; border-radius: 999px; border: 1px solid currentColor; display: flex; gap: 5px; }
  .buckets { margin: 16px 0 0; padding: 0; list-style: none; font-size: 13px; display: grid; gap: 4px; }
  .buckets li { display: flex; justify-content: space-between; gap: 12px; }
  .buckets li > :last-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
  .buckets .when { color: var(--secondary-text-color, #555); }
  .note { font-size: 14px; color: var(--secondary-text-color, #555); margin: 0; }
  [hidden] { display: none !important; }
  @container (max-width: 280px) { .top { flex-direction: column; align-items: stretch; } .ring { align-self: center; } .facts { font-size: 13px; column-gap: 8px; } }
`);
const FACTS = ["used", "today", "budget", "resets", "bill"];
const BADGES = ["overdue", "low", "runsOut", "throttled"];

/** `custom:japan-mobile-line-card`: `device_id`, and optionally `name`, `show_bars` and `show_bill`. */
export class LineCard extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [STYLE, RING_STYLE, BARS_STYLE];
    this._seen = null;
    this._build();
  }

  setConfig(config) {
    if (config.device_id !== undefined && typeof config.device_id !== "string") throw new Error("device_id");
    this._config = config;
    this._seen = null;
    if (this._hass) this.hass = this._hass;
  }

  set hass(hass) {
    this._hass = hass;
    if (!this._config) return;
    const language = languageOf(hass);
    const deviceId = this._config.device_id;
    const states = deviceId ? statesOf(hass, deviceId) : [];
    const seen = this._seen;
    if (seen && seen.language === language && seen.devices === hass.devices && same(seen.states, states)) return;
    this._seen = { language, states, devices: hass.devices };
    this._draw(hass, language);
  }

  get hass() {
    return this._hass;
  }

  _build() {
    this._title = node("h2");
    this._about = node("p", { class: "about" });
    this._note = node("p", { class: "note", hidden: "" });
    this._ring = new Ring(() => this._line && showMore(this, this._line.ids.data_remaining ?? this._line.ids.data_used));
    this._facts = Object.fromEntries(FACTS.map((key) => [key, { name: node("dt"), value: node("dd") }]));
    const facts = node("dl", { class: "facts" }, ...FACTS.flatMap((key) => [this._facts[key].name, this._facts[key].value]));
    this._badges = node("ul", { class: "badges" });
    this._bars = new Bars();
    this._buckets = node("ul", { class: "buckets", hidden: "" });
    setAttribute(this._bars.root, "hidden", "");
    this._body = node("div", {}, node("div", { class: "top" }, this._ring.root, facts), this._badges, this._bars.root, this._buckets);
    this.shadowRoot.append(node("ha-card", {}, this._title, this._about, this._note, this._body));
  }

  _draw(hass, language) {
    const words = wordsOf(language);
    const deviceId = this._config.device_id;
    const there = Boolean(deviceId && hass.devices?.[deviceId]);
    setAttribute(this._body, "hidden", there ? null : "");
    setAttribute(this._about, "hidden", there ? null : "");
    setAttribute(this._note, "hidden", there ? "" : null);
    if (!there) {
      this._line = null;
      setText(this._title, this._config.name ?? "Japan Mobile");
      setText(this._note, words(deviceId ? "gone" : "noLine"));
      return;
    }
    const line = lineOf(hass, deviceId);
    this._line = line;
    const name = this._config.name || line.name;
    setText(this._title, name);
    setText(this._about, [line.carrier, line.plan, sharedOf(line, words, language)].filter(Boolean).join(" · "));
    this._ring.update(ringOf(line, name, words, language));
    this._drawFacts(line, words, language);
    this._drawBadges(line, words);
    this._ask(hass, line, words, language);
  }

  _drawFacts(line, words, language) {
    const told = {
      used: line.used && size(line.used, language),
      today: line.today && size(line.today, language),
      budget: line.budget && size(line.budget, language),
      resets: line.reset && `${day(line.reset, language)}\n${until(line.reset, language)}`,
      bill: this._config.show_bill === false || line.bill === null ? null : yen(line.bill, language),
    };
    for (const key of FACTS) {
      const { name, value } = this._facts[key];
      const shown = key === "used" ? line.tellsLeft : told[key] !== null;
      setAttribute(name, "hidden", shown ? null : "");
      setAttribute(value, "hidden", shown ? null : "");
      setText(name, words(key));
      setText(value, told[key] ?? "–");
      setAttribute(value, "aria-label", told[key] === null ? words("unknown") : null);
    }
  }

  _drawBadges(line, words) {
    const shown = BADGES.filter((key) => line[key]);
    if (this._badges.dataset.shown === shown.map((key) => words(key)).join("|")) return;
    this._badges.dataset.shown = shown.map((key) => words(key)).join("|");
    this._badges.replaceChildren(
      ...shown.map((key) => node("li", { class: "badge" }, node("span", { "aria-hidden": "true" }, "▲"), words(key))),
    );
  }

  /** What takes a question comes a moment later; what was asked for an older state of things is not drawn any more. */
  async _ask(hass, line, words, language) {
    if (!hass.callWS) return;
    const seen = this._seen;
    const bars = this._config.show_bars === false ? Promise.resolve([]) : daysOf(hass, line.deviceId, line.updated);
    const [days, buckets] = await Promise.all([bars, bucketsOf(hass, line.deviceId, line.updated)]);
    if (this._seen !== seen) return;
    const text = JSON.stringify([days, buckets, language]);
    if (text === this._asked) return;
    this._asked = text;
    const unit = (line.used ?? line.left)?.unit ?? "GB";
    this._bars.update(days, unit, words, language);
    this._drawBuckets(buckets, unit, line.unlimited, words, language);
  }

  /** One that never expires is the figure in the ring again; beside unlimited use it is not. */
  _drawBuckets(buckets, unit, unlimited, words, language) {
    const telling = buckets.length > 1 || buckets.some((bucket) => bucket.expires || unlimited);
    setAttribute(this._buckets, "hidden", telling ? null : "");
    setAttribute(this._buckets, "aria-label", words("buckets"));
    setChildren(
      this._buckets,
      buckets.map((bucket) =>
        node("li", {},
          node("span", {}, `${words(bucket.kind)} `,
            node("span", { class: "when" }, bucket.expires ? words("expires", { day: dayOf(bucket.expires, language) }) : words("keeps"))),
          node("span", {}, size({ value: bucket.remaining, unit }, language))),
      ),
    );
  }

  getCardSize() {
    return 5;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  static getStubConfig(hass) {
    return { device_id: lineIds(hass)[0] ?? "" };
  }

  static getConfigForm() {
    const words = wordsOf(languageOf(document.querySelector("home-assistant")?.hass));
    const labels = { device_id: "line", name: "name", show_bars: "showBars", show_bill: "showBill" };
    return {
      schema: [
        { name: "device_id", required: true, selector: { device: LINE_DEVICES } },
        { name: "name", selector: { text: {} } },
        { name: "show_bars", default: true, selector: { boolean: {} } },
        { name: "show_bill", default: true, selector: { boolean: {} } },
      ],
      computeLabel: (field) => words(labels[field.name] ?? field.name),
    };
  }
}

/** A line's card for an entity of a line. */
export function suggestLine(hass, entityId) {
  const deviceId = deviceOf(hass, entityId);
  if (deviceId === null || !lineIds(hass).includes(deviceId)) return null;
  return { config: { type: "custom:japan-mobile-line-card", device_id: deviceId } };
}

/** What a ring shows of a line. */
export function ringOf(line, name, words, language) {
  if (line.unlimited) return { ...EMPTY, share: 1, number: "∞", unit: words("unlimited"), label: words("ringUnlimited", { name }) };
  if (!line.tellsLeft && line.used !== null) {
    const { number, unit } = sizeParts(line.used, language);
    const label = words("ringUsed", { name, used: size(line.used, language) });
    return { ...EMPTY, number, unit: `${unit} ${words("spent")}`, level: "plain", label };
  }
  const level = line.low ? "low" : line.runsOut ? "warning" : "fine";
  if (line.left === null) {
    return { ...EMPTY, number: "–", unit: words("unknown"), level: line.tellsLeft ? level : "plain", label: words("ringUnknown", { name }) };
  }
  return { ...leftOf(line, name, words, language), level };
}

const EMPTY = { share: null, even: null, whole: "", level: "fine" };

function leftOf(line, name, words, language) {
  const { number, unit } = sizeParts(line.left, language);
  const whole = line.total !== null && line.total.unit === line.left.unit && line.total.value > 0 ? line.total : null;
  const share = whole && line.left.value / whole.value;
  const left = size(line.left, language);
  const total = whole && share <= 1 ? size(whole, language) : null; // with carry-over more may be left than the allowance
  const label = total ? words("ring", { name, left, total }) : words("ringAlone", { name, left });
  const even = whole && line.passed !== null ? 1 - line.passed : null;
  return {
    share,
    even,
    number,
    unit: `${unit} ${words("left")}`,
    whole: total ? words("ofTotal", { total }) : "",
    label: even === null ? label : `${label}; ${words("pace")}`,
  };
}
