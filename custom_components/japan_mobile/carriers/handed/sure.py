"""Whether a message's figures are surely what they are said to be: every word beside them and over them must be known.

A list of words that change a figure is never complete; so it is the other way round. A figure counts if all words of its
clause are known to change nothing, and whatever stands over it is known too, or is a whole sentence about nothing that
could be another time, another line or another thing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
import re
import unicodedata

from .vocabulary import LANGUAGES, NAMES, Words

DAY = "\2"
"""Stands where a message named a day, a month or a period."""
_SENTENCE_ENDS = frozenset(".。!?…")
_HELD = re.compile(rf"\s*{DAY}\s*")
_STATED = re.compile(r"(?:です|ます|ました|ません|ください|下さい)$")
_WRITTEN_OUT = re.compile(r"(?:\S+ ){3,}\S+|[^\sぁ-ゖァ-ヺ]{6,}")
"""A sentence in English or Chinese, if there is a stop behind it."""
_GREETED = re.compile(r"\S{1,12}(?:\s\S{1,12})? ?様")
_NOT_NOW = re.compile(
    # other times
    r"先月|前月|先々月|昨日|一昨日|前日|当日|(?:本日|今日)(?!時点|現在|まで)|明日|翌|来月|次月|次回|前回|過去|直近|去年|昨年|前年|先週|今週|年間|累計|これまで|月初|開始"
    r"|\b(?:last|previous|prior|next|past|future|yesterday|tomorrow|today|beginning|start|earlier|ago|had|was|were|will|would)\b"
    r"|上月|上个月|上個月|前月|昨|前天|明天|下月|下个月|下個月|去年|月初"
)
_NOT_THIS = re.compile(
    # forecasts, wishes, trials, settings, conditions
    r"予測|予想|見込|目標|目安|推定|想定|テスト|試験|サンプル|見本|設定|アラート|すると|なると|たら|れば|場合"
    r"|\b(?:forecast|project|predict|expect|target|goal|recommend|test|sample|example|setting|alert|threshold|if|when|once|until|after|before|unless)"
    r"|[预預][测測]|[目][标標]|[推][荐薦]|建[议議]|[测測][试試]|示例|[设設][置定]|如果|一旦|时[,提会]|[时時]候"
    # other lines and other things
    r"|家族|シェア|グループ|共有|海外|国際|ローミング|テザリング|追加|購入|チャージ|繰越|繰り越|くりこし|ギフト|特典|プレゼント|ボーナス|増量"
    r"|wi-?fi|光|電気|でんき|ガス|水道|カード|d払い|決済|ペイ|アプリ|フリー|ストレージ|クラウド|空き|通話|子ども|子供|お子|他の|別の|さんの|様の|回線|番号|端末|タブレット"
    r"|\b(?:family|group|share|friend|roaming|abroad|overseas|tether|hotspot|gift|add-?on|top-?up|bonus|carried|roll|storage|cloud|app|electric|gas|water|card|line|number|phone|tablet|sim|child|kid|son|daughter|wife|husband|mother|father|mum|mom|dad)"
    r"|家[庭人]|共享|朋友|卡|[号號]|[线線]路|孩子|[妈媽爸]|平板|漫[游遊]|境外|[热熱][点點]|[赠贈]|加油包|充值|[结結][转轉]|定向|免流|[云雲]|存[储儲]|[电電水]费"
)
_TAKES_BACK = re.compile(
    r"テスト(?:配信|送信|メール|メッセージ|通知|です)|シミュレーション|ダミー|予測値|試算|\btest (?:message|mail|notification|sms)|\ba test\b|\bdummy\b|[测測][试試](?:消息|短信|通知)|模[拟擬]"
)
_SHORT_CODE = re.compile(r"\d{3}")
"""Alone at the top: the service number that an SMS came from."""
_NOTE = re.compile(r"^(?:[※*]|注)")


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
    if any(_TAKES_BACK.search(line) for line in lines):
        return False
    counted = [n for n, one in enumerate(said) if one.counts]
    if not counted:
        return True
    last = counted[-1]
    return (
        all(_is_figure_known(said[n], own) for n in counted)
        and all(_may_stand_over(said, n, own) for n in range(last) if not said[n].counts)
        and not any(_changes(one, said[last]) for one in said[last + 1 :])
    )


def _is_figure_known(one: Said, own: frozenset[str]) -> bool:
    """Whether every word beside an amount is known, in one language; and it is no question."""
    if one.end == "?" or one.shape.endswith("か"):
        return False
    return any(is_made_of(one.shape, own | _beside(words, one.volume, one.money, one.aside)) for words in LANGUAGES)


def _may_stand_over(said: Sequence[Said], n: int, own: frozenset[str]) -> bool:
    """Whether a clause without a figure leaves those below it what they are."""
    one = said[n]
    if (one.amounts and one.named) or (n == 0 and _SHORT_CODE.fullmatch(one.shape)):
        return True
    if not one.amounts and any(is_made_of(one.shape, own | _over(words)) for words in LANGUAGES):
        return True
    whole = _sentence(said, n)
    if any(part.counts for part in whole) or any(part.amounts for part in whole):
        return False
    text = " ".join(part.shape for part in whole)
    if any(map(str.isdigit, text)) or _NOT_NOW.search(text) or _NOT_THIS.search(text):
        return False
    if _STATED.search(text) or _GREETED.fullmatch(text):
        return True
    return whole[-1].end in _SENTENCE_ENDS and _WRITTEN_OUT.fullmatch(text) is not None


def _sentence(said: Sequence[Said], n: int) -> Sequence[Said]:
    """The clauses of the sentence that one is in."""
    first, last = n, n
    while first and said[first - 1].line == said[n].line and said[first - 1].end not in _SENTENCE_ENDS:
        first -= 1
    while last + 1 < len(said) and said[last + 1].line == said[n].line and said[last].end not in _SENTENCE_ENDS:
        last += 1
    return said[first : last + 1]


def _changes(one: Said, figure: Said) -> bool:
    """Whether what follows the last figure says that it is of another time: beside it, or in a note below."""
    if one.amounts or not (one.line == figure.line or _NOTE.match(one.shape)):
        return False
    return bool(_NOT_NOW.search(one.shape)) and not re.search(r"次回|\bnext\b|翌月?(?:1日|に)", one.shape)


@cache
def _beside(words: Words, volume: bool, money: bool, aside: bool) -> frozenset[str]:
    kinds = ((volume, words.volume), (money, words.money), (aside, words.aside))
    return NAMES.union(words.any, *(kind for wanted, kind in kinds if wanted))


@cache
def _over(words: Words) -> frozenset[str]:
    return NAMES | words.any | words.over


def is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether a text is a row of these words, whatever marks stand between them."""
    text = _HELD.sub(DAY, text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    longest = max(map(len, words))
    reached = {0}
    for start, sign in enumerate(text):
        if start not in reached:
            continue
        if not sign.isalnum():
            reached.add(start + 1)
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            if text[start:end] in words and not (_is_latin(text, start) or _is_latin(text, end)):
                reached.add(end)
    return len(text) in reached


def _is_latin(text: str, place: int) -> bool:
    """Whether a place is inside a word of Latin letters."""
    around = text[max(0, place - 1) : place + 1]
    return 0 < place < len(text) and around.isascii() and around.isalnum()
