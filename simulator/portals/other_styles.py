"""Labels and values as portals write them into pages, and the things beside them that mislead a reader."""

from collections.abc import Callable, Sequence
from html import escape
import json

from .other_figures import Fact


def render(style: str, facts: Sequence[Fact], *, ascii_only: bool = False) -> str:
    """Some facts in one of the styles. Raises KeyError for an unknown style."""
    if style.startswith("json"):
        return _script(style, facts, ascii_only=ascii_only)
    return _STYLES[style](facts)


def _table(facts: Sequence[Fact]) -> str:
    rows = "".join(f"<tr><th>{escape(one.label)}</th><td>{escape(one.text)}</td></tr>\n" for one in facts)
    return f'<table class="tbl-info"><tbody>\n{rows}</tbody></table>'


def _definitions(facts: Sequence[Fact]) -> str:
    rows = "".join(f"<dt>{escape(one.label)}</dt><dd>{escape(one.text)}</dd>\n" for one in facts)
    return f'<dl class="info-list">\n{rows}</dl>'


def _cards(facts: Sequence[Fact]) -> str:
    return "".join(
        f'<div class="card"><p class="card-title">{escape(one.label)}</p>'
        f'<p class="card-value"><span class="num">{escape(one.value)}</span><small>{escape(one.unit)}</small></p></div>\n'
        for one in facts
    )


def _text(facts: Sequence[Fact]) -> str:
    return "".join(f"<p>{escape(one.label)}：{escape(one.text)}</p>\n" for one in facts)


_STYLES: dict[str, Callable[[Sequence[Fact]], str]] = {
    "table": _table,
    "dl": _definitions,
    "cards": _cards,
    "text": _text,
}


def _script(style: str, facts: Sequence[Fact], *, ascii_only: bool) -> str:
    if style == "json_keys":
        told = json.dumps({one.label: one.text for one in facts}, ensure_ascii=ascii_only)
        return f'<script type="application/json" class="state">{_safe(told)}</script><div class="app"></div>'
    items = [{"label": one.label, "value": one.value, "unit": one.unit} for one in facts]
    told = json.dumps({"items": items}, ensure_ascii=ascii_only)
    return f'<div class="app"></div><script>var pageData = {_safe(told)};\nrenderPage(pageData);</script>'


def _safe(told: str) -> str:
    return told.replace("<", "\\u003c")


def columns(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose labels stand in its first row."""
    names = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f'<h3>{escape(title)}</h3>\n<table class="tbl-list"><tr>{names}</tr>\n{body}</table>'


AD = (
    '<div class="bnr"><a href="/campaign/zouryou/">今なら<strong>50GB</strong>増量キャンペーン！'
    "データ容量50GBが月額990円</a></div>"
)
HINT = '<p class="note">※データ残量が1GBを下回るとメールでお知らせします。ご利用データ量は3時間ごとに更新されます。</p>'
PLANS = columns(
    "料金プラン一覧",
    ("プラン名", "データ容量", "月額料金"),
    (("ライト", "3GB", "990円"), ("スタンダード", "20GB", "2,178円"), ("大容量", "50GB", "3,960円")),
)
