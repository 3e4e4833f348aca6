"""What IIJmio's app interface answers: lines, remaining data, history, fees. Sheet 4.5 to 4.7, 5.1."""

from datetime import date
from typing import Any

from aiohttp import web

from simulator.clock import Month
from simulator.people import GB, MB, Account, Bill, Invoice, Line

from .iijmio_desk import Desk
from .iijmio_figures import (
    WEEK,
    charge_plan,
    cut_day,
    days_back,
    gigabyte_text,
    left_in_app,
    month_of,
    months_back,
    options_of,
    plan_name,
    shared,
    size_in_app,
)
from .portal import Instead

type Json = dict[str, Any]

_DAYS = "月火水木金土日"
_PAST_MONTHS = 5


class AppData:
    """The bodies of the app's answers, without `mioId` and `statusCode`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def identity(self, _account: Account, _request: web.Request) -> Json:
        """`/identityStatus`; its values are assumed."""
        return {"code": "0", "IdentityStatus": [{"Contractor": "0", "DoryStatus": "0"}]}

    def line_info(self, account: Account, _request: web.Request) -> Json:
        """`/lineInfo`."""
        numbered = {line.line_id: f"{place:02}" for place, line in enumerate(account.lines, 1)}
        return {"lineInfo": _two_lists(account, lambda line: {"number": numbered[line.line_id]})}

    def contract(self, account: Account, _request: web.Request) -> Json:
        """`/contract`."""

        def more(line: Line) -> Json:
            status = "利用中" if line.status == "active" else "利用停止中"  # the second is assumed
            dates = {"applicationDate": f"{account.since:%Y/%m/%d}", "startDate": f"{account.since:%Y/%m/%d}"}
            return {"serviceStatus": status, "chargePlan": charge_plan(line), "eSim": int(line.esim)} | dates

        return {"contract": _two_lists(account, more)}

    def traffic(self, account: Account, request: web.Request) -> Json:
        """`/dataTraffic`."""
        detail = request.query.get("dataDetailFlag") == "1"
        groups: dict[str, list[Line]] = {}
        for line in account.lines:
            if line.contract_id in options_of(account).legacy_contracts:
                groups.setdefault(line.contract_id, []).append(line)
        flat = [line for line in account.lines if line.contract_id not in groups]
        main = {code: lines[:1] for code, lines in groups.items()} if options_of(account).repeat_main else {}
        return {
            "dataTraffic": {
                "hdcList": [
                    {"serviceCode": line.contract_id, **self._line(account, line, detail=detail)} for line in flat
                ],
                "hddList": [self._group(account, code, lines, detail=detail) for code, lines in groups.items()],
                "mainHdd": [self._group(account, code, lines, detail=detail) for code, lines in main.items()],
                "pullDownNameList": [],
            }
        }

    def _group(self, account: Account, code: str, lines: list[Line], *, detail: bool) -> Json:
        members = [self._line(account, line, detail=detail) for line in lines]
        return {"serviceCode": code, "planCode": "LG0300", "lineServiceCodeList": members}

    def _line(self, account: Account, line: Line, *, detail: bool) -> Json:
        options = options_of(account)
        today = self._desk.world.today()
        by_month = left_in_app(account, line, today)
        total = sum(by_month.values())
        expire = [
            {
                "expireYear": str(month.year),
                "expireMonth": str(month.month),
                "remainingDataTraffic": _lossy(account, amount / GB, text=False),
                "dataUnit": "GB",
            }
            for month, amount in by_month.items()
        ]
        told: Json = {
            **_codes(account, line),
            "msIsdn": line.number.replace("-", "").removeprefix("0"),
            "startDate": f"{account.since:%Y/%m/%d}",
            "couponValue": _lossy(account, total / GB, text=False),
            "expireList": [] if options.empty_expire_list else expire,
            "regulation": None,
            "5g": None,
            "thisMonthDataList": self._this_month(account, line, total),
        }
        if detail or not options.no_week:
            told["lastSevenDaysDataList"] = self._week(account, line, today)
        return told

    def _this_month(self, account: Account, line: Line, total: int) -> Json:
        options = options_of(account)
        coupon = int(line.fast) if options.coupon_status is None else options.coupon_status
        regulation = int(line.throttled) if options.regulation_status is None else options.regulation_status
        told: Json = {
            "availableDataTraffic": _lossy(account, total / GB, text=True),
            "availableDataTrafficUnit": "GB",
            "couponStatus": _lossy(account, coupon, text=False),
            "regulationStatus": _lossy(account, regulation, text=True),
            "dataShare": _lossy(account, int(shared(account, line)), text=False),
            "usePeriod": "1日-末日",
        }
        monthly = size_in_app(account, line)
        if monthly is not None:
            told |= {"maxDataTraffic": _lossy(account, monthly // GB, text=False), "maxDataTrafficUnit": "GB"}
        elif options.capacity[line.line_id] == "zero":
            told |= {"maxDataTraffic": _lossy(account, 0, text=False), "maxDataTrafficUnit": "GB"}
        return told

    def _week(self, account: Account, line: Line, today: date) -> Json:
        high, low = options_of(account).week_units
        rows = []
        for day in reversed(days_back(today, WEEK)):
            usage = cut_day(line.on(day))
            rows.append(
                {
                    "month": str(day.month),
                    "date": str(day.day),
                    "dayOfWeek": _DAYS[day.weekday()],
                    "high": _in_unit(usage.fast, high),
                    "low": _in_unit(usage.slow, low),
                }
            )
        return {
            "lastSevenDays": f"{rows[0]['month']}/{rows[0]['date']}-{rows[-1]['month']}/{rows[-1]['date']}",
            "lastSevenDaysDataHighUnit": high,
            "lastSevenDaysDataLowUnit": low,
            "dailyDataList": rows,
        }

    def past(self, account: Account, request: web.Request) -> Json:
        """`/pastDataTraffic`. Single figures count fast data alone (assumed). 404 for no such line."""
        code, wanted = request.query.get("serviceCode", ""), request.query.get("lineServiceCode", "")
        lines = [line for line in account.lines if line.contract_id == code and wanted in ("", line.line_id)]
        if not lines or (not wanted and not code.startswith("hdc")):
            raise Instead(web.Response(status=404))
        today = self._desk.world.today()
        return {
            "serviceCode": code,
            "lastFiveMonthDataUnit": "GB",
            "lastFiveMonthInfo": [
                {"month": str(month.month), "dataTraffic": gigabyte_text(month_of(lines[0], month).fast)}
                for month in reversed(months_back(today, _PAST_MONTHS))
            ],
            "thisMonthInfo": {"month": str(today.month), "day": str(today.day)},
            "thisMonthDailyInfo": [
                {
                    "date": str(day.day),
                    "dayOfWeek": _DAYS[day.weekday()],
                    "dataTraffic": str(cut_day(lines[0].on(day)).fast // MB),
                    "dataTrafficUnit": "MB",
                }
                for day in reversed(days_back(today, today.day))
            ],
        }

    def fees(self, account: Account, _request: web.Request) -> Json:
        """`/usageFee`: one summary for each invoice, newest first."""
        options = options_of(account)
        bills = account.newest_bills()[: options.fee_months]
        detailed = len(bills) if options.fee_detail_months is None else options.fee_detail_months
        newest: Json = {}
        if bills:
            first = bills[0].month
            newest = {
                "billingMonth": str(first.plus(options.fee_month_shift).month),
                "billingPeriod": f"{first.year}/{first.month:02}/01",
                "billingTotalAmount": str(bills[0].amount),
            }
        summaries = [
            _summary(account, bill, invoice, detailed=place < detailed)
            for place, bill in enumerate(bills)
            for invoice in bill.invoices
        ]
        return newest | {"billingSummary": summaries}


def _two_lists(account: Account, more: Any) -> Json:
    legacy = options_of(account).legacy_contracts
    told: dict[str, list[Json]] = {"hdcList": [], "hddList": []}
    for line in account.lines:
        name = "hddList" if line.contract_id in legacy else "hdcList"
        told[name].append({"serviceCode": line.contract_id, **_codes(account, line), **more(line)})
    return told


def _codes(account: Account, line: Line) -> Json:
    # That members of a share have the same group code is assumed.
    group = line.pool_id if shared(account, line) else ""
    return {
        "lineServiceCode": line.line_id,
        "groupServiceCode": group,
        "planName": plan_name(line),
        "telNo": line.number,
    }


def _lossy(account: Account, value: float, *, text: bool) -> float | str:
    """A number that this interface writes now as a number, now as text."""
    style = options_of(account).numbers
    return str(value) if style == "text" or (style == "mixed" and text) else value


def _in_unit(amount: int, unit: str) -> str:
    return str(amount // MB) if unit == "MB" else f"{amount / GB:.3f}"


def _summary(account: Account, bill: Bill, invoice: Invoice, *, detailed: bool) -> Json:
    month: Month = bill.month.plus(options_of(account).fee_month_shift)
    rows = [(item.label, item.amount) for item in invoice.items] + [("消費税", invoice.tax)]
    details = [{"label": "ギガプラン", "subTotal": invoice.amount, "detailItemList": [_item(*row) for row in rows]}]
    return {
        "billingMonth": f"{month.year}/{month.month:02}",
        "billingNo": invoice.number,
        "billingTotalAmount": str(invoice.amount),
        "remarksList": [],
        "detailDataList": details if detailed else [],
    }


def _item(title: str, amount: int) -> Json:
    return {"title": title, "amount": amount, "quantity": "1", "unitPrice": amount, "remarks": ""}
