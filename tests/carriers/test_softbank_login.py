"""Logging in to SoftBank and Y!mobile: what is sent, how often and where to; codes by SMS; every error of the sheet."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.carrier import Challenge
from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    Action,
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
    Maintenance,
    WrongBrand,
)
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.carriers.session import Session
from simulator import Account, Simulator
from simulator.portals.softbank import SoftbankPortal
from simulator.portals.softbank_brand import FOREIGN
from simulator.portals.softbank_options import HOSTILE
from tests.carriers.fetching import ALL, Disk, session_at
from tests.simulator.softbank_people import both

USAGE = frozenset({Part.USAGE})
BRANDS = ("softbank", "ymobile")


@pytest.fixture
async def sim(socket_enabled: None) -> AsyncIterator[Simulator]:
    """A running simulator with one customer of each brand."""
    simulator = Simulator(both())
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture(params=BRANDS)
def customer(sim: Simulator, request: pytest.FixtureRequest) -> Account:
    """One of the two."""
    [found] = sim.world.of(request.param)
    return found


def codes(sim: Simulator) -> list[str]:
    """The codes that were sent."""
    return [sms.code for sms in sim.portal("softbank").sms]


async def challenged(session: Session) -> Challenge:
    """The challenge that a fetch runs into."""
    with pytest.raises(CodeNeeded) as caught:
        await session.fetch(USAGE)
    assert caught.value.challenge is not None
    return caught.value.challenge


async def refused(sim: Simulator, customer: Account, parts: Any = USAGE) -> CarrierError:
    """What a new session ends with. Nothing may have gone to the host that imitates the portal."""
    async with session_at(sim, customer) as session:
        with pytest.raises(CarrierError) as caught:
            await session.fetch(parts)
    assert sim.journal.find(host=FOREIGN) == []
    portal = sim.portal("softbank")
    assert isinstance(portal, SoftbankPortal)
    assert portal.charged == []
    return caught.value


async def test_a_steady_poll_is_two_requests(sim: Simulator, customer: Account) -> None:
    """And no login, also after a restart; arrears cost what the way to the portal's first page costs."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    sim.journal.clear()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    assert [call.method for call in sim.journal.calls] == ["GET", "POST"]
    assert len(sim.journal.logins()) == 0


@pytest.mark.parametrize("view", ["number", "id_first", "id_only"])
@pytest.mark.parametrize("username", [None, "080-0000-000{}", "０８０ 0000 000{}"])
async def test_ways_to_write_the_number(sim: Simulator, customer: Account, view: str, username: str | None) -> None:
    """Digits go into the form that takes a number, whatever stands before it."""
    customer.options.login_view, customer.options.yahoo_first = view, True
    name = customer.usernames[1] if username is None else username.format(customer.account_id[-1])
    async with session_at(sim, customer, username=name) as session:
        account = await session.fetch(USAGE)
    assert account.account_id == (customer.usernames[1] if username is None else customer.account_id)
    assert [login.accepted for login in sim.journal.logins(interface="identity")] == [True]


@pytest.mark.parametrize("style", ["err-area", "error", "alert-error", "sbid-error", "plain", "none"])
async def test_a_wrong_password_is_sent_once(sim: Simulator, customer: Account, style: str) -> None:
    """However the page says so; a machine never sends it again."""
    customer.options.login_error = style
    disk = Disk()
    for _ in range(3):
        async with session_at(sim, customer, disk, password="wrong-Secret-1") as session:
            with pytest.raises(LoginRefused):
                await session.fetch(USAGE)
    assert len(sim.journal.logins()) == 1
    assert sim.journal.saw("wrong-Secret-1") == [f"id.my.{customer.carrier}.jp"]


@pytest.mark.parametrize("shape", ["A", "B", "C"])
@pytest.mark.parametrize("style", ["a", "button", "link"])
async def test_a_code(sim: Simulator, customer: Account, shape: str, style: str) -> None:
    """A and B send nothing before a person wants it, C with the password; then nobody is asked again."""
    customer.options.code_at_login, customer.options.shape, customer.options.send_style = True, shape, style
    customer.options.other_destinations = ("080-0000-9999",)
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        challenge = await challenged(session)
        assert (challenge.sent, len(codes(sim))) == ((True, 1) if shape == "C" else (False, 0))
        with pytest.raises(CodeNeeded):
            await challenge.submit("no code")
        await challenge.send()
        await challenge.send()
        assert (challenge.sent, challenge.destination) == (True, customer.account_id[-4:])
        assert len(codes(sim)) == 1
        await session.submit(challenge, f" {codes(sim)[0]} ")
        await session.fetch(ALL)
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    assert (len(codes(sim)), len(sim.journal.logins())) == (1, 1)


