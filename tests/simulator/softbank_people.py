"""One customer of each brand."""

from datetime import datetime

from simulator import GB, TOKYO, Account, Bill, Clock, Grant, GrantKind, Invoice, Item, Line, Month, Plan, Pool, Usage
from simulator.portals.softbank_options import SoftbankOptions
from simulator.world import World

NOW = datetime(2026, 3, 12, 12, 30, tzinfo=TOKYO)
STEP = GB // 100


def customer(carrier: str, number: str) -> Account:
    """Carry-over 1.20, base 20.00, bought 1.00, given 0.50, bonus 0.30, used 2.35."""
    month, digits = Month.of(NOW.date()), number.replace("-", "")
    line = Line(f"line{digits}", number, f"contract{digits}", "pool", Plan("", 20 * GB))
    line.days[NOW.date()] = Usage(235 * STEP)
    sizes = {GrantKind.CARRY_OVER: 120, GrantKind.TOP_UP: 100, GrantKind.GIFT: 50, GrantKind.BONUS: 30}
    pool = Pool("pool", [Grant(kind, size * STEP, size * STEP, month.last) for kind, size in sizes.items()])
    pool.grants.append(Grant(GrantKind.BASE, 20 * GB, 20 * GB, month.plus(1).last))
    pool.drain(235 * STEP, NOW.date())
    return Account(
        carrier=carrier,
        account_id=digits,
        usernames=(digits, f"sample{digits[-4:]}"),
        password="ひみつ+Secret-77",
        name="見本花子",
        lines=[line],
        pools={"pool": pool},
        bills=[
            Bill(
                month.plus(-back),
                (Invoice(f"20000{back}", (Item("基本使用料", 1200 + back), Item("通話料", 34)), 123),),
            )
            for back in range(9)
        ],
        options=SoftbankOptions(),
    )


def both() -> World:
    """A world with a customer of each brand."""
    people = [customer("softbank", "080-0000-0001"), customer("ymobile", "080-0000-0002")]
    return World(Clock(NOW), people, settled=NOW)
