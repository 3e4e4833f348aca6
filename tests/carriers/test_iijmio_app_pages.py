"""The app interface of IIJmio: the sheet's answers and their variants."""

from typing import Any

import pytest

from tests.carriers.sheet import FEES, PAST, TRAFFIC, Reader, copy


def test_data_traffic(read: Reader) -> None:
    """Numbers as texts, units of their own, a day without figures."""
    status, found = read("dataTraffic", TRAFFIC)
    assert (status, found["account_id"]) == (0, "MA0000001")
    [line] = found["lines"]
    assert (line["line_id"], line["number"], line["plan"]) == ("hdu00000001", "070-0000-0001", "ギガプラン 10GB")
    assert (line["remaining_bytes"], line["total_bytes"]) == (8_400_000_000, 10_000_000_000)
    assert (line["fast"], line["throttled"]) == (True, False)
    assert [bucket["remaining_bytes"] for bucket in line["buckets"]] == [1_000_000_000, 7_400_000_000]
    assert line["daily"] == [
        {"date": "2026-08-01", "bytes": 123_000_000, "fast_bytes": 120_000_000, "slow_bytes": 3_000_000}
    ]


@pytest.mark.parametrize(
    ("change", "remaining", "missing"),
    [
        ({"availableDataTraffic": None}, 8_400_000_000, None),
        ({"availableDataTraffic": ""}, 8_400_000_000, None),
        ({"availableDataTraffic": "-1"}, None, "of this month"),
        ({"availableDataTraffic": "8.42"}, 8_420_000_000, None),
        ({"availableDataTraffic": "8.43"}, None, "of this month"),
        ({"availableDataTrafficUnit": "GiB"}, None, "unit"),
        ({"availableDataTrafficUnit": None}, None, "unit"),
        ({"availableDataTraffic": "many"}, None, "number"),
        ({"availableDataTraffic": []}, None, "number"),
    ],
)
def test_what_is_left(read: Reader, change: dict[str, Any], remaining: int | None, missing: str | None) -> None:
    """The figure of that name, else the sum by expiry; an unknown unit is not guessed."""
    traffic = copy(TRAFFIC)
    traffic["dataTraffic"]["hdcList"][0]["thisMonthDataList"] |= change
    assert read.line("dataTraffic", traffic)["remaining_bytes"] == remaining
    assert (missing or "") in read.errors


@pytest.mark.parametrize(
    ("expire", "coupon", "remaining"),
    [([], 8.4, 8_400_000_000), ([], None, None), (None, "3", 3_000_000_000), ([{"expireYear": "x"}], 8.4, None), (7, 8.4, None)],
)  # fmt: skip
def test_what_is_left_by_expiry(read: Reader, expire: Any, coupon: Any, remaining: int | None) -> None:
    """Without the list the line's own total; a list that cannot be read is not passed over."""
    traffic = copy(TRAFFIC)
    line = traffic["dataTraffic"]["hdcList"][0]
    line |= {"expireList": expire, "couponValue": coupon}
    del line["thisMonthDataList"]["availableDataTraffic"]
    assert read.line("dataTraffic", traffic)["remaining_bytes"] == remaining


@pytest.mark.parametrize(("available", "remaining"), [("-1", 0), ("9.99", 9_990_000_000)])
def test_what_is_left_without_expiry(read: Reader, available: str, remaining: int) -> None:
    """There is nothing to compare it with; it is never below 0."""
    traffic = copy(TRAFFIC)
    line = traffic["dataTraffic"]["hdcList"][0]
    line["expireList"] = []
    line["thisMonthDataList"]["availableDataTraffic"] = available
    assert read.line("dataTraffic", traffic)["remaining_bytes"] == remaining


@pytest.mark.parametrize(
    ("at", "amounts", "known"),
    [
        ("2026-09-01T00:05", {8: 1.0, 9: 7.4}, False),
        ("2026-09-20T12:00", {8: 1.0, 9: 7.4}, False),
        ("2026-09-01T00:05", {8: 0.0, 9: 8.4}, False),
        ("2026-09-01T00:05", {9: 8.4}, False),
        ("2026-09-01T00:05", {}, False),
        ("2026-09-01T00:05", {9: 1.0, 10: 7.4}, True),
        ("2026-09-01T00:05", {9: 8.4, 10: 0.0}, True),
        ("2026-09-20T12:00", {9: 8.4}, True),
        ("2026-09-20T12:00", {}, True),
    ],
)
def test_the_month_of_an_answer(read: Reader, at: str, amounts: dict[int, float], *, known: bool) -> None:
    """Last month's figures are not this month's; what may be either is unknown."""
    traffic = copy(TRAFFIC)
    traffic["dataTraffic"]["hdcList"][0]["expireList"] = [
        {"expireYear": "2026", "expireMonth": str(month), "remainingDataTraffic": amount, "dataUnit": "GB"}
        for month, amount in amounts.items()
    ]
    _, found = read("dataTraffic", traffic, "--at", at)
    [line] = found["lines"]
    assert line["remaining_bytes"] == (8_400_000_000 if known else None)
    assert ("of this month" in read.errors) is not known
    assert known or line["buckets"] == []


def test_values_of_unknown_meaning(read: Reader) -> None:
    """States other than 0 and 1 are unknown; so is a line without its figures."""
    traffic = copy(TRAFFIC)
    line = traffic["dataTraffic"]["hdcList"][0]
    line["thisMonthDataList"] |= {"couponStatus": 2, "regulationStatus": True, "dataShare": None}
    line["lastSevenDaysDataList"] = "none"
    found = read.line("dataTraffic", traffic)
    assert (found["fast"], found["throttled"], found["daily"]) == (None, None, [])
    del line["thisMonthDataList"], line["expireList"], line["couponValue"]
    assert read.line("dataTraffic", traffic)["remaining_bytes"] is None
    assert "thisMonthDataList" in read.errors


