"""One saved answer of mineo, read offline, for `script/carrier read`. Protocol: docs/carriers/mineo.md

Only the list of lines names any: elsewhere the line has no id, and the account never has one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..carrier import PageReader
from ..errors import LayoutChanged, LoginExpired
from ..model import Account, Bucket, BucketKind, Line, Part, Problem, end_of_day
from ..web import Page
from .api import Json, Unauthorized, read_answer
from .history import read_history
from .read import Entry, read_capacity, read_charge_end, read_entries
from .tokens import Dead, read_issued

_NOBODY = Entry(cust_id="")


def _account(now: datetime, **content: Any) -> Account:
    return Account(carrier="mineo", account_id="", fetched_at=now, **content)


def _content(page: Page) -> Json:
    try:
        return read_answer(page)
    except Unauthorized:
        raise LoginExpired from None


def _token(page: Page, now: datetime) -> Account:
    try:
        issued = read_issued(page)
    except Dead:
        raise LoginExpired from None
    if issued.id_token is None:
        raise LayoutChanged("token", "id_token")
    return _account(now)


def _list(page: Page, now: datetime) -> Account:
    entries = read_entries(_content(page))
    return _account(now, lines=tuple(Line(line_id=one.cust_id, name=one.name, number=one.number) for one in entries))


def _capacity(page: Page, now: datetime) -> Account:
    line, problem = read_capacity(_content(page), _NOBODY, now.date())
    problems = () if problem is None else (Problem(part=Part.USAGE, error=problem, line_id=line.line_id),)
    return _account(now, lines=(line,), problems=problems)


def _charge(page: Page, now: datetime) -> Account:
    end = read_charge_end(_content(page))
    return _account(now, lines=(Line(line_id="", buckets=(Bucket(kind=BucketKind.TOP_UP, expires=end_of_day(end)),)),))


def _history(page: Page, now: datetime) -> Account:
    daily, monthly = read_history(_content(page), now.date())
    return _account(now, lines=(Line(line_id="", daily=daily, monthly=monthly),))


PAGES: Mapping[str, PageReader] = {
    "token": _token,
    "get_telnum_list": _list,
    "get_capacity": _capacity,
    "get_packetcharge_info": _charge,
    "get_traffic_history": _history,
}
"""The answers by the last segment of their path."""
