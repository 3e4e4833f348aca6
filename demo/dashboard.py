"""The demo's dashboard, made of Home Assistant's own cards: left, used and owed at a glance, and how it came to that."""

from collections import defaultdict
import json
from typing import Any

from .client import HomeClient
from .process import ROOT

type Json = dict[str, Any]

PATH = "japan-mobile"

TEXTS = {
    "en": {
        "title": "Mobile data",
        "accounts": "Accounts",
        "daily": "Used per day",
        "left": "Left this month",
        "shared": "Shares its data with {others}",
    },
    "ja": {
        "title": "モバイルデータ",
        "accounts": "アカウント",
        "daily": "1日ごとの使用量",
        "left": "今月の残量",
        "shared": "{others} とデータをシェア",
    },
    "zh-Hans": {
        "title": "移动流量",
        "accounts": "账户",
        "daily": "每日用量",
        "left": "本月剩余",
        "shared": "与 {others} 共享流量",
    },
    "zh-Hant": {
        "title": "行動數據",
        "accounts": "帳戶",
        "daily": "每日用量",
        "left": "本月剩餘",
        "shared": "與 {others} 共用流量",
    },
    "ko": {
        "title": "모바일 데이터",
        "accounts": "계정",
        "daily": "일별 사용량",
        "left": "이번 달 남은 양",
        "shared": "{others}와(과) 데이터 공유",
    },
    "vi": {
        "title": "Dữ liệu di động",
        "accounts": "Tài khoản",
        "daily": "Dùng theo ngày",
        "left": "Còn lại tháng này",
        "shared": "Dùng chung dữ liệu với {others}",
    },
    "pt-BR": {
        "title": "Dados móveis",
        "accounts": "Contas",
        "daily": "Uso por dia",
        "left": "Restam neste mês",
        "shared": "Divide os dados com {others}",
    },
}

_TRANSLATIONS = ROOT / "custom_components" / "japan_mobile" / "translations"
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
        *(
            _line_section(f"{makers[name]} {name}", keys, _shared(states, keys, texts["shared"]))
            for name, keys in lines.items()
        ),
        *_last_sections(lines, _accounts(accounts, states, language), texts),
    ]
    view = {
        "title": texts["title"],
        "path": "mobile",
        "type": "sections",
        "max_columns": _COLUMNS,
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


def _shared(states: dict[str, Json], keys: dict[str, str], text: str) -> str:
    """The words for a line whose data is not its own alone; "" for any other."""
    others = states[keys["data_remaining"]]["attributes"].get("shared_with") if "data_remaining" in keys else None
    return text.format(others=", ".join(others)) if others else ""


def _line_section(title: str, keys: dict[str, str], shared: str) -> Json:
    """What is left as a gauge, or what is used as a curve where the carrier tells no more."""
    cards: list[Json] = [{"type": "heading", "heading": title, "icon": "mdi:sim"}]
    if shared:
        cards.append(
            {"type": "heading", "heading": shared, "heading_style": "subtitle", "icon": "mdi:share-variant-outline"}
        )
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
    """Name and value below the icon, so that there is room for both."""
    return {
        "type": "tile",
        "entity": entity,
        "name": {"type": "entity"},
        "vertical": True,
        "grid_options": {"columns": columns},
    }


def _last_sections(lines: dict[str, dict[str, str]], accounts: list[Json], texts: dict[str, str]) -> list[Json]:
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


def _account_section(accounts: list[Json], texts: dict[str, str], span: int) -> Json:
    heading = {"type": "heading", "heading": texts["accounts"], "icon": "mdi:account"}
    return {"type": "grid", "column_span": span, "cards": [heading, *accounts]}


def _accounts(accounts: dict[str, dict[str, str]], states: dict[str, Json], language: str) -> list[Json]:
    """A list for each account: the bills, whose month they are and whether they are paid, and how new all that is."""
    words = json.loads((_TRANSLATIONS / f"{language}.json").read_text(encoding="utf-8"))["entity"]["sensor"]
    cards: list[Json] = []
    for name, keys in accounts.items():
        rows: list[Json] = []
        for key in ("latest_bill", "estimated_bill"):
            if key in keys:
                rows.append({"entity": keys[key], "name": words[key]["name"]})
                rows += [
                    {"type": "attribute", "entity": keys[key], "attribute": attribute, "name": texts["name"]}
                    for attribute, texts in words[key]["state_attributes"].items()
                    if states[keys[key]]["attributes"].get(attribute) not in {None, "unknown"}
                ]
        rows.append({"entity": keys["last_update"], "name": words["last_update"]["name"]})
        title = {"type": "heading", "heading": name, "heading_style": "subtitle"}
        known = {"type": "entities", "entities": rows}
        cards.append({"type": "vertical-stack", "cards": [title, known], "grid_options": {"columns": 12}})
    return cards