async def test_a_code_that_nobody_sent_is_not_submitted(sim: Simulator, customer: Account) -> None:
    """In shape B a code typed too early costs no try."""
    customer.options.code_at_login, customer.options.shape = True, "B"
    async with session_at(sim, customer) as session:
        challenge = await challenged(session)
        before = len(sim.journal.calls)
        with pytest.raises(CodeNeeded) as caught:
            await challenge.submit("123")
    assert caught.value.challenge is challenge
    assert len(sim.journal.calls) == before


async def test_a_wrong_code_may_be_corrected(sim: Simulator, customer: Account) -> None:
    """With the same challenge, and without another SMS."""
    customer.options.code_at_login, customer.options.code_form = True, "other"
    async with session_at(sim, customer) as session:
        challenge = await challenged(session)
        with pytest.raises(CodeNeeded) as caught:
            await session.submit(challenge, f"{(int(codes(sim)[0]) + 1) % 1000:03}")
        assert caught.value.challenge is challenge
        await session.submit(challenge, codes(sim)[0])
        await session.fetch(USAGE)
    assert len(codes(sim)) == 1


@pytest.mark.parametrize("answer", ["code_page", "login_page"])
async def test_a_dead_code(sim: Simulator, customer: Account, answer: str) -> None:
    """Only a new login helps; a person starts it."""
    customer.options.code_at_login, customer.options.dead_answer, customer.options.code_life = True, answer, -1.0
    async with session_at(sim, customer) as session:
        challenge = await challenged(session)
        with pytest.raises(LoginExpired):
            await session.submit(challenge, codes(sim)[0])
    assert len(codes(sim)) == 1


async def test_three_wrong_codes(sim: Simulator, customer: Account) -> None:
    """After the third the code is taken for dead."""
    customer.options.code_at_login, customer.options.code_tries = True, 9
    async with session_at(sim, customer) as session:
        challenge = await challenged(session)
        wrong = f"{(int(codes(sim)[0]) + 1) % 1000:03}"
        for error in (CodeNeeded, CodeNeeded, LoginExpired):
            with pytest.raises(error):
                await session.submit(challenge, wrong)


async def test_no_timer_ever_asks_for_an_sms(sim: Simulator, customer: Account) -> None:
    """Once a line was asked for a code, a dead login waits for the person, after at most one look."""
    customer.options.code_at_login = True
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        challenge = await challenged(session)
        await session.submit(challenge, codes(sim)[0])
        await session.fetch(USAGE)
    sim.portal("softbank").expire(customer.account_id)
    for _ in range(3):
        async with session_at(sim, customer, disk) as session:
            with pytest.raises(CodeNeeded):
                await session.fetch(ALL)
    assert (len(codes(sim)), len(sim.journal.logins())) == (1, 1)
    sim.journal.clear()
    async with session_at(sim, customer, disk) as session:
        with pytest.raises(CodeNeeded):
            await session.fetch(ALL)
    assert sim.journal.calls == []


@pytest.mark.parametrize(("shape", "sent"), [("A", 0), ("B", 0), ("C", 1)])
async def test_a_kept_login_that_needs_a_code(sim: Simulator, customer: Account, shape: str, sent: int) -> None:
    """The first look may send one in shape C, which nobody can know before; after it there is none."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    customer.options.kept_needs_code, customer.options.shape = True, shape
    sim.portal("softbank").expire(customer.account_id, "portal")
    for _ in range(3):
        async with session_at(sim, customer, disk) as session:
            with pytest.raises(CodeNeeded):
                await session.fetch(USAGE)
    assert (len(codes(sim)), len(sim.journal.logins())) == (sent, 1)


async def test_a_dead_login_is_renewed_once(sim: Simulator, customer: Account) -> None:
    """Where no code was ever asked for."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        sim.portal("softbank").expire(customer.account_id)
        await session.fetch(USAGE)
    assert len(sim.journal.logins()) == 2


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"cancelled": True}, AccountActionNeeded),
        ({"interrupt": "captcha"}, HumanCheckNeeded),
        ({"interrupt": "captcha_after"}, HumanCheckNeeded),
        ({"interrupt": "passkey"}, HumanCheckNeeded),
        ({"interrupt": "consent"}, AccountActionNeeded),
        ({"interrupt": "password_expired"}, AccountActionNeeded),
        ({"maintenance": "200"}, Maintenance),
        ({"maintenance": "503"}, Maintenance),
        ({"lock_after": 0}, LoginRefused),
        ({"shown_number": "080-0000-7777", "layout": "tables"}, ForeignAnswer),
        ({"layout": "unknown"}, LayoutChanged),
    ],
)
async def test_errors(sim: Simulator, customer: Account, change: dict[str, Any], error: Any) -> None:
    """What the sheet's table says, by name."""
    if customer.carrier == "ymobile" and change.get("layout") == "unknown":
        change = {"missing": frozenset({"base"})}
    for name, value in change.items():
        setattr(customer.options, name, value)
    assert isinstance(await refused(sim, customer), error)
    assert len(sim.journal.logins()) <= 1


