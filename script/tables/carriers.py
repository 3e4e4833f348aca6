"""The table of carriers: how one logs in to each, what it can show, and how far that is proven."""

from collections.abc import Iterator
from itertools import groupby
import json
from pathlib import Path

from custom_components.japan_mobile.about import SHOWN
from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Carrier

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "custom_components" / "japan_mobile" / "translations"
HEADS = {
    "en": ("carrier", "how you log in", "what it can show", "how far that is proven"),
    "ja": ("携帯会社", "ログイン方法", "表示できるもの", "どこまで確かめられているか"),
    "zh-Hans": ("运营商", "登录方式", "可以显示", "验证程度"),
}
_SHEETS = {"portal": "others"}
_COMMAS = {"en": ", ", "ja": "、", "zh-Hans": "、"}
_IN_CHINESE = {"portal": "其他运营商", "handed": "没有网站的线路"}
"""What is no company's name; the companies are called in Chinese as in Japanese."""


def table(language: str) -> str:
    """The table as Markdown, carriers with the same row together, in the order of the pick list."""
    words = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))["selector"]
    comma = _COMMAS[language]
    rows = [(_row(carrier, words, comma), _name(carrier, language)) for carrier in CARRIERS.values()]
    lines = [HEADS[language], ("---",) * 4, *_joined(rows, comma)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _joined(rows: list[tuple[tuple[str, str, str], str]], comma: str) -> Iterator[tuple[str, ...]]:
    for cells, group in groupby(rows, key=lambda row: row[0]):
        yield (comma.join(name for _, name in group), *cells)


def _name(carrier: Carrier, language: str) -> str:
    if language == "en":
        return carrier.name
    return _IN_CHINESE.get(carrier.key, carrier.name_ja) if language == "zh-Hans" else carrier.name_ja


def _row(carrier: Carrier, words: dict[str, dict[str, dict[str, str]]], comma: str) -> tuple[str, str, str]:
    shown = dict.fromkeys(words["shown"]["options"][key] for can, key in SHOWN.items() if can in carrier.can)
    proof = words["proof"]["options"][carrier.evidence.proof.value]
    when = f" ({carrier.evidence.newest})" if carrier.evidence.newest else ""
    sheet = f"docs/carriers/{_SHEETS.get(carrier.family, carrier.family)}.md"
    return (
        words["login"]["options"][carrier.login.value],
        comma.join(shown),
        f"[{proof}]({sheet}){when}",
    )
