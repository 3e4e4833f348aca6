"""What SORACOM's client makes of failures: missing with a reason, never wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    LayoutChanged,
    NotPermitted,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import Part
from simulator import TOKYO, Account, Fault, Kind, Simulator, Usage
from simulator.portals.soracom import STORE
from simulator.portals.soracom_options import SimOptions
from tests.carriers.conftest import NOW
from tests.carriers.fetching import ALL, Disk, session_at
from tests.carriers.operators import JP, USAGE, body, problems, read_with
from tests.worlds_soracom import many

BUCKET = {
    "unixtime": 1785542400,
    "dataTrafficStatsMap": {"s1.standard": {"uploadByteSizeTotal": 1, "downloadByteSizeTotal": 2}},
}


@pytest.fixture
def operator(sim: Simulator) -> Account:
    """An operator with three SIMs."""
    sim.world = many(3, NOW)
    return sim.world.accounts[0]


async def test_a_steady_poll_is_one_request_a_sim(sim: Simulator, operator: Account) -> None:
    async with session_at(sim, operator) as session:
        await session.fetch(ALL)
        sim.journal.clear()
        await session.fetch(USAGE)
    assert [call.path.rpartition("/")[2] for call in sim.journal.calls] == [line.line_id for line in operator.lines]


async def test_a_redirect_takes_no_key_along(sim: Simulator, operator: Account) -> None:
    """Not even between hosts that are both declared."""
    headers = {"Location": f"https://{STORE}/x"}
    fault = Fault(JP, Kind.STATUS, path="/v1/stats", status=302, headers=headers)
    await read_with(sim, operator, USAGE, fault)
    calls = sim.journal.find(host=STORE)
    assert calls
    assert all("X-Soracom-Token" not in call.headers for call in calls)


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("busy", "JSON"),
        ({}, "list"),
        ([{}], "unixtime, dataTrafficStatsMap"),
        ([BUCKET | {"unixtime": "1785542400"}], "unixtime, dataTrafficStatsMap"),
        ([BUCKET | {"dataTrafficStatsMap": None}], "unixtime, dataTrafficStatsMap"),
        ([BUCKET | {"date": "202607"}], "date"),
        ([BUCKET | {"unixtime": 10**18}], "unixtime"),
        ([BUCKET, BUCKET], "unixtime, twice"),
        ([BUCKET | {"dataTrafficStatsMap": {"s1": {"uploadByteSizeTotal": 1}}}], "uploadByteSizeTotal, downloadByteSizeTotal"),
        ([BUCKET | {"dataTrafficStatsMap": {"s1": {"uploadByteSizeTotal": -1, "downloadByteSizeTotal": 0}}}], "ByteSizeTotal"),
    ],
)  # fmt: skip
async def test_statistics_of_another_form(sim: Simulator, operator: Account, content: object, missing: str) -> None:
    """One SIM's: the others go on, and the list is read anew the next time."""
    first = operator.lines[0].line_id
    async with session_at(sim, operator) as session:
        await session.fetch(USAGE)
        sim.faults.add(body(f"/v1/stats/air/sims/{first}", content))
        account = await session.fetch(USAGE)
        assert problems(account) == {("usage", first, f"getAirStatsOfSim could not be read: {missing}")}
        assert [line.used is None for line in account.lines] == [True, False, False]
        sim.journal.clear()
        await session.fetch(USAGE)
    assert sim.journal.count(path="/v1/sims") == 1


@pytest.mark.parametrize("content", [[], [BUCKET | {"dataTrafficStatsMap": {}}]])
async def test_no_bucket_is_no_figure(sim: Simulator, operator: Account, content: object) -> None:
    account = await read_with(sim, operator, USAGE, body("/v1/stats/air/sims", content))
    assert [line.used for line in account.lines] == [None] * 3
    assert not account.problems


