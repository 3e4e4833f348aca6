"""Changes of a JSON answer in one place, and of any text at random."""

from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
import json
import math
from random import Random
import re
from typing import Any, NamedTuple

type Path = tuple[str | int, ...]

JUNK: tuple[Any, ...] = (
    None, True, False, [], {}, [1], {"a": 1}, "", " ", "abc", "-", "--5", "1 2", "12abc", "1,2,3", "0x10", "1_0", "7.", "+7", "1e3", "1e999",
    "NaN", "Infinity", "\0", "9" * 5000, math.nan, math.inf, -math.inf, 10**400,
)  # fmt: skip
"""What is no number and no date, or none that can be meant."""

_DEEP = 2_000
_PIECES = (
    "0", "1", "-1", "99999999999999999999", "1e999", "0.1", "１２", "GB", "MB", "円", "¥", "月", "日", "残量", "無制限", "null", "true", "NaN", "[", "]", "{", "}",
    '"', ",", ":", "\\", "\\ud800", "\0", "\ufeff", "\u202e", "<td>", "</table>", "<form>", "<input name=a value=", "<select>", "<option selected>", "<!--", "-->", "<script>",
    "</script>", "<p hidden>", "&#0;", "&#x110000;", "<svg>", "<template>", "2026", "2026-02-30", "20261340", "-", "/", "〜", "(", ")",
)  # fmt: skip
_DIGITS = re.compile(rb"\d+")
_LARGE = 120_000


class Change(NamedTuple):
    """An answer that was changed in one place. `place` has `#` for numbers; `old` and `new` are the numbers there, if any.

    `whole`: not a single value but an object, a list or an entry of one was replaced or taken away.
    """

    place: str
    body: bytes
    old: Fraction | None
    new: Fraction | None
    whole: bool


def places(content: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place of an answer with what is there."""
    yield path, content
    if isinstance(content, dict):
        for key, value in content.items():
            yield from places(value, (*path, key))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from places(value, (*path, place))


def value_of(told: Any) -> Fraction | None:
    """A number, also one in a text; None for anything else."""
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        return Fraction(str(told))
    except ValueError, OverflowError:
        return None


def put(content: Any, path: Path, new: Any) -> Any:
    """A copy with something else in a place."""
    if not path:
        return new
    copy = deepcopy(content)
    _at(copy, path[:-1])[path[-1]] = new
    return copy


def _at(content: Any, path: Path) -> Any:
    for step in path:
        content = content[step]
    return content


def _without(content: Any, path: Path) -> Any:
    copy = deepcopy(content)
    del _at(copy, path[:-1])[path[-1]]
    return copy


def one_by_one(content: Any, each: int) -> Iterator[Change]:
    """All single changes: junk, other numbers, nothing. Of places that differ in numbers alone only the first few."""
    known: dict[str, int] = {}
    for path, told in places(content):
        place = "/".join("#" if isinstance(step, int) else step for step in path)
        known[place] = known.get(place, 0) + 1
        if known[place] <= each:
            yield from _changes(content, path, place, told)


def _changes(content: Any, path: Path, place: str, told: Any) -> Iterator[Change]:
    old, whole = value_of(told), isinstance(told, dict | list)
    for new in (*JUNK, *_numbers(told, old)):
        yield Change(place, json.dumps(put(content, path, new)).encode(), old, value_of(new), whole)
    if path:
        entry = whole or isinstance(path[-1], int)
        yield Change(place, json.dumps(_without(content, path)).encode(), old, None, entry)


def _numbers(told: Any, old: Fraction | None) -> Iterator[Any]:
    for new in () if old is None else (old + 1, old * 2 + 7, old / 3, Fraction(0), Fraction(-5), Fraction(10**25)):
        number = int(new) if new.denominator == 1 else float(new)
        yield str(number)
        if not isinstance(told, str):
            yield number


class Mutator:
    """Changes bytes at random: as bytes, as words, as JSON, and by joining two inputs."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._ways = (
            self._flip,
            self._cut,
            self._repeat,
            self._piece,
            self._piece,
            self._digits,
            self._digits,
            self._json,
            self._json,
            self._json,
        )

    def __call__(self, body: bytes, other: bytes) -> bytes:
        """A changed input; `other` is another one, of which a part may be taken."""
        for _ in range(self._random.choice((1, 1, 2, 4))):
            body = self._join(body, other) if self._random.random() < 0.1 else self._random.choice(self._ways)(body)
        return self._grow(body) if self._random.random() < 0.02 else body[:_LARGE]

    def _span(self, body: bytes, longest: int = 40) -> tuple[int, int]:
        start = self._random.randint(0, len(body))
        return start, min(len(body), start + self._random.randint(0, longest))

    def _flip(self, body: bytes) -> bytes:
        start, _ = self._span(body)
        return body[:start] + bytes([self._random.randrange(256)]) + body[start + 1 :]

    def _cut(self, body: bytes) -> bytes:
        start, end = self._span(body, self._random.choice((1, 8, 200, len(body))))
        return body[:start] + body[end:]

    def _repeat(self, body: bytes) -> bytes:
        start, end = self._span(body, 300)
        return body[:end] + body[start:end] * self._random.choice((1, 1, 2, 30)) + body[end:]

    def _piece(self, body: bytes) -> bytes:
        start, end = self._span(body, 3)
        return body[:start] + self._random.choice(_PIECES).encode() + body[end:]

    def _digits(self, body: bytes) -> bytes:
        found = list(_DIGITS.finditer(body))
        if not found:
            return self._piece(body)
        match = self._random.choice(found)
        new = self._random.choice(
            (b"0", b"1", b"-3", b"13", b"32", b"9" * 30, b"0.5", b"", str(int(match[0][:20]) + 1).encode())
        )
        return body[: match.start()] + new + body[match.end() :]

    def _join(self, body: bytes, other: bytes) -> bytes:
        (start, _), (begin, end) = self._span(body), self._span(other, 500)
        return body[:start] + other[begin:end] + body[start:]

    def _grow(self, body: bytes) -> bytes:
        """To more than 100 kB, by repeating a part."""
        start, end = self._span(body, self._random.choice((3, 30, 3000)))
        part = body[start:end] or b" "
        return body[:end] + part * (_LARGE // len(part)) + body[end:]

    def _json(self, body: bytes) -> bytes:
        try:
            return self._changed_json(json.loads(body))
        except ValueError, RecursionError:
            return self._piece(body)

    def _changed_json(self, content: Any) -> bytes:
        found = list(places(content))
        path, told = self._random.choice(found)
        match self._random.randrange(5):
            case 0:
                return json.dumps(put(content, path, self._random.choice(found)[1])).encode()
            case 1 if path:
                return json.dumps(_without(content, path)).encode()
            case 2 if isinstance(told, dict) and told:
                key = json.dumps(self._random.choice(list(told)))
                twice = f"{json.dumps(told)[:-1]}, {key}: {json.dumps(self._random.choice(JUNK))}}}"
                return json.dumps(put(content, path, "@twice@")).replace('"@twice@"', twice).encode()
            case 3 if self._random.random() < 0.2:
                deep = "[" * _DEEP + "]" * _DEEP
                return json.dumps(put(content, path, "@deep@")).replace('"@deep@"', deep).encode()
        return json.dumps(put(content, path, self._random.choice(JUNK))).encode()
