"""The member site of IIJmio: the sheet's answers and pages, and their variants."""

import re
from typing import Any

import pytest

from tests.carriers.sheet import BILLS, DAILY, DETAIL, MONTHLY, TOP, Reader, copy


def test_top(read: Reader) -> None:
    """A pool: both lines show its figures; the later entries that are empty are no buckets."""
    _, found = read("top", TOP)
    assert found["account_id"] is None
    for line, other in (("hdc00000001", "hdc00000002"), ("hdc00000002", "hdc00000001")):
        [shown] = [entry for entry in found["lines"] if entry["line_id"] == line]
        assert (shown["remaining_bytes"], shown["total_bytes"]) == (12_650_000_000, 15_000_000_000)
        assert shown["shared_with"] == [other]
        assert [(bucket["kind"], bucket["remaining_bytes"], bucket["expires"]) for bucket in shown["buckets"]] == [
            ("carry_over", 1_250_000_000, "2026-08-31T23:59:59+09:00"),
            ("base", 11_400_000_000, "2026-09-30T23:59:59+09:00"),
        ]


@pytest.mark.parametrize(
    ("coupons", "remaining"),
    [
        (None, None),
        ("absent", 0),
        ([{"month": "202608", "couponValue": -0.2}, {"month": "202609", "couponValue": 0}], 0),
        ([{"month": "202607", "couponValue": 3}, {"month": "202609", "couponValue": "1.5"}], 1_500_000_000),
        ([{"month": "202609", "couponValue": None}], None),
        ([{"month": "202613", "couponValue": 1}], None),
        ([{"month": "202609", "couponValue": True}], None),
        ("text", None),
        ([], None),
    ],
)
def test_coupons(read: Reader, coupons: Any, remaining: int | None) -> None:
    """Absent is nothing left, empty is unknown, expired does not count, a bad value is not passed over."""
    top = copy(TOP)
    del top["serviceInfoList"][1]
    entry = top["serviceInfoList"][0] | {"dataShareExistence": False, "couponData": coupons}
    if coupons == "absent":
        del entry["couponData"]
    line = read.line("top", {"serviceInfoList": [entry]})
    assert line["remaining_bytes"] == remaining
    assert ("problem" in read.errors) == (remaining is None)


@pytest.mark.parametrize("shares", [[True, True], [False, False]])
def test_pools_that_cannot_be_told(read: Reader, shares: list[bool]) -> None:
    """Two representatives, or none: unknown, never a sum."""
    top = copy(TOP)
    for entry, share in zip(top["serviceInfoList"], shares, strict=True):
        entry |= {"dataShareExistence": share, "couponData": TOP["serviceInfoList"][0]["couponData"] if share else []}
    _, found = read("top", top)
    assert [line["remaining_bytes"] for line in found["lines"]] == [None, None]
    assert read.errors.count("share group") == 2


@pytest.mark.parametrize("flag", ["absent", "yes", None, 1, False])
def test_a_pool_of_which_nothing_represents(read: Reader, flag: Any) -> None:
    """Where the flag has gone, the amount is still the pool's, but the line's own size is not."""
    top = copy(TOP)
    top["serviceInfoList"][0]["dataShareExistence"] = flag
    if flag == "absent":
        del top["serviceInfoList"][0]["dataShareExistence"]
    _, found = read("top", top)
    assert [line["remaining_bytes"] for line in found["lines"]] == [12_650_000_000, None]
    assert [line["total_bytes"] for line in found["lines"]] == [None, None]


@pytest.mark.parametrize("coupons", [None, "x", {}, 0])
def test_a_pool_of_which_the_size_is_not_known(read: Reader, coupons: Any) -> None:
    """A line that may be a member: the pool's size is then unknown, and so is the line's."""
    top = copy(TOP)
    top["serviceInfoList"].append(copy(top["serviceInfoList"][1]) | {"serviceCode": "hdc00000003"})
    top["serviceInfoList"][1]["couponData"] = coupons
    _, found = read("top", top)
    assert [line["total_bytes"] for line in found["lines"]] == [None, None, None]
    assert [line["remaining_bytes"] for line in found["lines"]] == [12_650_000_000, None, 12_650_000_000]


@pytest.mark.parametrize("coupons", [[], "absent"])
def test_a_representative_without_amounts(read: Reader, coupons: Any) -> None:
    """A pool without figures is unknown."""
    top = copy(TOP)
    top["serviceInfoList"][0]["couponData"] = coupons
    if coupons == "absent":
        del top["serviceInfoList"][0]["couponData"]
    _, found = read("top", top)
    assert [line["remaining_bytes"] for line in found["lines"]] == [None, None]


