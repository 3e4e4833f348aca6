"""A world as a JSON file, so that a scenario can be kept and run: `python -m simulator --world FILE.json`.

The file mirrors the dataclasses of `people.py`; dates are ISO 8601, months `YYYY-MM`, times aware.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from .clock import Clock, Month
from .people import Account
from .portals import PORTALS
from .world import World


def dump(world: World) -> dict[str, Any]:
    """The world as JSON-able data."""
    return {
        "now": world.now().isoformat(),
        "seed": world.seed,
        "accounts": [_dump(account) for account in world.accounts],
    }


def load(data: Mapping[str, Any], now: datetime | None = None, speed: float = 0.0) -> World:
    """The world that `dump` wrote, at its own time unless another is given. Raises KeyError, TypeError, ValueError."""
    moment = now or datetime.fromisoformat(data["now"])
    accounts = []
    for told in data["accounts"]:
        account: Account = _load(Account, told)
        for portal in PORTALS:
            if account.carrier in portal.carriers:
                account.options = _load(portal.options, told.get("options") or {})
        accounts.append(account)
    return World(Clock(moment, speed), accounts, seed=int(data.get("seed", 0)), settled=moment)


def _dump(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _dump(getattr(value, one.name)) for one in fields(value)}
    match value:
        case Month():
            told: Any = str(value)
        case date():
            told = value.isoformat()
        case dict():
            told = {_dump(key): _dump(one) for key, one in value.items()}
        case list() | tuple():
            told = [_dump(one) for one in value]
        case set() | frozenset():
            told = sorted(_dump(one) for one in value)
        case Enum():
            told = value.value
        case _:
            told = value
    return told


def _load(kind: Any, value: Any) -> Any:
    """A value of a type. A union is of one type and None."""
    inner = get_args(kind)
    if isinstance(kind, UnionType):
        return None if value is None else _load(inner[0], value)
    return _load_many(kind, inner, value) if inner else _load_one(kind, value)


def _load_many(kind: Any, inner: tuple[Any, ...], value: Any) -> Any:
    origin: Any = get_origin(kind)
    if origin is dict:
        return {_load(inner[0], key): _load(inner[1], one) for key, one in value.items()}
    kinds = inner if origin is tuple and Ellipsis not in inner else [inner[0]] * len(value)
    return origin(_load(one, part) for one, part in zip(kinds, value, strict=True))


def _load_one(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        hints, make = get_type_hints(kind), cast("Callable[..., Any]", kind)
        return make(**{name: _load(hints[name], one) for name, one in value.items()})
    if kind is Month:
        return Month.parse(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value