@pytest.mark.parametrize(("groups", "remaining"), [(["hdg1", "hdg1"], 8_400_000_000), (["", ""], None)])
def test_pools_of_the_app(read: Reader, groups: list[str], remaining: int | None) -> None:
    """Members of one group that agree show the pool's figure; its size is unknown."""
    traffic = copy(TRAFFIC)
    [line] = traffic["dataTraffic"]["hdcList"]
    line["thisMonthDataList"]["dataShare"] = 1
    traffic["dataTraffic"]["hdcList"] = [
        line | {"lineServiceCode": f"hdo0000000{place}", "serviceCode": f"hdc0000000{place}", "groupServiceCode": group}
        for place, group in enumerate(groups)
    ]
    _, found = read("dataTraffic", traffic)
    assert [line["remaining_bytes"] for line in found["lines"]] == [remaining] * 2
    assert [line["total_bytes"] for line in found["lines"]] == [None] * 2


def test_a_pool_of_which_a_member_is_not_known(read: Reader) -> None:
    """Two lines share and the code of one is missing: what the other shows need not be the pool's."""
    traffic = copy(TRAFFIC)
    [line] = traffic["dataTraffic"]["hdcList"]
    line["thisMonthDataList"]["dataShare"] = 1
    other = line | {"lineServiceCode": "hdo00000002", "serviceCode": "hdc00000002", "groupServiceCode": "hdg1"}
    traffic["dataTraffic"]["hdcList"] = [line | {"groupServiceCode": None}, other]
    _, found = read("dataTraffic", traffic)
    assert [line["remaining_bytes"] for line in found["lines"]] == [None, None]


@pytest.mark.parametrize("key", ["maxDataTraffic", "high", "low"])
def test_figures_below_zero(read: Reader, key: str) -> None:
    """Neither a size nor a use is below 0."""
    traffic = copy(TRAFFIC)
    [line] = traffic["dataTraffic"]["hdcList"]
    told = line["thisMonthDataList"] if key == "maxDataTraffic" else line["lastSevenDaysDataList"]["dailyDataList"][0]
    told[key] = "-5"
    found = read.line("dataTraffic", traffic)
    assert found["total_bytes"] is None if key == "maxDataTraffic" else found["daily"] == []
    assert "number" in read.errors


def test_past_days_below_zero(read: Reader) -> None:
    days = [{"date": "1", "dataTraffic": "-310", "dataTrafficUnit": "MB"}]
    assert read.line("pastDataTraffic", PAST | {"thisMonthDailyInfo": days})["daily"] == []


def test_legacy_groups(read: Reader) -> None:
    """Lines of a group, each once though `mainHdd` repeats them."""
    traffic = copy(TRAFFIC)
    [line] = traffic["dataTraffic"]["hdcList"]
    del line["serviceCode"]
    group = {"serviceCode": "hdd00000001", "planCode": "x", "lineServiceCodeList": [line]}
    traffic["dataTraffic"] = {"hdcList": None, "hddList": [group], "mainHdd": [group]}
    assert read.line("dataTraffic", traffic)["line_id"] == "hdu00000001"
    del group["serviceCode"]
    assert read.refused("dataTraffic", traffic) == ["serviceCode"]


def test_past_data_traffic(read: Reader) -> None:
    """One figure each."""
    line = read.line("pastDataTraffic", PAST)
    assert (line["line_id"], line["used_bytes"]) == ("hdc00000001", 1_600_000_000)
    assert [month["month"] for month in line["monthly"]] == ["2026-04", "2026-08"]
    assert line["daily"] == [{"date": "2026-08-01", "bytes": 310_000_000, "fast_bytes": None, "slow_bytes": None}]


@pytest.mark.parametrize(
    "change",
    [
        {"lastFiveMonthDataUnit": "GiB"},
        {"lastFiveMonthInfo": [{"month": "7", "dataTraffic": "1"}]},
        {"lastFiveMonthInfo": [{"month": "8", "dataTraffic": "1"}, {"month": "7", "dataTraffic": "1"}]},
        {"lastFiveMonthInfo": [{"month": "13", "dataTraffic": "1"}]},
        {"lastFiveMonthInfo": [{"month": "8", "dataTraffic": "-1"}]},
        {"lastFiveMonthInfo": None},
    ],
)
def test_past_months_that_cannot_be_told(read: Reader, change: dict[str, Any]) -> None:
    """An order, a unit or a month that is not right leaves the use unknown."""
    assert read.line("pastDataTraffic", PAST | change)["used_bytes"] is None
    assert "problem" in read.errors


def test_usage_fee(read: Reader) -> None:
    """Bills without month and state."""
    _, found = read("usageFee", FEES)
    [bill] = found["bills"]
    assert (bill["month"], bill["amount"], bill["state"]) == (None, 1653, "unknown")
    assert [item["label"] for item in bill["items"]] == ["月額料金", "消費税"]
    assert read.refused("usageFee", FEES | {"billingSummary": None}) == ["billingSummary"]
    assert read.refused("usageFee", FEES | {"billingSummary": [{}]}) == ["billingTotalAmount"]
    broken = copy(FEES)
    broken["billingSummary"][0]["detailDataList"][0]["detailItemList"][0] = {"amount": 1}
    assert read.refused("usageFee", broken) == ["title"]
    broken["billingSummary"][0]["detailDataList"][0]["detailItemList"][0] = {"title": "x", "amount": "1.5"}
    assert read.refused("usageFee", broken) == ["amount", "number"]
