"""A message's amounts and what they are said to be: the heart of reading what was handed in.

In a clause every amount must be explained in one way of speaking: by the words before it (`残り 3.2GB`) or by those
after it (`3.2 GB left`). If some amount is not explained, or in both ways differently, nothing of the message counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise, zip_longest
import re

from ..model import BillState, Cycle, Month
from .amounts import Amount, amounts, without
from .clauses import MOST, clauses, is_short
from .reasons import NotUnderstood
from .sure import Said, is_sure, own_words
from .when import Told, told
from .words import (
    ANOTHER,
    BILL,
    ELSEWHERE,
    NOT_EXACT_AFTER,
    NOT_EXACT_BEFORE,
    ROUGHLY,
    SAYS_NOT,
    TWO_LABELS,
    Sense,
    volume_sense,
    yen_sense,
)

_PLAN = re.compile(
    r"(?<![\d.,])\d[\d,.]*\s?(?:gb|mb|ギガ)\s?(?:の)?(?:プラン|コース|\bplan\b|套餐(?!剩|总|總|流量))|(?:プラン|コース|\bplan\b|套餐)\s?:?\s?\d[\d,.]*\s?(?:gb|ギガ)(?=\s|$)"
)
_OF = re.compile(r"(?:^\s*/|\bof(?: (?:your|the|a))?(?: total)?|/\s*[共总總全])\s*$")
_WHOLE_FIRST = re.compile(r"\s*(?:のうち|の内|中)")
_ALONE = re.compile(r"[\d,]+(?:\.\d+)?")
_UNIT = re.compile(r"(?:[kmg]b|ギガ|円)(?:\s?/.*)?")
_MOST = 12
"""Amounts in a clause that somebody wrote for people."""
_STATES = (
    (
        BillState.PAID,
        re.compile(r"支払い?済|お?支払い?ありがとう|確認(?:でき|し)ました|\bpaid\b|\breceived\b|已[支付缴繳]"),
    ),
    (BillState.OVERDUE, re.compile(r"期限.{0,6}(?:超過|過ぎ|経過)|\boverdue\b|\bpast due\b|逾期")),
    (BillState.UNPAID, re.compile(r"未払|未納|滞納|確認でき(?:ません|て(?:い)?ません)|\bunpaid\b|欠[费費]|未[缴繳付]")),
    (BillState.ESTIMATED, re.compile(r"予定|見込|概算|未確定|\bestimate|\bso far\b|[预預][计計]|未出[账帳]")),
    (BillState.ISSUED, re.compile(r"確定|\bissued\b|已出[账帳]|出[账帳]")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount that the message explains."""

    sense: Sense
    value: int
    step: int


class Line:
    """The `number`-th line of a message; what it says as a whole is found out once."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text

    @cached_property
    def is_of_bill(self) -> bool:
        """Whether months in it are those of a bill."""
        return BILL.search(self.text) is not None

    @cached_property
    def states(self) -> list[BillState]:
        """What it says of a bill, if anything."""
        return [state for state, words in _STATES if words.search(self.text)][:1]


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a line, and the sign that ends it."""

    text: str
    end: str
    line: Line
    before: str
    """What stands before the bracket that it is in."""


@dataclass(slots=True)
class Message:
    """What a message says. `near`: it told a limit that was passed, which is no figure. `of_a_day`: a day is named whose use
    it may tell. `sure`: see `is_sure`.
    """

    figures: list[Figure]
    moments: list[datetime]
    months: list[Month]
    bill_months: list[tuple[Month, bool]]
    states: list[BillState]
    periods: list[Cycle]
    near: bool = False
    of_a_day: bool = False
    sure: bool = True


def read(lines: Sequence[str], now: datetime, own: Iterable[str] = ()) -> Message:
    """Read the lines of a message; `own` are the user's names for his line and its carrier. Raises `NotUnderstood`."""
    if any(SAYS_NOT.search(line) for line in lines):
        raise NotUnderstood("withdrawn")
    message = Message([], [], [], [], [], [])
    said: list[Said] = []
    for number, text_of_line in enumerate(_joined([*_of_this_use(lines)])):
        line, before = Line(number, text_of_line), ""
        for text, end in clauses(_PLAN.sub(" ", line.text)):
            said.append(_read_clause(Clause(text, end, line, before), message, now))
            if len(said) > MOST:
                raise NotUnderstood("too_long")
            before = text if end == "(" else ""
    message.sure = is_sure(said, lines, own_words(own))
    return message


def _of_this_use(lines: Sequence[str]) -> Iterator[str]:
    """The lines but the figures of use abroad and the like. Raises `NotUnderstood` where such a line heads others."""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        another = ANOTHER.search(line) is not None
        if another and is_short(line) and not amounts(line) and amounts(following):
            raise NotUnderstood("two_meanings")
        if not (another and amounts(line)):
            yield line


def _read_clause(clause: Clause, message: Message, now: datetime) -> Said:
    all_of_it = amounts(clause.text)
    time = told(clause.text, now, counts=bool(all_of_it))
    found, shape = (all_of_it if text == clause.text else amounts(text) for text in (time.rest, time.shape))
    said = Said(without(time.shape, shape), clause.end, clause.line.number, bool(found))
    elsewhere = bool(ELSEWHERE.search(clause.text) or (found and ELSEWHERE.search(clause.before)))
    if not elsewhere:
        if time.future:
            raise NotUnderstood("future")
        _note_time(time, clause.line, message)
    if elsewhere or not found:
        return replace(said, named=_names(clause.text))
    senses = _senses(time.rest, found)
    if Sense.NEAR in senses:  # what stands beside a limit may be the way to it
        message.near = True
        return replace(said, named=True)
    for one, sense in zip(found, senses, strict=True):
        if sense is not Sense.ASIDE:
            message.figures.append(Figure(sense, one.value, one.step))
        if sense is Sense.BILL:
            message.states += clause.line.states
    kinds = {one.money for one, sense in zip(found, senses, strict=True) if sense is not Sense.ASIDE}
    return replace(
        said, volume=False in kinds, money=True in kinds, aside=Sense.ASIDE in senses, named=_names(clause.text)
    )


