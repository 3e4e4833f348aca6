"""Which pages of a portal are looked at, and which never. Sheet: docs/carriers/others.md, 4, 7"""

from collections.abc import Iterator
from datetime import date
import re

from yarl import URL

from ..document import Document
from ..forms import links
from ..labels import key
from ..moments import told_cycle
from ..reading import plain
from ..source import Source
from .entrance import can_log_out
from .harm import is_harmless

_WANTED = re.compile(
    r"利用状況|使用状況|残量|残高|残り|残データ|容量|利用量|使用量|通信量|データ量|ご?利用明細|料金|請求|明細|支払|ご?利用(?:データ|照会|確認|情報)"
)
_HOME = re.compile(
    r"(?:会員|お客様)?(?:マイページ|メニュー)?(?:トップ|ホーム|TOP|HOME)(?:ページ)?(?:へ|に?戻る)?", re.IGNORECASE
)
_EARLIER = re.compile(r"過去|履歴|先月|前月|前回|以前")
_MONTH = re.compile(r"\d{1,2}\s*月")
_MOBILE = re.compile(r"0[26-9]0[- ]?\d{4}[- ]?\d{4}", re.ASCII)


def _is_earlier(text: str, today: date) -> bool:
    """Whether a link leads to an earlier month."""
    if _EARLIER.search(text):
        return True
    if not _MONTH.search(text):
        return False
    cycle = told_cycle(text, today) or told_cycle(text, today, labelled=False)
    return cycle is None or not cycle.start <= today <= cycle.end


def wanted(doc: Document, source: Source) -> tuple[list[URL], list[URL]]:
    """The addresses that a page names for usage and bills; and those of them that lead to somebody else."""
    today = source.now().date()
    ours: dict[URL, int] = {}
    foreign: list[URL] = []
    for text, target in links(doc):
        url = target.with_fragment(None)
        rank = 0 if _WANTED.search(key(text)) else 1 if _HOME.fullmatch(key(text)) else None
        if rank is None or _is_earlier(plain(text), today) or not is_harmless(text, url):
            continue
        if source.declares(url):
            ours.setdefault(url, rank)
        elif rank == 0:
            foreign.append(url)
    return sorted(ours, key=lambda url: ours[url]), foreign


def line_links(doc: Document, source: Source) -> Iterator[tuple[str, URL]]:
    """The links of a page to itself for other lines: a telephone number, and where it leads."""
    for text, target in links(doc):
        url = target.with_fragment(None)
        if (
            _MOBILE.fullmatch(plain(text))
            and url.path == doc.url.path
            and source.declares(url)
            and is_harmless("", url)
        ):
            yield re.sub(r"\D", "", plain(text)), url


def is_inside(doc: Document, source: Source) -> bool:
    """Whether a page is one that only a customer sees: it has a way out, or leads to usage or bills."""
    ours, foreign = wanted(doc, source)
    return can_log_out(doc) or bool(ours or foreign)
