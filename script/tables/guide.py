"""For a carrier's customer: what to type in, in the carrier's own words, how often it is asked, and who helps."""

import json

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Carrier, Login

from .carriers import TEXTS

_OURS = {
    "browser": "the address of your own browser",
    "cookies": "or its cookies",
    "url": "the address of the login page",
    "refresh_token": "a token of the carrier's app",
}
_HEAD = ("carrier", "what you type in", "portal", "asked every", "help")


def table() -> str:
    """A row for each carrier, in the order of the pick list."""
    words = json.loads((TEXTS / "en.json").read_text("utf-8"))["selector"]["login"]["options"]
    lines = [_HEAD, ("---",) * len(_HEAD), *(_row(carrier, words) for carrier in CARRIERS.values())]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _row(carrier: Carrier, words: dict[str, str]) -> tuple[str, ...]:
    typed = [_OURS.get(field.key) or field.term or field.key for field in carrier.fields]
    hours = carrier.pace.usage.total_seconds() / 3600
    support = carrier.support
    tongues = f" ({', '.join(support.languages)})" if support.languages else ""
    return (
        f"{carrier.name} ({carrier.name_ja})" if carrier.name_ja != carrier.name else carrier.name,
        ", ".join(typed) or words[Login.NONE.value],
        support.portal.removeprefix("https://").rstrip("/") or "–",
        f"{hours:g} h" if carrier.login is not Login.NONE else "–",
        f"{support.phone}{tongues}" if support.phone else "–",
    )
