"""How often and where SORACOM's credentials and tokens go, and what is made of each answer."""

from datetime import timedelta
import json

import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Can
from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginRefused,
    RateLimited,
)
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.places import Unusable
from custom_components.japan_mobile.carriers.soracom.sims import read_sims
from simulator import Account, Fault, Kind, Simulator
from simulator.portals.soracom_options import SimOptions
from tests.carriers.conftest import NOW
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.worlds_soracom import SECRET, credentials_of, many

USAGE = frozenset({Part.USAGE})
JP, G = "api.soracom.io", "g.api.soracom.io"
MFA = "123456"


@pytest.fixture
def operator(sim: Simulator) -> Account:
    """An operator with two SIMs in Japan."""
    sim.world = many(2, NOW)
    return sim.world.accounts[0]


@pytest.mark.parametrize("way", ["key", "root", "sam"])
async def test_each_way_in(sim: Simulator, operator: Account, way: str) -> None:
    """One submission, then both headers on every call, over a restart too."""
    disk = Disk()
    typed = {"auth_key": "", **credentials_of(operator, way)}
    for _ in range(2):
        async with session_at(sim, operator, disk, **typed) as session:
            account = await session.fetch(ALL)
    assert told(account) == sim.world.truth("soracom", operator.account_id)
    assert [login.interface for login in sim.journal.logins()] == [way]
    assert sim.journal.saw(SECRET) == [JP]
    calls = [call for call in sim.journal.find(host=JP) if call.path != "/v1/auth"]
    assert all({"X-Soracom-API-Key", "X-Soracom-Token"} <= call.headers.keys() for call in calls)


@pytest.mark.parametrize("shape", ["nested", "flat", "text", "html"])
async def test_a_wrong_key_is_submitted_once(sim: Simulator, operator: Account, shape: str) -> None:
    """Whatever form the refusal has."""
    operator.options.error_shape = shape
    disk = Disk()
    for _ in range(3):
        async with session_at(sim, operator, disk, auth_key="secret-wrong-1") as session:
            with pytest.raises(LoginRefused):
                await session.fetch(ALL)
    assert len(sim.journal.logins()) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "60"}}, RateLimited),
        ({"status": 429}, RateLimited),
        ({"status": 503}, CannotConnect),
        ({"status": 500, "body": '{"code":"COM0001","message":"x"}'}, CannotConnect),
        ({"status": 200, "body": "upstream"}, CannotConnect),
        ({"status": 400, "body": '{"httpStatus":400,"errorMessage":{"code":"AUM0009","message":"x"}}'}, LayoutChanged),
        ({"status": 200, "body": '{"apiKey":"api-1","token":""}'}, LayoutChanged),
        ({"status": 200, "body": "[]"}, LayoutChanged),
    ],
)
async def test_other_answers_to_a_login(
    sim: Simulator, operator: Account, changes: dict[str, object], error: type[CarrierError]
) -> None:
    """Only 401 is a refusal; the key is not sent again at once."""
    sim.faults.add(Fault(JP, Kind.STATUS, path="/v1/auth", **changes))  # type: ignore[arg-type]
    async with session_at(sim, operator) as session:
        with pytest.raises(error) as caught:
            await session.fetch(ALL)
    assert sim.journal.count(path="/v1/auth") == 1
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after == (timedelta(minutes=1) if "headers" in changes else None)
    if changes["status"] == 400 and isinstance(caught.value, LayoutChanged):
        assert caught.value.missing == ("status 400", "AUM0009")


async def test_tokens_are_renewed_before_their_end(sim: Simulator, operator: Account) -> None:
    """Three days of hourly polls, each after a restart: one login, a renewal for each eighteen hours, the key stays."""
    disk = Disk()
    for _ in range(72):
        async with session_at(sim, operator, disk) as session:
            assert not (await session.fetch(USAGE)).problems
        sim.world.clock.advance(timedelta(hours=1))
    assert len(sim.journal.logins()) == 1
    assert sim.journal.count(path=f"/v1/operators/{operator.account_id}/token") == 3
    assert len({call.headers.get("X-Soracom-API-Key") for call in sim.journal.find(path="/v1/sims")}) == 1


async def test_a_renewal_that_comes_too_late(sim: Simulator, operator: Account) -> None:
    """400: a login by the key, which needs nobody."""
    disk = Disk()
    async with session_at(sim, operator, disk) as session:
        await session.fetch(USAGE)
        sim.world.clock.advance(timedelta(days=3))
        assert not (await session.fetch(USAGE)).problems
    assert len(sim.journal.logins()) == 2
    assert json.loads(disk.saved["login"])["tokens"].keys() == {"jp"}


async def test_a_token_that_dies_early(sim: Simulator, operator: Account) -> None:
    """401 on a call: one new login; a login that does not help is a human check."""
    async with session_at(sim, operator) as session:
        await session.fetch(USAGE)
        sim.portal("soracom").expire(operator.account_id)
        await session.fetch(USAGE)
        assert len(sim.journal.logins()) == 2
        sim.faults.add(Fault(JP, Kind.STATUS, path="/v1/stats", status=401))
        with pytest.raises(HumanCheckNeeded):
            await session.fetch(USAGE)
    assert len(sim.journal.logins()) == 3


