"""One saved page, read offline, for `script/carrier read`. Protocol: docs/carriers/softbank.md"""

from collections.abc import Callable, Mapping
from datetime import datetime

from ..errors import CodeNeeded, LoginExpired
from ..model import Account
from ..web import Page
from .brand import Brand
from .doors import Arrival, Where, judge
from .notices import read_arrears
from .usage import read_usage


def pages_of(brand: Brand) -> Mapping[str, Callable[[Page, datetime], Account]]:
    """The pages of a brand: `data` (usage), `home` (the portal's first page), `login` (any page of the login)."""

    def judged(page: Page, now: datetime) -> Arrival:
        arrival = judge(page, brand, now)
        if arrival.where is Where.CODE:
            raise CodeNeeded
        if arrival.where is Where.OUTSIDE:
            raise LoginExpired
        return arrival

    def data(page: Page, now: datetime) -> Account:
        line = read_usage(judged(page, now).doc, brand, now, "").line
        return Account(carrier=brand.key, account_id="", fetched_at=now, lines=(line,))

    def home(page: Page, now: datetime) -> Account:
        bills = read_arrears(judged(page, now).doc, brand)
        return Account(carrier=brand.key, account_id="", fetched_at=now, bills=bills)

    def login(page: Page, now: datetime) -> Account:
        judged(page, now)
        return Account(carrier=brand.key, account_id="", fetched_at=now)

    return {"data": data, "home": home, "login": login}
