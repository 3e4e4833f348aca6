"""Lines of mineo that come and go, and what is made of each refusal."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    ForeignAnswer,
    LayoutChanged,
    LoginExpired,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import Part
from simulator import Fault, Kind, Simulator
from simulator.portals.mineo import API
from simulator.portals.mineo_figures import MIB
from tests.carriers.fetching import ALL, Disk
from tests.carriers.mineo_household import (
    USAGE,
    answering,
    calls,
    client_of,
    customer_of,
    fetched,
    mineo,
    missing,
    newest,
    stored,
)

ONE, TWO = "TST00AA001", "TST00AA002"
CONTRACT = frozenset({Part.USAGE, Part.CONTRACT})
HISTORY = frozenset({Part.USAGE, Part.HISTORY})


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """The portal with one customer."""
    async with mineo() as running:
        yield running


@pytest.fixture
async def disk(sim: Simulator) -> Disk:
    """Everything has been read once; the journal is empty again."""
    disk = Disk()
    await fetched(sim, disk, ALL)
    sim.journal.clear()
    return disk


async def test_lines_come_and_are_renamed(sim: Simulator, disk: Disk) -> None:
    customer = customer_of(sim)
    customer.lines.append(replace(customer.lines[0], line_id="TST00AA003", number="080-0000-0003", pool_id="own2"))
    customer.options.names[TWO] = "new name"
    assert len((await fetched(sim, disk)).lines) == 2
    lines = (await fetched(sim, disk, CONTRACT)).lines
    assert [(line.line_id, line.name) for line in lines] == [(ONE, "main"), (TWO, "new name"), ("TST00AA003", None)]
    assert [line.line_id for line in (await fetched(sim, disk)).lines] == [ONE, TWO, "TST00AA003"]


async def test_a_line_that_is_gone(sim: Simulator, disk: Disk) -> None:
    """The carrier speaks of authentication, and means the line: the list is read again, and the token stays.

    A line that is new in that list is read too.
    """
    customer = customer_of(sim)
    customer.lines[0] = replace(customer.lines[0], line_id="TST00AA009")
    token = stored(disk)["refresh_token"]
    account = await fetched(sim, disk)
    assert [line.line_id for line in account.lines] == ["TST00AA009", TWO]
    assert account.problems == ()
    assert calls(sim) == ["get_capacity", "get_telnum_list", "get_capacity", "get_capacity"]
    assert stored(disk)["refresh_token"] == token


async def test_a_line_that_is_listed_and_not_known(sim: Simulator, disk: Disk) -> None:
    sim.faults.add(answering("get_capacity", {}, times=1, code="0022"))
    account = await fetched(sim, disk)
    assert missing(account) == [(Part.USAGE, ONE, ("0022",))]
    assert [line.remaining for line in account.lines] == [None, 1024 * MIB]
    assert account.lines[0].name == "main"
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_the_lines_of_somebody_else(sim: Simulator, disk: Disk) -> None:
    """All others than before: nothing of it is used."""
    customer_of(sim).options.stranger = True
    with pytest.raises(ForeignAnswer):
        await fetched(sim, disk, ALL)
    assert calls(sim) == ["get_telnum_list"]
    assert [line["id"] for line in stored(disk)["lines"]] == [ONE, TWO]


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ({"telNumList": None}, "telNumList"),
        ({"telNumList": []}, "telNumList"),
        ({}, "telNumList"),
        ({"telNumList": {}}, "telNumList"),
        ({"telNumList": ["x"]}, "telNumList"),
        ({"telNumList": [{"custId": None}]}, "custId"),
        ({"telNumList": [{"custId": ONE}, {"custId": ONE}]}, "custId"),
    ],
)
async def test_a_list_that_cannot_be(sim: Simulator, disk: Disk, content: dict[str, Any], label: str) -> None:
    """Lines that were there do not vanish because an answer holds none."""
    sim.faults.add(answering("get_telnum_list", content))
    with pytest.raises(LayoutChanged) as caught:
        await fetched(sim, disk, ALL)
    assert (caught.value.page, caught.value.missing[0]) == ("get_telnum_list", label)


async def test_a_customer_without_lines(sim: Simulator) -> None:
    """Is one all the same, and stays one."""
    customer, disk = customer_of(sim), Disk()
    lines, customer.lines = customer.lines, []
    first = await fetched(sim, disk)
    assert first.lines == ()
    customer.lines = lines
    again = await fetched(sim, disk)
    assert (again.account_id, len(again.lines)) == (first.account_id, 2)


@pytest.mark.parametrize(
    ("fault", "kind", "detail"),
    [
        (Fault(API, Kind.STATUS, status=401), LoginExpired, "just given out"),
        (Fault(API, Kind.STATUS, status=200, body='{"statusCode":401}'), LoginExpired, "just given out"),
        (Fault(API, Kind.STATUS, status=403), LayoutChanged, "status 403"),
        (Fault(API, Kind.STATUS, status=503), CannotConnect, "503"),
        (Fault(API, Kind.STATUS, status=429), RateLimited, "limits"),
        (Fault(API, Kind.CLOSE), CannotConnect, "could not be reached"),
        (Fault(API, Kind.TRUNCATED), CannotConnect, "could not be reached"),
        (Fault(API, Kind.HTML), LayoutChanged, "JSON"),
        (Fault(API, Kind.EMPTY), LayoutChanged, "JSON"),
        (answering("", {}, code="0099"), LayoutChanged, "0099"),
        (answering("", {}, code="0098"), LayoutChanged, "0098"),
        (answering("", {}, code="秘密"), LayoutChanged, "resultCode"),
        (Fault(API, Kind.STATUS, status=200, body='{"resultCode":0}'), LayoutChanged, "resultCode"),
    ],
)
async def test_every_call_fails(
    sim: Simulator, disk: Disk, fault: Fault, kind: type[CarrierError], detail: str
) -> None:
    """Each row of the sheet's table of failures, at every call."""
    sim.faults.add(fault)
    async with client_of(sim, disk) as client:
        with pytest.raises(kind, match=detail) as caught:
            await client.fetch(ALL)
        assert caught.value.kind == kind.__name__
        with pytest.raises(kind, match=detail):
            await client.fetch(USAGE)
    assert "秘密" not in str(caught.value)
    assert stored(disk)["refresh_token"] == newest(sim)


async def test_a_fault_of_the_carrier_is_asked_once_more(sim: Simulator, disk: Disk) -> None:
    sim.faults.add(answering("get_capacity", {}, times=1, code="0098"))
    account = await fetched(sim, disk)
    assert account.problems == ()
    assert calls(sim) == ["get_capacity"] * 3


async def test_texts_of_the_carrier_are_not_repeated(sim: Simulator, disk: Disk) -> None:
    customer_of(sim).options.codes = {"get_capacity": "0031"}
    with pytest.raises(LayoutChanged) as caught:
        await fetched(sim, disk)
    assert caught.value.missing == ("0031",)
    assert "secret" not in str(caught.value)


async def test_a_limit_ends_the_poll_and_keeps_what_was_read(sim: Simulator, disk: Disk) -> None:
    sim.faults.add(Fault(API, Kind.STATUS, path="/mineo/v1/get_traffic_history", status=429))
    account = await fetched(sim, disk, HISTORY)
    assert account.lines[0].remaining == 7500 * MIB
    assert account.lines[1].remaining is None
    assert {problem.part for problem in account.problems} == {Part.USAGE, Part.HISTORY}
    assert all(isinstance(problem.error, RateLimited) for problem in account.problems)
    assert calls(sim) == ["get_capacity", "get_traffic_history"]
