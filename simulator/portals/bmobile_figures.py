"""What the b-mobile / HIS portal makes of the world: brands, periods and whole MB. Sheet 2, 4."""

from dataclasses import dataclass
from datetime import date, timedelta

from simulator.clock import Month
from simulator.people import GB, MB, Account, Line
from simulator.world import World

from .bmobile_options import BmobileOptions


@dataclass(frozen=True)
class Brand:
    """One of the two faces of the application. `sign_on` is the folder of the JOSSO pages."""

    carriers: tuple[str, ...]
    host: str
    id_host: str
    sign_on: str
    title: str
    login: str
    tells_limit: bool
    comma: bool


BMOBILE = Brand(
    carriers=("bmobile", "nihontsushin"),
    host="mypage.bmobile.ne.jp",
    id_host="id.bmobile.ne.jp",  # assumed
    sign_on="/sso",  # assumed
    title="b-mobile マイページ",
    login="keycloak",
    tells_limit=True,
    comma=False,
)
HIS = Brand(
    carriers=("his",),
    host="his.mvno.ne.jp",
    id_host="id.his.mvno.ne.jp",  # assumed
    sign_on="/hisso",
    title="HISモバイル マイページ",
    login="josso",
    tells_limit=False,
    comma=True,
)
BRANDS = (BMOBILE, HIS)


def brand_of(account: Account) -> Brand:
    """The brand of an account."""
    return next(brand for brand in BRANDS if account.carrier in brand.carriers)


def options_of(account: Account | None) -> BmobileOptions:
    """The variants that an account's portal shows."""
    options = account.options if account else None
    return options if isinstance(options, BmobileOptions) else BmobileOptions()


def digits(line: Line) -> str:
    """The telephone number without hyphens."""
    return line.number.replace("-", "")


def shown_number(account: Account, line: Line) -> str:
    """The telephone number as the chooser writes it."""
    return line.number if options_of(account).hyphens else digits(line)


def period(world: World, account: Account, line: Line) -> tuple[date, date]:
    """First and last day of the period that the page is about."""
    today, first = world.today(), options_of(account).cycle_days.get(line.line_id, 1)
    month = Month.of(today).plus(0 if today.day >= first else -1)
    if options_of(account).old_period:
        month = month.plus(-1)
    return month.first.replace(day=first), month.plus(1).first.replace(day=first) - timedelta(days=1)


def used_megabytes(world: World, account: Account, line: Line) -> int:
    """What counted in the period, in whole MB (assumed: cut)."""
    start, end = period(world, account, line)
    return sum(usage.fast for day, usage in line.days.items() if start <= day <= end) // MB


def limit(account: Account, line: Line) -> int | None:
    """The limit in bytes, None where the portal does not say it."""
    if not brand_of(account).tells_limit or line.plan.size is None or "limit" in options_of(account).missing:
        return None
    return line.plan.size


def limit_text(account: Account, line: Line) -> str:
    """The limit with its unit of two letters: `1000MB`, `20GB`, `1.5GB`."""
    size = line.plan.size or 0
    if options_of(account).limit_unit == "GB":
        whole, rest = divmod(size, GB)
        return f"{whole}.{rest:09}".rstrip("0").rstrip(".") + "GB"
    return f"{size // MB:{_style(account)}}MB"


def used_text(world: World, account: Account, line: Line) -> str:
    """The used amount, number only."""
    return f"{used_megabytes(world, account, line):{_style(account)}}"


def _style(account: Account) -> str:
    told = options_of(account).comma
    return "," if (brand_of(account).comma if told is None else told) else ""


def period_text(world: World, account: Account, line: Line) -> str:
    """`2026年6月4日 ～ 2026年7月3日`."""
    days = (f"{day.year}年{day.month}月{day.day}日" for day in period(world, account, line))
    return f" {options_of(account).separator} ".join(days)
