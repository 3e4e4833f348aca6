"""The examples of IIJmio's protocol sheet, and a reader that reads them as `script/carrier read` does."""

import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main

TOP: dict[str, Any] = {
    "serviceInfoList": [
        {
            "serviceCode": "hdc00000001", "planName": "ギガプラン", "chargePlan": "10", "serviceName": "音声SIM",
            "phoneNo": "070-0000-0001", "totalCapacity": 10.00, "dataShareExistence": True,
            "dataShareNotCovered": False,
            "couponData": [
                {"sequenceNo": 0, "month": "202608", "couponValue": 1.25, "adjustmentCoupon": False},
                {"sequenceNo": 1, "month": "202609", "couponValue": 11.40},
                {"sequenceNo": 2, "month": "202610", "couponValue": 0.00},
            ],
        },
        {
            "serviceCode": "hdc00000002", "planName": "ギガプラン", "chargePlan": "5", "serviceName": "音声SIM",
            "phoneNo": "070-0000-0002", "totalCapacity": 5.00, "couponData": [],
        },
    ],
    "billSummary": {},
}  # fmt: skip
TRAFFIC: dict[str, Any] = {
    "mioId": "MA0000001", "statusCode": "200",
    "dataTraffic": {"hdcList": [{
        "serviceCode": "hdc00000001", "lineServiceCode": "hdu00000001", "groupServiceCode": "",
        "planName": "ギガプラン 10GB", "telNo": "070-0000-0001", "msIsdn": "70000000001", "couponValue": 8.4,
        "expireList": [
            {"expireYear": "2026", "expireMonth": "8", "remainingDataTraffic": 1.0, "dataUnit": "GB"},
            {"expireYear": "2026", "expireMonth": "9", "remainingDataTraffic": 7.4, "dataUnit": "GB"}],
        "thisMonthDataList": {
            "availableDataTraffic": "8.4", "availableDataTrafficUnit": "GB", "maxDataTraffic": 10,
            "maxDataTrafficUnit": "GB", "couponStatus": 1, "regulationStatus": "0", "dataShare": 0},
        "lastSevenDaysDataList": {
            "lastSevenDaysDataHighUnit": "MB", "lastSevenDaysDataLowUnit": "GB",
            "dailyDataList": [{"month": "8", "date": "1", "dayOfWeek": "土", "high": "120", "low": "0.003"},
                              {"month": "8", "date": "2", "high": None, "low": None}]},
    }], "hddList": [], "mainHdd": []},
}  # fmt: skip
PAST: dict[str, Any] = {
    "mioId": "MA0000001", "statusCode": "200", "serviceCode": "hdc00000001", "lastFiveMonthDataUnit": "GB",
    "lastFiveMonthInfo": [{"month": "4", "dataTraffic": "3.6"}, {"month": "8", "dataTraffic": "1.6"}],
    "thisMonthInfo": {"month": "8", "day": "6"},
    "thisMonthDailyInfo": [{"date": "1", "dayOfWeek": "土", "dataTraffic": "310", "dataTrafficUnit": "MB"}],
}  # fmt: skip
FEES: dict[str, Any] = {
    "mioId": "MA0000001", "statusCode": 200, "billingMonth": "8",
    "billingSummary": [{
        "billingMonth": "2026/08", "billingNo": "100000000002", "billingTotalAmount": "1653", "remarksList": [],
        "detailDataList": [{"label": "ギガプラン", "subTotal": 1653, "detailItemList": [
            {"title": "月額料金", "amount": 1503}, {"title": "消費税", "amount": 150}]}]}],
}  # fmt: skip
BILLS: dict[str, Any] = {
    "billList": [
        {"billNoList": ["100000000002"], "month": "202607", "totalAmount": 1653, "usedPoint": 0, "isUnpaid": True}
    ]
}
DAILY = """

<!DOCTYPE html><link><div></div><!DOCTYPE html><body>
<div class="viewdata-notice"></div>
<div class="viewdata">
 <div class="viewdata-title row"><div><b>070-0000-0001 <span class="plan">（音声・タイプA）</span></b><br>
   hdc00000001（10ギガプラン）8981300000000000001</div>
  <div><form id="form_1" action="/service/setup/hdc/viewdailydata/" method="POST">
   <input id="hdoCode" name="hdoCode" value="hdu00000001" type="hidden" value=""/>
   <div><input type="hidden" name="_csrf" value="00000000-0000-4000-8000-000000000000" /></div></form></div></div>
 <table class="viewdatatbl">
  <tr><td class="viewdata-header1">対象日</td><td class="viewdata-header2">高速通信利用量</td><td class="viewdata-header3">低速通信利用量</td></tr>
  <tr class="viewdata-detail-row"><td class="viewdata-detail-cell1">2026年08月06日</td><td class="viewdata-detail-cell2">
    1,214MB </td><td class="viewdata-detail-cell3">3MB</td></tr>
  <tr class="viewdata-detail-row"><td class="viewdata-detail-cell1">2026年8月5日（水）</td><td class="viewdata-detail-cell-none" colspan="2">データ利用はありません</td></tr>
  <tr class="viewdata-detail-row"><td class="viewdata-detail-cell1">2026年08月04日</td><td class="viewdata-detail-cell2">5MB</td></tr>
 </table></div>
"""
MONTHLY = (
    DAILY.replace("対象日", "対象月")
    .replace("2026年08月06日", "2026年08月").replace("1,214MB", "4.7GB").replace(">3MB", ">0.0GB")
    .replace("2026年8月5日（水）", "2021年05月").replace("2026年08月04日", "2021年06月")
)  # fmt: skip
DETAIL = """
<div class="bill-detail-top">2026年07月利用分　請求金額（税込）
  <span class="bill-detail-price-num">1,653円</span></div>
<table class="bill-detail-tax">
  <tr><th>総計（税抜）</th><td>1,503円</td></tr>
  <tr><th>10%対象（税抜）</th><td>1,503円</td><th>（消費税等）</th><td>150円</td></tr></table>
<table class="bill-detail-table">
  <tr class="bill-detail-table-plan"><td colspan="4">hdc00000001 mioモバイル（ギガプラン）（MVNOサービス）</td></tr>
  <tr class="bill-detail-table-label"><th>内訳</th><th>数量</th><th>単価</th><th>金額</th></tr>
  <tr><td>月額基本料(ギガプラン)<br>( 2026/7/1〜2026/7/31 )</td><td>1</td><td>1,500円</td><td>1,500円</td></tr>
  <tr><td>ユニバーサルサービス料※<br>( 1番号あたり3円のご請求となります )</td><td>1</td><td>3円</td><td>&yen;3</td></tr>
  <tr class="bill-detail-table-total"><td colspan="3">小計</td><td class="bill-detail-table-r-sum">1,503円</td></tr></table>
"""


class Reader:
    """Reads a page as on 6 August 2026."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._file = folder / "page"
        self._capsys = capsys
        self.errors = ""

    def __call__(self, page: str, content: Any, *more: str) -> tuple[int, Any]:
        """Exit status and JSON."""
        self._file.write_text(content if isinstance(content, str) else json.dumps(content))
        at = ["--at", "2026-08-06T12:00"]
        status = main(["read", "iijmio", page, str(self._file), "--json", *at, *more])
        printed = self._capsys.readouterr()
        self.errors = printed.err
        return status, json.loads(printed.out)

    def line(self, page: str, content: Any) -> Any:
        """The only line of a page."""
        status, found = self(page, content)
        assert status == 0
        [line] = found["lines"]
        return line

    def refused(self, page: str, content: Any) -> list[str]:
        """What was missing in a page that cannot be read."""
        status, found = self(page, content)
        assert (status, found["error"]["kind"], found["error"]["page"]) == (7, "LayoutChanged", page)
        missing: list[str] = found["error"]["missing"]
        return missing


def copy(content: Any) -> Any:
    """A copy to change."""
    return json.loads(json.dumps(content))