async def test_a_bucket_of_last_month_is_not_this_months(sim: Simulator, operator: Account) -> None:
    account = await read_with(sim, operator, USAGE, body("/v1/stats/air/sims", [BUCKET | {"unixtime": 1782864000}]))
    assert [line.used for line in account.lines] == [None] * 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(JP, Kind.STATUS, status=429, headers={"Retry-After": "90"}), RateLimited),
        (Fault(JP, Kind.STATUS, status=429), RateLimited),
        (Fault(JP, Kind.STATUS, status=500), CannotConnect),
        (Fault(JP, Kind.STATUS, status=503, body="<html>busy</html>"), CannotConnect),
        (Fault(JP, Kind.CLOSE), CannotConnect),
        (Fault(JP, Kind.TRUNCATED), CannotConnect),
    ],
)
async def test_when_nothing_can_be_read(
    sim: Simulator, operator: Account, fault: Fault, error: type[CarrierError]
) -> None:
    """One request, then no more; no id of a SIM is told."""
    async with session_at(sim, operator) as session:
        await session.fetch(USAGE)
        sim.faults.add(fault)
        sim.journal.clear()
        with pytest.raises(error) as caught:
            await session.fetch(USAGE)
    assert len({call.path for call in sim.journal.calls}) == 1
    assert operator.lines[0].line_id not in str(caught.value)
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after == (timedelta(seconds=90) if fault.headers else None)


async def test_a_limit_in_the_middle_keeps_what_was_read(sim: Simulator, operator: Account) -> None:
    """Nothing more is asked, bills neither."""
    second = operator.lines[1].line_id
    account = await read_with(
        sim, operator, ALL, Fault(JP, Kind.STATUS, path=f"/v1/stats/air/sims/{second}", status=429)
    )
    assert [line.used is None for line in account.lines] == [False, True, True]
    assert {problem.part for problem in account.problems} == {Part.USAGE, Part.HISTORY, Part.BILLS}
    assert sim.journal.count(path="/v1/bills/latest") == 0


@pytest.mark.parametrize("shape", ["nested", "flat", "text", "html"])
@pytest.mark.parametrize(
    ("operation", "parts"),
    [("getAirStatsOfSim", {"usage", "history"}), ("getBillingHistory", {"bills"}), ("getLatestBilling", {"bills"})],
)
async def test_a_missing_permission_costs_one_feature(
    sim: Simulator, operator: Account, shape: str, operation: str, parts: set[str]
) -> None:
    """It is named, once."""
    operator.options.denied = frozenset({operation})
    operator.options.error_shape = shape
    async with session_at(sim, operator) as session:
        account = await session.fetch(ALL)
    assert problems(account) == {(part, None, f"the login has no permission for {operation}") for part in parts}
    assert bool(account.bills) is (parts != {"bills"})
    assert all((line.used is None) is ("usage" in parts) for line in account.lines)


async def test_without_the_list_there_is_nothing(sim: Simulator, operator: Account) -> None:
    """Unless it is known from before."""
    operator.options.denied = frozenset({"listSims"})
    async with session_at(sim, operator) as session:
        with pytest.raises(NotPermitted, match="listSims"):
            await session.fetch(ALL)
        operator.options.denied = frozenset()
        await session.fetch(ALL)
        operator.options.denied = frozenset({"listSims"})
        account = await session.fetch(ALL)
    assert problems(account) == {("contract", None, "the login has no permission for listSims")}
    assert all(line.used is not None for line in account.lines)


async def test_an_empty_list_is_not_believed_where_there_were_sims(sim: Simulator, operator: Account) -> None:
    """A SIM that ends stays in the list, so that none at all is an answer of another kind; after a restart too."""
    disk = Disk()
    async with session_at(sim, operator, disk) as session:
        known = (await session.fetch(ALL)).lines
        sim.faults.add(Fault("*", Kind.STATUS, path="/v1/sims", status=404))
        account = await session.fetch(ALL)
    assert [line.line_id for line in account.lines] == [line.line_id for line in known]
    assert problems(account) == {("contract", None, "listSims could not be read: list, empty")}
    async with session_at(sim, operator, disk) as session:
        with pytest.raises(LayoutChanged, match="listSims could not be read: list, empty"):
            await session.fetch(ALL)


async def test_a_list_that_leads_back_to_itself(sim: Simulator, operator: Account) -> None:
    operator.options.endless = True
    async with session_at(sim, operator) as session:
        with pytest.raises(LayoutChanged, match="next-key"):
            await session.fetch(ALL)
    assert sim.journal.count(path="/v1/sims") <= 3


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ({}, "list"),
        ([{"simId": 8}], "simId"),
        ([{"simId": "1"}, {"simId": "1"}], "simId, twice"),
        ([{"simId": key, "profiles": {key: {"subscribers": {"44010": {}}}}} for key in "12"], "imsi, twice"),
    ],
)  # fmt: skip
async def test_a_list_of_another_form(sim: Simulator, operator: Account, content: object, missing: str) -> None:
    sim.faults.add(body("/v1/sims", content))
    async with session_at(sim, operator) as session:
        with pytest.raises(LayoutChanged) as caught:
            await session.fetch(ALL)
    assert (caught.value.page, ", ".join(caught.value.missing)) == ("listSims", missing)


