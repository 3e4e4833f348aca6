// The cards and the dashboard of Japan Mobile: makes them known to Home Assistant's frontend.

import { FamilyCard } from "./family-card.js";
import { LineCard, suggestLine } from "./line-card.js";
import { DashboardStrategy } from "./strategy.js";
import { languageOf, wordsOf } from "./words.js";

const DOCUMENTATION = "https://github.com/japan-mobile/ha-japan-mobile/blob/main/docs/dashboard.md";

function define(name, kind) {
  if (!customElements.get(name)) customElements.define(name, kind);
}

define("japan-mobile-line-card", LineCard);
define("japan-mobile-family-card", FamilyCard);
define("ll-strategy-dashboard-japan-mobile", DashboardStrategy);

/** A word in the language that is spoken when it is read: at a start the user's own is not known yet. */
function word(key) {
  return wordsOf(languageOf(document.querySelector("home-assistant")?.hass ?? { language: navigator.language }))(key);
}

/** What Home Assistant's frontend lists: it reads the name and the description each time it shows them. */
function listed(fixed, name, description) {
  return Object.defineProperties(
    { ...fixed, documentationURL: DOCUMENTATION },
    { name: { get: () => word(name), enumerable: true }, description: { get: () => word(description), enumerable: true } },
  );
}

window.customCards = window.customCards || [];
window.customCards.push(
  listed({ type: "japan-mobile-line-card", preview: true, getEntitySuggestion: suggestLine }, "lineCard", "lineCardAbout"),
  listed({ type: "japan-mobile-family-card", preview: true }, "familyCard", "familyCardAbout"),
);
window.customStrategies = window.customStrategies || [];
window.customStrategies.push(listed({ type: "japan-mobile", strategyType: "dashboard" }, "dashboard", "dashboardAbout"));
