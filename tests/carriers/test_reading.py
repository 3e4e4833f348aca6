"""Portal text into values: exact, or refused by name."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
import math
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.japan_mobile.carriers import reading
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.model import Month

FULL_WIDTH = str.maketrans("0123456789.,GMB", "０１２３４５６７８９．，ＧＭＢ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.25GB", 3_250_000_000),
        ("4.7GB", 4_700_000_000),
        ("0.0GB", 0),
        ("214MB", 214_000_000),
        ("1,234 MB", 1_234_000_000),
        (" 1530\u3000MB\n", 1_530_000_000),
        ("４．７ＧＢ", 4_700_000_000),
        ("12KB", 12_000),
    ],
)
def test_volume(text: str, expected: int) -> None:
    """Volumes are bytes, without the rounding of floats."""
    assert reading.volume(text) == expected


@given(st.integers(0, 10**8), st.sampled_from(["GB", "MB"]), st.booleans(), st.booleans())
def test_any_volume(hundredths: int, unit: str, commas: bool, wide: bool) -> None:
    """What a portal prints with two decimals is read to the byte, in whatever width."""
    whole, rest = divmod(hundredths, 100)
    text = f"{whole:,}.{rest:02}{unit}" if commas else f"{whole}.{rest:02}{unit}"
    expected = hundredths * reading.UNITS[unit] // 100
    assert reading.volume(text.translate(FULL_WIDTH) if wide else text) == expected


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but `Unreadable` comes out of a text that is not a value."""
    for read in (reading.volume, reading.yen, reading.day, reading.month, reading.lossy, reading.whole):
        told: object = None
        try:
            told = read(text)
        except reading.Unreadable as err:
            told = err.what
        assert told or told == 0 or not text.strip(), "neither a value nor a reason"


@pytest.mark.parametrize(
    ("read", "text", "what"),
    [
        (reading.volume, "3.25", "unit"),
        (reading.volume, "5パケット", "unit"),
        (reading.volume, "1.5GiB", "unit"),
        (reading.volume, "12,34MB", "number"),
        (reading.volume, "-", "number"),
        (reading.volume, "-1GB", "number"),
        (reading.volume, "", "number"),
        (reading.volume, "使い放題", "number"),
        (reading.volume, "9" * 30 + "GB", "number"),
        (reading.yen, "1653", "yen"),
        (reading.yen, "1,65円", "yen"),
        (reading.yen, "9" * 5000 + "円", "yen"),
        (reading.day, "2026年02月30日", "date"),
        (reading.day, "8月6日", "date"),
        (reading.month, "2026年13月", "month"),
        (reading.month, "20261", "month"),
        (reading.lossy, True, "number"),
        (reading.lossy, math.nan, "number"),
        (reading.lossy, math.inf, "number"),
        (reading.lossy, 10**40, "number"),
        (reading.lossy, "8.4GB", "number"),
        (reading.lossy, [], "number"),
        (reading.whole, 1.5, "number"),
    ],
)
def test_refused(read: Callable[[Any], object], text: Any, what: str) -> None:
    """What is doubtful is refused, and the error names what was doubtful, not the text."""
    with pytest.raises(reading.Unreadable) as caught:
        read(text)
    assert caught.value.what == what


@pytest.mark.parametrize(
    ("value", "expected"),
    [(8.4, "8.4"), ("8.4", "8.4"), (10, "10"), ("-0.5", "-0.5"), (" 1,234 ", "1234"), (None, None), ("", None)],
)
def test_lossy(value: Any, expected: str | None) -> None:
    """JSON numbers come as numbers or texts; a float is the decimal that was written."""
    assert reading.lossy(value) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,653円", 1653),
        ("¥1,653", 1653),
        ("￥1,653", 1653),
        ("&yen;1,653", 1653),
        ("１，２３４円", 1234),
        ("0円", 0),
        ("-100円", -100),
        ("▲100円", -100),
    ],
)
def test_yen(text: str, expected: int) -> None:
    """Yen in every spelling."""
    assert reading.yen(text) == expected


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_and_months(day: date) -> None:
    """Dates with and without padding and weekday, months in every spelling."""
    weekday = "月火水木金土日"[day.weekday()]
    for text in (f"{day:%Y年%m月%d日}", f"{day.year}年{day.month}月{day.day}日（{weekday}）", f"{day:%Y/%m/%d}"):
        assert reading.day(text) == day
    month = Month.of(day)
    for text in (f"{day:%Y年%m月}", f"{day.year}年{day.month}月利用分", f"{day:%Y%m}", f"{day:%Y/%m}", str(month)):
        assert reading.month(text) == month


