"""The words of questions, in each language: what they mean, and that Assist recognises what is understood, and little else."""

from collections import Counter
from functools import cache
from time import perf_counter

from hassil import Intents
from hassil.recognize import recognize_all
from hypothesis import assume, given, settings, strategies as st
import pytest

from custom_components.japan_mobile.voice.languages import LANGUAGES, language_of
from custom_components.japan_mobile.voice.lexicon import Lexicon, Sense
from custom_components.japan_mobile.voice.question import Topic, topic_of
from custom_components.japan_mobile.voice.template import template

NAMES = {
    "en": ("Anna", "Kids tablet", "0001"),
    "ja": ("花子", "子供のタブレット", "0001"),
    "zh-Hans": ("小红", "孩子的平板"),
    "zh-Hant": ("小紅", "孩子的平板"),
}


@cache
def heard_by(code: str) -> Intents:
    """What Assist compares a sentence with."""
    text = template(LANGUAGES[code].lexicon, NAMES[code])
    return Intents.from_dict({"language": code, "intents": {"ours": {"data": [{"sentences": [text]}]}}})


def recognised(code: str, text: str) -> bool:
    """Whether Assist takes a sentence for one of ours."""
    return next(iter(recognize_all(text, heard_by(code))), None) is not None


def topic(code: str, text: str) -> Topic | None:
    """What is understood of a sentence."""
    reading = LANGUAGES[code].lexicon.read(text, NAMES[code])
    return None if reading is None else topic_of(reading[0], named=bool(reading[1]))


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_phrase_means_two_things(code: str) -> None:
    lexicon: Lexicon = LANGUAGES[code].lexicon
    meanings = {(lexicon.normal(phrase), sense) for sense, phrases in lexicon.phrases.items() for phrase in phrases}
    twice = [phrase for phrase, count in Counter(phrase for phrase, _ in meanings).items() if count > 1]
    assert twice == []
    assert {sense for _, sense in meanings} == set(Sense)


@pytest.mark.parametrize("code", LANGUAGES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_understood_is_recognised(code: str, data: st.DataObject) -> None:
    """Any row of phrases with a subject in it that is no longer than what somebody says in one breath."""
    lexicon = LANGUAGES[code].lexicon
    phrases = st.lists(st.sampled_from(sorted(lexicon.senses)), max_size=2)
    subject = st.sampled_from(sorted(one for one, sense in lexicon.senses.items() if sense is Sense.DATA))
    row = [*data.draw(phrases), data.draw(subject), *data.draw(phrases)]
    text = (" " if lexicon.spaced else "").join(row)
    assume(len(text.split()) <= 12)
    assert lexicon.read(text, ()) is not None
    assert recognised(code, text)


OTHERS = {
    "en": (
        "turn on the kitchen lights", "how much data is on my NAS", "what time is it", "how is Anna", "how much is the electricity bill",
        "how much data did we use last month", "buy more data", "how much data does Bob have left", "set a timer for five minutes", "how much data does Anna's mom have left", "how much data is left on the tablet",
        "how much data is left in the office", "what is the data limit",
    ),
    "ja": (
        "キッチンの電気をつけて", "今日の天気はどうですか", "先月のデータ使用量は", "データのバックアップはいつですか", "電気料金はいくら", "花子はどう",
        "昨日のギガは", "ギガを追加して", "太郎のギガはあとどれくらい", "花子の子供のギガはあとどれくらい", "花子のお母さんのデータ残量は",
    ),
    "zh-Hans": ("打开客厅的灯", "上个月用了多少流量", "电费多少", "小红怎么样", "买流量", "昨天用了多少流量", "小明还剩多少流量", "小红的孩子还剩多少流量", "以前用了多少流量", "下个月话费多少"),
    "zh-Hant": ("打開客廳的燈", "上個月用了多少流量", "電費多少", "小紅怎麼樣", "買流量", "昨天用了多少流量", "小明還剩多少流量", "小紅的孩子還剩多少流量"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts])
def test_other_sentences_are_left_to_others(code: str, text: str) -> None:
    assert not recognised(code, text)


ASKED = {
    "en": {
        "How much data is left?": Topic.LEFT,
        "how much data has Anna used today": Topic.USED_TODAY,
        "How much data may I use today?": Topic.BUDGET,
        "will the data last until the end of the month": Topic.LASTS,
        "is anything unpaid on the phone bill": Topic.UNPAID,
        "When is the phone bill due?": Topic.DUE,
        "which line has the least data left": Topic.LEAST,
        "how much data per day is enough until the reset": Topic.BUDGET,
        "how much of the phone bill is left": Topic.UNPAID,
    },
    "ja": {
        "今月のデータ残量は？": Topic.LEFT,
        "花子は今日どのくらい使った": Topic.USED_TODAY,
        "今日はあと何ギガ使っていいの": Topic.BUDGET,
        "ギガは月末まで足りる？": Topic.LASTS,
        "携帯代の未払いはある？": Topic.UNPAID,
        "スマホ代の引き落とし日はいつ": Topic.DUE,
        "一番ギガが少ないのは誰": Topic.LEAST,
        "ギガはいつリセットされますか": Topic.RESETS,
        "今月のスマホ代はいくらですか": Topic.BILL,
        "今月の通信量は": Topic.USED,
        "残りの通信量は": Topic.LEFT,
    },
    "zh-Hans": {"小红的流量还剩多少？": Topic.LEFT, "话费多少": Topic.BILL, "流量什么时候重置": Topic.RESETS},
    "zh-Hant": {"小紅的流量還剩多少？": Topic.LEFT, "電話費多少": Topic.BILL, "流量什麼時候重置": Topic.RESETS},
}


@pytest.mark.parametrize(
    ("code", "text", "wanted"), [(c, t, w) for c, found in ASKED.items() for t, w in found.items()]
)
def test_what_a_question_is_about(code: str, text: str, wanted: Topic) -> None:
    assert recognised(code, text)
    assert topic(code, text) is wanted


def test_a_long_row_of_words_ends_soon() -> None:
    """However often a word is said again."""
    for code, word in (("en", "data "), ("ja", "データ"), ("zh-Hans", "流量")):
        began = perf_counter()
        recognised(code, word * 60 + "x")
        LANGUAGES[code].lexicon.read(word * 200 + "x", NAMES[code])
        assert perf_counter() - began < 2


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("ja-JP", "ja"), ("zh-TW", "zh-Hant"), ("zh_CN", "zh-Hans"), ("zh-HK", "zh-Hant"), ("de", "en"), ("en-GB", "en")],
)
def test_codes_of_languages(code: str, wanted: str) -> None:
    assert language_of(code) is LANGUAGES[wanted]
