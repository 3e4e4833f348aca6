"""The portals whose pages are changed: their pages from drawn worlds, the truth, and our reading of them."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from random import Random

from custom_components.japan_mobile.carriers import CARRIERS, wire
from custom_components.japan_mobile.carriers.bmobile.client import understood
from custom_components.japan_mobile.carriers.bmobile.follow import followed as bmobile_followed
from custom_components.japan_mobile.carriers.carrier import Can
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LoginExpired
from custom_components.japan_mobile.carriers.model import Account, Line, Problem
from custom_components.japan_mobile.carriers.softbank.brand import SOFTBANK, YMOBILE, Brand
from custom_components.japan_mobile.carriers.softbank.doors import Where, judge
from custom_components.japan_mobile.carriers.softbank.follow import Seen, Told, followed
from custom_components.japan_mobile.carriers.softbank.usage import read_usage
from simulator.clock import Month
from simulator.people import GB, MB, Usage
from simulator.portals.bmobile_figures import digits, used_megabytes
from simulator.portals.bmobile_pages import entries_of, status_page
from simulator.portals.softbank_data import usage_page
from simulator.portals.softbank_figures import figures_of
from simulator.world import World
from tests.mutations.cases import Case, Family, Found, as_page, later_on
from tests.mutations.kinds import Scene
from tests.mutations.portals import portal_case
from tests.worlds_bmobile import bmobile_worlds
from tests.worlds_other import STYLES, other_worlds
from tests.worlds_softbank import softbank_worlds, ymobile_worlds

STEP = GB // 100


def _line_json(line: Line, now: datetime, problems: tuple[Problem, ...] = ()) -> Found:
    told = wire.dump(Account(carrier="", account_id="", fetched_at=now, lines=(line,)))["lines"][0]
    return Found(told, tuple(str(problem.error) for problem in problems))


# -- SoftBank and Y!mobile

_CHART = (
    "usedGigaData",
    "remainData",
    "stepRemainData",
    "currentAdditionalData",
    "currentAdditionalUsedData",
    "currentGivenData",
    "currentGivenUsedData",
)
_LABELS = {
    "tables": (
        "前月くりこし分",
        "基本データ量 残り",
        "基本データ量",
        "データ増量オプション 残り",
        "データ増量オプション",
        "購入データ量",
        "使用量 合計",
    ),
    "chart": ("残りデータ量", "使用量"),
    "spans": ("使用済み", "合計", "残り"),
    "p-left-10": ("使用済みデータ量", "データ量合計", "前月繰越"),
    "card": ("追加料金課金までの残りデータ量",),
}


def _softbank_case(world: World, random: Random, brand: Brand) -> Case:
    later = later_on(world, random)
    [customer], [changed] = world.accounts, later.accounts
    left = figures_of(later, changed).remaining // STEP
    used = random.randint(min(1, left), min(left, 1 + figures_of(later, changed).total // STEP // 20)) * STEP
    later.use(changed.carrier, changed.account_id, changed.lines[0].line_id, fast=used)
    now, number = later.now(), changed.account_id

    def told(html: str, at: datetime) -> Told:
        arrival = judge(as_page(html, f"https://{brand.data}/resfe/top/"), brand, at)
        if arrival.where in {Where.CODE, Where.OUTSIDE}:
            raise LoginExpired
        return read_usage(arrival.doc, brand, at, number)

    earlier = usage_page(world, customer)
    before = Seen.load(Seen(told(earlier, world.now()), world.now()).dump())

    def read(html: str) -> Found:
        return _line_json(followed(before, told(html, now), brand, now), now)

    layout = customer.options.layout
    month, last = Month.of(now.date()), Month.of(now.date()).plus(-1)
    dated = layout == "tables"
    scene = Scene(
        labels=_LABELS[layout],
        keys=_CHART if layout == "chart" else (),
        zeros=frozenset(key for key in _CHART if f'"{key}": ""' in earlier),
        month="" if dated else f"{month.month}月のご利用状況",
        other_month="" if dated else f"{last.month}月のご利用状況",
        past=usage_page(past, past.accounts[0]) if dated and (past := _month_before(later, random)) else "",
    )
    [truth] = later.truth(changed.carrier, changed.account_id)["lines"]
    return Case(usage_page(later, changed), scene, truth, read)


def _month_before(world: World, random: Random) -> World:
    """The world at the end of the month before, with the use of that month."""
    past = deepcopy(world)
    end = Month.of(world.today()).plus(-1).last
    past.clock.set(world.now().replace(year=end.year, month=end.month, day=end.day))
    [account] = past.accounts
    whole = figures_of(past, account).total // STEP
    account.lines[0].days = {end: Usage(random.randint(0, whole) * STEP)}
    return past


# -- b-mobile, 日本通信SIM, HIS


def _bmobile_case(world: World, random: Random) -> Case:
    later = later_on(world, random)
    [customer], [changed] = world.accounts, later.accounts
    shown = random.choice(list(entries_of(changed)))
    line = entries_of(changed)[shown]
    room = (line.plan.size or 0) - used_megabytes(later, changed, line) * MB
    later.use(changed.carrier, changed.account_id, line.line_id, fast=random.randint(min(MB, room), min(room, GB)))
    limited = Can.TOTAL in CARRIERS[changed.carrier].can
    now, url = later.now(), "https://mypage.bmobile.ne.jp/checkout/status"

    def told(html: str, at: datetime, known: Line | None) -> tuple[Line, tuple[Problem, ...]]:
        return understood(Document(as_page(html, url)), at, limited).line(known)

    known, problems = told(status_page(world, customer, shown, 1), world.now(), None)
    assert problems == ()

    def read(html: str) -> Found:
        line, problems = bmobile_followed(known, *told(html, now, known))
        return _line_json(line, now, problems)

    past = deepcopy(later)
    past.accounts[0].options = replace(changed.options, old_period=True)
    scene = Scene(
        labels=("電話番号", "サービス名", "当月利用データ量"),
        past=status_page(past, past.accounts[0], shown, 1),
        converts=True,
    )
    truth = later.truth(changed.carrier, changed.account_id)["lines"]
    [own] = [one for one in truth if one["line_id"] == digits(line)]
    return Case(status_page(later, changed, shown, 1), scene, own, read)


FAMILIES = {
    family.name: family
    for family in (
        Family(
            "softbank",
            tuple(softbank_worlds(layout=layout) for layout in ("chart", "chart", "spans", "p-left-10", "tables")),
            lambda world, random: _softbank_case(world, random, SOFTBANK),
        ),
        Family(
            "ymobile",
            tuple(ymobile_worlds(layout=layout) for layout in ("tables", "tables", "tables", "card")),
            lambda world, random: _softbank_case(world, random, YMOBILE),
        ),
        Family(
            "bmobile",
            tuple(bmobile_worlds(carrier=carrier) for carrier in ("bmobile", "nihontsushin", "his")),
            _bmobile_case,
        ),
        Family(
            "portal",
            (*(other_worlds(style=style) for style in STYLES), other_worlds(lines=3)),
            portal_case,
        ),
    )
}
