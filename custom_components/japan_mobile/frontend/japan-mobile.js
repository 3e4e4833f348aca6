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

const words = wordsOf(languageOf(document.querySelector("home-assistant")?.hass ?? { language: navigator.language }));
window.customCards = window.customCards || [];
window.customCards.push(
  {
    type: "japan-mobile-line-card", name: words("lineCard"), description: words("lineCardAbout"), preview: true,
    documentationURL: DOCUMENTATION, getEntitySuggestion: suggestLine,
  },
  {
    type: "japan-mobile-family-card", name: words("familyCard"), description: words("familyCardAbout"), preview: true,
    documentationURL: DOCUMENTATION,
  },
);
window.customStrategies = window.customStrategies || [];
window.customStrategies.push({
  type: "japan-mobile", strategyType: "dashboard", name: words("dashboard"), description: words("dashboardAbout"), documentationURL: DOCUMENTATION,
});
