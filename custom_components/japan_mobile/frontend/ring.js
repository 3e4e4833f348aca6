// A ring that shows what is left of the allowance, with a mark where one would be at an even pace.

import { node, setAttribute, setText, shape, sheet } from "./dom.js";

const RADIUS = 52;
const AROUND = 2 * Math.PI * RADIUS;

export const RING_STYLE = sheet(`
  .ring { position: relative; width: 132px; height: 132px; flex: none; padding: 0; border: 0; background: none;
    color: inherit; font: inherit; cursor: pointer; border-radius: 50%; }
  .ring:focus-visible { outline: 2px solid var(--primary-color, #03a9f4); outline-offset: 2px; }
  .ring svg { width: 100%; height: 100%; display: block; transform: rotate(-90deg); }
  .ring .track { stroke: var(--divider-color, #e0e0e0); }
  .ring .value { stroke: var(--primary-color, #03a9f4); transition: stroke-dasharray 0.6s ease; }
  .ring[data-level="warning"] .value { stroke: var(--warning-color, #ffa600); }
  .ring[data-level="low"] .value { stroke: var(--error-color, #db4437); }
  .ring .mark { stroke: var(--primary-text-color, #212121); }
  .ring .middle { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center;
    justify-content: center; gap: 2px; pointer-events: none; }
  .ring .number { font-size: 30px; font-weight: 500; line-height: 1; letter-spacing: -0.5px; }
  .ring .number.long { font-size: 20px; }
  .ring .unit { max-width: 96px; font-size: 13px; color: var(--secondary-text-color, #555); line-height: 1.2; }
  .ring .whole { font-size: 11px; color: var(--secondary-text-color, #555); line-height: 1.2; }
  .ring .whole:empty { display: none; }
  .ring[data-level="plain"] { height: 84px; border-radius: 12px; }
  .ring[data-level="plain"] svg { visibility: hidden; }
  @media (prefers-reduced-motion: reduce) { .ring .value { transition: none; } }
`);

/** A ring; `update` draws it anew. It is a button: who presses it wants to know more. */
export class Ring {
  constructor(pressed) {
    const circle = { cx: 60, cy: 60, r: RADIUS, fill: "none", "stroke-width": 9 };
    this._value = shape("circle", { ...circle, class: "value", "stroke-linecap": "round", "stroke-dasharray": `0 ${AROUND}` });
    this._mark = shape("line", { class: "mark", x1: 60 + RADIUS - 8, x2: 60 + RADIUS + 8, y1: 60, y2: 60, "stroke-width": 2.5 });
    this._number = node("span", { class: "number" });
    this._unit = node("span", { class: "unit" });
    this._whole = node("span", { class: "whole" });
    const drawing = shape("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" },
      shape("circle", { ...circle, class: "track" }), this._value, this._mark);
    this.root = node("button", { class: "ring", type: "button" }, drawing,
      node("span", { class: "middle", "aria-hidden": "true" }, this._number, this._unit, this._whole));
    this.root.addEventListener("click", pressed);
  }

  /**
   * `share`: what is left of the whole, null if unknown; `even`: what would be left at an even pace, null if unknown.
   * `number`, `unit` and `whole` are read inside. Of the level `plain` there is no ring around them.
   */
  update({ share, even, number, unit, whole, level, label }) {
    const drawn = share === null ? 0 : Math.min(Math.max(share, 0), 1) * AROUND;
    setAttribute(this._value, "stroke-dasharray", `${drawn.toFixed(1)} ${AROUND.toFixed(1)}`);
    setAttribute(this._value, "visibility", drawn > 0 ? null : "hidden");
    setAttribute(this._mark, "visibility", even === null ? "hidden" : null);
    if (even !== null) setAttribute(this._mark, "transform", `rotate(${(even * 360).toFixed(1)} 60 60)`);
    setText(this._number, number);
    setAttribute(this._number, "class", number.length > 5 ? "number long" : "number");
    setText(this._unit, unit);
    setText(this._whole, whole);
    setAttribute(this.root, "data-level", level);
    setAttribute(this.root, "aria-label", label);
  }
}
