// Use per day as small bars; whoever does not see them hears a table.

import { node, setAttribute, setChildren, setText, sheet } from "./dom.js";
import { day, size } from "./format.js";

export const BARS_STYLE = sheet(`
  .bars { margin: 16px 0 0; }
  .bars figcaption { font-size: 12px; color: var(--secondary-text-color, #555); margin-bottom: 6px; display: flex;
    justify-content: space-between; gap: 8px; }
  .bars .row { display: flex; align-items: flex-end; gap: 3px; height: 44px; }
  .bars .bar { flex: 1 1 0; min-width: 2px; background: var(--primary-color, #03a9f4); opacity: 0.55;
    border-radius: 2px 2px 0 0; }
  .bars .bar.newest { opacity: 1; }
  .bars .bar.none { background: none; border-bottom: 1px dotted var(--divider-color, #bbb); opacity: 1; }
  .heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`);

/** The bars of some days. */
export class Bars {
  constructor() {
    this._row = node("div", { class: "row", "aria-hidden": "true" });
    this._table = node("table", { class: "heard" });
    this._name = node("span");
    this._most = node("span");
    this.root = node("figure", { class: "bars" }, node("figcaption", {}, this._name, this._most), this._row, this._table);
  }

  /** Draw days, the oldest first: `{day, value}` with a value of null where nothing is known; hides itself without any. */
  update(days, unit, words, language) {
    const most = Math.max(0, ...days.map((one) => one.value ?? 0));
    setAttribute(this.root, "hidden", days.some((one) => one.value !== null) ? null : "");
    setText(this._name, words("days"));
    setText(this._most, most > 0 ? words("most", { amount: size({ value: most, unit }, language) }) : "");
    setChildren(this._row, days.map((one, place) => bar(one, most, place === days.length - 1, unit, language)));
    const told = days.filter((one) => one.value !== null);
    setChildren(this._table, [
      node("caption", {}, words("days")),
      row("th", [words("date"), words("amount")]),
      ...told.map((one) => row("td", [day(one.day, language), size({ value: one.value, unit }, language)])),
    ]);
  }
}

function bar(one, most, newest, unit, language) {
  const height = one.value === null || most === 0 ? 0 : Math.max((one.value / most) * 100, 2);
  const kind = one.value === null ? "bar none" : newest ? "bar newest" : "bar";
  const title = one.value === null ? day(one.day, language) : `${day(one.day, language)}: ${size({ value: one.value, unit }, language)}`;
  return node("div", { class: kind, style: `height: ${height.toFixed(0)}%`, title });
}

function row(kind, texts) {
  return node("tr", {}, ...texts.map((text) => node(kind, kind === "th" ? { scope: "col" } : {}, text)));
}