async def test_what_the_cancelled_line_is_told(sim: Simulator, customer: Account) -> None:
    """The action has a name."""
    customer.options.cancelled = True
    error = await refused(sim, customer)
    assert isinstance(error, AccountActionNeeded)
    assert error.action is Action.CANCELLED_LINE


async def test_a_hand_over_without_a_login(sim: Simulator, customer: Account) -> None:
    """Too few inputs mean that nobody is logged in. The password is not sent where the portal shows no form for it."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        customer.options.handover = "short"
        with pytest.raises(LayoutChanged if customer.carrier == "softbank" else HumanCheckNeeded):
            await session.fetch(USAGE)
    assert len(sim.journal.logins()) == 1


@pytest.mark.parametrize("way", ["redirect", "handover", "refused"])
@pytest.mark.parametrize(("number", "brand"), [(0, "ymobile"), (1, "softbank")])
async def test_a_line_of_the_other_brand(sim: Simulator, way: str, number: int, brand: str) -> None:
    """Says so where the portal lets it show; is sent once in any case."""
    stranger = sim.world.accounts[number]
    [native] = sim.world.of(brand)
    stranger.options.at_other_brand = way
    disk = Disk()
    for _ in range(2):
        typed = {"username": stranger.usernames[0], "password": stranger.password}
        async with session_at(sim, native, disk, **typed) as session:
            with pytest.raises(LoginRefused):
                await session.fetch(USAGE)
    assert len(sim.journal.logins(interface="identity")) == 1


@pytest.mark.parametrize("way", ["redirect", "handover"])
async def test_the_other_brand_has_a_name(sim: Simulator, way: str) -> None:
    """A Y!mobile number at SoftBank."""
    softbank, ymobile = sim.world.accounts
    ymobile.options.at_other_brand = way
    async with session_at(sim, softbank, username=ymobile.usernames[0], password=ymobile.password) as session:
        with pytest.raises(WrongBrand, match=r"a line of Y!mobile, not of SoftBank") as raised:
            await session.fetch(USAGE)
    assert raised.value.belongs_to == "ymobile"


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_a_hostile_portal_learns_nothing(sim: Simulator, customer: Account, hostile: str) -> None:
    """No host but the brand's own hears of the number, the password or the code."""
    customer.options.hostile, customer.options.code_at_login = hostile, hostile == "code_foreign"
    if hostile == "code_foreign":
        async with session_at(sim, customer) as session:
            challenge = await challenged(session)
            with pytest.raises(ForeignAnswer):
                await session.submit(challenge, codes(sim)[0])
    else:
        assert isinstance(await refused(sim, customer), ForeignAnswer)
    assert sim.journal.find(host=FOREIGN) == []
    assert set(sim.journal.saw(customer.password)) <= {f"id.my.{customer.carrier}.jp"}


async def test_the_portal_that_wants_a_browser(sim: Simulator, customer: Account) -> None:
    """Gets one's name."""
    customer.options.user_agent_check = True
    async with session_at(sim, customer) as session:
        account = await session.fetch(USAGE)
    assert account.lines[0].remaining is not None


async def test_another_person_starts_afresh(sim: Simulator, customer: Account) -> None:
    """Another name never uses the cookies of the one before."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    async with session_at(sim, customer, disk, username="080-0000-0099", password="none") as session:
        with pytest.raises(LoginRefused):
            await session.log_in()
    assert len(sim.journal.logins()) == 2


@pytest.mark.parametrize("banner", [frozenset({"top"}), frozenset()])
async def test_arrears(sim: Simulator, customer: Account, banner: frozenset[str]) -> None:
    """The alert is a bill of unknown amount; without it there is none."""
    customer.arrears, customer.options.banner_on = 1, banner
    async with session_at(sim, customer) as session:
        account = await session.fetch(ALL)
    assert [bill.state.value for bill in account.bills] == (["unpaid"] if banner else [])
    assert account.problems == ()


async def test_a_server_that_is_down(sim: Simulator, customer: Account) -> None:
    """Is not a refusal."""
    await sim.stop()
    async with session_at(sim, customer) as session:
        with pytest.raises(CannotConnect):
            await session.fetch(USAGE)
    await sim.start()
