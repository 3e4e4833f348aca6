"""Skeletons hold nothing of the person and are enough to find a label's place."""

import re

from hypothesis import given, strategies as st
import pytest

from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.labels import pairs
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.reader import Reader
from custom_components.japan_mobile.carriers.skeleton import (
    LARGEST,
    VOCABULARY,
    from_skeleton,
    masked,
    masked_name,
    skeleton,
)
from simulator import Simulator
from tests.carriers.fetching import session_at

from .paging import NOW, page

YMOBILE = """<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"><title>山田太郎様</title>
<style>.a{color:red}</style></head><body><!-- 山田 -->
<h2 class="res-fs16">3月のご利用状況</h2>
<p class="res-fs14">2026年3月1日～2026年3月31日</p><p class="res-fs14">080-0000-0001</p>
<div class="list-toggle-content js-toggle-content m-top-20" data-user="山田">
 <table><tbody><tr><th>前月くりこし分</th><td>
        1.20GB
 </td></tr></tbody></table>
 <table><tbody><tr><th>基本データ量 残り</th><td><b>18</b>.<i>85</i>GB／20.00GB</td></tr></tbody></table>
</div><form name="webLink" id=f1 action="/x?token=abc123"><input type=hidden name="mfiv" value="secret9"><select><option>山田<option selected>回線</select></form>
<p hidden>残量：9GB</p><script>var c = {"chartType":  "pie", "remainData": "16.70", "owner": "山田太郎", "stepRemainData": "",};</script></body></html>"""


def test_a_skeleton() -> None:
    text = skeleton(page(YMOBILE))
    assert text == skeleton(page(YMOBILE))
    for line in (
        'h2.res-fs99 "9月のご利用状況"',
        'p.res-fs99 "9999年9月9日~9999年9月99日"',
        'p.res-fs99 "999-9999-9999"',
        "div.list-toggle-content.js-toggle-content.m-top-99",
        'th "前月くりこし分"',
        'td " 9.99GB "',
        'th "基本データ量 残り"',
        'b "99"',
        '"GB/99.99GB"',
        "form#f9 name=webLink",
        "input name=mfiv type=hidden",
        'p hidden "残量:9GB"',
        '"chartType=某, remainData=99.99, x=某, stepRemainData="',
    ):
        assert line in [shown.strip() for shown in text.splitlines()], line
    for secret in ("山田", "太郎", "0001", "abc123", "secret", "token", "18.85"):
        assert secret not in text


def test_a_fixture_is_rebuilt_and_shows_the_place_of_each_label() -> None:
    """A label of the vocabulary stands at the same place in what the skeleton rebuilds; values have their shape."""
    original, rebuilt = (pairs(page(html)) for html in (YMOBILE, from_skeleton(skeleton(page(YMOBILE)))))
    known = [
        pair
        for pair in original
        if pair.label in {"前月くりこし分", "基本データ量 残り", "remainData", "stepRemainData"}
    ]
    assert len(known) == 4
    again = {pair.label: pair for pair in rebuilt}
    for pair in known:
        assert again[pair.label].place == pair.place
        assert again[pair.label].text == masked(pair.text)
    once = skeleton(page(from_skeleton(skeleton(page(YMOBILE)))))
    assert once == skeleton(page(from_skeleton(once)))


async def test_a_renamed_label_is_found_from_the_skeleton_alone(sim: Simulator) -> None:
    """The reader fails; what it leaves in the diagnostics shows the label's new name and place, and tests the repair."""
    [customer] = sim.world.of("his")
    async with session_at(sim, customer) as session:
        healthy = await session.fetch(frozenset({Part.USAGE}))
        assert healthy.lines[0].used is not None
        customer.options.used_label = "今月のデータ利用量"
        with pytest.raises(LayoutChanged) as raised:
            await session.fetch(frozenset({Part.USAGE}))
    error = raised.value
    assert error.missing[0] == "当月利用データ量"
    assert error.skeleton is not None
    assert not [secret for secret in sim.secrets() if secret in error.skeleton]
    rebuilt = page(from_skeleton(error.skeleton))
    found = {pair.label: pair for pair in pairs(rebuilt)}
    assert "当月利用データ量" not in found
    new = found["今月某データ利用量"]
    assert new.place.endswith("dl[3]/dd")
    assert new.text.startswith("高速通信 999MB")
    # What a repaired reader would look for is found there, and nowhere else.
    assert Reader(rebuilt, NOW).found(new.label) == (new,)


