"""The answers of mineo's app interface. Sheet 4 to 6."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from simulator.clock import Month
from simulator.people import Account, Line, Usage

from .mineo_figures import KINDS, capacities, charge_end, days, months, options_of, told_day, told_month

type Json = dict[str, Any]

OK = {"messages": [None], "resultCode": "00"}


def telnum_list(account: Account) -> Json:
    """All lines of the customer."""
    options = options_of(account)
    if options.stranger:
        return OK | {"telNumList": [{"custId": "XYZ99ZZ999", "lineName": "stranger", "telNum": "08000009999"}]}
    lines: Any = [
        {
            "custId": line.line_id,
            "lineName": options.names.get(line.line_id, ""),
            "telNum": line.number.replace("-", ""),
        }
        for line in account.lines
        if line.line_id not in options.unlisted
    ]
    return OK | {"telNumList": lines or (None if options.no_lines == "null" else [])}


def capacity(account: Account, line: Line, today: date) -> Json:
    """The four capacities, and how fast the line is."""
    options = options_of(account)
    return OK | {
        "serviceName": line.plan.name,
        "mySokuFlg": options.my_soku_flag or ("1" if line.line_id in options.my_soku else "0"),
        "speedFlg": options.speed_flag or ("1" if line.fast else "0"),  # "1": mineoスイッチ is off
        "tushinSettingStatusCode": "00" if line.fast else "01",
        "lowSpeedDisp": options.slowed_text if line.throttled else None,
        "packetInfo": _packet_info(account, line, today),
    }


def _packet_info(account: Account, line: Line, today: date) -> Json | None:
    options = options_of(account)
    if line.line_id in options.no_packet_info or options.my_soku.get(line.line_id) == "null":
        return None
    told: Json = {}
    for name, (size, rest) in capacities(account, line, today).items():
        told |= {f"{name}Capacity": _number(account, size), f"{name}RemainingCapacity": _number(account, rest)}
    if options.my_soku.get(line.line_id) == "partly":
        told["giftCapacity"] = None
    assert len(told) == 2 * len(KINDS)
    return told


def _number(account: Account, amount: int) -> int | str:
    return str(amount) if options_of(account).numbers == "text" else amount


def charge_info(account: Account, line: Line, today: date) -> Json:
    """What was bought in addition."""
    size, rest = capacities(account, line, today)["charge"]
    end = charge_end(account, line, today)
    history = [{"compTime": f"{today:%Y%m}010910", "chargeAmount": str(size)}] if size else []
    return OK | {
        "packetChargeInfo": {
            "chargeCapacity": rest,
            "chargeUnitCapacity": 100,
            "chargeUnitPriceYen": 55,
            "chargeLimitCapacity": 15000,
            "chargeTotalCapacity": size,
            "chargeExpireDate": f"{end:%Y%m%d}" if end else None,
        },
        "packetChargeKanryoHistList": history,
    }


def traffic_history(account: Account, line: Line, today: date) -> Json:
    """Three months with their days."""
    options = options_of(account)
    told = [] if options.history == "empty" else [_month(account, line, month, today) for month in months(today)]
    if options.history == "bad_month":
        told[0]["targetMonth"] = "13"
    if options.history == "no_days":
        told[-1]["dailyTrafficHistoryList"] = []
    return OK | {"monthlyTrafficHistoryList": told}


def _month(account: Account, line: Line, month: Month, today: date) -> Json:
    options = options_of(account)
    whole = told_month(line, month)
    entries = [_day(account, line, day) for day in days(month, today)]
    average = Usage(whole.fast // len(entries), whole.slow // len(entries))
    return {
        "targetMonth": str(month.month),
        "averageInfo": _traffic(None, None if options.null_average else average),
        "sumInfo": _traffic(None, whole),
        "dailyTrafficHistoryList": entries,
    }


def _day(account: Account, line: Line, day: date) -> Json:
    used = told_day(line, day)
    if used is None and not options_of(account).null_days:
        used = Usage()
    return _traffic(str(day.day), used)


def _traffic(day: str | None, used: Usage | None) -> Json:
    zero = None if used is None else 0
    return {
        "targetDay": day,
        "dataTraffic": used and used.total,
        "dataTrafficAdCountFree": zero,
        "dataTrafficHighSpeed": used and used.fast,
        "dataTrafficLowSpeed": used and used.slow,
        "decreaseFreeTank": zero,
        "decreasePacketGift": zero,
        "increaseFreeTank": zero,
        "increasePacketGift": zero,
    }


def result(code: str, text: str | None = None, **more: Any) -> Mapping[str, Any]:
    """An answer that is no success."""
    return {"messages": [text], "resultCode": code, **more}
