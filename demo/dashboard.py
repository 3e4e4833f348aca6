"""The demo's dashboard, made of Home Assistant's own cards: left, used and owed at a glance, and how it came to that."""

from collections import defaultdict
from typing import Any

from .client import HomeClient

type Json = dict[str, Any]

PATH = "japan-mobile"

TEXTS = {
    "en": {"title": "Mobile data", "accounts": "Accounts", "daily": "Used per day", "left": "Left this month"},
    "ja": {"title": "モバイルデータ", "accounts": "アカウント", "daily": "1日ごとの使用量", "left": "今月の残量"},
    "zh-Hans": {"title": "移动流量", "accounts": "账户", "daily": "每日用量", "left": "本月剩余"},
}

_COLUMNS = 3
_LEVELS = [{"from": 0, "color": "#db4437"}, {"from": 20, "color": "#ffa600"}, {"from": 40, "color": "#43a047"}]


async def make_dashboard(home: HomeClient, language: str) -> None:
    """Make a dashboard of what is known now, and let it be the first page that everybody sees."""
    states = await home.states()
    entities = {
        name: {key: entity for key, entity in keys.items() if states[entity]["state"] not in {"unknown", "unavailable"}}
        for name, keys in (await entities_by_device(home)).items()
    }
    texts = TEXTS.get(language, TEXTS["en"])
    lines = {name: keys for name, keys in entities.items() if "data_used" in keys}
    accounts = {name: keys for name, keys in entities.items() if "last_update" in keys}
    makers = {
        device["name_by_user"] or device["name"]: device["manufacturer"] for device in (await home.devices()).values()
    }
    sections = [
        *(_line_section(f"{makers[name]} {name}", keys) for name, keys in lines.items()),
        *_last_sections(lines, accounts, texts),
    ]
    view = {
        "title": texts["title"],
        "path": "mobile",
        "type": "sections",
        "max_columns": _COLUMNS,
        "badges": [_badge(keys["latest_bill"]) for keys in accounts.values() if "latest_bill" in keys],
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


def _line_section(title: str, keys: dict[str, str]) -> Json:
    """What is left as a gauge, or what is used as a curve where the carrier tells no more."""
    cards: list[Json] = [{"type": "heading", "heading": title, "icon": "mdi:sim"}]
    if "data_remaining_percent" in keys:
        cards.append(_gauge(keys["data_remaining_percent"]))
        wanted = ["data_remaining", "data_used", "data_carried_over", "reset_date"]
    else:
        cards.append(_curve(keys["data_used"]))
        wanted = ["data_used", "reset_date"]
    shown = [keys[key] for key in wanted if key in keys]
    cards += [_tile(entity, 6) for entity in shown[: len(shown) // 2 * 2]]
    cards += [_tile(entity, 12) for entity in shown[len(shown) // 2 * 2 :]]
    return {"type": "grid", "cards": cards}


def _gauge(entity: str) -> Json:
    return {
        "type": "gauge",
        "entity": entity,
        "name": " ",
        "needle": True,
        "min": 0,
        "max": 100,
        "segments": _LEVELS,
        "grid_options": {"columns": 12, "rows": 3},
    }


def _curve(entity: str) -> Json:
    return {
        "type": "statistics-graph",
        "chart_type": "line",
        "period": "day",
        "days_to_show": 30,
        "stat_types": ["state"],
        "hide_legend": True,
        "entities": [entity],
        "grid_options": {"columns": 12, "rows": 3},
    }


def _tile(entity: str, columns: int) -> Json:
    return {"type": "tile", "entity": entity, "name": {"type": "entity"}, "grid_options": {"columns": columns}}


def _badge(entity: str) -> Json:
    return {"type": "entity", "entity": entity, "name": {"type": "entity"}, "show_name": True}


def _last_sections(
    lines: dict[str, dict[str, str]], accounts: dict[str, dict[str, str]], texts: dict[str, str]
) -> list[Json]:
    """History and accounts, in the widths that fill the row that the lines leave open."""
    match len(lines) % _COLUMNS:
        case 0:
            return [_history_section(lines, texts, 2), _account_section(accounts, texts, 1)]
        case 1:
            return [_history_section(lines, texts, 2), _account_section(accounts, texts, 3)]
        case _:
            return [_account_section(accounts, texts, 1), _history_section(lines, texts, 3)]


def _history_section(lines: dict[str, dict[str, str]], texts: dict[str, str], span: int) -> Json:
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
    return {"type": "grid", "column_span": span, "cards": [daily, left]}


def _account_section(accounts: dict[str, dict[str, str]], texts: dict[str, str], span: int) -> Json:
    cards: list[Json] = [{"type": "heading", "heading": texts["accounts"], "icon": "mdi:account"}]
    for name, keys in accounts.items():
        shown = [keys[key] for key in ("latest_bill", "estimated_bill", "last_update") if key in keys]
        tiles = {"type": "grid", "columns": len(shown), "square": False, "cards": [_tile(one, 6) for one in shown]}
        title = {"type": "heading", "heading": name, "heading_style": "subtitle"}
        cards.append({"type": "vertical-stack", "cards": [title, tiles], "grid_options": {"columns": 12}})
    return {"type": "grid", "column_span": span, "cards": cards}
