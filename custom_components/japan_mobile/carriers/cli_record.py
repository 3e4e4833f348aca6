"""Masked pages of `script/carrier fetch --record`: safe to post, enough to see what changed.

Everything is masked but structure and a small vocabulary of labels. Letters become `x`, digits `0`.
"""

from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
import json
import os
from pathlib import Path
import re
from typing import Any, override

from .vocabulary import WORDS
from .web import Page

VOCABULARY = (
    "データ利用量照会", "月別", "日間のデータ利用量を照会します。", "か月間のデータ利用量を照会します。", "対象日", "対象月",
    "高速通信利用量", "低速通信利用量", "データ利用はありません", "過去30日分を表示", "過去1年分を表示", "システムエラー",
    "ギガプラン", "音声SIM", "タイプD", "タイプA", "利用中", "月利用分", "請求金額（税込）", "総計（税抜）", "対象（税抜）",
    "消費税等", "小計", "ログイン", "メンテナンス", "パスワード", "mioID", "ERROR_CODE_", "WARNING_CODE_",
)  # fmt: skip
_UNITS = r"(?<=[0-9０-９])\s*(?:[GMKＧＭＫ][BＢ]|円|年|月|日)"
_KEPT = re.compile(
    "|".join(
        [_UNITS, *(re.escape(word) for word in sorted({*VOCABULARY, *WORDS}, key=lambda word: (-len(word), word)))]
    )
)
_CODE = re.compile(r"(?:ERROR|WARNING)_CODE_\d{3}", re.ASCII)
_KEY = re.compile(r"[A-Za-z_0-9]{1,40}", re.ASCII)
_SEGMENT = re.compile(r"[A-Za-z][A-Za-z_.-]{0,30}", re.ASCII)
_WORDS = re.compile(r"(?!.*\d{3})[A-Za-z_][\w -]{0,80}", re.ASCII)
_STRUCTURE = frozenset({"class", "id", "name", "type", "method", "colspan", "rowspan", "for"})
_ADDRESSES = frozenset({"href", "action", "src"})
_UNSHOWN = frozenset({"script", "style", "noscript", "template"})


def masked(text: str) -> str:
    """Text with everything masked but the vocabulary, units after a number, and the portal's error codes."""
    if _CODE.fullmatch(text) or text in {"GB", "MB", "KB"}:
        return text
    found, end = [], 0
    for kept in _KEPT.finditer(text):
        found += [_mask(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*found, _mask(text[end:])])


def _mask(text: str) -> str:
    return "".join("0" if sign.isdecimal() else "x" if sign.isalnum() else sign for sign in text)


def masked_json(content: Any) -> Any:
    """JSON with the same shape: keys, booleans and nulls stay, texts and numbers are masked."""
    match content:
        case dict():
            return {key if _KEY.fullmatch(key) and not re.search(r"\d{4}", key) else masked(key): masked_json(value)
                    for key, value in content.items()}  # fmt: skip
        case list():
            return [masked_json(entry) for entry in content]
        case str():
            return masked(content)
        case bool() | None:
            return content
        case float():
            return 0.0
        case _:
            return 0


def _path(address: str) -> str:
    segments = address.partition("?")[0].partition("#")[0].split("/")
    return "/".join(part if _SEGMENT.fullmatch(part) else _mask(part) for part in segments)


class _Skeleton(HTMLParser):
    """Writes the page again, masked; scripts and comments are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._unshown = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(f"<{tag}{''.join(_attribute(name, value or '') for name, value in attrs)}>")
        self._unshown += tag in _UNSHOWN

    @override
    def handle_endtag(self, tag: str) -> None:
        self._unshown = max(0, self._unshown - (tag in _UNSHOWN))
        self.out.append(f"</{tag}>")

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(f"<{tag}{''.join(_attribute(name, value or '') for name, value in attrs)}/>")

    @override
    def handle_decl(self, decl: str) -> None:
        self.out.append("<!DOCTYPE html>")

    @override
    def handle_data(self, data: str) -> None:
        self.out.append("" if self._unshown else escape(masked(data), quote=False))


def _attribute(name: str, value: str) -> str:
    if name in _STRUCTURE and (_WORDS.fullmatch(value) or (value.isdigit() and len(value) < 3)):
        kept = value
    elif name in _ADDRESSES and not value.lower().startswith("javascript:"):
        kept = _path(value)
    else:
        kept = _mask(value)
    return f' {name}="{escape(kept)}"'


def masked_html(text: str) -> str:
    """A page with the same elements and classes, and every text masked."""
    skeleton = _Skeleton()
    skeleton.feed(text)
    skeleton.close()
    return "".join(skeleton.out)


class Recorder:
    """Writes each page that arrives into a folder, masked, in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._count = 0

    def __call__(self, page: Page) -> None:
        """Write one page: its address and status, then its masked body."""
        self._count += 1
        path = _path(page.url.path)
        try:
            suffix, body = "json", json.dumps(masked_json(json.loads(page.body)), ensure_ascii=False, indent=1)
        except ValueError, RecursionError:
            suffix, body = "html", masked_html(page.text)
        name = "-".join(part for part in (f"{self._count:03}", page.url.host, *path.split("/")) if part)
        head = f"{page.url.scheme}://{page.url.host}{path} {page.status}\n{_headers(page)}\n"
        self._write(f"{name}.{suffix}.txt", head + body + "\n")

    def _write(self, name: str, text: str) -> None:
        handle = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)


def _headers(page: Page) -> str:
    shown: Iterable[str] = (name for name in ("Content-Type",) if name in page.headers)
    return "".join(f"{name}: {page.headers[name]}\n" for name in shown)
