"""Whose a message is: the telephone numbers in it, whole, masked or by their end."""

from collections.abc import Iterable, Sequence
import re

from .line import HandedLine
from .reasons import NotUnderstood

_MOBILE = re.compile(r"(?:\+?81[- ]?|0)([26-9]0)[- ]?(\d{4})[- ]?(\d{4})(?!\d)", re.ASCII)
_MASKED = re.compile(
    r"(?:(?<!\d)0[26-9]0[- ]?|(?<![*x•●…_]))[*x•●…_]{2,}+[- ]?(?:[*x•●…_]{2,}+[- ]?)?(\d{3,4})(?!\d)"
    r"|(?<=[*•●…])(\d{4})(?!\d)",
    re.ASCII,
)
"""A row of masks is looked at from its beginning only, and whole: each other way to part it leads to the same digits."""
_LAST = re.compile(
    r"(?:[下末]\s?4\s?[桁位]|末尾|\bending (?:in|with)|\blast (?:4|four) digits|[尾末][号號]|[后後]四位)\D{0,6}(\d{4})(?!\d)"
)


def check_whose(lines: Sequence[str], line: HandedLine, others: Iterable[str]) -> None:
    """Raise unless every telephone number in a message is the line's."""
    text = "\n".join(lines)
    own = _digits(line.number)
    named = {f"0{match[1]}{match[2]}{match[3]}" for match in _MOBILE.finditer(text)}
    ends = {end for form in (_MASKED, _LAST) for match in form.finditer(text) for end in match.groups() if end}
    joined = re.sub(r"[- ]", "", text)
    named |= {number for other in others if (number := _digits(other)) and number in joined}
    if not named and not ends:
        return
    if not own:
        raise NotUnderstood("line_unknown")
    if named - {own} or any(not own.endswith(end) for end in ends):
        raise NotUnderstood("line")


def _digits(number: str | None) -> str:
    digits = re.sub(r"\D", "", number or "")
    return f"0{digits[2:]}" if digits.startswith("81") else digits


def without_numbers(line: str) -> str:
    """A line without the numbers that `check_whose` has seen."""
    for form in (_MOBILE, _MASKED, _LAST):
        line = form.sub("\3", line)
    return line