@pytest.mark.parametrize(("size", "total"), [(None, None), (0, None), ("2.00", 2 * 10**9), (-1, None), ("x", None)])
def test_sizes(read: Reader, size: Any, total: int | None) -> None:
    """Missing and 0 are unknown."""
    top = copy(TOP)
    entry = top["serviceInfoList"][0] | {"dataShareExistence": None, "totalCapacity": size, "chargePlan": 2}
    line = read.line("top", {"serviceInfoList": [entry]})
    assert (line["total_bytes"], line["plan"], line["remaining_bytes"]) == (total, "ギガプラン 2GB", 12_650_000_000)


@pytest.mark.parametrize("size", [10**400, -1, float("nan"), float("inf"), True, []])
def test_plans_of_no_size(read: Reader, size: Any) -> None:
    """A number that no plan can have is not a part of its name."""
    entry = TOP["serviceInfoList"][0] | {"dataShareExistence": None, "chargePlan": size}
    assert read.line("top", {"serviceInfoList": [entry]})["plan"] is None


def test_tops_that_are_none(read: Reader) -> None:
    """Other forms are refused, dead sign-ins are what they are."""
    assert read.refused("top", {}) == ["serviceInfoList"]
    assert read.refused("top", {"serviceInfoList": [{}]}) == ["serviceCode"]
    assert read.refused("top", {"serviceInfoList": [1]}) == ["serviceInfoList"]
    assert read.refused("top", "<html>") == ["JSON"]
    assert read("top", {"error": "ERROR_CODE_032"})[1]["error"]["kind"] == "LoginExpired"


def test_bill_summary(read: Reader) -> None:
    """Month, amount and whether it is paid."""
    _, found = read("getBillSummary", BILLS)
    [bill] = found["bills"]
    assert (bill["month"], bill["amount"], bill["state"]) == ("2026-07", 1653, "unpaid")
    bills = copy(BILLS)
    bills["billList"][0] |= {"isUnpaid": None, "billNoList": None}
    assert read("getBillSummary", bills)[1]["bills"][0]["state"] == "unknown"
    for change, missing in (
        ({"month": None}, ["month", "month"]),
        ({"totalAmount": None}, ["totalAmount"]),
        ({"totalAmount": 1.5}, ["totalAmount", "number"]),
    ):
        broken = copy(BILLS)
        broken["billList"][0] |= change
        assert read.refused("getBillSummary", broken) == missing
    assert read.refused("getBillSummary", {}) == ["billList"]


def test_suspension(read: Reader) -> None:
    """Arrears of unknown shape are one bill of unknown amount."""
    assert read("getSuspensionInfo", {"unpaidList": [], "suspensionDate": None})[1]["bills"] == []
    [bill] = read("getSuspensionInfo", {"unpaidList": [{}, {}]})[1]["bills"]
    assert (bill["state"], bill["amount"]) == ("unpaid", None)
    assert read.refused("getSuspensionInfo", {}) == ["unpaidList"]


def test_days(read: Reader) -> None:
    """The first of two `value` attributes; a comma; a weekday; no data is 0; a missing cell is unknown."""
    line = read.line("viewdailydata", DAILY)
    assert (line["line_id"], line["number"]) == ("hdu00000001", "070-0000-0001")
    assert [(day["date"], day["bytes"], day["fast_bytes"], day["slow_bytes"]) for day in line["daily"]] == [
        ("2026-08-04", 5_000_000, 5_000_000, None),
        ("2026-08-05", 0, 0, 0),
        ("2026-08-06", 1_217_000_000, 1_214_000_000, 3_000_000),
    ]


@pytest.mark.parametrize("classes", [r' class="[^"]*"', r'(?<= class=")'])
def test_classes_do_not_matter(read: Reader, classes: str) -> None:
    """Tables are known by their heads, whatever the classes are called."""
    assert read("viewdailydata", re.sub(classes, "x-" if "?<=" in classes else "", DAILY)) == read(
        "viewdailydata", DAILY
    )


def test_whose_table_it_is(read: Reader) -> None:
    """Each table belongs to the line of its own block; one that stands with two lines belongs to none."""
    block = DAILY[DAILY.index('<div class="viewdata">') :]
    other = block.replace("00000001", "00000002").replace("0000-0001", "0000-0002").replace("1,214MB", "96MB")
    _, found = read("viewdailydata", block + other)
    shown = {line["line_id"]: line["daily"][-1]["fast_bytes"] for line in found["lines"]}
    assert shown == {"hdu00000001": 1_214_000_000, "hdu00000002": 96_000_000}
    headless, _, table = other.rpartition("<table")
    two = block[: block.index("<table")] + "</div>" + headless
    assert not any(
        line["daily"] for line in read("viewdailydata", f"<div>{two}</div><table{table}")[1].get("lines", [])
    )
    gone = read("viewdailydata", block[: block.index("<table")] + "</div>" + other)[1]["lines"]
    assert [line["line_id"] for line in gone if line["daily"]] == ["hdu00000002"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("高速通信利用量", "低速通信利用量"), ("低速通信利用量", "高速通信利用量"), ("低速", "高速"), ("高速", "低速")],
)
def test_columns_that_have_changed(read: Reader, old: str, new: str) -> None:
    """The heads stand in the sheet's order, each once, or nothing below them counts."""
    assert read.line("viewdailydata", DAILY.replace(old, new))["daily"] == []


