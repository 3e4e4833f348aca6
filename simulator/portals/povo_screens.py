"""povo's screen documents: toppings, usage, and the pages that no client needs. Sheet 4.3 to 4.5, 6."""

from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web

from simulator.clock import Month
from simulator.people import Account, GrantKind
from simulator.world import World

from .povo_figures import ends, hundredths, options_of, running, shown_usage, unlimited
from .povo_truth import DAYS, MONTHS

type Json = dict[str, Any]

_NONE = "現在利用中のトッピングはありません"


def screen(name: str, components: list[Json], **more: Any) -> Json:
    """The envelope of every screen document."""
    widgets = [{"type": "list", "components": components}]
    return {"_id": name, "analytics": None, "metadata": {}, "widgets": widgets, **more}


def toppings(world: World, account: Account) -> Json:
    """The toppings that run now."""
    now, options = world.now(), options_of(account)
    tiles = [_tile("データ使い放題(24時間)", "使い放題", end, now) for end in unlimited(account, now)]
    kinds = [GrantKind.TOP_UP, *([GrantKind.BONUS] if options.gift_tiles else [])]
    for grant in (grant for kind in kinds for grant in running(account, now, kind)):
        left = f"{hundredths(grant.left)}GB / {hundredths(grant.size)}GB"
        tiles.append(_tile(f"データ追加{hundredths(grant.size):f}GB", left, ends(grant), now))
    for tile in tiles:
        if not options.status_shown:
            del tile["data"]["name"]["value"]
    if tiles and options.odd_tile:
        tiles[0]["data"]["remaining"]["value"] = options.odd_tile
    shown = [_heading(options.heading), *tiles] if tiles else []
    shown += _calls(account, now)
    if not shown and not options.no_sentence:
        shown = [{"type": "povo-tile-text", "data": {"title": _NONE}}]  # the type is assumed
    if options.unknown_tile:
        shown.insert(len(shown) // 2, {"type": "povo-tile-unheard-of", "data": {"title": ["?"], "remaining": 3}})
    if options.countdown and tiles:
        until = int((now + timedelta(hours=1)).timestamp())
        shown.append({"type": "povo-tile-countdown-notification", "data": {"countdown": {"valid_until": until}}})
    return screen("user-plan-details-v2", [*shown, {"type": "povo-tile-divider", "data": {"color": "primary"}}])


def _calls(account: Account, now: datetime) -> list[Json]:
    options = options_of(account)
    ends_of_calls = [end for end in options.calls if end is None or end >= now]
    tiles = [_tile("5分以内通話かけ放題", "使い放題", end or now, now) for end in ends_of_calls]
    for tile, end in zip(tiles, ends_of_calls, strict=True):
        if end is None:
            tile["data"]["expiry"]["value"] = "自動更新"
    return [_heading(options.calls_heading), *tiles] if tiles else []


def _heading(title: str) -> Json:
    return {"type": "povo-tile-plan-header", "data": {"title": title}}


def _tile(name: str, left: str, end: datetime, now: datetime) -> Json:
    half, hour = ("午前", "午後")[end.hour >= 12], end.hour % 12
    when = f"{end.year}年 {end.month}月 {end.day}日 {half}{hour}:{end.minute:02}\n残り {(end - now).days} 日間"
    data = {
        "name": {"title": name, "value": "適用中"},
        "remaining": {"title": "残量", "value": left},
        "expiry": {"title": "有効期限", "value": when},
    }
    return {"type": "povo-tile-plan-detail", "data": data}


def usage(world: World, account: Account, wanted: str) -> web.Response:
    """The graph of days or months."""
    (line,) = account.lines
    today = world.today()
    match wanted:
        case "DAILY":
            days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
            entries = [_entry(account, f"{day.day}日", _day(day), line.on(day).total) for day in days]
            title = f"{_day(days[0])}~{days[-1].month}月 {days[-1].day}日"
        case "MONTHLY":
            label = options_of(account).month_label
            months = [Month.of(today).plus(-back) for back in range(MONTHS - 1, -1, -1)]
            entries = [
                _entry(account, f"{one.month}月", label.format(year=one.year, month=one.month), line.during(one).total)
                for one in months
            ]
            title = f"{months[0].year}年 {months[0].month}月~{months[-1].month}月"  # assumed
        case _:
            text = f"adapter failed - Usage History Quilt API Incorrect 'type' query param : {wanted}"
            return web.json_response({"code": 400, "description": text}, status=400)  # the envelope is assumed
    graph = {"type": "povo-tile-graph", "data": {"title": title, "graph_details": entries}}
    info = {"type": "povo-tile-usage-info", "data": {"average": "?", "total": "?"}}  # the keys are assumed
    notes = [{"type": "list", "components": [{"type": "povo-tile-bullet", "data": {"title": "本日分は含みません"}}]}]
    return web.json_response(screen("usage-history", [graph, info], pageWidgets=notes))


def _day(day: date) -> str:
    return f"{day.year}年 {day.month}月 {day.day}日"


def _entry(account: Account, label: str, title: str, volume: int) -> Json:
    tooltip = {"title": title, "subtitle": f"データ使用量: {hundredths(volume)}GB"}
    return {"time": label, "usage": float(shown_usage(account, volume)), "tooltip": tooltip}


def profile(account: Account) -> Json:
    """The profile: personal, and of no use to a client."""
    card = {"title": "ご利用中のお支払い方法", "description": "xxxx-xxxx-xxxx-0000", "cardIcon": ""}
    name = {"name": account.name, "subtitle": account.lines[0].number}
    return screen("profile", [{"type": "tile-telco-profile", "data": name}, {"type": "tile-credit-card", "data": card}])


def dashboard() -> Json:
    """The sales catalogue."""
    item = {
        "id": "topping-1",
        "name": {"title": "データ追加1GB"},
        "validity": {"title": "7日間"},
        "price": {"title": "390円"},
    }
    section = {"sectionHeader": {"title": "トッピング"}, "items": [{"data": item}]}
    return screen("dashboard-v2", [{"type": "addon-section", "data": section}])


def orders() -> Json:
    """What was bought."""
    order = {
        "order_id": "10000001",
        "order_status": "success",
        "status": "注文完了",
        "purchase_date": "2026年 2月 28日",
        "products": [{"product_name": "データ追加1GB", "price": "390円"}],
    }
    return screen("order-history", [{"type": "tile-status-card", "data": order}])
