"""Masked pages of `script/carrier fetch --record`: safe to post, enough to see what changed.

Of HTML the skeleton is written (`skeleton.py`), of JSON the same shape with its texts masked in the same way.
"""

import json
import os
from pathlib import Path
import re
from typing import Any

from .errors import LayoutChanged
from .json_text import whole
from .skeleton import masked, skeleton
from .web import Page

_CODE = re.compile(r"(?:ERROR|WARNING)_CODE_\d{3}", re.ASCII)
_KEY = re.compile(r"(?!.*\d{3})[A-Za-z_0-9]{1,40}", re.ASCII)
_SEGMENT = re.compile(r"[A-Za-z][A-Za-z_.-]{0,30}", re.ASCII)


def masked_json(content: Any) -> Any:
    """JSON with the same shape: keys, booleans, nulls and the portal's error codes stay, texts and numbers are masked."""
    match content:
        case dict():
            return {key if _KEY.fullmatch(key) else masked(key): masked_json(value) for key, value in content.items()}
        case list():
            return [masked_json(entry) for entry in content]
        case str():
            return content if _CODE.fullmatch(content) else masked(content)
        case bool() | None:
            return content
        case float():
            return 9.9
        case _:
            return 9


def _path(address: str) -> str:
    return "/".join(part if not part or _SEGMENT.fullmatch(part) else masked(part) for part in address.split("/"))


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
            suffix, body = "json", json.dumps(masked_json(page.json()), ensure_ascii=False, indent=1)
        except LayoutChanged:
            suffix, body = "html", skeleton(page, largest=None)
        name = "-".join(part for part in (f"{self._count:03}", page.url.host, *path.split("/")) if part)
        head = f"{page.url.scheme}://{page.url.host}{path} {page.status}\n{_headers(page)}\n"
        self._write(f"{name}.{suffix}.txt", head + body + "\n")

    def _write(self, name: str, text: str) -> None:
        handle = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)


def _headers(page: Page) -> str:
    shown = (name for name in ("Content-Type",) if name in page.headers)
    return "".join(f"{name}: {whole(page.headers[name])}\n" for name in shown)