async def test_a_sim_that_says_little(sim: Simulator, operator: Account) -> None:
    """Every field may be missing, null or of another kind."""
    bare = [
        {"simId": "1"},
        {"simId": "2", "tags": None, "profiles": None, "status": "testing", "sessionStatus": None},
        {
            "simId": "3",
            "tags": {"name": 3},
            "profiles": {"3": {"subscribers": {"4401": {"msisdn": "4479000", "bundles": None}}}},
        },
        {"simId": "4", "profiles": {"4": None}, "status": "terminated"},
    ]
    sim.faults.add(body("/v1/sims", bare))
    async with session_at(sim, operator) as session:
        account = await session.fetch(frozenset({Part.CONTRACT}))
    assert [(line.line_id, line.name, line.number, line.plan) for line in account.lines] == [
        ("1", None, None, None), ("2", None, None, None), ("3", None, "+4479000", None),
    ]  # fmt: skip


async def test_new_and_ended_sims(sim: Simulator, operator: Account) -> None:
    """They come and go with the daily list."""
    async with session_at(sim, operator) as session:
        await session.fetch(ALL)
        operator.lines[0].status = "terminated"
        operator.options.sims = {operator.lines[1].line_id: SimOptions(name="renamed")}
        account = await session.fetch(ALL)
    assert [line.line_id for line in account.lines] == [line.line_id for line in operator.lines[1:]]
    assert account.lines[0].name == "renamed"


async def test_a_window_that_is_too_long(sim: Simulator, operator: Account) -> None:
    """History is missing then, not usage: but they are one request, so the month goes with it."""
    operator.options.longest = 95
    async with session_at(sim, operator) as session:
        account = await session.fetch(ALL)
        assert {problem[2] for problem in problems(account)} == {
            "getAirStatsOfSim could not be read: status 400, STA0001"
        }
        assert all(line.daily and line.used is None for line in account.lines)
        assert not (await session.fetch(USAGE)).problems


@pytest.mark.parametrize(
    "at", [datetime(2026, 9, 1, 8, 59, 59, tzinfo=TOKYO), datetime(2026, 9, 1, 9, 0, tzinfo=TOKYO)]
)
async def test_months_begin_at_nine_in_tokyo(sim: Simulator, operator: Account, at: datetime) -> None:
    """A month is a UTC month, and so is a day."""
    operator.lines[0].days = {date(2026, 8, 31): Usage(7), date(2026, 9, 1): Usage(3)}
    sim.world.clock.set(at)
    async with session_at(sim, operator) as session:
        account = await session.fetch(ALL)
    line = account.lines[0]
    assert line.cycle is not None
    assert (line.cycle.start.month, line.used) == ((8, 7) if at.hour == 8 else (9, 3))
    assert line.daily[-1].day == at.astimezone(UTC).date()


@pytest.mark.parametrize(("units", "size"), [("none", None), ("decimal", 500 * 10**6), ("binary", 500 * 2**20)])
async def test_what_is_left_is_an_estimate_that_is_asked_for(
    sim: Simulator, operator: Account, units: str, size: int | None
) -> None:
    """Of a SIM with one bundle whose name tells a size; more was used than that in one of them."""
    operator.options.estimate = units
    one, two, three = (line.line_id for line in operator.lines)
    bundled = SimOptions(bundles=("D-500MB",))
    operator.options.sims = {one: bundled, two: replace(bundled), three: SimOptions(bundles=("D-500MB", "DU-10GB"))}
    operator.lines[1].days = {date(2026, 8, 2): Usage(10**10)}
    async with session_at(sim, operator) as session:
        lines = (await session.fetch(ALL)).lines
    assert [line.total for line in lines] == [size, size, None]
    used = lines[0].used
    assert used is not None
    assert [line.remaining for line in lines] == ([None] * 3 if size is None else [size - used, 0, None])
    assert [line.plan for line in lines] == ["plan-D + D-500MB", "plan-D + D-500MB", "plan-D + D-500MB + DU-10GB"]