@pytest.mark.parametrize("way", ["root", "sam"])
async def test_a_second_factor(sim: Simulator, operator: Account, way: str) -> None:
    """The code goes out once and is not needed while tokens are renewed; when they died, a person has to come."""
    operator.options.mfa = MFA
    disk = Disk()
    typed = credentials_of(operator, way) | {"auth_key": ""}
    async with session_at(sim, operator, disk, **typed) as session:
        await session.fetch(USAGE)
    stored = typed | {"mfa_code": ""}
    for hours in (20, 20, 20):
        sim.world.clock.advance(timedelta(hours=hours))
        async with session_at(sim, operator, disk, **stored) as session:
            assert not (await session.fetch(USAGE)).problems
    assert len(sim.journal.logins()) == 1
    assert MFA not in json.dumps(disk.saved)
    sim.world.clock.advance(timedelta(days=3))
    for _ in range(2):
        async with session_at(sim, operator, disk, **stored) as session:
            with pytest.raises(CodeNeeded):
                await session.fetch(USAGE)
            assert session.ledger.wants_code
    assert len(sim.journal.logins()) == 1
    async with session_at(sim, operator, disk, **typed) as session:
        await session.log_in()
        await session.fetch(USAGE)
    assert len(sim.journal.logins(accepted=True)) == 2


async def test_a_key_needs_no_second_factor(sim: Simulator, operator: Account) -> None:
    operator.options.mfa = MFA
    disk = Disk()
    async with session_at(sim, operator, disk) as session:
        await session.fetch(USAGE)
        assert not Ledger(disk.keep("ledger")).wants_code


async def test_both_coverages(sim: Simulator, operator: Account) -> None:
    """Each host gets a login and tokens of its own; one that died is renewed alone."""
    abroad = operator.lines[1]
    abroad.plan = type(abroad.plan)("plan01s", None)
    operator.options.sims = {abroad.line_id: SimOptions(coverage="g", name="boat")}
    operator.options.coverage = "both"
    disk = Disk()
    async with session_at(sim, operator, disk) as session:
        account = await session.fetch(ALL)
        assert told(account) == sim.world.truth("soracom", operator.account_id)
        assert len(account.lines) == 2
        sim.portal("soracom").expire(operator.account_id, "g")
        sim.journal.clear()
        await session.fetch(USAGE)
    assert [call.host for call in sim.journal.find(path="/v1/auth")] == [G]
    tokens = json.loads(disk.saved["login"])["tokens"]
    for host, key in ((JP, "jp"), (G, "g")):
        assert sim.journal.saw(tokens[key]["token"]) in ([], [host])


async def test_another_operator_drops_everything(sim: Simulator, operator: Account) -> None:
    """At a login, and in the list of SIMs."""
    disk = Disk()
    async with session_at(sim, operator, disk) as session:
        await session.fetch(USAGE)
        operator.options.foreign = "listSims"
        with pytest.raises(ForeignAnswer):
            await session.fetch(ALL)
    assert "tokens" not in json.loads(disk.saved["login"])
    operator.options.foreign, operator.options.coverage = None, "both"
    async with session_at(sim, operator, disk) as session:
        await session.fetch(USAGE)
        operator.options.foreign = "auth"
        sim.portal("soracom").expire(operator.account_id, "g")
        with pytest.raises(ForeignAnswer):
            await session.fetch(ALL)
    assert "tokens" not in json.loads(disk.saved["login"])


@pytest.mark.parametrize(
    "content", [{}, {"tokens": 3}, {"tokens": {"jp": {"key": "k", "token": "t", "until": "soon"}}}]
)
async def test_a_damaged_keep_is_no_login(sim: Simulator, operator: Account, content: dict[str, object]) -> None:
    disk = Disk()
    disk.saved["login"] = json.dumps({"coverage": "jp", "operator_id": operator.account_id, **content})
    async with session_at(sim, operator, disk) as session:
        assert not (await session.fetch(USAGE)).problems
    assert len(sim.journal.logins()) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"coverage": "jp"}, "auth_key_id"),
        ({"coverage": "jp", "auth_key_id": "keyId-1"}, "auth_key"),
        ({"coverage": "jp", "email": "a@example.jp"}, "password"),
        ({"coverage": "jp", "operator_id": "OP1", "password": "p"}, "user_name"),
        ({"coverage": "moon", "auth_key_id": "keyId-1", "auth_key": "s"}, "coverage"),
        ({"auth_key_id": "keyId-1", "auth_key": "s"}, "coverage"),
        ({"coverage": "jp", "auth_key_id": "k", "auth_key": "s", "estimate": "maybe"}, "estimate"),
    ],
)
def test_what_cannot_be_a_login(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Unusable) as refused:
        CARRIERS["soracom"].check(typed)
    assert refused.value.field == field


def test_what_is_left_is_shown_only_where_it_was_asked_for() -> None:
    carrier = CARRIERS["soracom"]
    for typed in ({}, {"estimate": "none"}, {"estimate": ""}):
        assert not carrier.can_with(typed) & (Can.REMAINING | Can.TOTAL)
    assert Can.REMAINING | Can.TOTAL in carrier.can_with({"estimate": "decimal"})


@pytest.mark.parametrize("owner", ["OP9999999999", ["OP0000000001"], {}, 1])
def test_a_sim_of_whoever(owner: object) -> None:
    with pytest.raises(ForeignAnswer):
        read_sims([{"simId": "8942", "operatorId": owner}], "OP0000000001")
