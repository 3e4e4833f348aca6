"""What is written beside a label, read as a figure: how much, in which unit, and what is doubtful."""

import re

from .labels import Pair
from .offers import OfferKind
from .reader import main
from .reading import UNITS, Unreadable, absent, pending, unlimited, volume, yen
from .siblings import Form, form

_DIGITS = re.compile(r"\d(?:\.(\d+))?\s*([KMG]B)", re.IGNORECASE)


def is_figure(pair: Pair) -> bool:
    """Whether something is counted beside a label, or should be."""
    if pair.kind == "beside" and not pair.text:  # a heading above something empty
        return False
    try:
        text = main(pair)
    except Unreadable:
        return True
    return form(text) is Form.VALUE or absent(text) or pending(text)


def read_figure(pair: Pair, units: dict[str, int] = UNITS) -> tuple[OfferKind | None, int | None, str, str]:
    """What is counted, how much in bytes or yen, the unit that it is told in, and what is doubtful."""
    try:
        text = _with_unit(pair)
    except Unreadable as err:
        return None, None, "", err.what
    if absent(text) or pending(text):
        return None, None, "", "empty"
    if unlimited(text):
        return None, None, "", "unlimited"
    try:
        return OfferKind.YEN, yen(text), "円", ""
    except Unreadable:
        pass
    try:
        return OfferKind.VOLUME, volume(text, units), _unit(text), ""
    except Unreadable as err:
        return None, None, "", err.what


def _with_unit(pair: Pair) -> str:
    text = main(pair)
    return f"{text}{pair.unit}" if pair.unit and text[-1:].isdigit() else text


def _unit(text: str) -> str:
    digits = _DIGITS.search(text)
    return digits[2].upper() if digits else ""


def step(pair: Pair, units: dict[str, int] = UNITS) -> int:
    """What the last digit counts; whole gigabytes are taken to be exact."""
    digits = _DIGITS.search(_with_unit(pair))
    if digits is None or (digits[2].upper() == "GB" and not digits[1]):
        return 0
    return int(units[digits[2].upper()] // 10 ** len(digits[1] or ""))
