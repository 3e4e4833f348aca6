"""What is handed in: over 550 messages right or refused, hostile ones harmless, figures that hold as long as they may."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
import re
from time import process_time
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.japan_mobile.carriers.by_hand import HANDED
from custom_components.japan_mobile.carriers.handed import (
    REASONS,
    HandedClient,
    HandedIn,
    HandedLine,
    NotUnderstood,
    from_numbers,
    understand,
)
from custom_components.japan_mobile.carriers.handed.clauses import MOST
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.model import TOKYO, Cycle, Month, Part
from tests.carriers.handed_samples import CHINESE, ENGLISH, JAPANESE, SAMPLES
from tests.carriers.handed_strangers import READ, REFUSED

NOW = datetime(2026, 11, 25, 10, tzinfo=TOKYO)
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(GB|MB)")
MEGABYTES = {"GB": 1000, "MB": 1}
LINE = HandedLine(line_id="a", name="A", number="090-0000-5678")
OTHERS = ("08000001111",)


def told(text: str, line: HandedLine = LINE, now: datetime = NOW) -> dict[str, Any] | str:
    """What a message says, as the samples write it."""
    try:
        found = understand(text, line, others=OTHERS, now=now)
    except NotUnderstood as err:
        return REASONS[REASONS.index(err.reason)]
    volumes = {"u": found.used, "r": found.remaining, "t": found.total}
    answer: dict[str, Any] = {name: value // 10**6 for name, value in volumes.items() if value is not None}
    answer |= {} if found.bill is None else {"b": found.bill}
    answer |= {} if found.bill_month is None else {"m": str(found.bill_month)}
    return answer if found.as_of.date() == now.date() else answer | {"d": found.as_of.day}


@pytest.mark.parametrize("text", SAMPLES)
def test_a_message_is_read_right_or_refused(text: str) -> None:
    assert told(text) == SAMPLES[text]


@pytest.mark.parametrize("text", sorted(REFUSED))
def test_a_figure_of_something_else_is_refused(text: str) -> None:
    assert isinstance(told(text), str)


@pytest.mark.parametrize("text", READ)
def test_what_carriers_write_around_a_figure_does_no_harm(text: str) -> None:
    assert told(text) == READ[text]


def test_what_the_user_calls_them_is_known() -> None:
    """His line and his carrier; not those of anybody else."""
    line = HandedLine(line_id="a", name="Mum")
    for text in ("Example Mobile\n残量 3.2GB", "Mum: 3.2 GB left", "Mum's line: 3.2 GB left"):
        assert understand(text, line, names=("Example Mobile",), now=NOW).remaining == 3_200_000_000
        with pytest.raises(NotUnderstood, match="words"):
            understand(text, HandedLine(line_id="a", name="Dad"), now=NOW)


def test_a_mail_that_was_cut_tells_no_number_at_its_end() -> None:
    """Home Assistant's IMAP integration hands over the first 2,048 characters; so `¥3` may have been `¥3,278`."""
    mail = "いつもドコモをご利用いただきありがとうございます。\n" * 90
    assert told(f"{mail}ご請求額 ¥3,278\n以上") == {"b": 3278}
    for end in ("¥3,", "¥3", "¥3,278"):
        assert told(f"{mail}ご請求額 {end}") == "number"


@given(
    st.sampled_from([text for text, want in SAMPLES.items() if isinstance(want, dict) and "<" not in text]),
    st.sampled_from(["ほげ", "某", "zzz", "昨日", "先月", "家族", "Wi-Fi", "test", "上月", "7"]),
)
@settings(max_examples=150)
def test_an_unknown_word_over_a_figure_makes_it_unsure(text: str, word: str) -> None:
    """Whatever the word is: nobody can list all that may change what a figure is."""
    assert isinstance(told(f"{word}\n{text}"), str)


def test_there_are_enough_of_them() -> None:
    assert len(SAMPLES) >= 250
    for samples in (JAPANESE, ENGLISH, CHINESE):
        read = [want for want in samples.values() if isinstance(want, dict)]
        assert 0.4 < len(read) / len(samples) < 0.75