def test_months(read: Reader) -> None:
    """Used is this month's fast data; "no data" from before June 2021 says nothing."""
    line = read.line("viewmonthlydata", MONTHLY)
    assert line["used_bytes"] == 4_700_000_000
    assert [month["month"] for month in line["monthly"]] == ["2021-06", "2026-08"]
    assert read.line("viewmonthlydata", MONTHLY.replace("2026年08月", "2026年07月"))["used_bytes"] is None
    assert "month 2026-08" in read.errors


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("高速通信利用量", "通信量", "高速通信利用量"),
        ("対象日", "日付", "対象日"),
        ("1,214MB", "1,214パケット", "unit"),
        (">3MB", ">-", "number"),
        ("2026年08月06日", "きょう", "date"),
        ("データ利用はありません", "集計中", "データ利用はありません"),
        ("2026年08月04日", "2026年08月06日", "twice"),
    ],
)
def test_days_that_cannot_be_read(read: Reader, old: str, new: str, problem: str) -> None:
    """A doubtful row or column is left out and named."""
    line = read.line("viewdailydata", DAILY.replace(old, new))
    assert len(line["daily"]) < 3
    assert problem in read.errors


def test_a_table_in_a_table(read: Reader) -> None:
    """Whose days are in the outer one cannot be told."""
    inner = DAILY[DAILY.index("<table") : DAILY.index("</table>") + len("</table>")]
    assert read.refused("viewdailydata", DAILY.replace("</table>", f"<tr><td>{inner}</td></tr></table>")) == [
        "対象日",
        "a table in a table",
    ]


def test_pages_that_are_none(read: Reader) -> None:
    """Another page, the error page, the login page."""
    assert read.refused("viewdailydata", "<html><div class='viewdatas'>") == ["対象日"]
    assert read("viewdailydata", "システムエラー")[0] == 6
    login = "https://www.iijmio.jp/auth/login/"
    assert read("viewdailydata", DAILY, "--url", login)[1]["error"]["kind"] == "LoginExpired"
    assert read("viewdailydata", DAILY, "--url", "https://[")[0] == 2


def test_detail(read: Reader) -> None:
    """Items by their first line, tax as an item."""
    _, found = read("detail", DETAIL)
    [bill] = found["bills"]
    assert (bill["month"], bill["amount"]) == ("2026-07", 1653)
    assert [(item["label"], item["amount"]) for item in bill["items"]] == [
        ("月額基本料(ギガプラン)", 1500),
        ("ユニバーサルサービス料※", 3),
        ("消費税", 150),
    ]


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("2026年07月利用分", "ご利用分", ["bill-detail-top", "month"]),
        ("1,653円", "-", ["bill-detail-price-num", "yen"]),
        ('class="bill-detail-table"', "", ["bill-detail-table"]),
        ("<td>1</td><td>3円</td>", "<td>1</td>", ["item of 4 cells"]),
        ("&yen;3", "三円", ["item amount", "yen"]),
        ("150円", "?", ["消費税", "yen"]),
        ("<th>総計（税抜）</th>", "", ["bill-detail-tax"]),
    ],
)
def test_details_that_cannot_be_read(read: Reader, old: str, new: str, missing: list[str]) -> None:
    """A bill is read whole or not."""
    assert read.refused("detail", DETAIL.replace(old, new)) == missing


def test_logins(read: Reader) -> None:
    """What a saved login answer says."""
    for body in ("{}", '{"error":null}', '{"error":""}'):
        assert read("login", body)[0] == 0
    assert read("login", {"error": "WARNING_CODE_008"})[0] == 3
    assert read.refused("login", {"error": 8}) == ["error"]
    assert read("loginInfo", {"login_flg": True, "id_ma": "MA0000001"})[1]["account_id"] == "MA0000001"
    assert read("token", {"mioId": "MA0000001", "token": "x"})[1]["account_id"] == "MA0000001"
    assert read.refused("token", {"mioId": "MA0000001"}) == ["mioId", "token"]
    assert read.refused("token", {"mioId": "MA0000001", "token": "x", "statusCode": "505"}) == ["statusCode"]
