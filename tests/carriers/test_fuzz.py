"""Whatever arrives: no crash, no hang, and no figure that is not in it. Thousands of inputs with `script/test --long`."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
import os
import re
from time import process_time
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.japan_mobile.carriers import reading, wire
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import CarrierError
from custom_components.japan_mobile.carriers.forms import forms, links, login_form
from custom_components.japan_mobile.carriers.handed import HandedLine, NotUnderstood, understand
from custom_components.japan_mobile.carriers.model import TOKYO, Account, Line
from custom_components.japan_mobile.carriers.person.cookies import read_cookies
from custom_components.japan_mobile.carriers.places import Unusable
from custom_components.japan_mobile.days import LineDays
from tests.carriers.paging import page
from tests.figures import Note

LONG = bool(os.environ.get("JAPAN_MOBILE_LONG"))
MANY = settings(max_examples=20_000 if LONG else 200, deadline=None, suppress_health_check=list(HealthCheck))
FED = Counter[str]()
NOW = datetime(2026, 11, 10, 12, tzinfo=TOKYO)
TODAY = date(2026, 11, 10)
PIECES = (
    "1", "2,345", "0.5", "１２", "-", "GB", "MB", "KB", "ギガ", "円", "¥", "月", "日", "年", "/", "残", "量", "使用", "無制限", " ", "\n", "〜", "(", ")",
    "令和8", "2026", "11", ":", "時", "約", "\0", "\u202e", "\u3000", "合計", "--", ".", ",",
)  # fmt: skip
TAGS = (
    "<form action=/a method=post>", "</form>", "<input name=a value=1>", "<input type=password name=b>", "<table>", "<tr>", "<td>",
    "</td>", "<th>残量</th>", "<dl>", "<dt>使用量", "<dd>1.5GB", "<select name=s>", "<option selected>", "<button>送信", "<a href='//x'>", "<base href='http://y/'>",
    "<script>var a=1;", "</script>", "<!--", "-->", "<style>", "<p hidden>", "<svg>", "<template>", "&lt;", "&#0;", "<![CDATA[", "<?php 5 ?>", "<iframe src=javascript:1>", "3.2GB", "\0",
)  # fmt: skip
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
soups = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(TAGS), max_size=60).map("".join))
jsons = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ("lines", "bills", "carrier", "account_id", "fetched_at", "problems", "line_id", "used_bytes", "told", "months", "marks", "cookies", "name", "value", "domain", "path", "x")
    ), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip

READERS: dict[str, Callable[[str], Any]] = {
    "volume": reading.volume, "volumes": reading.volumes, "yen": reading.yen, "day": reading.day, "month": reading.month,
    "packets": reading.packets, "number": reading.number, "period": lambda text: reading.period(text, TODAY),
    "joined": reading.joined, "dated": reading.dated, "plain": reading.plain,
}  # fmt: skip


def fed[**P](test: Callable[P, None]) -> Callable[P, None]:
    """Count what a test is fed with."""

    @wraps(test)
    def counted(*args: P.args, **kwargs: P.kwargs) -> None:
        FED[test.__name__] += 1
        test(*args, **kwargs)

    return counted


@pytest.fixture(autouse=True)
def _told(note_figures: Note) -> Iterator[None]:
    FED.clear()
    yield
    for name, count in FED.items():
        note_figures("Fuzzing with hypothesis", numbers={name.removeprefix("test_").replace("_", " "): count})


@pytest.mark.parametrize("name", READERS)
@given(text=texts)
@MANY
@fed
def test_reading(name: str, text: str) -> None:
    """A value, or `Unreadable`; a value of digits that are there."""
    try:
        found = READERS[name](text)
    except reading.Unreadable:
        return
    if name in {"volume", "yen", "packets"}:
        assert found >= 0 or name == "yen"
        assert any(map(str.isdecimal, text)) or found == 0


@given(st.decimals(0, 9999, places=2), st.sampled_from(("GB", "MB", "KB")))
@MANY
@fed
def test_a_volume_is_what_it_says(amount: Decimal, unit: str) -> None:
    assert reading.volume(f" {amount:,} {unit} ") == int(amount * {"GB": 10**9, "MB": 10**6, "KB": 10**3}[unit])


@given(soups)
@MANY
@fed
def test_pages_and_forms(soup: str) -> None:
    """Any page is a document with its forms, or an error with a name."""
    doc = Document(page(soup))
    with suppress(CarrierError):
        for form in forms(doc):
            assert form.action.scheme in {"http", "https"}
        links(doc)
        login_form(doc)


@given(jsons)
@MANY
@fed
def test_what_was_kept_may_be_anything(content: Any) -> None:
    """An account from disk is one, or is not taken; days from disk too."""
    assert wire.is_account(content) in {True, False}
    with suppress(KeyError, TypeError, ValueError, AttributeError, IndexError):
        LineDays.loaded(content)


@given(st.one_of(texts, jsons.map(str), jsons.map(repr)))
@MANY
@fed
def test_cookies(export: str) -> None:
    with suppress(Unusable):
        for cookie in read_cookies(export, ("my.example.jp",), NOW):
            assert cookie.domain.endswith("example.jp")


@given(st.one_of(texts, soups))
@MANY
@fed
def test_what_is_handed_in(text: str) -> None:
    """What is read of a text is a number that stands in it."""
    try:
        found = understand(text, HandedLine(line_id="a", name="A"), now=NOW)
    except NotUnderstood:
        return
    digits = {
        Decimal(one.replace(",", ""))
        for one in re.findall(r"\d[\d,]*(?:\.\d+)?", reading.plain(text))
        if one.strip(",")
    }
    for value in filter(None, (found.used, found.remaining, found.total)):
        assert any(value == int(one * size) for one in digits for size in (10**9, 10**6, 10**3)), text


LARGE = {
    "digits": "1" * 100_000, "commas": "1," * 50_000, "labels": "残量 " * 30_000, "brackets": "(" * 100_000, "days": "11/25 " * 16_000,
    "soup": "<div><p>残量" * 9_000, "attributes": "<p " + "a=1 " * 25_000 + ">", "comments": "<!--" * 25_000, "entities": "&#x32;" * 16_000,
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_hundred_kilobytes_end_soon(name: str) -> None:
    """Each reader by itself, at most 50 ms of the processor; the slowest took 13 when this was written."""
    text = LARGE[name]
    for reader in (*READERS.values(), _handed, _cookies):
        began = process_time()
        with suppress(reading.Unreadable, NotUnderstood, Unusable):
            reader(text)
        assert process_time() - began < 0.05, reader


def _handed(text: str) -> object:
    return understand(text, HandedLine(line_id="a", name="A"), now=NOW)


def _cookies(text: str) -> object:
    return read_cookies(text, ("my.example.jp",), NOW)


def test_the_account_that_was_kept_is_the_same() -> None:
    line = Line(line_id="1", used=5)
    account = Account(carrier="iijmio", account_id="a", fetched_at=NOW, lines=(line,))
    assert wire.load(wire.dump(account, kept=True)) == account
