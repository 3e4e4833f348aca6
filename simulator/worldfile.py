"""A world as a JSON file, so that a scenario can be kept and run: `python -m simulator --world FILE.json`.

The file mirrors the dataclasses of `people.py`; dates are ISO 8601, months `YYYY-MM`, times Tokyo's unless they say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
import json
from pathlib import Path
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from .clock import TOKYO, Clock, Month
from .people import Account
from .portals import PORTALS
from .portals.choices import check_words
from .world import World

_AMOUNTS = frozenset({"size", "left", "fast", "slow", "rate", "arrears", "grant_months", "points"})
"""What cannot be below 0."""


class BadWorld(ValueError):
    """What a file holds is no world; `str()` says where, and what is wrong."""

    def __init__(self, problem: str, *way: str) -> None:
        self.problem = problem
        self.way = way
        super().__init__(f"{''.join(way).lstrip('.')}: {problem}" if way else problem)


def read(path: Path, now: datetime | None = None, speed: float = 0.0) -> World:
    """The world in a file; see `load`. Raises `BadWorld` for a file that holds none, and OSError."""
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as err:
        raise BadWorld(f"not JSON ({err})") from None
    return load(told, now, speed)


def dump(world: World) -> dict[str, Any]:
    """The world as JSON-able data."""
    return {
        "now": world.now().isoformat(),
        "seed": world.seed,
        "accounts": [_dump(account) for account in world.accounts],
    }


def load(data: Any, now: datetime | None = None, speed: float = 0.0) -> World:
    """The world that `dump` wrote, at its own time unless another is given. Raises `BadWorld`."""
    if not isinstance(data, Mapping):
        raise BadWorld("not an object")
    moment = now or told_time(data)
    told = data.get("accounts")
    if not isinstance(told, list):
        raise BadWorld("not a list", ".accounts")
    accounts = []
    for number, one in enumerate(told):
        with _at(".accounts", f"[{number}]"):
            accounts.append(_account(one))
    if len({(account.carrier, account.account_id) for account in accounts}) < len(accounts):
        raise BadWorld("one is there twice", ".accounts")
    with _at(".seed"):
        seed = _load(int, data.get("seed", 0))
    return World(Clock(moment, speed), accounts, seed=seed, settled=moment)


def told_time(data: Mapping[str, Any]) -> datetime:
    """When the world was written down. Raises `BadWorld`."""
    with _at(".now"):
        moment: datetime = _load(datetime, data.get("now"))
    return moment


def _account(told: Any) -> Account:
    account: Account = _load(Account, told)
    portal = next((portal for portal in PORTALS if account.carrier in portal.carriers), None)
    if portal is None:
        raise BadWorld(f"no portal shows {account.carrier!r}", ".carrier")
    with _at(".options"):
        account.options = _load(portal.options, told.get("options") or {})
        check_words(account.options)
    for number, line in enumerate(account.lines):
        if line.pool_id not in account.pools:
            raise BadWorld(f"there is no pool {line.pool_id!r}", ".lines", f"[{number}]", ".pool_id")
    _refuse_twice((line.line_id for line in account.lines), ".lines")
    for name, pool in account.pools.items():
        if pool.pool_id != name:
            raise BadWorld(f"is called {name!r} too", ".pools", f".{name}", ".pool_id")
    return account


def _refuse_twice(ids: Iterable[str], way: str) -> None:
    found = list(ids)
    for one in found:
        if found.count(one) > 1:
            raise BadWorld(f"{one!r} is there twice", way)


@contextmanager
def _at(*way: str) -> Iterator[None]:
    """Let what goes wrong inside say where that was."""
    try:
        yield
    except BadWorld as err:
        raise BadWorld(err.problem, *way, *err.way) from None
    except (TypeError, ValueError) as err:
        raise BadWorld(str(err), *way) from None


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
    found: list[Any] = []
    if origin is dict:
        if not isinstance(value, dict):
            raise BadWorld("not an object")
        for key, one in value.items():
            with _at(f".{key}"):
                found.append((_load(inner[0], key), _load(inner[1], one)))
        return dict(found)
    if not isinstance(value, list):
        raise BadWorld("not a list")
    kinds = inner if origin is tuple and Ellipsis not in inner else [inner[0]] * len(value)
    if len(kinds) != len(value):
        raise BadWorld(f"not {len(kinds)} values")
    for number, (one, part) in enumerate(zip(kinds, value, strict=True)):
        with _at(f"[{number}]"):
            found.append(_load(one, part))
    return origin(found)


def _load_one(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        return _load_fields(cast("Callable[..., Any]", kind), value)
    if kind is Any:
        return value
    if kind in (Month, date, datetime) or issubclass(kind, Enum):
        if not isinstance(value, str):
            raise BadWorld(f"not a text, but {value!r}")
        return _from_text(kind, value)
    if type(value) is not kind and not (kind is float and type(value) is int):
        raise BadWorld(f"not {_NAMES[kind]}, but {value!r}")
    return value


_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _from_text(kind: Any, value: str) -> Any:
    if kind is Month:
        return Month.parse(value)
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)
    return date.fromisoformat(value) if kind is date else kind(value)


def _load_fields(kind: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise BadWorld("not an object")
    hints, known = get_type_hints(kind), {one.name: one for one in fields(kind)}
    for name in value:
        if name not in known:
            raise BadWorld("nothing is called that", f".{name}")
    found = {}
    for name, one in known.items():
        if name in value:
            with _at(f".{name}"):
                found[name] = _load(hints[name], value[name])
                if name in _AMOUNTS and type(found[name]) is int and found[name] < 0:
                    raise BadWorld(f"below 0: {found[name]}")
        elif one.default is MISSING and one.default_factory is MISSING:
            raise BadWorld("missing", f".{name}")
    return kind(**found)
