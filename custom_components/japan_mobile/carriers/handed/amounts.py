"""The amounts in a text: where they stand, and how much they are."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
import re

from ..reading import UNITS, scaled
from .reasons import NotUnderstood

_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,6})?"
_UNITS = {
    "gb": "GB",
    "mb": "MB",
    "kb": "KB",
    "ギガバイト": "GB",
    "メガバイト": "MB",
    "キロバイト": "KB",
    "ギガ": "GB",
    "メガ": "MB",
    "gigabytes": "GB",
    "gigabyte": "GB",
    "megabytes": "MB",
    "megabyte": "MB",
    "gigs": "GB",
    "g": "GB",
    "m": "MB",
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_VOLUME = re.compile(rf"(?<![\d.,a-z¥$])({_NUMBER})\s?({_UNIT})(?![a-z0-9])", re.ASCII)
_YEN = re.compile(
    rf"(?<![\d.,a-z])(?:(?:¥|jpy\s?)\s?({_NUMBER})(?![\d,.]*\d)(?!\s?円)|({_NUMBER})\s?(?:円|yen\b|jpy\b|日[元圆圓]))",
    re.ASCII,
)
_LEFT_OUT = re.compile(r"\d\s?(?:[kmgtp]i?b(?!ps|/s)(?![a-z])|ギガ|メガ|テラ|円|日[元圆圓])|¥\s?\d", re.ASCII)
_DIGIT = re.compile(r"[0-9]")
_BARE = frozenset({"g", "m"})
_GENERATION = re.compile(r"[345]")
_SIGNED = re.compile(r"(?:[-+]¥?|[−▲△]\s?¥?\s?)$")
"""What is taken off, or added."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A volume in bytes or a sum of yen, and where it stands; `step` is what its last digit counts."""

    start: int
    end: int
    value: int
    step: int
    money: bool


def amounts(text: str) -> tuple[Amount, ...]:
    """All amounts of a text in lower case, in its order.

    Raises `NotUnderstood("number")` where something looks like one and cannot be read.
    """
    if not has_digits(text):
        return ()
    found = sorted((*_volumes(text), *_sums(text)), key=lambda one: one.start)
    if _LEFT_OUT.search(without(text, found)):
        raise NotUnderstood("number")
    return tuple(found)


def has_digits(text: str) -> bool:
    """Whether there can be an amount or a day of a month in a text."""
    return _DIGIT.search(text) is not None


def without(text: str, found: Collection[Amount]) -> str:
    """The text with its amounts blotted out."""
    if not found:
        return text
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = "\0" * (one.end - one.start)
    return "".join(rest)


def _volumes(text: str) -> Iterator[Amount]:
    for match in _VOLUME.finditer(text):
        number, unit = match[1], match[2]
        if unit in _BARE and "." not in number and (unit == "m" or _GENERATION.fullmatch(number)):
            continue  # 5G is a network, 30m a length
        if _is_signed(text, match.start()):
            raise NotUnderstood("number")
        size = _UNITS[unit]
        decimals = len(number.partition(".")[2])
        step = 0 if size == "GB" and not decimals else UNITS[size] // 10**decimals
        yield Amount(match.start(), match.end(), scaled(Decimal(number.replace(",", "")), size), step, money=False)


def _is_signed(text: str, start: int) -> bool:
    return _SIGNED.search(text[max(0, start - 4) : start]) is not None


def _sums(text: str) -> Iterator[Amount]:
    for match in _YEN.finditer(text):
        number = (match[1] or match[2]).replace(",", "")
        if "." in number or _is_signed(text, match.start()):
            raise NotUnderstood("number")
        yield Amount(match.start(), match.end(), int(number), 0, money=True)
