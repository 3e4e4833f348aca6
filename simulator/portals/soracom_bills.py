"""SORACOM's bills, as the API shows them. Sheet 5."""

from decimal import Decimal
from typing import Any

from simulator.clock import Month
from simulator.people import Account
from simulator.world import World

from .soracom_figures import bills, charged, currency, estimate, options_of, parts, today

type Json = dict[str, Any]


def latest(account: Account, coverage: str, world: World) -> Json | None:
    """The running month's estimate; None where there is none."""
    amount = estimate(account, coverage)
    if amount is None:
        return None
    shown = f"{today(world):%Y%m%d}041530"
    return {"amount": _number(amount), "currency": _told_currency(account, coverage), "lastEvaluatedTime": shown}


def history(account: Account, coverage: str) -> Json:
    """The months, newest first."""
    options = options_of(account)
    found = []
    for bill in bills(account):
        key = str(bill.month)
        told: Json = {
            "yearMonth": bill.month.compact,
            "amount": _number(charged(account, coverage, bill)),
            "state": "temporary" if key in options.counting else "closed",
        }
        if status := options.states.get(key, "fail" if bill.unpaid else "paid"):
            told["paymentStatus"] = status
        if (money := currency(account, coverage)) is not None:
            told["currency"] = money
        found.append(told)
    return {"billList": found}


def summary(account: Account, coverage: str, world: World) -> list[Json]:
    """What each SIM costs, by month."""
    found = parts(account, coverage, Month.of(today(world)))
    return [
        {
            "yearMonth": month.compact,
            "currency": _told_currency(account, coverage),
            "updatedTime": int(world.now().timestamp()),
            "costBreakdownList": [{"simId": key, "amount": _number(cost)} for key, cost in costs.items()],
        }
        for month, costs in found.items()
    ]


def _told_currency(account: Account, coverage: str) -> str:
    """The currency where it is always told."""
    return currency(account, coverage) or "JPY"


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
