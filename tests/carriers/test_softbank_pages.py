"""The data pages of SoftBank and Y!mobile: the sheet's examples, and what must not be read out of them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.__main__ import main
from custom_components.japan_mobile.carriers.errors import CodeNeeded, LayoutChanged, LoginExpired
from custom_components.japan_mobile.carriers.model import TOKYO, Account, Bucket, BucketKind, Line
from custom_components.japan_mobile.carriers.web import Page

NOW = datetime(2026, 3, 12, 12, 0, tzinfo=TOKYO)
TABLES = """<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"></head><body>
<h2 class="res-fs16">3月のご利用状況</h2>
<p class="res-fs14">2026年3月1日～2026年3月31日</p><p class="res-fs14">080-0000-0000</p>
<div class="list-toggle-content js-toggle-content m-top-20">
 <table><tbody><tr><th>前月くりこし分</th><td>
\t\t1.20GB
 </td></tr></tbody></table>
 <table><tbody><tr><th>基本データ量 残り</th><td>18.85GB／20.00GB</td></tr>
   <tr><th>基本データ量</th><td>20.00GB</td></tr></tbody></table>
 <table><tbody><tr><th>データ増量オプション 残り</th><td>0.00GB</td></tr>
   <tr><th>データ増量オプション</th><td>0.00GB<br><span>有効期限 …</span></td></tr></tbody></table>
 <table><tbody><tr><th>購入データ量</th><td>0.00GB</td></tr></tbody></table>
 <table><tbody><tr><th>使用量 合計</th><td>2.35GB</td></tr></tbody></table>
</div></body></html>"""
CHART = """<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"><title>データ量の管理</title></head><body><script>
var usageChart = {"charts": [{"chartId": "main", "chartType":  "pie", "usedGigaData": "4.30", "remainData": "16.70", "stepRemainData": "", "currentAdditionalData": "1.00", "currentAdditionalUsedData": "0.20", "currentGivenData": "", "currentGivenUsedData": "",}]};
</script></body></html>"""
SPANS = "<p>使用済み<span>4.30</span>GB</p><p>合計<span>21.00</span>GB</p><p>残り<span>16.70</span>GB</p>"


def account(key: str, body: str, name: str = "data", host: str | None = None, path: str = "/resfe/top/") -> Account:
    """A page as the client of that brand reads it."""
    carrier = CARRIERS[key]
    url = URL.build(scheme="https", host=host or carrier.hosts[2], path=path)
    return carrier.client.pages[name](Page(url, 200, {}, body.encode()), NOW)


def line(key: str, body: str) -> Line:
    """The line of a data page."""
    [found] = account(key, body).lines
    return found


def missing(key: str, body: str) -> tuple[str, ...]:
    """Why a data page is refused."""
    with pytest.raises(LayoutChanged) as caught:
        account(key, body)
    assert caught.value.page == "data"
    return caught.value.missing


@pytest.mark.parametrize("key", ["ymobile", "softbank"])
def test_the_tables(key: str) -> None:
    """The sheet's example; SoftBank may have come to the same layout."""
    found = line(key, TABLES)
    assert (found.line_id, found.number) == ("08000000000", "080-0000-0000")
    assert (found.used, found.remaining, found.total) == (2_350_000_000, 18_850_000_000, 21_200_000_000)
    assert [(bucket.kind.value, bucket.total) for bucket in found.buckets] == [
        ("carry_over", 1_200_000_000),
        ("base", 20_000_000_000),
    ]
    assert found.cycle is not None
    assert (found.cycle.start.isoformat(), found.cycle.end.isoformat()) == ("2026-03-01", "2026-03-31")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        # Exchanged with the row of another label, by the page's last digit: no rounding is between two of one amount.
        ("基本データ量</th><td>20.00GB", "基本データ量</th><td>20.01GB", ("remaining", "基本データ量")),
        ("前月くりこし分", "", ()),
        ("前月くりこし分", "前月分", ()),
        ("使用量 合計", "使用量", ()),
        ("基本データ量 残り", "基本データ量のこり", ()),
        ("購入データ量</th><td>0.00GB", "購入データ量</th><td>", ()),
        ("購入データ量</th><td>0.00GB", "</th><td>1.00GB", ()),
        ("購入データ量</th><td>0.00GB", "本日の使用量</th><td>1.00GB", ("remaining", "an amount of another kind")),
        ("購入データ量</th><td>0.00GB", "ご家族の分</th><td>1.00GB", ("remaining", "an amount of another kind")),
        ("購入データ量</th><td>0.00GB", "今なら購入データ量</th><td>50GB", ("remaining", "an amount of another kind")),
        ("購入データ量</th><td>0.00GB", "購入データ量</th><td>使い放題", ("remaining", "unlimited")),
        ("購入データ量</th><td>0.00GB", "購入データ量</th><td>1000MB", ("unit",)),
        ("購入データ量</th><td>0.00GB", "購入データ量</th><td>1.00", ("unit",)),
        ("データ増量オプション 残り</th><td>0.00GB", "データ増量オプション 残り</th><td>0.50GB", ("remaining", "two values")),
        ("<td>20.00GB</td>", "<td>30.00GB</td>", ("remaining",)),
        ("<td>20.00GB</td>", "<td></td>", ("remaining",)),
        ("18.85GB／", "17.00GB／", ("remaining", "sum")),
        ("18.85GB／", "19.85GB／", ("remaining", "sum")),
        ("18.85GB／20.00GB", "18.85GB", ("基本データ量 残り", "pair")),
        ("2.35GB", "2350MB", ("unit",)),
        ("2.35GB", "", ("使用量 合計", "empty")),
        ("2.35GB", "12.35GB", ("remaining", "sum")),
        ("2026年3月1日～2026年3月31日", "2026年2月1日～2026年2月28日", ("period",)),
        ("080-0000-0000", "080-0000-0000</p><p>080-0000-0009", ("phone number", "two values")),
    ],
)  # fmt: skip
def test_tables_that_are_refused(old: str, new: str, why: tuple[str, ...]) -> None:
    """A label that is gone, an amount of unknown kind, a figure that does not fit: no number at all."""
    assert TABLES.count(old) >= 1
    assert missing("ymobile", TABLES.replace(old, new))[: len(why)] == why


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</body>", '<table class="campaign"><tr><th>今なら</th><td>50GB</td></tr></table></body>'),
        ("</body>", "<p>今なら50GBプレゼント</p></body>"),
        ('<div class="list-toggle-content js-toggle-content m-top-20">', '<section><div class="x9"><div>'),
        ("18.85GB／", "<b>１８</b>．８５ＧＢ／"),
        ("18.85GB／", "20.00GB／"),
        ('<p class="res-fs14">080-0000-0000</p>', ""),
        ("購入データ量</th><td>0.00GB", "ご家族の分</th><td>0.00GB"),
    ],
)
def test_tables_in_other_clothes(old: str, new: str) -> None:
    """Classes, wrappers, widths and advertisements change nothing; nor does nothing under a new label."""
    assert old in TABLES
    found = line("ymobile", TABLES.replace(old, new))
    assert (found.used, found.remaining, found.total) == (2_350_000_000, 18_850_000_000, 21_200_000_000)


