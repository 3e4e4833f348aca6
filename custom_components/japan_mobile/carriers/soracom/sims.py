"""SORACOM's list of SIMs: paging, and what of a SIM matters here. Protocol: docs/carriers/soracom.md, 4.1 and 4.2."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
import re
from typing import Any

from ..aside import ENTRY, aside, beside
from ..errors import ForeignAnswer, LayoutChanged
from ..web import Page
from .api import Api, rows

OPERATION = "listSims"
PER_PAGE = 100
MOST_PAGES = 25
"""Of SIMs that one poll reads. An account with more pages is refused, not shown in part."""

_NEXT = "x-soracom-next-key"
_BUNDLE = re.compile(r"[A-Za-z0-9]+-(\d{1,6})(MB|GB)", re.ASCII)
_JAPANESE = re.compile(r"81\d{9,12}", re.ASCII)
_UNITS = {
    "decimal": {"MB": 10**6, "GB": 10**9},
    "binary": {"MB": 2**20, "GB": 2**30},
}
"""What a bundle's MB may be. The carrier does not say, so the customer chooses (sheet, 4.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sim:
    """A SIM. `imsis` are all of its subscribers', `bundles` those of the subscribers in use."""

    sim_id: str
    name: str | None = None
    number: str | None = None
    plan: str | None = None
    imsis: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    terminated: bool = False

    def size(self, units: str) -> int | None:
        """The size that the name of the only bundle tells, in bytes; None where there is no such name, or several."""
        match = _BUNDLE.fullmatch(self.bundles[0]) if len(self.bundles) == 1 else None
        known = _UNITS.get(units)
        return None if match is None or known is None else int(match[1]) * known[match[2]]


async def list_sims(api: Api) -> tuple[Sim, ...]:
    """All SIMs of a coverage, terminated ones included.

    Raises `ForeignAnswer` for another operator's SIM, `LayoutChanged` for a page that leads back, and for what cannot
    be told apart.
    """
    found: list[Sim] = []
    params = {"limit": str(PER_PAGE)}
    seen: set[str] = set()
    for _ in range(MOST_PAGES):
        page = await api.get(OPERATION, "sims", params)
        found += await aside(_on, page, api.operator)
        following = "" if page is None else page.headers.get(_NEXT, "").strip()
        if not following:
            return await beside(ENTRY * len(found), _told_apart, found)
        if following in seen:
            break
        seen.add(following)
        params = {"limit": str(PER_PAGE), "last_evaluated_key": following}
    raise LayoutChanged(OPERATION, _NEXT)


def _on(page: Page | None, operator: str) -> list[Sim]:
    return read_sims(rows(OPERATION, page), operator)


def read_sims(entries: Iterable[Any], operator: str | None) -> list[Sim]:
    """The SIMs of one answer. `operator` None: anybody's."""
    return [_sim(entry, operator) for entry in entries]


def _told_apart(sims: list[Sim]) -> tuple[Sim, ...]:
    """The SIMs, if neither an id nor an IMSI is in the list twice."""
    imsis = [imsi for sim in sims for imsi in sim.imsis]
    for label, keys in (("simId", [sim.sim_id for sim in sims]), ("imsi", imsis)):
        if len(set(keys)) != len(keys):
            raise LayoutChanged(OPERATION, label, "twice")
    return tuple(sims)


def _sim(entry: Any, operator: str | None) -> Sim:
    match entry:
        case {"simId": str(sim_id), **rest} if sim_id:
            pass
        case _:
            raise LayoutChanged(OPERATION, "simId")
    if operator is not None and rest.get("operatorId") not in (None, operator):
        raise ForeignAnswer(f"{OPERATION}: a SIM of another operator")
    subscribers = list(_subscribers(rest.get("profiles"), None))
    in_use = list(_subscribers(rest.get("profiles"), rest.get("activeProfileId"))) or subscribers
    bundles = tuple(dict.fromkeys(bundle for one in in_use for bundle in _texts(one.get("bundles"))))
    plans = [text for one in in_use if (text := _text(one.get("subscription")))]
    return Sim(
        sim_id=sim_id,
        name=_text(_mapping(rest.get("tags")).get("name")),
        number=next((number for one in in_use if (number := _number(one.get("msisdn")))), None),
        plan=" + ".join(dict.fromkeys([*plans, *bundles])) or None,
        imsis=tuple(dict.fromkeys(imsi for one in subscribers if (imsi := _text(one.get("imsi"))))),
        bundles=bundles,
        terminated=rest.get("status") == "terminated",
    )


def _subscribers(profiles: Any, active: Any) -> Iterator[Mapping[str, Any]]:
    """The subscribers of a SIM; with `active`, of that profile alone."""
    for key, profile in _mapping(profiles).items():
        if active is None or active == key:
            for imsi, told in _mapping(_mapping(profile).get("subscribers")).items():
                yield {"imsi": imsi, **{name: value for name, value in _mapping(told).items() if name != "imsi"}}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _texts(value: Any) -> list[str]:
    return [text for one in value if (text := _text(one))] if isinstance(value, list) else []


def _number(value: Any) -> str | None:
    """A number as one dials it in Japan; one of another country in the international form."""
    digits = _text(value)
    if digits is None or not (digits.isascii() and digits.isdigit()):
        return None
    return f"0{digits[2:]}" if _JAPANESE.fullmatch(digits) else f"+{digits}"
