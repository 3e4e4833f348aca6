"""What the data page said last time tells apart what one page alone cannot."""

from datetime import datetime, timedelta

import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.model import TOKYO, Line
from custom_components.japan_mobile.carriers.softbank.brand import SOFTBANK, YMOBILE, Brand
from custom_components.japan_mobile.carriers.softbank.follow import Seen, followed
from custom_components.japan_mobile.carriers.softbank.usage import read_usage
from custom_components.japan_mobile.carriers.web import Page

NUMBER = "08000000001"
NOON = datetime(2026, 6, 15, 12, tzinfo=TOKYO)
KEYS = (
    "usedGigaData",
    "remainData",
    "stepRemainData",
    "currentAdditionalData",
    "currentAdditionalUsedData",
    "currentGivenData",
    "currentGivenUsedData",
)


def page(body: str) -> Document:
    """A page with that body."""
    return Document(Page(URL("https://re11.my.softbank.jp/resfe/top/"), 200, {}, f"<body>{body}</body>".encode()))


def chart(*figures: str, keys: tuple[str, ...] = KEYS) -> str:
    """A chart with these figures."""
    told = ", ".join(f'"{key}": "{figure}"' for key, figure in zip(keys, figures, strict=True))
    return f"<script>var c = {{{told},}};</script>"


def spans(*figures: str, labels: tuple[str, ...] = ("使用済み", "合計", "残り")) -> str:
    """The layout of 2018."""
    return "".join(f"<p>{label}<span>{figure}</span>GB</p>" for label, figure in zip(labels, figures, strict=True))


def then(before: str, after: str, brand: Brand = SOFTBANK, *, hours: int = 3, at: datetime = NOON) -> Line:
    """One page, and some hours later another."""
    seen = Seen(read_usage(page(before), brand, at, NUMBER), at)
    later = at + timedelta(hours=hours)
    return followed(Seen.load(seen.dump()), read_usage(page(after), brand, later, NUMBER), brand, later)


def swapped(keys: tuple[str, ...], one: int, other: int) -> tuple[str, ...]:
    """The keys, two of them in each other's place."""
    told = list(keys)
    told[one], told[other] = told[other], told[one]
    return tuple(told)


BEFORE = chart("4.30", "16.70", "2.00", "1.00", "0.20", "", "")
AFTER = ("4.50", "16.50", "1.80", "1.00", "0.20", "", "")


def test_use_goes_on() -> None:
    line = then(BEFORE, chart(*AFTER))
    assert (line.used, line.remaining) == (4_500_000_000, 16_500_000_000)
    assert then(BEFORE, chart(*AFTER[::-1], keys=KEYS[::-1])) == line  # a swap would need many GB at once


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (0, 3), (1, 2), (2, 3), (2, 4), (3, 5), (4, 6), (2, 6)])
def test_two_keys_swapped(one: int, other: int) -> None:
    with pytest.raises(LayoutChanged):
        then(BEFORE, chart(*AFTER, keys=swapped(KEYS, one, other)))


@pytest.mark.parametrize("empty", range(5))
def test_a_figure_that_is_suddenly_empty(empty: int) -> None:
    """The empty text is 0, which does not follow."""
    with pytest.raises(LayoutChanged):
        then(BEFORE, chart(*("" if place == empty else figure for place, figure in enumerate(AFTER))))


def test_the_first_hundredth_that_is_empty() -> None:
    """So little is within rounding, but nothing rounds to the empty text."""
    with pytest.raises(LayoutChanged):
        then(chart("0.00", "5.00", *[""] * 5), chart("", "4.99", *[""] * 5))


def test_a_swap_that_could_be_true() -> None:
    """Both readings go on: which of the two gifts was used cannot be known from labels in another order."""
    before = chart("0.00", "7.00", "", "1.00", "", "1.00", "")
    after = ("0.20", "6.80", "", "1.00", "0.20", "1.00", "")
    assert then(before, chart(*after)).buckets[0].remaining == 800_000_000
    with pytest.raises(LayoutChanged, match="swapped"):
        then(before, chart(*after, keys=swapped(KEYS, 4, 6)))


def test_a_swap_near_the_middle() -> None:
    """2.04 used of 4.08, shown as if it were left."""
    labels = ("残り", "合計", "使用済み")
    with pytest.raises(LayoutChanged, match="swapped"):
        then(spans("2.00", "4.08", "2.08"), spans("2.05", "4.08", "2.03", labels=labels))
    line = then(spans("2.00", "4.08", "2.08"), spans("2.05", "4.08", "2.03"))
    assert line.used == 2_050_000_000  # in the same order there is no doubt


def test_what_the_month_began_with() -> None:
    """The layout of 2019: carried over and used in each other's place."""
    labels = ("使用済みデータ量", "データ量合計", "前月繰越")
    before = spans("1.00", "6.00", "2.50", labels=labels)
    assert then(before, spans("1.20", "6.00", "2.50", labels=labels)).used == 1_200_000_000
    with pytest.raises(LayoutChanged):
        then(before, spans("1.20", "6.00", "2.50", labels=labels[::-1]))
    with pytest.raises(LayoutChanged, match="前月繰越"):
        then(before, spans("1.20", "6.00", "2.50", labels=("前月繰越", "データ量合計", "使用済みデータ量")))


@pytest.mark.parametrize(("day", "turns"), [(10, True), (15, False), (20, True), (30, True)])
def test_a_new_cycle(day: int, turns: bool) -> None:
    """No page of SoftBank's says its days: on those on which a cycle may begin figures start anew."""
    at = NOON.replace(day=day, hour=23)
    if turns:
        assert then(BEFORE, chart("0.00", "20.00", *[""] * 5), at=at).used == 0
    else:
        with pytest.raises(LayoutChanged, match="fell"):
            then(BEFORE, chart("0.00", "20.00", *[""] * 5), at=at)


TABLES = """<h2>6月のご利用状況</h2><p>2026年6月1日～2026年6月30日</p><div>
<table><tr><th>前月くりこし分</th><td>1.00GB</td></tr></table>
<table><tr><th>基本データ量 残り</th><td>20.00GB／20.00GB</td></tr></table>
<table><tr><th>データ増量オプション 残り</th><td>0.00GB</td></tr></table>
<table><tr><th>使用量 合計</th><td>0.50GB</td></tr></table></div>"""


def test_an_advertisement_between_the_tables() -> None:
    """What is no table is no capacity; the figures are read."""
    shown = TABLES.replace("<table>", "<p>今なら50GBプレゼント！</p><table>", 2)
    assert then(TABLES, shown, YMOBILE).remaining == 20_500_000_000


@pytest.mark.parametrize("label", ["データ増量オプション 残り", "購入データ量"])
def test_an_amount_apart_from_the_others(label: str) -> None:
    """Nobody knows whether it counts."""
    with pytest.raises(LayoutChanged):
        then(TABLES, f"{TABLES}<dl><dt>{label}</dt><dd>3.00GB</dd></dl>", YMOBILE)
