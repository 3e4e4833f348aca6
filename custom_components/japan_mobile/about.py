"""What a user should know of a carrier before and after he adds it: how it logs in, what it shows, how proven that is."""

from collections.abc import Mapping

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations, async_get_translations

from .carriers.carrier import Can, Carrier
from .const import DOMAIN

SHOWN = {
    Can.REMAINING: "remaining",
    Can.USED: "used",
    Can.TOTAL: "total",
    Can.BUCKETS: "buckets",
    Can.BILLS: "bills",
    Can.LINE_BILLS: "bills",
    Can.ESTIMATE: "estimate",
    Can.ARREARS: "arrears",
    Can.DAILY_HISTORY: "history",
    Can.MONTHLY_HISTORY: "history",
}
"""What a carrier can tell, by the key of its text."""


async def load_words(hass: HomeAssistant) -> None:
    """Have the words at hand, also before anything of the integration is set up."""
    await async_get_translations(hass, hass.config.language, "selector", [DOMAIN])


@callback
def login_in_words(hass: HomeAssistant, carrier: Carrier) -> str:
    """How one logs in to a carrier."""
    return _word(_words(hass), "login", carrier.login.value)


@callback
def about(hass: HomeAssistant, carrier: Carrier) -> str:
    """How it logs in, what it can show, and how far that is proven: a list, as Markdown."""
    words = _words(hass)
    proof = _word(words, "proof", carrier.evidence.proof.value)
    if carrier.evidence.newest:
        proof = f"{proof} ({carrier.evidence.newest})"
    shown = dict.fromkeys(_word(words, "shown", key) for can, key in SHOWN.items() if can in carrier.can)
    told = {
        "login": _word(words, "login", carrier.login.value),
        "shown": ("、" if hass.config.language.startswith(("ja", "zh")) else ", ").join(shown),
        "proof": proof,
    }
    return "\n".join(f"- {_word(words, 'about', key)}: {text}" for key, text in told.items())


@callback
def _words(hass: HomeAssistant) -> Mapping[str, str]:
    return async_get_cached_translations(hass, hass.config.language, "selector", DOMAIN)


def _word(words: Mapping[str, str], of: str, key: str) -> str:
    return words.get(f"component.{DOMAIN}.selector.{of}.options.{key}", key)
