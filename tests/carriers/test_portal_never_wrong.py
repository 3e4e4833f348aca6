"""Small pages that show something else than what their label says at first sight: read rightly, or refused."""

from datetime import datetime

import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.assembly import Assembly
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.model import TOKYO, Part
from custom_components.japan_mobile.carriers.portal.offline import Look, look
from custom_components.japan_mobile.carriers.survey import Survey
from custom_components.japan_mobile.carriers.web import Page

NOW = datetime(2026, 11, 10, 12, tzinfo=TOKYO)
USED = "<dl><dt>データ利用量</dt><dd>5.00GB</dd></dl>"


def seen(body: str) -> Look:
    text = f'<html><meta charset=utf-8><body><a href="/logout">ログアウト</a>{body}</body></html>'
    return look(Page(URL("https://x.example.jp/my"), 200, {}, text.encode()), NOW, "portal")


def refused(body: str) -> None:
    """A page beside a figure that can be read: nothing but that one is told."""
    account = seen(f"{body}<section><h2>契約</h2><dl><dt>データ容量</dt><dd>90GB</dd></dl></section>").account
    assert [(line.remaining, line.used) for line in account.lines] in [[(None, None)], [(None, None)] * 2]
    assert account.bills == ()


@pytest.mark.parametrize(
    "body",
    [
        "<h2>2026年10月のご利用状況</h2><h3>データ通信</h3>" + USED,
        "<h2>2026年10月分</h2>" + USED,
        "<h2>2026年10月</h2>" + USED,
        "<select><option>2026年11月</option><option selected>2026年10月</option></select>" + USED,
        "<div>＜ <span>2026年10月</span> ＞</div>" + USED,
        "<dl><dt>対象期間</dt><dd>2026-10-01 〜 2026-10-31</dd></dl>" + USED,
        "<dl><dt>対象期間</dt><dd>2026年10月1日 0:00 〜 2026年10月31日 23:59</dd></dl>" + USED,
        "<dl><dt>ご利用期間</dt><dd>2026年10月15日 〜 2026年10月31日</dd></dl>" + USED,
        "<p>（2026年10月1日〜10月31日）</p>" + USED,
        "<p>2026年10月31日 23:59時点</p>" + USED,
        "<dl><dt>最終更新日時</dt><dd>2026年10月31日 23:59</dd></dl>" + USED,
        "<dl><dt>対象月</dt><dd>令和8年10月</dd></dl>" + USED,
        "<dl><dt>データ利用量（10月分）</dt><dd>5.00GB</dd></dl>",
        "<dl><dt>データ利用量</dt><dd>5.00GB（10月分）</dd></dl>",
        "<dl><dt>データ残量</dt><dd>3.25GB（前日時点）</dd></dl>",
        "<dl><dt>データ残量</dt><dd>3.25<sup>1</sup>GB</dd></dl>",
        "<dl><dt>ご請求金額</dt><dd>3,278円（税抜）</dd></dl>",
        "<dl><dt>データ利用量</dt><dd>集計中</dd><dd>5.00GB</dd></dl>",
        "<table><tr><th>データ利用量</th><td>集計中です</td><td>20GB</td></tr></table>",
        "<h3>基本データ</h3><dl><dt>残量</dt><dd>3.00GB</dd></dl><h3>繰越データ</h3><dl><dt>残量</dt><dd>3.00GB</dd></dl>",
        "<div><h2>状況</h2><p>3.25GB</p><p>データ残量</p><p>1.75GB</p><p>データ利用量</p></div>",
        "<dl><dt>海外データ残量</dt><dd>9.00GB</dd></dl>",
        "<dl><dt>データ残量がなくなったら</dt><dd>1GB</dd></dl>",
        "<div><p>電話番号：080-0000-0001</p></div><div><p>データSIM（番号なし）</p><p>データ利用量：3.00GB</p></div>",
        "".join(
            f"<section><dl><dt>電話番号</dt><dd>080-0000-000{n}</dd><dt>ご請求金額</dt><dd>1,078円</dd></dl></section>"
            for n in (1, 2)
        ),
    ],
)
def test_what_is_not_this_months_is_not_told(body: str) -> None:
    refused(body)


def test_a_bill_is_told_with_tax() -> None:
    account = seen("<dl><dt>ご請求金額</dt><dd>980円（税込1,078円）</dd></dl>").account
    assert [bill.amount for bill in account.bills] == [1078]


def test_the_month_of_a_bill_is_no_month_of_usage() -> None:
    account = seen("<dl><dt>ご請求月</dt><dd>2026年11月</dd><dt>ご請求金額</dt><dd>3,278円</dd></dl>").account
    assert [(bill.month, bill.amount) for bill in account.bills] == [(None, 3278)]


@pytest.mark.parametrize(
    "over", ["", "<h2>11月のご利用状況</h2>", "<p>2026-11-01 〜 2026-11-30</p>", "<p>令和8年11月分</p>"]
)
def test_what_is_of_this_month_is_told(over: str) -> None:
    assert [line.used for line in seen(over + USED).account.lines] == [5 * 10**9]


def test_figures_that_a_script_has_yet_to_fill_in() -> None:
    """Nothing used and nothing left: nobody has that."""
    refused("<dl><dt>データ利用量</dt><dd>0.00GB</dd><dt>データ残量</dt><dd>0.00GB</dd></dl>")


def test_what_is_used_up_is_told() -> None:
    account = seen("<dl><dt>データ利用量</dt><dd>5.00GB</dd><dt>データ残量</dt><dd>0.00GB</dd></dl>").account
    assert [(line.used, line.remaining) for line in account.lines] == [(5 * 10**9, 0)]


def page_of(number: int, label: str) -> Survey:
    """The page of one line, with a bill."""
    body = f"<dl><dt>電話番号</dt><dd>080-0000-000{number}</dd><dt>{label}</dt><dd>1,078円</dd></dl>"
    text = f"<html><meta charset=utf-8><body>{body}</body></html>"
    return Survey(Document(Page(URL(f"https://x.example.jp/my?line={number}"), 200, {}, text.encode())), NOW)


@pytest.mark.parametrize(("label", "bills"), [("ご請求金額", []), ("ご請求金額（全回線合計）", [1078])])
def test_equal_bills_on_the_pages_of_several_lines(label: str, bills: list[int]) -> None:
    """They are those of the lines, unless the page says that they are of all of them."""
    assembly = Assembly([page_of(1, label), page_of(2, label)], NOW, name="x")
    reading = assembly.read({"bill": label}, frozenset({Part.BILLS}))
    assert [bill.amount for bill in reading.bills] == bills
    assert bool(reading.problems) is not bool(bills)