def test_a_long_skeleton_is_cut() -> None:
    html = f"<body>{'<p>データ残量 3.25GB</p>' * 5000}</body>"
    whole, cut = skeleton(page(html), largest=None), skeleton(page(html))
    assert len(cut.encode()) <= LARGEST < len(whole.encode())
    assert whole.startswith(cut)
    assert whole[len(cut)] == "\n"
    assert "データ残量" in from_skeleton(cut)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("list-toggle-content", "list-toggle-content"),
        ("res-fs14", "res-fs99"),
        ("telnum", "telnum"),
        ("span_7", "span_9"),
        ("mfiv", "mfiv"),
        ("billYm", "billYm"),
        ("webLink", "webLink"),
        ("Taro", "x"),
        ("hanako-yamada", "x"),
        ("taroyamada", "x"),
        ("line-yamadahanako", "line-x"),
        ("userTanakaBox", "userXxBox"),
        ("viewdata-detail-cell2", "viewdata-detail-cell9"),
        ("bill-detail-price-num", "bill-detail-price-num"),
        ("service-YAMADA", "service-X"),
        ("box-taro", "box-x"),
        ("lineTanakaYamada", "lineXxXx"),
        ("user-09000000001", "x"),
        ("a8f3k2d9", "x"),
        ("山田", "x"),
        ("taro@example.jp", "x"),
        ("sessionkJhGfDsAqWeRtYuIoPlKjHgFdSaZxCvBnM", "x"),
    ],
)
def test_names(name: str, kept: str) -> None:
    assert masked_name(name) == kept
    assert masked_name(kept) == kept


_KANJI = st.text(st.sampled_from("山田太郎佐藤花子鈴木一朗東京都千代田区霞が関"), min_size=2, max_size=8)
_LATIN = st.sampled_from(
    [
        "Taro Yamada",
        "YAMADA HANAKO",
        "hanako-yamada",
        "taroyamada",
        "lineTanaka",
        "Smith-O'Neil",
        "taro.yamada@example.jp",
        "1-2-3 Chiyoda, Tokyo",
    ]
)
_NUMBER = st.one_of(
    st.from_regex(r"0[789]0-?[1-8]{4}-?[1-8]{4}", fullmatch=True),
    st.from_regex(r"[1-8]{7,16}", fullmatch=True),
    st.from_regex(r"[1-8]\.[1-8]{2}GB", fullmatch=True),
    st.from_regex(r"[1-8],[1-8]{3}円", fullmatch=True),
)
_TOKEN = st.from_regex(r"[a-f1-8]{6}[1-8][a-f][1-8][a-zA-Z0-8]{8,30}", fullmatch=True)
_SECRET = st.one_of(_KANJI, _LATIN, _NUMBER, _TOKEN)
_FRAMES = st.sampled_from(
    [
        "<p>{}</p>",
        "<td>データ残量 {}</td>",
        "<p>残り{}様</p>",
        "<!-- {} -->",
        '<div data-id="{}" title="{}" style="x:{}">x</div>',
        '<a href="/user/{}?t={}">x</a>',
        '<div class="{}" id="{}">x</div>',
        '<input name="{}" value="{}" type="{}" placeholder="{}">',
        '<script>var a = {{"{}": "{}", remainData: "{}"}}; // {}</script>',
        '<script src="/{}.js"></script>',
        "<style>.{}{{}}</style>",
        "<textarea>{}</textarea>",
        "<title>{}</title>",
        "<select><option value='{}'>{}</option></select>",
        "<x-{}>x</x-{}>",
        '<td colspan="{}">x</td>',
        "<svg><text>{}</text></svg>",
        "<noscript>{}</noscript><template>{}</template>",
    ]
)


_FRAME_WORDS = frozenset(re.findall(r"[a-z]+", skeleton(page("<input type=email><svg></svg>")).lower()))


@given(st.lists(st.tuples(_FRAMES, _SECRET), min_size=1, max_size=6))
def test_nothing_planted_comes_through(planted: list[tuple[str, str]]) -> None:
    """Names, numbers, addresses and tokens in texts, attributes, comments, scripts and addresses stay inside."""
    html = "".join(frame.format(*[secret] * frame.count("{}")) for frame, secret in planted)
    text = skeleton(page(html))
    left = set(re.findall(r"[a-z]+", text.lower())) - _FRAME_WORDS
    for _, secret in planted:
        assert secret not in text
        assert not left & {word for word in re.findall(r"[a-z]+", secret.lower()) if len(word) > 2}
    assert not set(text) & set("12345678") - {"1", "2", "3", "4", "5", "6"}
    assert not set("".join(line.partition('"')[2] for line in text.splitlines())) & set("012345678")


@given(st.text(max_size=200))
def test_any_text_is_masked(text: str) -> None:
    """What is left are words of the vocabulary, units, signs and nines."""
    left = masked(text)
    for word in sorted(VOCABULARY, key=len, reverse=True):
        left = left.replace(word, "")
    for unit in ("パケット", "GB", "MB", "KB", "円", "年", "月", "日", "時", "分"):
        left = left.replace(unit, "")
    assert not set(left) - set(" 某9¥,./:~〜-|().[]%")


@given(st.lists(st.tuples(st.sampled_from(["<div>", "</div>", "<p>", "<b>", "</b>", "<table><tr><td>", "</table>"]), st.sampled_from(["", " ", "残量", "3.25GB", "山田"])), max_size=20))  # fmt: skip
def test_rebuilding_keeps_the_structure(parts: list[tuple[str, str]]) -> None:
    html = f"<body>{''.join(tag + text for tag, text in parts)}</body>"
    once = skeleton(page(html))
    assert skeleton(page(from_skeleton(once))) == once
