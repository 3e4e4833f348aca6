"""What people write today: requests and BeautifulSoup, with a login each time.

A module of its own that imports nothing of the integration, so that it can be started as cron starts a script.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import json
import re
import socket
import sys
from time import process_time
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
import requests

from .cost import Cost

# Where each login begins, and the pages that hold the figures.
SCRIPTS = {
    "his": ("https://his.mvno.ne.jp/checkout/status", ("https://his.mvno.ne.jp/checkout/status",)),
    "portal": ("https://portal.example.jp/", ("https://portal.example.jp/mypage/usage/",)),
}
_FIGURE = re.compile(r"\d[\d,.]*\s*[GM]B")


@contextmanager
def led(place: dict[str, Any]) -> Iterator[None]:
    """All names lead to the simulated portals."""
    real = socket.getaddrinfo

    def lead(_host: Any, _port: Any, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", place["port"]))]

    socket.getaddrinfo = lead  # type: ignore[assignment]
    try:
        yield
    finally:
        socket.getaddrinfo = real


def read(key: str, place: dict[str, Any]) -> Cost:
    """Log in, read the pages, and forget everything."""
    typed = place["credentials"][key]
    start, pages = SCRIPTS[key]
    began, size, asked = process_time(), 0, 0
    with requests.Session() as http:
        http.verify, http.trust_env = place["ca"], False

        def take(call: Callable[..., requests.Response], address: str, **more: Any) -> tuple[str, Any]:
            nonlocal size, asked
            answer = call(address, **more)
            asked += 1 + len(answer.history)
            size += len(answer.content)
            return answer.url, BeautifulSoup(answer.content, "html.parser")

        where, soup = take(http.get, typed.get("url", start))
        form = next(one for one in soup.find_all("form") if one.find("input", type="password"))
        fields = {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("name")}
        password = form.find("input", type="password")["name"]
        name = next(one["name"] for one in form.find_all("input") if one.get("type") in {"text", "tel", "email"})
        fields |= {name: typed["username"], password: typed["password"]}
        take(http.post, urljoin(where, form.get("action", "")), data=fields)
        texts = [take(http.get, address)[1].get_text() for address in pages]
        assert any(_FIGURE.search(text) for text in texts), texts
    return Cost(process_time() - began, asked, size)


if __name__ == "__main__":
    portals = json.load(sys.stdin)
    with led(portals):
        read(sys.argv[1], portals)