@given(st.dates(date(2021, 1, 1), date(2030, 12, 31)), st.integers(0, 300))
def test_days_without_a_year(today: date, back: int) -> None:
    """Every day of the last ten months is found again from its month and day."""
    day = date.fromordinal(today.toordinal() - back)
    if (day.year, day.month) == (today.year, today.month) or day.month != today.month:
        assert reading.day_without_year(day.month, day.day, today) == day


def test_december_in_january() -> None:
    """A month number greater than the current one is last year's."""
    assert reading.day_without_year(12, 31, date(2027, 1, 2)) == date(2026, 12, 31)
    assert reading.month_without_year(1, date(2027, 1, 2)) == Month(2027, 1)
    with pytest.raises(reading.Unreadable):
        reading.month_without_year(13, date(2027, 1, 2))


def test_reading_names_page_and_label() -> None:
    """Errors say where, and never what stood there."""
    with pytest.raises(LayoutChanged) as caught, reading.reading("page", "label"):
        reading.volume("secret 5 apples")
    assert (caught.value.page, caught.value.missing) == ("page", ("label", "number"))
    assert "apples" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_what_portals_say_instead_of_numbers() -> None:
    """No limit, no value, and pairs of volumes."""
    assert reading.unlimited("使い放題")
    assert reading.unlimited("データ無制限")
    assert not reading.unlimited("使い放題ではありません")
    assert reading.absent(" － ")
    assert reading.absent("")
    assert not reading.absent("0")
    assert reading.volumes("１８．８５ＧＢ／20.00GB") == (18_850_000_000, 20_000_000_000)
    assert reading.packets("12,345,678 パケット") == 12_345_678
    assert reading.volume("3 .25GB") == 3_250_000_000
    assert reading.volume("1.5GB", reading.BINARY_UNITS) == 3 * 2**29


@pytest.mark.parametrize(
    ("read", "text", "what"),
    [
        (reading.volumes, "18.85GB", "pair"),
        (reading.volumes, "1GB/2GB/3GB", "pair"),
        (reading.volumes, "1/2GB", "unit"),
        (reading.packets, "12,345", "unit"),
        (reading.packets, "1.5パケット", "number"),
        (reading.volume, "3. 25GB", "number"),
        (reading.volume, "3 25GB", "number"),
    ],
)
def test_doubtful_values_are_refused(read: Callable[[str], Any], text: str, what: str) -> None:
    with pytest.raises(reading.Unreadable) as caught:
        read(text)
    assert caught.value.what in {what, "unit"}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026年6月4日 ～ 2026年7月3日", date(2026, 6, 4), date(2026, 7, 3)),
        ("2026/6/4-2026/7/3", date(2026, 6, 4), date(2026, 7, 3)),
        ("6月4日（木）から7月3日（金）まで", date(2026, 6, 4), date(2026, 7, 3)),
        ("12/4〜1/3", date(2025, 12, 4), date(2026, 1, 3)),
        ("12月4日～2026年1月3日", date(2025, 12, 4), date(2026, 1, 3)),
        ("2025年12月4日～1月3日", date(2025, 12, 4), date(2026, 1, 3)),
    ],
)
def test_periods(text: str, start: date, end: date) -> None:
    assert reading.period(text, date(2026, 6, 20)) == (start, end)


@pytest.mark.parametrize("text", ["", "6月4日", "2026年7月3日～2026年6月4日", "6月31日～7月30日", "6～7"])
def test_no_periods(text: str) -> None:
    with pytest.raises(reading.Unreadable):
        reading.period(text, date(2026, 6, 20))
