"""The words of questions, in each language: what they mean, and that Assist recognises what is understood, and little else."""

from collections import Counter
from functools import cache
from time import process_time

from hassil import Intents
from hassil.intents import WildcardSlotList
from hassil.recognize import recognize_all
from hypothesis import given, settings, strategies as st
import pytest

from custom_components.japan_mobile.voice.languages import LANGUAGES, language_of
from custom_components.japan_mobile.voice.lexicon import Lexicon, Sense
from custom_components.japan_mobile.voice.question import Topic
from custom_components.japan_mobile.voice.sentences import understood
from custom_components.japan_mobile.voice.template import templates

NAMES = {
    "en": ("Anna", "Kids tablet", "0001"),
    "ja": ("花子", "子供のタブレット", "0001"),
    "zh-Hans": ("小红", "孩子的平板"),
    "zh-Hant": ("小紅", "孩子的平板"),
}


@cache
def heard_by(code: str) -> Intents:
    """What Assist compares a sentence with."""
    texts = templates(LANGUAGES[code].lexicon, NAMES[code])
    intents = Intents.from_dict({"language": code, "intents": {"ours": {"data": [{"sentences": texts}]}}})
    for gap in range(4):
        intents.slot_lists[f"gap{gap}"] = WildcardSlotList(f"gap{gap}")
    return intents


def recognised(code: str, text: str) -> bool:
    """Whether Assist takes a sentence for one of ours."""
    return next(iter(recognize_all(text, heard_by(code))), None) is not None


def topic(code: str, text: str) -> Topic | None:
    """What is understood of a sentence."""
    found = understood(text, NAMES[code], [LANGUAGES[code]])
    return None if found is None else found[1]


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
    """Any row of phrases in which mobile data and what is asked of it are named, and any words between them."""
    lexicon = LANGUAGES[code].lexicon
    phrases = st.lists(st.sampled_from(sorted(lexicon.senses)) | st.just("xyz"), max_size=3)
    subject = st.sampled_from(sorted(set(map(lexicon.normal, lexicon.strong)) & lexicon.of(Sense.DATA)))
    about = st.sampled_from(sorted(lexicon.of(Sense.LEFT, Sense.USED, Sense.LASTS, Sense.MAY)))
    key = data.draw(st.permutations([data.draw(subject), data.draw(about)]))
    row = [*data.draw(phrases), key[0], *data.draw(phrases), key[1], *data.draw(phrases)]
    text = (" " if lexicon.spaced else "").join(row)
    assert recognised(code, text)


@pytest.mark.parametrize("code", LANGUAGES)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_unknown_words_change_nothing(code: str, data: st.DataObject) -> None:
    """What is understood with words between that are not known is what is understood without them; but next to a name they may be one."""
    lexicon, name = LANGUAGES[code].lexicon, NAMES[code][0]
    plain = {"en": "how much data has Anna used this month", "ja": "花子 データ どれくらい 使った", "zh-Hans": "小红 这个月 流量 用了 多少",
             "zh-Hant": "小紅 這個月 流量 用了 多少"}[code].split()  # fmt: skip
    beside = {4, 5} if lexicon.spaced else {1}
    at = data.draw(st.sampled_from([place for place in range(len(plain) + 1) if place not in beside]))
    odd = data.draw(st.sampled_from(["xyzzy", "zzz"]))
    row = [*plain[:at], odd, *plain[at:]]
    found = understood((" " if lexicon.spaced else "").join(row), NAMES[code], [LANGUAGES[code]])
    assert found is not None
    assert found[1:] == (Topic.USED, (name,))


OTHERS = {
    "en": (
        "turn on the kitchen lights", "what time is it", "how is Anna", "how much is the electricity bill", "has Dad left the house",
        "buy more data", "set a timer for five minutes", "is anything left in the fridge",
        "how much power has the kitchen used today", "will my phone last until tonight", "how much is the electricity bill this month",
    ),
    "ja": (
        "キッチンの電気をつけて", "今日の天気はどうですか", "データのバックアップはいつですか", "電気料金はいくら", "花子はどう", "ギガを追加して", "花子はもう帰った", "今月の水道料金いくら", "牛乳はまだ残ってる",
    ),
    "zh-Hans": ("打开客厅的灯", "电费多少", "小红怎么样", "买流量", "冰箱里还剩什么", "这个月电费多少", "小红回来了吗"),
    "zh-Hant": ("打開客廳的燈", "電費多少", "小紅怎麼樣", "買流量", "冰箱裡還剩什麼", "這個月電費多少", "小紅回來了嗎"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts])
def test_other_sentences_are_left_to_others(code: str, text: str) -> None:
    assert not recognised(code, text)


