"""What the status page must not be taken for, and what does not follow upon what was read before."""

import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.bmobile.client import understood
from custom_components.japan_mobile.carriers.bmobile.follow import followed, remembered
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.model import Line
from custom_components.japan_mobile.carriers.web import Page
from simulator import MB
from tests.carriers.test_bmobile_status import LIMIT, NOW, PERIOD, USED, page, read, reasons


@pytest.mark.parametrize(
    "plan",
    [
        "080-0000-0001",
        "-",
        "***",
        "取得できません",
        "計算中",
        "使い放題",
        "34.40GB",
        "高速通信 123MB",
        "3件のお知らせがあります。",
    ],
)
def test_plans_that_are_none(plan: str) -> None:
    """Something else stands in the plan's place."""
    account = read(page(plan=plan))
    assert account.lines[0].plan is None
    assert reasons(account) == [("サービス名", "no name")]


def test_a_label_twice() -> None:
    """Two plans, or two cells of figures, that differ: neither counts, whichever looks more like a number."""
    plan = page().replace("</body>", "<p>サービス名：34.40GB</p></body>")
    assert read(plan).lines[0].plan is None
    with_table = "<table><tr><th>当月利用データ量</th><td>44.34GB</td></tr></table></body>"
    assert read(page().replace("</body>", with_table)).lines[0].used is None


@pytest.mark.parametrize(
    ("cell", "used"),
    [
        ("<span>高速通信 <b>1</b>.<span>25</span><small>GB</small></span>", 1250 * MB),
        ("<span>高速通信 <span><b>1,</b>234</span>MB</span>", 1234 * MB),
        ("<span>高速通信 <span>0.123</span>GB</span>", 123 * MB),
        ("<span>高速通信 <span>0</span>GB</span>", 0),
        ("<span>高速通信 <span>123</span>GB</span>", None),
        ("<span>高速通信 <b>12</b><b>3</b>MB</span>", None),
    ],
)
def test_numbers_in_pieces_and_other_units(cell: str, used: int | None) -> None:
    """A number with joints is one; figures that touch may be two; whole GB are more likely a wrong unit."""
    assert read(page(f"{cell}{LIMIT}<span>{PERIOD}</span>")).lines[0].used == used
    assert read(page(f"<div>{cell}{LIMIT}<span>{PERIOD}</span></div>")).lines[0].used == used


def shown(text: str, known: Line | None = None) -> tuple[Line, list[tuple[str, ...]]]:
    """A page that follows upon what was read before, and why something is missing."""
    where = URL("https://mypage.bmobile.ne.jp/checkout/status")
    status = understood(Document(Page(where, 200, {}, text.encode())), NOW, limited=True)
    line, problems = followed(known, *status.line(known))
    return line, [problem.error.missing for problem in problems if isinstance(problem.error, LayoutChanged)]


def test_what_was_read_before() -> None:
    """Another plan in the same period, a limit in another unit, use that falls: not believed."""
    known, _ = shown(page())
    line, why = shown(page(plan="別のプラン"), known)
    assert (line.plan, line.used, why) == (None, 123 * MB, [("plan", "changed")])
    line, why = shown(page(f"{USED}{LIMIT.replace('MB', 'GB')}<span>{PERIOD}</span>"), known)
    assert (line.used, line.total, line.remaining, why) == (123 * MB, None, None, [("limit", "unit")])
    assert remembered(known, line).total == 1000 * MB
    line, why = shown(page(f"{USED.replace('123', '122')}{LIMIT}<span>{PERIOD}</span>"), known)
    assert (line.used, line.plan, why) == (None, known.plan, [("used", "fell")])
    line, _ = shown(page(f"{USED.replace('123</span>MB', '1</span>GB')}{LIMIT}<span>{PERIOD}</span>"), known)
    assert line.used == 1000 * MB  # 1 MB cannot be, as more was used before