@given(st.sampled_from([text for text, want in SAMPLES.items() if isinstance(want, dict)]), st.data())
@settings(max_examples=300)
def test_a_message_that_lost_a_piece_is_never_wrong(text: str, data: st.DataObject) -> None:
    """A cut-off message says what the whole one said, or less, or nothing; but for a number that lost its digits."""
    lines = text.splitlines()
    start = data.draw(st.integers(0, len(lines) - 1))
    end = data.draw(st.integers(start + 1, len(lines)))
    whole, part = told(text), told("\n".join(lines[start:end]))
    assert isinstance(whole, dict)
    if isinstance(part, dict):
        for name in part.keys() - {"d", "m"}:
            assert part[name] == whole.get(name, part[name])


@given(
    st.lists(
        st.sampled_from(
            [*"残量使用済データ総上限のはが、。/-~() \n", "GB", "MB", "3.2", "16.8", "20", "left", "used", "of"]
        ),
        max_size=24,
    )
)
@settings(max_examples=500)
def test_soup_is_no_crash(pieces: list[str]) -> None:
    """And what is read of it is an amount that stands in it."""
    text = "".join(pieces)
    answer = told(text)
    if isinstance(answer, dict):
        said = {int(Decimal(number) * MEGABYTES[unit]) for number, unit in AMOUNT.findall(text)}
        assert {answer[name] for name in answer.keys() & {"u", "r", "t"}} <= said


@given(st.text(max_size=400))
@settings(max_examples=300)
def test_any_text_is_no_crash(text: str) -> None:
    """A text without one digit tells nothing."""
    answer = told(text)
    assert isinstance(answer, str) or any(map(str.isdigit, text))


HOSTILE = {
    "huge": "残り 3.2GB " * 20_000,
    "one word": "残" * 19_999,
    "digits": "1" * 19_999,
    "many amounts": "残量 1GB " * 2_000,
    "nested": "<div>" * 12_000 + "残り 3.2GB",
    "brackets": "<" * 60_000,
    "days": "11/25 " * 3_000,
    "addresses": "a@" * 9_000,
    "labels": "使用量\n" * 4_000,
    "nul": "残り\0 3.2GB\0" * 100,
    "bidi": "\u202e残り 3.2GB\u202c" * 100,
    "combining": "残\u0301" * 9_000,
    "dots": "・" * 19_999,
    "ligature": "\ufdfa" * 19_000,
    "sentences": "残量1GB。" * 3_333,
    "a list": "・残 1GB" * 3_333,
    "prices": "請求額1円。" * 3_333,
    "one sentence": "残量1GB。\n" + "ああ、" * 950 + "です。",
    "masks": "*" * 1_000,
    "dates": "11/25 残1GB\n" * 1_900,
    "month names": "may " * 5_000,
    "months": "11月" * 6_666,
    "conditions": "当" * 19_999,
    "days of use": "today " * 3_333,
    "uses of a day": "used " * 4_000,
    "weekdays": "（月）" * 6_666,
    "thousands": "1" + ",000" * 4_900 + "円",
    "yen": "¥1" + ",000" * 4_900,
    "plans": "1gb plan " * 2_222,
    "blank lines": "あ\n\n" * 6_666,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end_soon(name: str) -> None:
    """Within a quarter of a second of the processor: that is some three times what the slowest takes."""
    text = HOSTILE[name]
    began = process_time()
    answer = told(text)
    assert process_time() - began < 0.25
    assert answer in ({"r": 3200}, {"r": 1000}) or isinstance(answer, str)


def test_so_many_pieces_are_no_message() -> None:
    for end in "。\n":
        assert told(f"残量1GB{end}" * MOST) == {"r": 1000}
        assert told(f"残量1GB{end}" * (MOST + 1)) == "too_long"


def test_a_row_of_dots_takes_no_longer_than_a_row_of_letters() -> None:
    def takes(sign: str) -> float:
        began = process_time()
        assert told(sign * 19_999) == "nothing"
        return process_time() - began

    assert min(takes("・") for _ in range(3)) < 1.5 * min(takes("あ") for _ in range(3))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("・今月の高速データ通信量の残り 3.2GB", {"r": 3200}),
        ("使用量 1GB・残量 3.2GB", {"u": 1000, "r": 3200}),
        ("***-****-5678 残り 3.2GB", {"r": 3200}),
        ("090-****-5678 残り 3.2GB", {"r": 3200}),
        ("090xxxx5678 残り 3.2GB", {"r": 3200}),
        ("** ** ** ** 1111 残り 3.2GB", "line"),
        ("080-****-1111 残り 3.2GB", "line"),
        ("当月の残量が3.2GBの時", "nothing"),
        ("時々 当月の残量 3.2GB", "words"),
        ("3.2GB used today", "nothing"),
        ("today you used 3.2GB", "nothing"),
        ("today 3.2GB left as of today", "nothing"),
        ("請求額 1,234,567円", {"b": 1234567}),
    ],
)
def test_what_is_looked_for_from_the_beginning(text: str, answer: object) -> None:
    assert told(text) == answer


