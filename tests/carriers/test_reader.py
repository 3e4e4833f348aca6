"""Values by label: right, or refused by name."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.labels import Match
from custom_components.japan_mobile.carriers.model import TOKYO, Cycle
from custom_components.japan_mobile.carriers.reader import Reader

from .paging import NOW, page

GB = 10**9
JUNE = Cycle(date(2026, 6, 1), date(2026, 6, 30))


def read(html: str, **more: Any) -> Reader:
    """A reader of that page."""
    return Reader(page(html), NOW, name="usage", **more)


def cell(value: str, label: str = "残量") -> Reader:
    """A reader of a page with one value."""
    return read(f"<table><tr><th>{label}<td>{value}</table>")


def refused(call: Callable[[], object]) -> tuple[str, ...]:
    """What a reader misses."""
    with pytest.raises(LayoutChanged) as caught:
        call()
    assert caught.value.page == "usage"
    assert caught.value.skeleton
    return caught.value.missing


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3.25GB", 3_250_000_000),
        ("<b>3</b>.<span>25</span>GB", 3_250_000_000),
        ("<b>3</b>\n<span>.25</span>\t<small> GB </small>", 3_250_000_000),
        ("１，２３４ ＭＢ", 1_234_000_000),
        ("\n\t\t1.20GB\n ", 1_200_000_000),
        ("0.00GB<br><span>有効期限 2026年7月31日</span>", 0),
        ("1.23GB（6月20日現在）", 1_230_000_000),
        ("1.47GB（12,345,678パケット）", 1_470_000_000),
        ("5<br>GB", 5 * GB),
    ],
)
def test_size(value: str, expected: int) -> None:
    assert cell(value).size("残量") == expected


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "empty"),
        ("-", "empty"),
        ("―", "empty"),
        ("3.25", "unit"),
        ("3.25TB", "unit"),
        ("3.25ギガ", "unit"),
        ("使い放題", "unlimited"),
        ("約3GB", "number"),
        ("18.85GB／20.00GB", "pair"),
        ("1.00GB<br>2.00GB", "two values"),
        ("3GB（残り1GB）", "number"),
        ("1 234MB", "number"),
        ("3. 25GB", "number"),
        ("<b>3</b> <b>25</b>GB", "number"),
        ("受付中", "number"),
    ],
)
def test_a_doubtful_size_is_refused(value: str, why: str) -> None:
    found = refused(lambda: cell(value).size("残量"))
    assert found in {("残量", why), ("残量", "unit" if why == "number" else why)}


def test_what_is_missing_is_named() -> None:
    assert refused(lambda: cell("3GB", "使用量").size("残量", "残りデータ量")) == ("残量",)
    assert cell("3GB", "使用量").size_or_none("残量") is None
    assert refused(lambda: cell("-", "残量").size_or_none("残量")) == ("残量", "empty")


def test_an_empty_cell_may_mean_something() -> None:
    assert cell("").size("残量", empty=0) == cell("-").size("残量", empty=0) == 0


def test_candidates_agree_or_are_refused() -> None:
    html = "<dl><dt>残量<dd>3GB</dl><table><tr><th>残量<td>{}</table>"
    assert read(html.format("3,000MB")).size("残量") == 3 * GB
    assert refused(lambda: read(html.format("3,001MB")).size("残量")) == ("残量", "two values")
    assert refused(lambda: read(html.format("3")).size("残量")) == ("残量", "unit")
    assert read(html.format("この回線")).size("残量") == 3 * GB


def test_a_unit_in_the_label_counts() -> None:
    assert cell("1,234", "使用量(MB)").size("使用量") == 1_234_000_000
    assert cell("1,234", "金額（円）").yen("金額") == 1234
    assert refused(lambda: cell("1,234", "使用量(回)").size("使用量", match=Match.STARTS)) == ("使用量", "unit")


def test_gigabytes_of_1024() -> None:
    assert read("<p>残量：1.5GB</p>", gigabyte=2**30).size("残量") == 3 * 2**29


def test_other_values() -> None:
    reader = read(
        "<dl><dt>基本データ量 残り<dd>18.85GB／20.00GB<dt>プラン<dd>シンプルS<dt>請求額<dd>１，２３４円（税込）"
        "<dt>通信<dd>使い放題<dt>期限<dd>2026年7月31日</dl>"
    )
    assert reader.sizes("基本データ量残り") == (18_850_000_000, 20 * GB)
    assert reader.text("プラン") == "シンプルS"
    assert reader.yen("請求額") == 1234
    assert reader.unlimited("通信")
    assert not reader.unlimited("請求額")
    assert reader.day("期限") == date(2026, 7, 31)
    assert refused(lambda: reader.yen("プラン")) == ("プラン", "yen")
    assert refused(lambda: reader.sizes("請求額"))[0] == "請求額"
    assert [reading.step for reading in reader.readings] == [10**7, 10**7, 1]


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<p>090-0000-0001</p>", None),
        ("<p>ご利用番号 ０９０００００００１</p><p>090-0000-0001</p>", None),
        ("<select><option>09000000002<option selected>09000000001</select>", None),
        ("<p>0120-000-000</p>", ("phone number",)),
        ("<p>090-0000-0001</p><p>090-0000-0002</p>", ("phone number", "two values")),
        ("<p>1090-0000-00012</p>", ("phone number",)),
    ],
)
def test_phone(html: str, why: tuple[str, ...] | None) -> None:
    if why is None:
        assert read(html).phone() == "09000000001"
    else:
        assert refused(lambda: read(html).phone()) == why


@pytest.mark.parametrize(
    ("html", "cycle"),
    [
        ("<h2>6月のご利用状況</h2>", JUNE),
        ("<h2>2026年６月のデータ通信</h2>", JUNE),
        ("<p>2026年6月1日～2026年6月30日</p>", JUNE),
        ("<h2>6月のご利用状況</h2><p>6/4-7/3</p>", Cycle(date(2026, 6, 4), date(2026, 7, 3))),
        ("<dd>高速通信 1MB<span>2026年6月4日 〜 2026年7月3日</span></dd>", Cycle(date(2026, 6, 4), date(2026, 7, 3))),
        ("<p>キャンペーン 2026年5月1日～2026年5月31日</p><p>6月ご利用分</p>", JUNE),
        ("<h2>5月のご利用状況</h2>", None),
        ("<h2>7月のご利用状況</h2>", None),
        ("<h2>2025年6月のご利用状況</h2>", None),
        ("<p>2026年5月1日～2026年5月31日</p>", None),
        ("<h2>6月のご利用状況</h2><h2>5月のご利用状況</h2>", None),
        ("<h2>5月のご利用状況</h2><p>6月4日～7月3日</p>", None),
        ("<p>2026年6月31日～2026年7月30日</p>", None),
        ("<p>何もありません</p>", None),
    ],
)
def test_the_page_is_about_now(html: str, cycle: Cycle | None) -> None:
    if cycle is None:
        assert refused(read(html).month) == ("period",)
    else:
        assert read(html).month() == cycle


def test_months_of_labels() -> None:
    assert cell("2026年6月", "対象月").month("対象月") == JUNE
    assert cell("202606", "対象月").month("対象月") == JUNE
    assert refused(lambda: cell("2026/05", "対象月").month("対象月")) == ("period",)
    assert refused(lambda: cell("2026/06", "対象月").month("期間")) == ("period",)


def test_a_period_over_the_end_of_the_year() -> None:
    reader = Reader(page("<p>12月4日～1月3日</p>"), datetime(2027, 1, 2, tzinfo=TOKYO))
    assert reader.month() == Cycle(date(2026, 12, 4), date(2027, 1, 3))


def test_sums_hold_within_rounding() -> None:
    reader = read("<p>使用量：2.35GB</p><p>総量：20GB</p><p>残量：17.66GB</p>")
    assert reader.agreed(reader.size("総量") - reader.size("使用量"), "残量") == 17_660_000_000
    assert refused(lambda: reader.agreed(17_640_000_000, "残量")) == ("残量", "sum")
    assert reader.close(1, 10_000_001)
    assert not reader.close(1, 10_000_002)


_DECOYS = st.lists(
    st.sampled_from(
        [
            "<p>今なら50GB</p>",
            '<div class="campaign"><dl><dt>残量</dt><dd>50GB</dd></dl></div>',
            "<h2>料金表</h2><table><tr><th>残量</th><td>20GB</td></tr></table><h2>内容</h2>",
            "<p hidden>残量：9GB</p>",
            "<table><tr><th>使用量</th><td>8GB</td></tr></table>",
            "<p>最大1Gbps</p>",
            "<!-- 残量：7GB -->",
            "<p>データの追加は1GBから</p>",
        ]
    ),
    max_size=4,
)  # fmt: skip
_SHAPES = st.sampled_from(
    [
        "<table><tr><th>残量</th><td>{}</td></tr></table>",
        "<div><dl><dt>残　量</dt><dd>{}</dd></dl></div>",
        "<div><p>残量</p><p>{}</p></div>",
        "<section><p>残量：{}</p></section>",
        "<table><tr><th>プラン</th><th>残量</th></tr><tr><td>S</td><td>{}</td></tr></table>",
    ]
)


@given(st.integers(0, 99999), _DECOYS, _DECOYS, _SHAPES, st.booleans())
def test_a_value_among_decoys(hundredths: int, before: list[str], after: list[str], shape: str, split: bool) -> None:
    whole, rest = divmod(hundredths, 100)
    value = f"<b>{whole}</b>.<span>{rest:02}</span> GB" if split else f"{whole}.{rest:02}GB"
    html = f"<body><main>{''.join(before)}{shape.format(value)}{''.join(after)}</main></body>"
    assert read(html).size("残量") == hundredths * 10**7
    assert refused(lambda: read(html.replace(shape.format(value), "")).size("残量")) == ("残量",)
