"""The demo's world: an IIJmio account with three lines, other carriers, a year of history, and use."""

from datetime import UTC, date, datetime, timedelta

from .clock import Clock, Month
from .demo_people import NEIGHBOURS, settled_in
from .people import GB, MB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from .portals.iijmio_options import IijmioOptions
from .world import World

USERNAME = "MA0000001"
PASSWORD = "momiji-Akari-2031"
_EMAIL = "hanako@example.jp"
_NAME = "見本花子"
_HISTORY = 365
_BILLS = 8
_SPENT = 9_290 * MB  # of the 11 GB of the pool, this month; nothing was left over of the months before
_PRICES = {5 * GB: 864, 10 * GB: 1273}  # before tax
# What each line used by itself in the past, and uses now so that numbers move while one watches: bytes per hour.
_PAST_RATES = (9 * MB, 5 * MB, 3 * MB)
_LIVE_RATES = (360 * MB, 90 * MB, 45 * MB)
_OTHER_RATES = {
    "softbank": (36 * MB, 600 * MB),
    "ymobile": (20 * MB, 240 * MB),
    "his": (6 * MB, 120 * MB),
    "portal": (8 * MB, 180 * MB),
    "povo": (11 * MB, 150 * MB),
    "soracom": (MB // 40, MB // 2),
    "docomo": (20 * MB, 300 * MB),
}


def demo_world(now: datetime | None = None, speed: float = 1.0, seed: int = 1) -> World:
    """First IIJmio's: a line alone with carry-over, and two that share a pool of which under a fifth is left."""
    clock = Clock(now, speed)
    start = clock.now()
    account = _account(start.date())
    others = [neighbour(start.date()) for neighbour in NEIGHBOURS]
    world = World(clock, [account, *others], seed=seed, settled=start)
    for line, past, live in zip(account.lines, _PAST_RATES, _LIVE_RATES, strict=True):
        _fill(world, line, start, past, live)
    _spend(account, "hdg00000001", start.date())
    account.pools["hdg00000001"].drain(_SPENT, start.date())
    for other in others:
        for line in other.lines:
            _fill(world, line, start.astimezone(UTC) if other.utc else start, *_OTHER_RATES[other.carrier])
        settled_in(other, start.date())
    return world


def credentials() -> dict[str, str]:
    """What logs in to the IIJmio account."""
    return {"username": USERNAME, "password": PASSWORD}


def _account(today: date) -> Account:
    month = Month.of(today)
    ends = [month.plus(ahead).last for ahead in range(3)]
    ten, five = Plan("ギガプラン", 10 * GB), Plan("ギガプラン", 5 * GB)
    return Account(
        carrier="iijmio",
        account_id=USERNAME,
        usernames=(USERNAME, _EMAIL),
        password=PASSWORD,
        name=_NAME,
        lines=[
            Line("hdo00000001", "070-0000-0001", "hdc00000001", "own00000001", ten, sim="GD0000000000001"),
            Line("hdo00000002", "070-0000-0002", "hdc00000002", "hdg00000001", five, sim="GD0000000000002"),
            Line(
                "hdu00000003",
                "070-0000-0003",
                "hdc00000003",
                "hdg00000001",
                five,
                sim="8981300000000000003",
                network="A",
                esim=True,
            ),
        ],
        pools={
            "own00000001": Pool(
                "own00000001",
                [
                    Grant(GrantKind.CARRY_OVER, 10 * GB, 1_860 * MB, ends[0]),
                    Grant(GrantKind.BASE, 10 * GB, 10 * GB, ends[1]),
                ],
            ),
            "hdg00000001": Pool(
                "hdg00000001",
                [
                    Grant(GrantKind.BASE, 10 * GB, 10 * GB, ends[1]),
                    Grant(GrantKind.TOP_UP, GB, GB, ends[2]),
                ],
            ),
        },
        bills=[_bill(month.plus(-back), back) for back in range(1, _BILLS + 1)],
        since=month.plus(-40).first,
        options=IijmioOptions(),
    )


def _bill(month: Month, back: int) -> Bill:
    period = f"{month.year}/{month.month}/1〜{month.year}/{month.month}/{month.last.day}"
    items = [Item("月額基本料(ギガプラン)", _PRICES[size], period) for size in (10 * GB, 5 * GB, 5 * GB)]
    items.append(Item("ユニバーサルサービス料※", 9, "1番号あたり3円のご請求となります"))
    if back % 3 == 0:
        items.append(Item("データ容量追加", 400, "2GB"))
    net = sum(item.amount for item in items)
    return Bill(month, (Invoice(f"1000000{month.compact[1:]}", tuple(items), net // 10),))


def _fill(world: World, line: Line, now: datetime, past: int, live: int) -> None:
    line.rate = past
    for back in range(_HISTORY + 1):
        day = now.date() - timedelta(days=back)
        until = datetime.combine(day + timedelta(days=1), datetime.min.time(), now.tzinfo) if back else now
        used = world.generated(line, day, until)
        slow = used // 30 if day.toordinal() % 5 == 0 else 0  # now and then the fast data was switched off
        line.days[day] = Usage(used - slow, slow)
    line.rate = live


def _spend(account: Account, pool_id: str, today: date) -> None:
    """Scale what the members of a pool used, so that each month adds up to what the pool has lost in it."""
    members = account.members(pool_id)
    months = sorted({Month.of(day) for day in members[0].days})[1:]  # of the first, only the end is known
    for month in months:
        amount = _SPENT if month == Month.of(today) else 10 * GB
        days = [(line, day) for line in members for day in sorted(line.days) if Month.of(day) == month]
        used = sum(line.days[day].fast for line, day in days)
        for line, day in days:
            usage = line.days[day]
            line.days[day] = Usage(usage.fast * amount // used if used else 0, usage.slow)
        line, day = days[-1]
        rest = amount - sum(line.days[day].fast for line, day in days)
        line.days[day] = line.days[day].plus(Usage(rest))
