"""What is kept of a login may be damaged in any way: then it is no login, and never a crash."""

from copy import deepcopy
import json
from typing import Any

import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import CarrierError, LoginExpired, LoginRefused
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.ledger import ACCEPTED, Ledger
from custom_components.japan_mobile.carriers.model import Part
from simulator import Simulator
from tests.carriers.conftest import NOW
from tests.carriers.fetching import Disk, session_at

USAGE = frozenset({Part.USAGE})
JUNK: tuple[Any, ...] = (5, "x\r\ny", {"x": None}, [{"name": 5, "value": None}])
OFF = {"why": "too_old", "version": "3.2.5", "at": "2026-08-06T11:00:00+09:00"}
ALSO: dict[str, dict[str, Any]] = {"iijmio": {"app_off": OFF, "site_out": "2026-08-06T11:00:00+09:00"}}
"""What a client keeps at bad times only."""


def damaged(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Copies of a keep, each with one entry, or one part of one, replaced by junk."""
    found = []
    for name, value in kept.items():
        parts = list(value) if isinstance(value, dict) else []
        for junk in JUNK:
            found.append({**deepcopy(kept), name: junk})
            for part in parts:
                changed = deepcopy(kept)
                changed[name][part] = junk
                found.append(changed)
    return found


@pytest.mark.parametrize("carrier", ["iijmio", "softbank", "his", "portal", "soracom"])
async def test_a_damaged_login(sim: Simulator, carrier: str) -> None:
    """At worst one login more; what comes out is figures or an error with a name."""
    [customer] = sim.world.of(carrier)
    customer.options.__dict__.update({"code_at_login": False} if carrier == "softbank" else {})
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        whole = await session.fetch(USAGE)
    kept = json.loads(disk.saved["login"]) | ALSO.get(carrier, {})
    copies = damaged(kept)
    assert len(copies) > 10
    read = 0
    for copy in copies:
        one = Disk()
        one.saved["login"] = json.dumps(copy)
        async with session_at(sim, customer, one) as session:
            try:
                account = await session.fetch(USAGE)
            except CarrierError:
                continue
        assert [line.remaining for line in account.lines] == [line.remaining for line in whole.lines]
        read += 1
    assert read > 0.8 * len(copies)


async def test_a_time_that_is_none(sim: Simulator) -> None:
    """One entry is enough: nothing of that keep is believed, and the account is logged in to anew."""
    customer = sim.world.accounts[0]
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    disk.saved["login"] = json.dumps(json.loads(disk.saved["login"]) | {"app_off": OFF | {"at": "yesterday"}})
    sim.journal.clear()
    async with session_at(sim, customer, disk) as session:
        assert (await session.fetch(USAGE)).account_id == customer.account_id
    assert sorted(login.interface for login in sim.journal.logins()) == ["app", "web"]


@pytest.mark.parametrize("name", ["attempts", "refused", "key"])
async def test_a_damaged_ledger(name: str) -> None:
    """Nobody knows any more what was refused: a machine sends nothing, and a person's login mends it."""
    credentials = Credentials({"username": "a", "password": "b"})
    for junk in JUNK:
        content: dict[str, Any] = {}
        ledger = Ledger(Keep(content))
        await ledger.begin(NOW)
        await ledger.end(credentials, LoginRefused.__name__)
        with pytest.raises(LoginRefused):
            ledger.allow(credentials, NOW)
        keep = Keep({**ledger._keep, name: junk})
        for _ in range(2):  # after a restart too
            with pytest.raises(LoginExpired):
                Ledger(keep).allow(credentials, NOW)
        await Ledger(keep).begin(NOW)
        await Ledger(keep).end(credentials, ACCEPTED)
        Ledger(keep).allow(credentials, NOW)


def test_what_is_typed_is_trimmed_unless_it_is_secret() -> None:
    """For each field of each carrier."""
    for carrier in CARRIERS.values():
        credentials = Credentials({field.key: " x " for field in carrier.fields})
        assert [credentials[field.key] for field in carrier.fields] == [
            " x " if field.key == "password" else "x" for field in carrier.fields
        ]


WHOLE: dict[str, dict[str, Any]] = {
    "povo": {
        "token": "t",
        "external_id": "e",
        "device_id": "d",
        "code_asked": NOW.isoformat(),
        "pending": {"auth_id": "a"},
        "line": {"id": "l", "number": None, "plan": "p"},
        "last_expiry": {"owner": "e", "at": None, "sure": True},
    },
    "mineo": {
        "account": "a",
        "salt": "s",
        "refresh_token": "r",
        "id_token": "i",
        "id_expires": NOW.isoformat(),
        "handed": ["h"],
    },
    "sakura": {"authorization": "Basic x", "account_id": "a", "member": None, "bills": True, "estimate": "none"},
    "soracom": {
        "coverage": "jp",
        "estimate": "none",
        "operator_id": "OP",
        "tokens": {"jp": {"key": "k", "token": "t", "until": NOW.isoformat()}},
    },
    "docomo": {"browser": "http://127.0.0.1:9222", "account": "09000000001", "lines": ["09000000001"], "usage": "my"},
    "rakuten": {"imported": "x", "account": "a", "last": ["2026-08", 5]},
}


@pytest.mark.parametrize("carrier", WHOLE)
def test_what_is_whole_stays_and_what_is_damaged_goes(carrier: str) -> None:
    """Every entry has a shape; one that is not of it makes all of it worth nothing."""
    shapes = CARRIERS[carrier].client.keeps
    whole = Keep(deepcopy(WHOLE[carrier]))
    whole.drop_damaged(shapes)
    assert whole == WHOLE[carrier]
    for name in WHOLE[carrier]:
        for junk in (5, "x\r\ny", {"x": None}):
            damaged_one = Keep({**deepcopy(WHOLE[carrier]), name: junk})
            damaged_one.drop_damaged(shapes)
            assert damaged_one == {}, name