REFUSED = {
    "en": (
        "how much data did we use last month", "how much data does Bob have left", "how much data does Anna's mom have left",
        "how much data is on my NAS", "how much data is left on the tablet", "how much data is left in the office", "how much data do we have left on the NAS",
        "remind me to pay the phone bill on Thursday", "how much data has Grandma left", "Bob's data left", "how long was Anna used today",
        "how much data did Anna use on Monday", "how much data did we use on the 20th", "mobile data used over the past seven days",
        "how much data has Anna used two days ago", "how much data did Anna use last night",
    ),
    "ja": (
        "先月のデータ使用量は", "昨日のギガは", "太郎のギガはあとどれくらい", "花子の子供のギガはあとどれくらい", "花子のお母さんのデータ残量は", "ギガ足りないから1ギガ追加して",
        "おばあちゃんのスマホあと何ギガ", "NASのデータ容量はあとどれくらい残ってる", "花子は20日に何ギガ使った", "月曜日のデータ使用量", "過去7日間で何ギガ使った", "昨夜何ギガ使った", "10月は何ギガ使った",
        "葵のギガはあとどれくらい", "田中さんは何ギガ使った", "中村さんのデータ残量", "前田さんのギガあとどれくらい", "愛の携帯代いくら",
    ),
    "zh-Hans": (
        "上个月用了多少流量", "昨天用了多少流量", "小明还剩多少流量", "小红的孩子还剩多少流量", "以前用了多少流量", "下个月话费多少", "奶奶的流量还有多少", "帮我充值一百块话费", "今天景区的人流量大不大", "小红10月用了多少流量", "小红十月用了多少流量", "小红周一用了多少流量", "20号用了多少流量", "过去七天用了多少流量", "张三还剩多少流量",
        "小张这个月用了多少流量", "家豪的流量还剩多少", "孩子的平板今天用了多久",
    ),
    "zh-Hant": ("上個月用了多少流量", "昨天用了多少流量", "小明還剩多少流量", "小紅的孩子還剩多少流量", "阿嬤的網路還剩幾G", "小紅十月用了多少數據", "小紅9月份用了多少流量", "上週用了多少流量", "星期一用了多少流量", "小張還剩多少流量", "孩子的平板今天用了多久"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in REFUSED.items() for text in texts])
def test_what_is_of_somebody_or_something_else_is_not_answered(code: str, text: str) -> None:
    assert topic(code, text) is None


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
        "have we paid the phone bill from last month": Topic.UNPAID,
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


LETTER = (
    "Hi, how are you? We were at the lake on Sunday, but the kids were so tired that we had to leave early. What do you think of the first "
    "weekend in August? My mother will be here and I can do the cooking. How is your work, is it any better now? We have to talk about the birthday "
    "of our father too, what can we give him this year? Did you hear that my old friend has moved? Tell the boys that I have not forgotten what I owe. "
)
LONG = {
    "en": (
        LETTER * 4,
        "bill what bills is " * 50,
        "net i gb my " * 60,
        "gb we my net i family " * 30,
        "data use " * 100,
        "data " * 60 + "x",
        "how much has Anna got left and Anna and " * 6 + "x",
    ),
    "ja": ("データ" * 60 + "x", "えっと今月分の子供のタブレットはいくつぐらいまだ残ってたんですかね" * 3),
    "zh-Hans": (
        "流量" * 60 + "x",
        "小红 不是 对就是小红 她这个月还有多少没有用了呢" * 3,
        "爸爸 不是 对就是爸爸 他这月用掉的流量有多少",
    ),
    "zh-Hant": ("流量" * 60 + "x", "小紅 不是 對就是小紅 她這個月還有多少沒有用了呢" * 3),
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in LONG.items() for text in texts])
def test_a_long_row_of_words_ends_soon(code: str, text: str) -> None:
    """However often a word is said again, or in however many ways it can be taken apart: the event loop waits for it."""
    heard_by(code)

    def took() -> float:
        began = process_time()
        recognised(code, text)
        understood(text, NAMES[code], [LANGUAGES[code]])
        return process_time() - began

    assert min(took() for _ in range(2)) < 1  # the garbage of all the tests before may fall into one of the two


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("ja-JP", "ja"), ("zh-TW", "zh-Hant"), ("zh_CN", "zh-Hans"), ("zh-HK", "zh-Hant"), ("de", "en"), ("en-GB", "en")],
)
def test_codes_of_languages(code: str, wanted: str) -> None:
    assert language_of(code) is LANGUAGES[wanted]


def test_chinese_is_not_heard_as_japanese() -> None:
    """Where Chinese is spoken: storage is refused in it, and by its characters alone the same may look Japanese."""
    text = "孩子的平板儲存空間還有幾GB"
    spoken, japanese = LANGUAGES["zh-Hant"], LANGUAGES["ja"]
    assert understood(text, ["孩子的平板"], [spoken, japanese]) is None
    found = understood("花子のギガはあとどれくらい", ["花子"], [spoken, japanese])
    assert found is not None
    assert found[0] is japanese


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh-Hans", "书房那个平板还剩多少啊"), ("zh-Hans", "书房那个平板的流量哪天恢复"), ("zh-Hant", "書房這個月用多少流量了"),
        ("ja", "書斎のタブレットのギガはあとどれくらい"), ("en", "how much data is left on the tablet in the office"),
    ],
)  # fmt: skip
def test_the_room_of_a_line_that_is_not_exposed_is_nobodys(code: str, text: str) -> None:
    """With the other lines exposed, and in whatever other language it might be heard."""
    names = NAMES[code][:1]
    for other in LANGUAGES.values():
        assert understood(text, names, [LANGUAGES[code], other]) is None