def _names(clause: str) -> bool:
    """Whether a clause says what its amounts are."""
    return volume_sense(clause) is not None or yen_sense(clause) is not None


def _note_time(time: Told, line: Line, message: Message) -> None:
    message.moments += time.moments
    message.periods += time.periods
    message.of_a_day |= time.of_a_day
    if line.is_of_bill:
        message.bill_months += time.months
    else:
        message.months += [month for month, _ in time.months]


def _senses(text: str, found: Sequence[Amount]) -> list[Sense]:
    """What each amount of a clause is; raises `NotUnderstood` unless all are told."""
    if len(found) > _MOST:
        raise NotUnderstood("amount")
    gaps = [
        text[start:end]
        for start, end in pairwise([0, *(at for one in found for at in (one.start, one.end)), len(text)])
    ][::2]
    near = [_is_near(gaps[n], gaps[n + 1]) for n in range(len(found))]
    wholes = _wholes(gaps)
    before = _style(found, gaps[:-1], gaps[-1], near, wholes, turned=False)
    after = _style(found, gaps[1:], gaps[0], near, wholes, turned=True)
    if before and after and before != after:
        raise NotUnderstood("two_meanings")
    if not (chosen := before or after):
        raise NotUnderstood("amount")
    if Sense.UNCLEAR in chosen:
        raise NotUnderstood("two_meanings")
    return chosen


def _wholes(gaps: Sequence[str]) -> dict[int, int]:
    """The amounts that are what others are a part of: `3.2GB / 20GB`, `20GB中 3.2GB`; by number, with their part's."""
    found: dict[int, int] = {}
    for n, gap in enumerate(gaps[1:-1]):
        if _WHOLE_FIRST.match(gap):
            found[n] = n + 1
        elif _OF.search(gap):
            found[n + 1] = n
    return found


def _style(
    found: Sequence[Amount],
    gaps: Sequence[str],
    left: str,
    near: Sequence[bool],
    wholes: dict[int, int],
    *,
    turned: bool,
) -> list[Sense] | None:
    """The senses by the gap before (or `turned`: after) each amount; None if that does not explain every one."""
    senses: list[Sense] = []
    for n, one in enumerate(found):
        if near[n]:
            senses.append(Sense.NEAR)
        elif n in wholes and not one.money:
            senses.append(Sense.TOTAL)
        else:
            words = gaps[n]
            sense = (yen_sense if one.money else volume_sense)(words)
            if sense is None and turned and wholes.get(n + 1) == n:
                sense = volume_sense(gaps[n + 1])  # `3.2GB of 20GB used`: what follows the whole is said of the part
            if sense is None:
                return None
            senses.append(sense)
    told_twice = {volume_sense(left), yen_sense(left)} - {None}
    if len(found) > 1:  # words left over belong to an amount too, so it is the other way of speaking
        again = told_twice - {Sense.ASIDE}
        return senses if not again or (len(found) == 2 and wholes and again <= set(senses)) else None
    return [Sense.UNCLEAR] if told_twice and not near[0] and not told_twice & set(senses) else senses


def _is_near(before: str, after: str) -> bool:
    return bool(NOT_EXACT_BEFORE.search(before) or ROUGHLY.search(before) or NOT_EXACT_AFTER.match(after))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines, a label and the amount below it in one.

    Raises `NotUnderstood` where labels and amounts do not take turns, a label first: then nobody knows what is whose.
    """
    label, paired = "", False
    for line in (*_with_units(lines), None):
        if line is not None and _is_amount(line):
            if not label:
                raise NotUnderstood("amount")
            yield f"{label} {line}"
            label, paired = "", True
            continue
        named = line is not None and _is_label(line)
        if label:
            same = named and line is not None and volume_sense(label) is volume_sense(line)
            if (named and not same) or (paired and volume_sense(label)):
                raise NotUnderstood("two_meanings")
            yield label
        label = line if named and line is not None else ""
        if line is not None and not named:
            paired = False
            yield line


def _with_units(lines: Iterable[str]) -> Iterator[str]:
    """A number alone and the unit below it as one."""
    held = ""
    for line in lines:
        if held and _UNIT.fullmatch(line):
            yield f"{held}{line}"
            held = ""
            continue
        if held:
            yield held
        held = line if _ALONE.fullmatch(line) else ""
        if not held:
            yield line
    if held:
        yield held


def _is_amount(line: str) -> bool:
    found = amounts(line)
    return bool(found) and not any(sign.isalpha() for sign in without(line, found))


def _is_label(line: str) -> bool:
    """Whether a line names a figure and holds none."""
    if not is_short(line) or amounts(line) or ELSEWHERE.search(line):
        return False
    if len({sense for word in line.split() if (sense := volume_sense(word))}) > 1 or TWO_LABELS.search(line):
        raise NotUnderstood("two_meanings")  # a table's head
    return volume_sense(line) is not None or yen_sense(line) is not None
