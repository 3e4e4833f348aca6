"""What portals may do to their pages and answers, for carriers of several families; and customers who differ in all that is theirs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator import Account, Fault, Kind, Simulator, Usage
from simulator.clock import Month
from simulator.people import Invoice

from .hardships import CODE
from .troubles import CAPTCHA, CONSENT, MAINTENANCE

type Changes = dict[str, dict[str, Any]]


def _swap(*swaps: tuple[str, str], host: str = "*") -> dict[str, Any]:
    return {"fault": Fault(host, Kind.SWAP, swap=swaps)}


def _status(code: int) -> dict[str, Any]:
    return {"fault": Fault("*", Kind.STATUS, status=code, body="<html><body><p>お知らせ</p></body></html>")}


def _page(body: str) -> dict[str, Any]:
    return {"fault": Fault("*", Kind.HTML, body=body)}


_ANY: Changes = {
    "no change": {},
    "closed for maintenance": _page(MAINTENANCE),
    "a human check": _page(CAPTCHA),
    "out of order": _status(503),
    "it wants fewer requests": _status(429),
    "the page has moved": _status(404),
    "nothing comes": {"fault": Fault("*", Kind.EMPTY)},
    "another host": {"fault": Fault("*", Kind.AWAY, body="https://portal.evil.example/")},
}
CHANGES: dict[str, Changes] = {
    "his": _ANY | {
        "new terms": _page(CONSENT),
        "a code is asked for": _page(CODE),
        "a label is another": {"used_label": "今月のデータ利用量"},
        "a label is gone": {"missing": frozenset({"label"})},
        "the unit is gone": {"missing": frozenset({"unit"})},
        "the figure is empty": {"missing": frozenset({"used"})},
        "words for the figure": _swap((r"(<span[^>]*>)[\d,]+(</span>)", r"\g<1>調整中\g<2>")),
        "the block is gone": {"missing": frozenset({"used_dl"})},
        "the number is gone": {"missing": frozenset({"number"})},
        "the period is gone": {"missing": frozenset({"period"})},
        "the last period": {"old_period": True},
    },
    "iijmio": _ANY | {
        "a label is another": _swap(("高速通信利用量", "通信量")),
        "a label is gone": _swap(("高速通信利用量", "")),
        "the unit is gone": _swap((r"(\d)(?:MB|GB)<", r"\g<1><")),
        "the figure is empty": _swap((r'("remainingDataTraffic": )[\d.]+', r"\g<1>null")),
        "words for the figure": _swap((r'("remainingDataTraffic": )[\d.]+', r'\g<1>"調整中"')),
        "the list is empty": _swap((r'"hdcList": \[.*\], "hddList"', '"hdcList": [], "hddList"')),
        "another customer": {"foreign": "*"},
        "the portal names a failure": _swap((r"^\{", '{"error": "ERROR_CODE_777", '), host="www.iijmio.jp"),
        "a page instead of an answer": _page("<!DOCTYPE html><html><body><h1>新しいマイページ</h1></body></html>"),
    },
    "mineo": _ANY | {
        "new terms": _page(CONSENT),
        "a code is asked for": _page(CODE),
        "a label is another": _swap(('"baseRemainingCapacity"', '"baseRest"')),
        "a label is gone": _swap((r'"baseRemainingCapacity": \d+, ', "")),
        "the figure is empty": _swap((r'("baseRemainingCapacity": )\d+', r"\g<1>null")),
        "words for the figure": _swap((r'("baseRemainingCapacity": )\d+', r'\g<1>"調整中"')),
        "the list is empty": _swap((r'("telNumList": )\[.*\]', r"\g<1>[]")),
        "another customer": {"stranger": True},
        "the portal names a failure": _swap(('"resultCode": "00"', '"resultCode": "0031"')),
        "a page instead of an answer": _page("<!DOCTYPE html><html><body><h1>新しいマイページ</h1></body></html>"),
    },
    "portal": _ANY | {
        "new terms": _page(CONSENT),
        "a code is asked for": {"after_password": "code", "ended": True},
        "a label is another": {"labels": {"remaining": "あと"}},
        "a label is gone": {"tells": frozenset({"used", "total", "bill"})},
        "the unit is gone": _swap((r"(\d)GB", r"\g<1>")),
        "words for the figure": _swap((r"(<td>)[\d.,]+GB", r"\g<1>調整中")),
        "the figure is empty": _swap((r"(<td>)[\d.,]+GB", r"\g<1>")),
        "the period is gone": {"tells_month": "none"},
        "the last period": _swap((r"(対象月[^\d]*)\d+年\d+月", r"\g<1>2020年1月")),
    },
}  # fmt: skip
"""By carrier, what is changed of it: options of its simulation, or a fault. Each name is what a download has to tell."""


def begin(simulator: Simulator, account: Account, change: Mapping[str, Any]) -> None:
    """Let a portal change; where that is met only by who logs in, the login has ended too."""
    options = {key: value for key, value in change.items() if key not in {"fault", "ended"}}
    portal = simulator.portal(account.carrier)
    portal.change(account, options)
    if change.get("ended"):
        portal.expire(account.account_id)
    if "fault" in change:
        simulator.faults.add(replace(change["fault"]))


def another_person(account: Account, month: Month) -> None:
    """Make another customer out of one: another name, number and login, and figures with other numbers of digits.

    What was used in the month and what is left stay what the plan gives.
    """
    account.name, account.password = "試験次郎", "another-Secret-5"
    for place, line in enumerate(account.lines):
        line.number = f"080-0000-{9870 + place}"
        line.days = {day: Usage(used.fast // 173, used.slow // 11) for day, used in line.days.items()}
    for pool in account.pools.values():
        used = sum(line.during(month).fast for line in account.members(pool.pool_id))
        for grant in pool.grants:
            grant.left = max(0, grant.size - used) if len(pool.grants) == 1 else grant.left // 7 // 10**7 * 10**7
    account.bills = [
        replace(
            bill,
            invoices=tuple(
                Invoice(
                    f"9{one.number}", tuple(replace(item, amount=item.amount * 13) for item in one.items), one.tax * 13
                )
                for one in bill.invoices
            ),
        )
        for bill in account.bills
    ]
