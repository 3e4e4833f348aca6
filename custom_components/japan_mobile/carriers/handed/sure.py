"""Whether a message's figures are surely what they are said to be: every word beside, over and below them must be known.

A list of words that change a figure is never complete; so it is the other way round. A figure counts if all words of its
clause are known to change nothing, and whatever stands over or below it is known too, or is a whole sentence about nothing
that could be another time, another line or another thing; below it also one that says what to do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
import re
import unicodedata

from .doubts import GOES_ON, NOT_DATA, NOT_NOW, NOT_OURS, NOT_SO, POINTS, TAKES_BACK
from .vocabulary import LANGUAGES, NAMES, Words

DAY = "\2"
"""Stands where a message named a day, a month or a period."""
_SENTENCE_ENDS = frozenset({".", "。", "!", "?", "…"})
_HELD = re.compile(rf"\s*{DAY}\s*")
_STATED = re.compile(r"(?:です|ます|ました|ません|ください|下さい)$")
_WRITTEN_OUT = re.compile(r"(?:\S+ ){3,}\S+|[^\sぁ-ゖァ-ヺ]{6,}")
"""A sentence in English or Chinese, if there is a stop behind it."""
_GREETED = re.compile(r"\S{1,12}(?:\s\S{1,12})? ?様")
_SHORT_CODE = re.compile(r"\d{3}")
"""Alone at the top: the service number that an SMS came from."""
_DOUBTS = (NOT_NOW, NOT_SO, NOT_DATA)
_NEVER = (NOT_OURS, POINTS)
_SHARE = re.compile(r"\d+(?:\.\d+)?\s?%")
_INSTRUCTS = re.compile(
    r"(?:ください|下さい|こちら|こちらから|こちらへ|ご覧|できません|送信専用です)$|\b(?:please|visit|click|tap|see|check|reply|call|contact)\b|^to \w+|[请請]|点击|點擊"
)
"""What its reader is to do says nothing of a figure."""
_STRANGE = re.compile(r"[↑↓×÷≠≒≦≧≤≥<>~±∞□☐✗❌✕]")
_BRACKETS = frozenset("([「『【《")
_QUOTED = re.compile(r">\s*\S")
_OF_THE_MONTH = re.compile(r"当月|今月|基本|\bthis month|本月|當月")
_CARRIED = re.compile(r"繰り?越|くりこし|\bcarried|\brollover|[結结][转轉]")
_PART_OF_IT = re.compile(r"うち|内|\bincl|\bof which|其中|含")


@dataclass(frozen=True, slots=True)
class Said:
    """A clause as it was read: days as `DAY`, its amounts blotted out; what of it counted, and the stop behind it."""

    shape: str
    end: str
    line: int
    amounts: bool = False
    volume: bool = False
    money: bool = False
    aside: bool = False
    named: bool = False
    """Its amounts are of something that it names, which is not counted."""

    @property
    def counts(self) -> bool:
        return self.volume or self.money


def own_words(names: Iterable[str]) -> frozenset[str]:
    """What the user calls his line and his carrier, as a message may say it."""
    plain = {" ".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in names} - {""}
    return frozenset(name + end for name in plain for end in ("", "さん", "さんの", "様", "'s", "'s line", "的"))


def is_sure(said: Sequence[Said], lines: Iterable[str], own: frozenset[str]) -> bool:
    """Whether all that was said leaves the figures what they are; words of the user's `own` do."""
    if any(TAKES_BACK.search(line) or _QUOTED.match(line) for line in lines):
        return False
    counted = [n for n, one in enumerate(said) if one.counts]
    if not counted:
        return True
    return (
        all(_is_figure_known(said[n], own) for n in counted)
        and all(
            _leaves_alone(said, n, own, whole, below=n > counted[-1])
            for n, whole in enumerate(_sentences(said))
            if not said[n].counts
        )
        and not _is_the_rest(said)
    )


def _is_figure_known(one: Said, own: frozenset[str]) -> bool:
    """Whether every word beside an amount is known, in one language; and it is no question."""
    if "?" in one.end or one.shape.endswith("か") or _STRANGE.search(one.shape):
        return False
    return any(is_made_of(one.shape, own, _beside(words, one.volume, one.money, one.aside)) for words in LANGUAGES)


