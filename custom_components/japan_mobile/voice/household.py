"""Whom a question may be about: what the lines and accounts that are exposed are called, by whoever speaks."""

from collections.abc import Iterable
from typing import NamedTuple

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..exposed import Shown, shown_to
from .answer import KEYS
from .languages import LANGUAGES
from .template import sayable

_IN_PLACE = frozenset(form for language in LANGUAGES.values() for form in language.lexicon.in_place)


class Household(NamedTuple):
    """The lines and accounts that are exposed to an assistant, and who is meant by each name."""

    lines: list[Shown]
    accounts: list[Shown]
    named: dict[str, set[str]]
    """Name to devices."""

    def among(self, names: Iterable[str]) -> Household:
        """Those that are called so, with the accounts of the lines; all of them where nobody is named."""
        wanted = set().union(*(self.named.get(name, set()) for name in names))
        if not wanted:
            return self
        lines = [line for line in self.lines if line.device_id in wanted or line.account in wanted]
        owners = {line.account for line in lines} | wanted
        return Household(lines, [account for account in self.accounts if account.device_id in owners], self.named)


@callback
def household(hass: HomeAssistant, assistant: str) -> Household:
    """Who is there now."""
    shown = shown_to(hass, assistant, KEYS)
    lines = [one for one in shown if one.account is not None]
    accounts = [one for one in shown if one.account is None]
    named: dict[str, set[str]] = {}
    people = [state.name for state in hass.states.async_all("person")]
    for one in shown:
        for name in _names(hass, one, people):
            named.setdefault(name, set()).add(one.device_id)
    return Household(lines, accounts, named)


def _names(hass: HomeAssistant, one: Shown, people: Iterable[str]) -> set[str]:
    """All that a line or an account is called: a carrier's name stands for all that one has there."""
    names = {one.name, *one.aliases, *one.places, *(form.format(place) for place in one.places for form in _IN_PLACE)}
    names |= {person for person in people if person.casefold() in one.name.casefold()}
    device = dr.async_get(hass).async_get(one.device_id)
    if isinstance(device, dr.DeviceEntry) and device.manufacturer:
        names.add(device.manufacturer)
    return {said for name in names if (said := sayable(name))}
