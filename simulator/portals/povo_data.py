"""povo's account, totals and bills. Sheet 4.1, 4.2, 5."""

from datetime import datetime, time
from typing import Any

from simulator.clock import TOKYO
from simulator.people import Account, Bill
from simulator.world import World

from .povo_figures import KILOBYTE, bonus, boost, options_of

type Json = dict[str, Any]


def users(account: Account) -> Json:
    """The account, bare or under `result`."""
    options = options_of(account)
    (line,) = account.lines
    year, month, day = options.birthday
    since = f"{account.since.isoformat()}T00:00:00Z"
    told = {
        "external_id": "OTHER-EXTERNAL-ID" if options.foreign == "users" else account.account_id,
        "email": account.usernames[0],
        "dob": {"year": year, "month": month, "day": day},
        "user_type": "normal",  # assumed
        "telco_info": {
            "service_instance_no": line.line_id,
            "customer_name": account.name,
            "phone_no": line.number,
            "status": line.status,  # assumed
            "activation_date": since,
            "initial_activation_date": since,
            "billing_info": {"plan_name": line.plan.name},  # the key is assumed
            "circles_info": {"service_instance_base_plan_name": line.plan.name},
        },
    }
    return {"success": True, "result": told} if options.wrapped else told


def plan(world: World, account: Account) -> Json:
    """The totals."""
    options, now = options_of(account), world.now()
    left, used = boost(account, now)
    gift_left, gift_used = bonus(account, now)
    nothing = {"left": 0, "used": 0, "plan_kb": 0, "prorated": 0, "prorated_kb": 0}
    data = {
        "basic": {**nothing, "left": options.basic, "section": "DATA", "unit": options.unit},
        "extra": {**nothing, "section": "DATA", "unit": options.unit},
        "plus": {**nothing, "section": "", "unit": options.unit},
        "boost": {
            "left": _kilobytes(left),
            "used": _kilobytes(used),
            "section": "BOOST",
            "section_min_value": 1048576,
            "unit": options.unit,
        },
        "bonus": {
            "left": _kilobytes(gift_left),
            "used": _kilobytes(gift_used),
            "section": "BONUS",
            "unit": options.unit,
        },
        "promotion_text": {"line1": "", "line2": ""},
    }
    roaming = [{"left": 1048576, "used": 0, "unit": "kilobytes"}] if options.roaming else []
    return {
        "data": data,
        "other": {"basic": {"calls": {"left": 0, "used": 0, "unit_type": "seconds"}}},
        "roamingIdd": {"boost": {"data_roam": roaming}, "payg": {}},
        "calls": None,
        "sms": None,
        "callsIdd": {"calls_idd": []},
        "type": "callsIdd",
    }


def _kilobytes(volume: int) -> int | float:
    return volume // KILOBYTE if volume % KILOBYTE == 0 else volume / KILOBYTE


def bills(account: Account) -> Json:
    """The document of bills, personal data and all."""
    options = options_of(account)
    shown = account.newest_bills()[: options.past_bills]
    mail = account.usernames[0]
    toggle = {"auID_number": options.au_id, "enable": True}
    body = {"button": {"action": {"data": {"toggle_carrier_billing": {"body": toggle}}}}}
    document: Json = {
        "code": options.bills_code,
        "past_bills": {"header": "過去の請求書", "list": [_past(bill, early=options.bad_time) for bill in shown]},
        "instant_charges": {
            "header": "今月のお支払い済金額",
            # The shape of the rows is assumed to be that of the estimate's.
            "list": [{"label": label, "amount": _yen(amount)} for label, amount in options.at_once],
            "paid": _yen(sum(amount for _, amount in options.at_once)),
        },
        "banner": {"header": "", "title": f"<b>{mail}</b>に10日ごろお知らせします", "button": {"title": "確認"}},
        "billing": {"header": {"value": "請求書の発行"}, "content": {"description": "", "icon_url": ""}},
        "au_services_status": {
            "is_on": True,
            "is_user_interaction_enabled": True,
            "header": "au ID",
            "title": "連携中",
            "additional_information": {"title": options.au_id},
            "action": {"data": {"popup": body}},
        },
    }
    if options.estimate is not None:
        document["upcoming_bill"] = {
            "header": "ご請求予定額",
            "title": "金額は10日~12日に確定します",
            "list": [{"label": label, "amount": _yen(amount)} for label, amount in options.estimate],
            "total": _yen(int(sum(amount for _, amount in options.estimate))),
        }
    return document


def _yen(amount: float) -> Json:
    return {"prefix": "円", "postfix": "JPY", "value": amount}


def _past(bill: Bill, *, early: bool) -> Json:
    month = bill.month.plus(-1) if early else bill.month
    end = datetime.combine(month.last, time(23, 59, 59), TOKYO)
    billed = bill.month.plus(1)
    # An unpaid bill has never been seen: its type and its word are stand-ins.
    kind, word = ("UNPAID", "未払い") if bill.unpaid else ("PAID", "支払い済み")
    return {
        "billId": f"REG{bill.invoices[0].number:0>13}",
        "title": f"{bill.month.year}年{bill.month.month}月 - {billed.year}年{billed.month}月",
        "time": int(end.timestamp()) * 1000,
        "total": _yen(bill.amount),
        "type": kind,
        "subtitle": f"{bill.amount}円 - {word}",
        "subtitleSuffix": word,
        "subtitle_suffix": word,
        "actions": [{"type": "pdf", "data": {"link": ""}}, {"type": "service_call", "data": {"link": ""}}],
    }