def test_nothing_of_a_message_is_in_the_refusal() -> None:
    with pytest.raises(NotUnderstood) as caught:
        understand("秘密の話 080-0000-1111 残り 3.2GB", LINE, others=OTHERS, now=NOW)
    assert str(caught.value) == "handed in could not be read: line"
    assert caught.value.__cause__ is None


def test_a_line_without_a_number_takes_no_message_that_names_one() -> None:
    line = HandedLine(line_id="a", name="A")
    assert told("090-0000-5678 残り 3.2GB", line) == "line_unknown"
    assert told("残り 3.2GB", line) == {"r": 3200}


def test_a_cycle_of_its_own() -> None:
    line = HandedLine(line_id="a", name="A", cycle_day=26)
    assert line.cycle(date(2026, 11, 25)) == Cycle(date(2026, 10, 26), date(2026, 11, 25))
    assert line.cycle(date(2026, 11, 26)) == Cycle(date(2026, 11, 26), date(2026, 12, 25))
    short = HandedLine(line_id="a", name="A", cycle_day=31)
    assert short.cycle(date(2026, 2, 28)) == Cycle(date(2026, 2, 28), date(2026, 3, 30))
    assert short.cycle(date(2026, 2, 27)) == Cycle(date(2026, 1, 31), date(2026, 2, 27))
    assert told("10月のデータ使用量 4GB", line) == {"u": 4000}  # a month that its cycle begins in
    assert told("9月のデータ使用量 4GB", line) == "month"
    assert told("11/24 残り 3GB", line, datetime(2026, 11, 26, 10, tzinfo=TOKYO)) == "past"


def test_numbers() -> None:
    given_in = from_numbers(
        {"used": 16.8, "remaining": "3.2", "total": 20, "bill": 3278, "bill_month": "2026-10"}, LINE, now=NOW
    )
    assert (given_in.used, given_in.remaining, given_in.total) == (16_800_000_000, 3_200_000_000, 20_000_000_000)
    assert (given_in.bill, given_in.bill_month) == (3278, Month(2026, 10))
    for values, reason in (
        ({}, "nothing"),
        ({"used": -1}, "number"),
        ({"used": float("nan")}, "number"),
        ({"used": True}, "number"),
        ({"used": 10**9}, "number"),
        ({"bill": 1.5}, "number"),
        ({"bill": 100, "bill_month": "Oct"}, "month"),
        ({"used": 21, "total": 20}, "sum"),
        ({"used": 1, "as_of": NOW + timedelta(hours=1)}, "future"),
        ({"used": 1, "as_of": NOW - timedelta(days=8)}, "past"),
        ({"used": 1, "as_of": "soon"}, "day"),
        ({"used": 1, "as_of": datetime.max.replace(tzinfo=UTC)}, "day"),
    ):
        with pytest.raises(NotUnderstood) as caught:
            from_numbers(values, LINE, now=NOW)
        assert caught.value.reason == reason, values