def test_mileage() -> None:
    """Its amount stands in the second row; of no other table is that known."""
    page = TABLES.replace("データ増量オプション", "データマイレージ").replace("<td>0.00GB<br>", "<td>3.00GB<br>")
    page = page.replace("18.85GB／", "20.00GB／")
    found = line("ymobile", page)
    assert found.total == 24_200_000_000
    assert found.buckets[2] == Bucket(kind=BucketKind.BONUS, total=3_000_000_000)


def test_the_chart() -> None:
    """The sheet's example: a comma too many, empty texts that are 0."""
    found = line("softbank", CHART)
    assert (found.used, found.remaining, found.total) == (4_300_000_000, 16_700_000_000, 21_000_000_000)
    assert (found.cycle, found.number) == (None, None)
    assert found.buckets == (Bucket(kind=BucketKind.TOP_UP, total=10**9, remaining=8 * 10**8),)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("remainData", "restData", ("remainData",)),
        ("stepRemainData", "carried", ("stepRemainData",)),
        ('"16.70"', '"many"', ("remainData", "number")),
        ('"16.70"', '"0.10"', ("remainData", "sum")),
        ('"0.20"', '"1.20"', ("currentAdditionalUsedData", "sum")),
        (
            '"usedGigaData": "4.30", "remainData": "16.70"',
            '"usedGigaData": "", "remainData": ""',
            ("remainData", "empty"),
        ),
        ("}]};", '}, {"usedGigaData": "1.00"}]};', ("remainData",)),
    ],
)
def test_charts_that_are_refused(old: str, new: str, why: tuple[str, ...]) -> None:
    """A key that is gone, or figures that do not fit."""
    assert missing("softbank", CHART.replace(old, new))[: len(why)] == why


def test_older_layouts() -> None:
    """Their order alone proves nothing, nor do labels whose figures do not add up."""
    assert line("softbank", SPANS).remaining == 16_700_000_000
    assert missing("softbank", SPANS.replace("使用済み", "").replace("合計", "").replace("残り", ""))
    assert missing("softbank", SPANS.replace("16.70", "16.00")) == ("残りデータ量", "sum")
    assert missing("ymobile", SPANS)
    swapped = SPANS.replace("使用済み", "*").replace("合計", "使用済み").replace("*", "合計")
    assert missing("softbank", swapped) == ("total", "sum")


def test_other_pages() -> None:
    """The portal's first page, and pages of the login."""
    top = '<p>未払い金があります</p><a href="/msb/d/auth/doLogout">ログアウト</a>'
    host = CARRIERS["softbank"].hosts[0]
    assert len(account("softbank", top, "home", host).bills) == 1
    assert account("softbank", top.replace("未払い金があります", ""), "home", host).bills == ()
    with pytest.raises(LayoutChanged):
        account("softbank", "<p>こんにちは</p>", "home", host)
    identity = CARRIERS["softbank"].hosts[1]
    form = '<form method="post"><input name="telnum"><input type="password" name="password"></form>'
    with pytest.raises(LoginExpired):
        account("softbank", form, "login", identity)
    with pytest.raises(CodeNeeded):
        account("softbank", "<title>本人確認 | ワイモバイル</title>", "login", identity, "/login.php")
    with pytest.raises(LayoutChanged):
        account("softbank", "<p>こんにちは</p>", "login", identity)
    assert account("softbank", "<p>こんにちは</p>", "login", host).lines == ()


def test_reading_a_saved_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `script/carrier read` does."""
    file = tmp_path / "page"
    file.write_text(TABLES)
    command: list[Any] = ["read", "ymobile", "data", str(file), "--json", "--at", "2026-03-12T12:00"]
    assert main(command) == 0
    assert '"remaining_bytes": 18850000000' in capsys.readouterr().out