def _leaves_alone(said: Sequence[Said], n: int, own: frozenset[str], whole: _Sentence, *, below: bool) -> bool:
    """Whether a clause of a sentence, without a figure, leaves the figures what they are; `below`: none follows it."""
    one = said[n]
    if below and said[n - 1].line != one.line and GOES_ON.match(one.shape):
        return False
    if n and not one.amounts and said[n - 1].end in _BRACKETS and said[n - 1].counts and said[n - 1].line == one.line:
        return _is_known(one.shape, own, [_beside(words, False, said[n - 1].money, False) for words in LANGUAGES])
    if (one.amounts and (one.named or below)) or _is_harmless(said, n, own):
        return True
    if whole.counts:
        return False
    if whole.amounts:  # a price, or what happens at a limit
        return below and not any(doubt.search(one.shape) for doubt in (*_NEVER, NOT_NOW))
    return whole.is_harmless_below if below else whole.is_harmless_above


def _is_harmless(said: Sequence[Said], n: int, own: frozenset[str]) -> bool:
    """Whether all words of a clause are known, or it is the service number that an SMS came from."""
    one = said[n]
    known = not one.amounts and _is_known(one.shape, own, [_over(words) for words in LANGUAGES])
    return known or (n == 0 and _SHORT_CODE.fullmatch(one.shape) is not None)


def _is_about_something_else(whole: Sequence[Said], *, below: bool) -> bool:
    """Whether a sentence without any amount says nothing of the figures: it tells what to do, or something harmless."""
    text = _SHARE.sub("some", " ".join(part.shape for part in whole))
    if any(map(str.isdigit, text)) or any(one.search(text) for one in (*_NEVER, *(() if below else _DOUBTS))):
        return False
    if below and _INSTRUCTS.search(text):
        return True
    if any(one.search(text) for one in _DOUBTS):
        return False
    if _STATED.search(text) or _GREETED.fullmatch(text):
        return True
    return whole[-1].end[-1:] in _SENTENCE_ENDS and _WRITTEN_OUT.fullmatch(text) is not None


def _is_known(text: str, own: frozenset[str], known: Iterable[frozenset[str]]) -> bool:
    return any(is_made_of(text, own, words) for words in known)


class _Sentence:
    """The clauses of a sentence in a line; what they say together is found out once."""

    def __init__(self, parts: Sequence[Said]) -> None:
        self._parts = parts
        self.counts = any(part.counts for part in parts)
        self.amounts = any(part.amounts for part in parts)

    @cached_property
    def is_harmless_above(self) -> bool:
        return _is_about_something_else(self._parts, below=False)

    @cached_property
    def is_harmless_below(self) -> bool:
        return _is_about_something_else(self._parts, below=True)


def _sentences(said: Sequence[Said]) -> Iterator[_Sentence]:
    """For each clause the sentence that it is in."""
    first = 0
    for last, one in enumerate(said):
        if last + 1 == len(said) or said[last + 1].line != one.line or one.end[-1:] in _SENTENCE_ENDS:
            yield from repeat(_Sentence(said[first : last + 1]), last + 1 - first)
            first = last + 1


def _is_the_rest(said: Sequence[Said]) -> bool:
    """Whether a figure is what the month's own data has, beside which stands what was carried over."""
    carried = any(
        one.amounts and _CARRIED.search(one.shape) and not (one.counts or _PART_OF_IT.search(one.shape)) for one in said
    )
    return carried and any(one.counts and _OF_THE_MONTH.search(one.shape) for one in said)


@cache
def _beside(words: Words, volume: bool, money: bool, aside: bool) -> frozenset[str]:
    kinds = ((volume, words.volume), (money, words.money), (aside, words.aside))
    return NAMES.union(words.any, *(kind for wanted, kind in kinds if wanted))


@cache
def _over(words: Words) -> frozenset[str]:
    return NAMES | words.any | words.over


@cache
def _longest(words: frozenset[str]) -> int:
    return max(map(len, words))


def is_made_of(text: str, own: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a text is a row of the user's `own` words and these, whatever marks stand between them."""
    text = _HELD.sub(DAY, text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    longest = max(_longest(words), *map(len, own), 0)
    reached = {0}
    for start, sign in enumerate(text):
        if start not in reached:
            continue
        if not sign.isalnum():
            reached.add(start + 1)
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            piece = text[start:end]
            if (piece in words or piece in own) and not (_is_latin(text, start) or _is_latin(text, end)):
                reached.add(end)
    return len(text) in reached


def _is_latin(text: str, place: int) -> bool:
    """Whether a place is inside a word of Latin letters."""
    around = text[max(0, place - 1) : place + 1]
    return 0 < place < len(text) and around.isascii() and around.isalnum()
