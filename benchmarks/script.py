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

# Where each login begins, and the page that holds the figures.
SCRIPTS = {
    "his": ("https://his.mvno.ne.jp/checkout/status", "https://his.mvno.ne.jp/checkout/status"),
    "ymobile": (
        "https://my.ymobile.jp/muc/d/webLink/doSend/MWBWL0130",
        "https://my.ymobile.jp/muc/d/webLink/doSend/MRERE0000",
    ),
    "portal": ("https://portal.example.jp/", "https://portal.example.jp/mypage/usage/"),
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


def _fields(form: Any) -> dict[str, str]:
    return {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("name")}


def read(key: str, place: dict[str, Any]) -> Cost:
    """Log in, read the pages, and forget everything."""
    typed = place["credentials"][key]
    start, page = SCRIPTS[key]
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
        fields = _fields(form)
        password = form.find("input", type="password")["name"]
        name = next(one["name"] for one in form.find_all("input") if one.get("type") in {"text", "tel", "email"})
        fields |= {name: typed["username"], password: typed["password"]}
        take(http.post, urljoin(where, form.get("action", "")), data=fields)
        where, soup = take(http.get, page)
        while (form := soup.find("form")) and not form.find(
            "input", type=lambda kind: kind != "hidden"
        ):  # a browser sends it on
            where, soup = take(http.post, urljoin(where, form["action"]), data=_fields(form))
        assert _FIGURE.search(str(soup)), where
    return Cost(process_time() - began, asked, size)


if __name__ == "__main__":
    portals = json.load(sys.stdin)
    with led(portals):
        read(sys.argv[1], portals)
