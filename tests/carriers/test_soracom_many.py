"""Many SIMs with SORACOM: few requests, one export, and what is made of its failures."""

from datetime import date
from time import monotonic

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
)
from custom_components.japan_mobile.carriers.model import Part
from simulator import Fault, Kind, Simulator, Usage
from simulator.portals.soracom import STORE, TRAP, SoracomPortal
from tests.carriers.fetching import ALL, session_at, told
from tests.carriers.operators import USAGE, body, crowd, problems, read_with


@pytest.mark.parametrize("parts", [USAGE, ALL])
async def test_a_thousand_sims(sim: Simulator, parts: frozenset[Part], capsys: pytest.CaptureFixture[str]) -> None:
    """The list with a short page in the middle, then one export for all."""
    operator = crowd(sim, 1000)
    operator.options.short_page = 37
    async with session_at(sim, operator) as session:
        await session.log_in()
        counts = {}
        for name in ("first poll", "steady poll"):
            sim.journal.clear()
            started = monotonic()
            account = await session.fetch(parts)
            counts[name] = len(sim.journal.calls), monotonic() - started
    assert not account.problems
    truth = sim.world.truth("soracom", operator.account_id)
    assert [line.used for line in account.lines] == [line["used_bytes"] for line in truth["lines"]]
    with capsys.disabled():
        for name, (count, seconds) in counts.items():
            print(f"\nSORACOM, 1,000 SIMs, {'+'.join(sorted(parts))}, {name}: {count} requests, {seconds:.1f} s")
    assert counts["first poll"][0] <= 30
    assert counts["steady poll"][0] == (2 if parts == USAGE else counts["first poll"][0])
    assert sim.journal.count(path=f"/v1/stats/air/sims/{operator.lines[0].line_id}") == 0


@pytest.mark.parametrize("count", [9, 12, 20])
async def test_the_export_and_single_answers_say_the_same(sim: Simulator, count: int) -> None:
    """Where the export cannot be used, some more SIMs are asked about one by one, and nothing is missing."""
    operator = crowd(sim, count)
    truth = sim.world.truth("soracom", operator.account_id)
    async with session_at(sim, operator) as session:
        assert told(await session.fetch(ALL)) == truth
        assert sim.journal.count(host=STORE) == 2
        operator.options.denied = frozenset({"exportAirStats"})
        account = await session.fetch(ALL)
    assert told(account) == truth
    assert not account.problems


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"export_host": TRAP}, f"exportAirStats could not be read: url, host {TRAP}"),
        ({"export_host": f"{STORE}.example.net"}, f"exportAirStats could not be read: url, host {STORE}.example.net"),
        ({"export_host": f"u@{STORE}"}, f"exportAirStats could not be read: url, host {STORE}"),
        ({"export_mode": "async"}, "exportAirStats could not be read: url"),
        ({"denied": frozenset({"exportAirStats"})}, "the login has no permission for exportAirStats"),
        (
            {"error_shape": "flat", "denied": frozenset({"exportAirStats"})},
            "the login has no permission for exportAirStats",
        ),
    ],
)
async def test_without_the_export_many_sims_are_unknown(sim: Simulator, change: dict[str, object], text: str) -> None:
    """Nothing is sent to a host that is not declared; bills and names go on."""
    operator = crowd(sim, 21)
    for name, value in change.items():
        setattr(operator.options, name, value)
    async with session_at(sim, operator) as session:
        account = await session.fetch(ALL)
    assert {problem[2] for problem in problems(account)} == {text}
    assert {problem[0] for problem in problems(account)} == {"usage", "history"}
    assert all(line.used is None and line.plan == "plan-D" for line in account.lines)
    assert account.bills
    assert sim.journal.count(host=TRAP) == sim.journal.count(host=STORE) == 0


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("<html></html>", "imsi, date, type, uploadByteSizeTotal, downloadByteSizeTotal"),
        ("", "imsi, date, type, uploadByteSizeTotal, downloadByteSizeTotal"),
        ("imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n1,202608,a,1\n", "columns"),
        ("imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n1,202608,a,1,-1\n", "ByteSizeTotal"),
        ("imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n1,202608,a,1,1.5\n", "ByteSizeTotal"),
        ("imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n1,202613,a,1,1\n", "date"),
        ("imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n1,2026081,a,1,1\n", "date"),
        ("imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n1,202608,a,1,1\n1,202608,a,2,2\n", "imsi, twice"),
        ("imsi,date,type,uploadByteSizeTotal,imsi,downloadByteSizeTotal\n", "imsi, date, type, uploadByteSizeTotal, downloadByteSizeTotal"),
        (f"imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n\"{'1,2' * 50_000}", "CSV"),
    ],
    ids=lambda told: told[-40:],
)  # fmt: skip
async def test_a_file_of_another_form(sim: Simulator, text: str, missing: str) -> None:
    operator = crowd(sim, 21)
    account = await read_with(sim, operator, USAGE, body("/", text, STORE))
    assert problems(account) == {("usage", None, f"exportAirStats could not be read: {missing}")}
    assert all(line.used is None for line in account.lines)


async def test_a_file_that_is_not_there(sim: Simulator) -> None:
    """Its address is no secret of ours, but nothing of it is told."""
    operator = crowd(sim, 21)
    account = await read_with(sim, operator, USAGE, Fault(STORE, Kind.STATUS, status=403))
    assert problems(account) == {("usage", None, "exportAirStats could not be read: file with status 403")}
    sim.faults.clear()
    with pytest.raises(CannotConnect, match="503") as caught:
        await read_with(sim, operator, USAGE, Fault(STORE, Kind.STATUS, status=503))
    assert "csv" not in str(caught.value)


async def test_the_store_never_sees_a_key(sim: Simulator) -> None:
    operator = crowd(sim, 21)
    async with session_at(sim, operator) as session:
        await session.fetch(ALL)
    for call in sim.journal.find(host=STORE):
        assert not {name.lower() for name in call.headers} & {
            "x-soracom-api-key",
            "x-soracom-token",
            "authorization",
            "cookie",
        }


async def test_a_row_that_is_not_there_is_no_zero(sim: Simulator) -> None:
    """One SIM without a record among many, and one with a record of nothing."""
    operator = crowd(sim, 10)
    operator.lines[0].days = {}
    operator.lines[1].days = {date(2026, 8, 5): Usage(0)}
    async with session_at(sim, operator) as session:
        account = await session.fetch(USAGE)
    assert [line.used for line in account.lines[:2]] == [None, 0]
    assert not account.problems


async def test_it_only_reads(sim: Simulator) -> None:
    operator = crowd(sim, 12)
    async with session_at(sim, operator) as session:
        await session.fetch(ALL)
    portal = sim.portal("soracom")
    assert isinstance(portal, SoracomPortal)
    assert portal.harm == []
    posted = {call.path.rpartition("/")[2] for call in sim.journal.find(method="POST")}
    assert posted == {"auth", "export"}