class _Clock:
    """Stands for the door to the network: nothing but the time is ever asked of it."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def restore_cookies(self, cookies: list[Any]) -> None:
        assert cookies == []

    def cookies(self) -> list[Any]:
        return []


def client(keep: Keep, clock: _Clock, *lines: HandedLine) -> HandedClient:
    """A client that knows these lines."""
    made = HandedClient(HANDED, clock, keep)  # type: ignore[arg-type]
    made.furnish(lines or (LINE,))
    return made


async def test_figures_hold_within_the_cycle_and_seven_days() -> None:
    clock, keep = _Clock(), Keep()
    made = client(keep, clock)
    await made.hand_in("a", HandedIn(as_of=NOW, used=5, remaining=7, bill=100), follows=True)
    account = await client(Keep(dict(keep)), clock).fetch(frozenset(Part))  # over a restart
    (line,), (bill,) = account.lines, account.bills
    assert (line.used, line.remaining, line.total, line.as_of) == (5, 7, None, NOW)
    assert (line.cycle, line.number) == (Cycle(date(2026, 11, 1), date(2026, 11, 30)), "090-0000-5678")
    assert (bill.amount, bill.line_id, bill.month) == (100, "a", None)
    clock.at = datetime(2026, 11, 30, 23, 59, tzinfo=TOKYO)
    assert (await made.fetch(frozenset(Part))).lines[0].remaining == 7
    clock.at = datetime(2026, 12, 1, tzinfo=TOKYO)
    (line,) = (await made.fetch(frozenset(Part))).lines
    assert (line.used, line.remaining) == (None, None)
    clock.at = NOW + timedelta(days=90)
    assert (await made.fetch(frozenset(Part))).bills == ()


async def test_seven_days() -> None:
    clock, keep = _Clock(), Keep()
    clock.at = datetime(2026, 11, 2, 10, tzinfo=TOKYO)
    made = client(keep, clock)
    await made.hand_in("a", HandedIn(as_of=clock.at, remaining=7), follows=True)
    clock.at += timedelta(days=7) - timedelta(minutes=1)
    assert (await made.fetch(frozenset(Part))).lines[0].remaining == 7
    clock.at += timedelta(minutes=1)
    assert (await made.fetch(frozenset(Part))).lines[0].remaining is None


async def test_older_never_replaces_newer() -> None:
    clock, keep = _Clock(), Keep()
    made = client(keep, clock)
    await made.hand_in("a", HandedIn(as_of=NOW, remaining=7), follows=True)
    with pytest.raises(NotUnderstood, match="older"):
        await made.hand_in("a", HandedIn(as_of=NOW - timedelta(hours=1), remaining=9), follows=True)
    await made.hand_in("a", HandedIn(as_of=NOW - timedelta(hours=1), remaining=9, used=3), follows=True)
    (line,) = (await made.fetch(frozenset(Part))).lines
    assert (line.remaining, line.used) == (7, 3)
    with pytest.raises(NotUnderstood, match="fell"):
        await made.hand_in("a", HandedIn(as_of=NOW, used=2), follows=True)
    await made.hand_in("a", HandedIn(as_of=NOW, used=2), follows=False)  # a person may correct himself


async def test_what_the_user_says_of_the_allowance_counts() -> None:
    line = HandedLine(line_id="a", name="A", total=20, unlimited=True, plan="P")
    made = client(Keep(), _Clock(), line)
    await made.hand_in("a", HandedIn(as_of=NOW, remaining=7, total=30), follows=True)
    (shown,) = (await made.fetch(frozenset(Part))).lines
    assert (shown.total, shown.unlimited, shown.plan, shown.name) == (20, True, "P", "A")


@pytest.mark.parametrize(
    "damage",
    [{"lines": []}, {"lines": {"a": {"used": {"value": "5", "at": NOW.isoformat()}}}}, {"lines": {"a": {"x": 1}}},
     {"lines": {"a": {"bill": {"value": [1, "2026-99", "paid"], "at": NOW.isoformat()}}}}],
)  # fmt: skip
async def test_a_damaged_keep_is_none(damage: dict[str, Any]) -> None:
    made = client(Keep(damage), _Clock())
    assert (await made.fetch(frozenset(Part))).lines[0].used is None
