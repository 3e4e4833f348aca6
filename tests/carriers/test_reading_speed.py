"""Reading a large page takes no time that anybody notices, and no text makes an expression run wild."""

from datetime import datetime
import time

import pytest

from custom_components.japan_mobile.carriers.errors import CarrierError
from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.carriers.reader import Reader
from custom_components.japan_mobile.carriers.siblings import form
from tests.carriers.paging import page

NOW = datetime(2026, 6, 20, 12, tzinfo=TOKYO)
SIZE = 100_000
ROW = "<tr><th>データ量 {0}</th><td>{0}.25GB</td></tr>"
MENU = (
    '<li class="item-{0}"><a href="/link/{0}" class="link" data-track="menu-{0}"><span></span>メニュー項目 {0}</a></li>'
)
PORTAL = "<ul>{}</ul><script>{}</script>".format(
    "".join(MENU.format(number) for number in range(400)), "var a = function (b) { return b.c; };\n" * 1600
)
DENSE = {
    "table": "<table>{}</table>".format("".join(ROW.format(number) for number in range(2000))),
    "paragraphs": "".join(f"<div><p>残量 {number}</p><p><b>{number}</b>.25GB</p></div>" for number in range(2300)),
    "text": "<p>{}</p>".format("残りデータ量 3 .25 GB / " * 3500),
    "spans": "<div>{}</div>".format("<span>1</span>" * 8000),
    "depth": "<div>" * 200 + "残り 3.25GB" + "</div>" * 200 + "<p>データ量: 1GB</p>" * 4500,
}
"""Pages of labels and values alone, thousands of them: no portal has any, but nothing may grow with their square."""


def test_a_page_of_100_kilobytes() -> None:
    """A page as portals are, of menus and scripts around a few figures: some 7 ms; the bound is for busy machines."""
    assert _best(PORTAL) < 0.05


@pytest.mark.parametrize("kind", DENSE)
def test_dense_pages(kind: str) -> None:
    assert _best(DENSE[kind]) < 0.5


def _best(body: str) -> float:
    html = f"{body}<table><tr><th>使用量 合計</th><td>2.35GB</td></tr></table>"
    assert len(html.encode()) >= SIZE
    return min(_seconds(html) for _ in range(3))


def _seconds(html: str) -> float:
    start = time.process_time()
    try:
        assert Reader(page(html), NOW).size("使用量 合計") == 2_350_000_000
    except CarrierError as err:
        pytest.fail(str(err))
    return time.process_time() - start


@pytest.mark.parametrize("text", ["1" * 300, "1," * 150, "( " * 150, "-" * 300, "1GB (" * 60, "年" * 300, "0 - " * 75])
def test_no_text_is_slow(text: str) -> None:
    start = time.process_time()
    form(text)
    assert time.process_time() - start < 0.05
