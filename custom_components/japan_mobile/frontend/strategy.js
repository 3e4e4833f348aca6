// A dashboard that makes itself: all lines, each line, their history, and the accounts.

import { entitiesOf, lineIds, nameOf, statisticOf } from "./data.js";
import { languageOf, wordsOf } from "./words.js";

const ACCOUNT = ["latest_bill", "estimated_bill", "amount_due", "due_date", "payment_overdue", "last_update"];

/** `strategy: {type: custom:japan-mobile}`. */
export class DashboardStrategy extends HTMLElement {
  static async generate(_config, hass) {
    const words = wordsOf(languageOf(hass));
    const lines = lineIds(hass);
    const views = [{ title: words("overview"), path: "overview", icon: "mdi:sim", type: "sections", max_columns: 4, sections: overview(hass, lines, words) }];
    const charts = history(hass, lines, words);
    if (charts.length) {
      views.push({ title: words("history"), path: "history", icon: "mdi:chart-bar", type: "sections", max_columns: 2, sections: charts });
    }
    return { title: words("dashboard"), views };
  }

  static getCreateSuggestions(hass) {
    const words = wordsOf(languageOf(hass));
    return { title: words("dashboard"), icon: "mdi:sim" };
  }
}

function overview(hass, lines, words) {
  const sections = [grid([{ type: "custom:japan-mobile-family-card" }])];
  sections.push(...lines.map((id) => grid([{ type: "custom:japan-mobile-line-card", device_id: id, grid_options: { columns: 12 } }])));
  const accounts = new Set(lines.map((id) => hass.devices[id]?.via_device_id).filter(Boolean));
  for (const account of accounts) {
    const ids = entitiesOf(hass, account);
    const shown = ACCOUNT.map((key) => ids[key]).filter((id) => id && hass.states[id]);
    if (shown.length) sections.push(grid([heading(nameOf(hass, account)), ...shown.map((entity) => ({ type: "tile", entity, name: { type: "entity" } }))]));
  }
  return sections.map((section) => (section.cards.length ? section : grid([{ type: "markdown", content: words("noLines") }])));
}

function history(hass, lines, words) {
  const known = lines.filter((id) => statisticOf(hass, id));
  return known.map((id) => {
    const entities = [{ entity: statisticOf(hass, id), name: nameOf(hass, id) }];
    const chart = { type: "statistics-graph", chart_type: "bar", stat_types: ["change"], hide_legend: true, entities, grid_options: { columns: "full" } };
    return grid([
      heading(nameOf(hass, id)),
      { ...chart, title: words("days"), period: "day", days_to_show: 31 },
      { ...chart, title: words("monthly"), period: "month", days_to_show: 400 },
    ]);
  });
}

function heading(text) {
  return { type: "heading", heading: text, heading_style: "title" };
}

function grid(cards) {
  return { type: "grid", cards };
}
