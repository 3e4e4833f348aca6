"""Why something could not be read, in the user's language: the library's short words, as people say them."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN
from .failures import ErrorText

REASONS = {
    "remaining": "remaining",
    "used": "used",
    "total": "total",
    "bill": "bill",
    "plan": "plan",
    "line": "line",
    "month": "month",
    "period": "period",
    "another month": "period",
    "unit": "unit",
    "number": "number",
    "empty": "empty",
    "unlimited": "unlimited",
    "sum": "sum",
    "two values": "two_values",
    "twice": "two_values",
    "two labels": "two_labels",
    "changed": "changed",
    "fell": "fell",
    "swapped": "swapped",
    "does not follow": "does_not_follow",
    "do not follow": "does_not_follow",
    "in the future": "in_the_future",
}
"""The words that `LayoutChanged.missing` has beside the portal's own, with the keys of their texts."""


_TEXTS = "reason"


@callback
def in_words(hass: HomeAssistant, text: ErrorText) -> ErrorText:
    """The error's text with its reasons in the system's language; the portal's own labels stay as they are."""
    return text._replace(placeholders={**text.placeholders, "missing": _told(hass, text.missing)})


def _told(hass: HomeAssistant, missing: Iterable[str]) -> str:
    words = async_get_cached_translations(hass, hass.config.language, "selector", DOMAIN)
    prefix = f"component.{DOMAIN}.selector.{_TEXTS}.options."
    return ", ".join(words.get(f"{prefix}{REASONS.get(one)}", one) for one in missing) or "-"
