"""The demo's dashboard, made of Home Assistant's own cards: left, used and owed at a glance, and how it came to that."""

from collections import defaultdict
from typing import Any

from .client import HomeClient

type Json = dict[str, Any]

PATH = "japan-mobile"

TEXTS = {
    "en": {"title": "Mobile data", "bills": "Bills", "daily": "Used per day", "left": "Left this month"},
    "ja": {"title": "モバイルデータ", "bills": "請求", "daily": "1日ごとの使用量", "left": "今月の残量"},
    "zh-Hans": {"title": "移动流量", "bills": "账单", "daily": "每日用量", "left": "本月剩余"},
}

_LEVELS = [{"from": 0, "color": "#db4437"}, {"from": 20, "color": "#ffa600"}, {"from": 40, "color": "#43a047"}]


async def make_dashboard(home: HomeClient, language: str) -> None:
    """Make a dashboard and let it be the first page that everybody sees."""
    entities = await entities_by_device(home)
    texts = TEXTS.get(language, TEXTS["en"])
    lines = {name: keys for name, keys in entities.items() if "data_remaining" in keys}
    accounts = {name: keys for name, keys in entities.items() if "latest_bill" in keys}
    sections = [
        *(_line_section(name, keys) for name, keys in lines.items()),
        _history_section(lines, texts),
        _bill_section(accounts, texts),
    ]
    view = {
        "title": texts["title"],
        "path": "mobile",
        "type": "sections",
        "max_columns": 3,
        "badges": [_badge(keys[key]) for keys in accounts.values() for key in ("latest_bill", "last_update")],
        "sections": sections,
    }
    await home.command(
        "lovelace/dashboards/create",
        url_path=PATH,
        title=texts["title"],
        icon="mdi:sim",
        show_in_sidebar=True,
        require_admin=False,
        mode="storage",
    )
    await home.command("lovelace/config/save", config={"title": texts["title"], "views": [view]}, url_path=PATH)
    await home.command("frontend/set_system_data", key="core", value={"default_panel": PATH})


async def entities_by_device(home: HomeClient) -> dict[str, dict[str, str]]:
    """Entity ids by the device's name and our own key of the entity."""
    devices = await home.devices()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in await home.registry():
        device = devices[entry["device_id"]]
        name = device["name_by_user"] or device["name"]
        found[name][entry["translation_key"]] = entry["entity_id"]
    return found


def _line_section(name: str, keys: dict[str, str]) -> Json:
    gauge = {
        "type": "gauge",
        "entity": keys["data_remaining_percent"],
        "name": " ",
        "needle": True,
        "min": 0,
        "max": 100,
        "segments": _LEVELS,
        "grid_options": {"columns": 12, "rows": 3},
    }
    cards = [{"type": "heading", "heading": name, "icon": "mdi:sim"}, gauge]
    wanted = ("data_remaining", "data_used", "data_carried_over", "reset_date")
    cards += [_tile(keys[key], 6) for key in wanted if key in keys]
    return {"type": "grid", "cards": cards}


def _tile(entity: str, columns: int) -> Json:
    return {"type": "tile", "entity": entity, "name": {"type": "entity"}, "grid_options": {"columns": columns}}


def _badge(entity: str) -> Json:
    return {"type": "entity", "entity": entity, "name": {"type": "entity"}, "show_name": True}


def _history_section(lines: dict[str, dict[str, str]], texts: dict[str, str]) -> Json:
    def series(key: str) -> list[Json]:
        return [{"entity": keys[key], "name": name} for name, keys in lines.items() if key in keys]

    wide = {"columns": "full", "rows": 5}
    daily = {
        "type": "statistics-graph",
        "title": texts["daily"],
        "chart_type": "bar",
        "period": "day",
        "days_to_show": 30,
        "stat_types": ["change"],
        "entities": series("data_used"),
        "grid_options": wide,
    }
    left = {
        "type": "history-graph",
        "title": texts["left"],
        "hours_to_show": 24 * 31,
        "entities": series("data_remaining"),
        "grid_options": wide,
    }
    return {"type": "grid", "column_span": 2, "cards": [daily, left]}


def _bill_section(accounts: dict[str, dict[str, str]], texts: dict[str, str]) -> Json:
    cards: list[Json] = [{"type": "heading", "heading": texts["bills"], "icon": "mdi:receipt-text"}]
    for name, keys in accounts.items():
        cards.append({"type": "heading", "heading": name, "heading_style": "subtitle"})
        cards.append(_tile(keys["latest_bill"], 12))
        cards.append(_tile(keys["last_update"], 12))
    return {"type": "grid", "cards": cards}
