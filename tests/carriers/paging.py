"""Pages for the tests of the readers."""

from datetime import datetime

from yarl import URL

from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.carriers.web import Page

NOW = datetime(2026, 6, 20, 12, tzinfo=TOKYO)


def page(html: str, url: str = "https://my.portal.example/usage?token=secret") -> Page:
    """A page of UTF-8 with that body."""
    return Page(URL(url), 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())
