"""The other members of the demo's household: a line each with other carriers, and SIMs in things with SORACOM.

What a line has used this month is drawn from its allowance when the world is made (`settled_in`).
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from .clock import TOKYO, Month
from .people import GB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool
from .portals.bmobile_options import BmobileOptions
from .portals.docomo_options import DocomoOptions
from .portals.other_options import OtherOptions
from .portals.other_sites import start_address
from .portals.povo_figures import GIGABYTE
from .portals.povo_options import PovoOptions
from .portals.softbank_options import SoftbankOptions
from .portals.soracom_desk import typed
from .portals.soracom_options import SimOptions, SoracomOptions

_PASSWORD = "momiji-Akari-2032"
_BILLS = 4
_THINGS = {9: "Gate sensor 0009", 10: "Greenhouse 0010", 11: "Water meter 0011"}


def softbank(today: date) -> Account:
    """The one that wants a code by SMS before it lets anybody in."""
    return _account("softbank", 4, Plan("", 50 * GB), today, options=SoftbankOptions(code_at_login=True, shape="A"))


def ymobile(today: date) -> Account:
    """With unused data of the month before."""
    account = _account("ymobile", 5, Plan("", 20 * GB), today, options=SoftbankOptions())
    (pool,) = account.pools.values()
    pool.grants.append(Grant(GrantKind.CARRY_OVER, 3_400 * GB // 1000, 3_400 * GB // 1000, Month.of(today).last))
    return account


def his(today: date) -> Account:
    """Its portal tells what was used and nothing else."""
    account = _account("his", 6, Plan("自由自在2.0プラン", 30 * GB), today, options=BmobileOptions())
    account.usernames = (account.account_id,) = ("taro.sample@example.jp",)
    return account


def other(today: date) -> Account:
    """With a carrier that nobody has written a reader for."""
    account = _account("portal", 7, Plan("おてがるプラン", 10 * GB), today, options=OtherOptions())
    account.usernames = (account.account_id,) = ("hanako0007",)
    account.grant_months = 1
    (pool,) = account.pools.values()
    pool.grants = [Grant(GrantKind.BASE, 10 * GB, 10 * GB, Month.of(today).last)]
    account.bills = [_bill(Month.of(today).plus(-back)) for back in range(1, _BILLS + 1)]
    return account


def povo(today: date) -> Account:
    """The one that mails a code once: a topping that is nearly used, and one that lasts."""
    account = _account(
        "povo", 8, Plan("povo2.0", None), today, options=PovoOptions(at_once=(("データ追加3GB（7日間）", 990),))
    )
    account.usernames, account.account_id = ("hanako.sample@example.jp",), "external-0000008"
    account.grant_months = 0
    (line,), (pool,) = account.lines, account.pools.values()
    line.line_id = "LW0000000008"
    pool.grants = [
        _topping(3, 1.25, today + timedelta(days=4)),
        _topping(20, 20, today + timedelta(days=24)),
    ]
    account.bills = [_bill(Month.of(today).plus(-back)) for back in range(1, _BILLS + 1)]
    return account


def docomo(today: date) -> Account:
    """The one that only lets a person in: he has logged in, in a browser that Home Assistant may read."""
    account = _account("docomo", 12, Plan("", 30 * GB), today, options=DocomoOptions(usage="2021"))
    account.bills = [_bill(Month.of(today).plus(-back)) for back in range(1, _BILLS + 1)]
    return account


def soracom(today: date) -> Account:
    """SIMs in things, each with a name of its own, that use next to nothing."""
    lines = [_sim(number) for number in _THINGS]
    return Account(
        carrier="soracom",
        account_id="OP0000000001",
        usernames=("keyId-TEST0001", "sora@example.jp", "reader-sam-0001"),
        password="secret-TEST-Akari-2033",
        name="見本花子",
        lines=lines,
        pools={line.pool_id: Pool(line.pool_id, [Grant(GrantKind.BASE, 0, 0, today)]) for line in lines},
        bills=[_bill(Month.of(today).plus(-back)) for back in range(1, _BILLS + 1)],
        grant_months=0,
        utc=True,
        options=SoracomOptions(
            sims={line.line_id: SimOptions(name=_THINGS[number]) for line, number in zip(lines, _THINGS, strict=True)}
        ),
    )


NEIGHBOURS: tuple[Callable[[date], Account], ...] = (softbank, ymobile, his, other, povo, soracom, docomo)
_PREPAID = {"povo", "soracom"}
"""No monthly allowance from which a month of use would have to be drawn."""


def credentials_of(account: Account) -> dict[str, str]:
    """What the account's owner types in; the address of the portal too, where no carrier's name says it."""
    if account.carrier == "soracom":
        return typed(account)
    if account.carrier == "povo":
        return {"email": account.usernames[0]}
    login = {"username": account.usernames[0], "password": account.password}
    return login | {"url": start_address(account)} if account.carrier == "portal" else login


def settled_in(account: Account, today: date) -> None:
    """Draw from the allowances what the lines have used this month."""
    for line in account.lines if account.carrier not in _PREPAID else ():
        account.pool(line).drain(line.during(Month.of(today)).fast, today)


def _account(carrier: str, number: int, plan: Plan, today: date, options: object) -> Account:
    shown = f"070-0000-{number:04}"
    digits = shown.replace("-", "")
    line = Line(f"L{digits}", shown, f"C{digits}", f"P{digits}", plan, network="S")
    size = plan.size or 0
    return Account(
        carrier=carrier,
        account_id=digits,
        usernames=(digits,),
        password=_PASSWORD,
        name="見本太郎",
        lines=[line],
        pools={line.pool_id: Pool(line.pool_id, [Grant(GrantKind.BASE, size, size, Month.of(today).plus(1).last)])},
        since=Month.of(today).plus(-20).first,
        options=options,
    )


def _topping(size: int, left: float, until: date) -> Grant:
    at = datetime.combine(until, time(23, 59), TOKYO)
    return Grant(GrantKind.TOP_UP, size * GIGABYTE, int(left * GIGABYTE), until, at)


def _sim(number: int) -> Line:
    return Line(
        f"89423100000{number:08}", f"020-0000-{number:04}", f"C{number:08}", f"own{number}", Plan("plan-D", None)
    )


def _bill(month: Month) -> Bill:
    return Bill(month, (Invoice(f"1{month.compact}07", (Item("月額料金", 1080), Item("通話料", 10 * month.month)), 0),))
