"""What is said, whole sentences: the number, the day and the state that entities show, in each language."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import State
from homeassistant.util import dt as dt_util
import pytest

from custom_components.japan_mobile.exposed import Shown
from custom_components.japan_mobile.voice.answer import Answerer
from custom_components.japan_mobile.voice.languages import LANGUAGES
from custom_components.japan_mobile.voice.question import Topic
from simulator import TOKYO

type States = dict[str, str]

NOW = datetime(2026, 11, 25, 10, tzinfo=TOKYO)
ASKED: dict[str, tuple[Topic, States]] = {
    "left": (Topic.LEFT, {"data_remaining": "3.21"}),
    "used": (Topic.USED, {"data_used": "12.34"}),
    "today": (Topic.USED_TODAY, {"used_today": "0.25"}),
    "lasts": (Topic.LASTS, {"will_run_out": "off"}),
    "runs out": (Topic.LASTS, {"will_run_out": "on", "run_out_time": "2026-11-28T15:00:00+00:00"}),
    "resets": (Topic.RESETS, {"reset_date": "2026-12-01"}),
    "budget": (Topic.BUDGET, {"daily_budget": "0.45"}),
    "bill": (Topic.BILL, {"latest_bill": "3311"}),
    "paid": (Topic.UNPAID, {"payment_overdue": "off", "amount_due": "0"}),
    "overdue": (Topic.UNPAID, {"payment_overdue": "on", "amount_due": "3311"}),
    "due": (Topic.DUE, {"due_date": "2026-11-30", "amount_due": "3311"}),
    "nothing due": (Topic.DUE, {"due_date": "unknown"}),
    "due unknown": (Topic.DUE, {"due_date": "unavailable"}),
    "left unknown": (Topic.LEFT, {"data_remaining": "unavailable"}),
}
SAID = {
    "en": {
        "left": "Anna has 3.2 gigabytes left.",
        "used": "Anna has used 12.3 gigabytes so far.",
        "today": "Anna has used 250 megabytes today.",
        "lasts": "Anna's data should last until the reset.",
        "runs out": "Anna's data will probably run out before the reset: on Saturday, November 28.",
        "resets": "Anna's data is reset on Tuesday, December 1.",
        "budget": "Anna can use about 450 megabytes a day until the reset.",
        "bill": "The latest bill of Sakura is 3,311 yen.",
        "paid": "Nothing is overdue at Sakura.",
        "overdue": "A payment to Sakura is overdue. 3,311 yen is still to be paid to Sakura.",
        "due": "The payment to Sakura is due on Monday, November 30. 3,311 yen is still to be paid to Sakura.",
        "nothing due": "I know of no payment to Sakura that is due.",
        "due unknown": "I have no figure for Sakura right now.",
        "left unknown": "I have no figure for Anna right now.",
    },
    "ja": {
        "left": "Annaのデータ残量は3.2ギガです。",
        "used": "Annaがこれまでに使ったデータは12.3ギガです。",
        "today": "Annaが今日使ったデータは250メガです。",
        "lasts": "Annaのデータは、リセットまで足りそうです。",
        "runs out": "Annaのデータは、リセット前になくなりそうです。目安は11月28日(土)です。",
        "resets": "Annaのデータは12月1日(火)にリセットされます。",
        "budget": "Annaは、リセットまで1日に450メガほど使えます。",
        "bill": "Sakuraの最新の請求額は3,311円です。",
        "paid": "Sakuraに支払いの遅れはありません。",
        "overdue": "Sakuraの支払いが遅れています。Sakuraにこれから支払う金額は3,311円です。",
        "due": "Sakuraの支払期限は11月30日(月)です。Sakuraにこれから支払う金額は3,311円です。",
        "nothing due": "Sakuraに支払う予定は、今のところ分かっていません。",
        "due unknown": "Sakuraの値は、今は分かりません。",
        "left unknown": "Annaの値は、今は分かりません。",
    },
    "zh-Hans": {
        "left": "Anna还剩 3.2 GB 流量。",
        "used": "Anna到现在用了 12.3 GB 流量。",
        "today": "Anna今天用了 250 MB 流量。",
        "lasts": "Anna的流量应该够用到重置。",
        "runs out": "Anna的流量可能在重置前用完，大约在11月28日（周六）。",
        "resets": "Anna的流量12月1日（周二）重置。",
        "budget": "到重置之前，Anna每天大约可以用 450 MB。",
        "bill": "Sakura最近一期账单是 3,311 日元。",
        "paid": "Sakura没有逾期未付的费用。",
        "overdue": "Sakura有一笔费用逾期未付。Sakura还有 3,311 日元 待付。",
        "due": "Sakura的付款期限是11月30日（周一）。Sakura还有 3,311 日元 待付。",
        "nothing due": "目前没有查到Sakura待付的款项。",
        "due unknown": "现在没有Sakura的数据。",
        "left unknown": "现在没有Anna的数据。",
    },
    "zh-Hant": {
        "left": "Anna還剩 3.2 GB 流量。",
        "used": "Anna到目前用了 12.3 GB 流量。",
        "today": "Anna今天用了 250 MB 流量。",
        "lasts": "Anna的流量應該夠用到重置。",
        "runs out": "Anna的流量可能在重置前用完，大約在11月28日（週六）。",
        "resets": "Anna的流量12月1日（週二）重置。",
        "budget": "到重置之前，Anna每天大約可以用 450 MB。",
        "bill": "Sakura最近一期帳單是 3,311 日圓。",
        "paid": "Sakura沒有逾期未繳的費用。",
        "overdue": "Sakura有一筆費用逾期未繳。Sakura還有 3,311 日圓 待繳。",
        "due": "Sakura的繳費期限是11月30日（週一）。Sakura還有 3,311 日圓 待繳。",
        "nothing due": "目前沒有查到Sakura待繳的款項。",
        "due unknown": "現在沒有Sakura的資料。",
        "left unknown": "現在沒有Anna的資料。",
    },
}


@pytest.fixture(autouse=True)
def _now(freezer: FrozenDateTimeFactory) -> Any:
    """A morning in Tokyo."""
    freezer.move_to(NOW)
    before = dt_util.get_default_time_zone()
    dt_util.set_default_time_zone(TOKYO)
    yield
    dt_util.set_default_time_zone(before)


def shown(name: str, account: str | None, states: States, **more: Any) -> Shown:
    """A line, or an account, with these states; sizes in GB."""
    about = {"unit_of_measurement": "GB", **more}
    told = {key: State(f"sensor.{key}", value, about) for key, value in states.items()}
    return Shown(name, name, name, account, told)


def answered(code: str, topic: Topic, lines: list[Shown], accounts: list[Shown], read: datetime = NOW) -> str:
    """What is said."""
    return Answerer(LANGUAGES[code].speech, lines, accounts, lambda _line: read).answer(topic)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_said(code: str, name: str) -> None:
    topic, states = ASKED[name]
    line, account = shown("Anna", "Sakura", states), shown("Sakura", None, states)
    assert answered(code, topic, [line], [account]) == SAID[code][name]


def test_of_several_lines() -> None:
    lines = [shown(who, "x", {"data_remaining": left}) for who, left in (("Anna", "3"), ("Dad", "1.2"), ("Mum", "1.2"))]
    assert answered("en", Topic.LEFT, lines, []) == (
        "Data left: Anna 3 gigabytes, Dad 1.2 gigabytes and Mum 1.2 gigabytes."
    )
    assert answered("en", Topic.LEAST, lines, []) == "Dad and Mum have the least left: 1.2 gigabytes each."
    assert answered("en", Topic.LEAST, lines[:2], []) == "Dad has the least left: 1.2 gigabytes."


def test_what_is_shared_is_told_of_all_who_share_it() -> None:
    """Two lines of one pool, and a third that has as much by chance: no figure is told twice as if there were more of it."""
    pool = {"data_remaining": "1.2", "daily_budget": "0.4", "will_run_out": "off"}
    lines = [
        shown("Dad", "x", pool, shared_with=["Mum"]), shown("Mum", "x", pool, shared_with=["Dad"]), shown("Anna", "y", pool),
    ]  # fmt: skip
    assert answered("en", Topic.LEFT, lines, []) == (
        "Data left: Dad and Mum 1.2 gigabytes together and Anna 1.2 gigabytes."
    )
    assert answered("en", Topic.BUDGET, lines, []) == (
        "Dad and Mum share their data and can use about 400 megabytes a day between them until the reset. "
        "Anna can use about 400 megabytes a day until the reset."
    )
    assert answered("en", Topic.LASTS, lines, []) == "Dad, Mum and Anna's data should last until the reset."
    assert answered("en", Topic.LEAST, lines[:2], []) == "Dad and Mum have the least left: 1.2 gigabytes between them."
    assert answered("zh-Hans", Topic.LEFT, lines, []) == "剩余流量：Dad和Mum共 1.2 GB，Anna 1.2 GB。"
    assert answered("ja", Topic.BUDGET, lines[:2], []) == (
        "DadとMumはデータを分け合っていて、リセットまで合わせて1日に400メガほど使えます。"
    )


def test_old_figures_are_told_with_their_time() -> None:
    line = shown("Anna", "x", {"data_remaining": "3"})
    assert answered("en", Topic.LEFT, [line], [], NOW - timedelta(hours=5)) == "Anna has 3 gigabytes left."
    assert "That was" in answered("en", Topic.LEFT, [line], [], NOW - timedelta(hours=7))
