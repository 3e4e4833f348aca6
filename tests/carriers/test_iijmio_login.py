"""How often and where IIJmio's credentials go, and what is made of each answer."""

from datetime import timedelta

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginRefused,
)
from custom_components.japan_mobile.carriers.ledger import UNANSWERED_AT_ONCE
from custom_components.japan_mobile.carriers.model import Part
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import ALL, Disk, app_alone, session_at, told

USAGE = frozenset({Part.USAGE})
WEB, APP = "www.iijmio.jp", "gapi.iijmio.jp"


def out(host: str) -> Fault:
    """A host that is down."""
    return Fault(host, Kind.STATUS, status=503)


async def test_a_steady_poll_is_two_requests_and_no_login(sim: Simulator, customer: Account) -> None:
    """A restart included: the login state is on disk."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    sim.journal.clear()
    async with session_at(sim, customer, disk) as session:
        account = await session.fetch(USAGE)
    assert not account.problems
    assert [(call.method, call.path) for call in sim.journal.calls] == [
        ("GET", "/dataTraffic"),
        ("GET", "/service/setup/hdc/viewmonthlydata/"),
    ]
    assert sim.journal.logins() == []


async def test_a_steady_poll_without_the_app_is_two_requests_too(sim: Simulator, customer: Account) -> None:
    """An app version that is too old is asked about once, not at each poll."""
    customer.options.app_version = "99.0.0"
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    sim.journal.clear()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
    assert [call.path for call in sim.journal.calls] == ["/api/member/top", "/service/setup/hdc/viewmonthlydata/"]


async def test_a_wrong_password_is_submitted_once(sim: Simulator, customer: Account) -> None:
    """To one host, once, whatever happens afterwards."""
    disk = Disk()
    for _ in range(3):
        async with session_at(sim, customer, disk, password="wrong-Secret-1") as session:
            with pytest.raises(LoginRefused):
                await session.fetch(ALL)
    assert len(sim.journal.logins()) == 1
    assert sim.journal.saw("wrong-Secret-1") == [WEB]


@pytest.mark.parametrize("code", ["ERROR_CODE_008", "WARNING_CODE_008"])
async def test_both_refusals(sim: Simulator, customer: Account, code: str) -> None:
    """Two codes mean a wrong id or password."""
    customer.options.login_refusal = code
    async with session_at(sim, customer, password="wrong-Secret-1") as session:
        with pytest.raises(LoginRefused):
            await session.fetch(ALL)


async def test_an_unknown_login_answer_fails_closed(sim: Simulator, customer: Account) -> None:
    """Neither an unknown code nor a page sends the password on to the app."""
    for change, missing in (({"login_error": "ERROR_CODE_999"}, "ERROR_CODE_999"), ({"login_html": True}, "JSON")):
        customer.options.login_error, customer.options.login_html = None, False
        for key, value in change.items():
            setattr(customer.options, key, value)
        async with session_at(sim, customer) as session:
            with pytest.raises(LayoutChanged) as caught:
                await session.fetch(ALL)
        assert (caught.value.page, caught.value.missing) == ("login", (missing,))
    assert sim.journal.count(host=APP) == 0


@pytest.mark.parametrize("interface", ["app", "web"])
async def test_a_dead_sign_in_leads_to_one_new_login(sim: Simulator, customer: Account, interface: str) -> None:
    """Only where it died."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
        sim.journal.clear()
        sim.portal("iijmio").expire(customer.account_id, interface)
        await session.fetch(USAGE)
    assert [login.interface for login in sim.journal.logins()] == [interface]


@pytest.mark.parametrize(("code", "status"), [("ERROR_CODE_023", 200), ("ERROR_CODE_032", 419)])
async def test_other_signs_of_a_dead_sign_in(sim: Simulator, customer: Account, code: str, status: int) -> None:
    """The site says so in several ways."""
    customer.options.expired_code, customer.options.expired_status = code, status
    customer.options.app_version = "99.0.0"
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        sim.journal.clear()
        sim.portal("iijmio").expire(customer.account_id, "web")
        await session.fetch(USAGE)
    assert len(sim.journal.logins(interface="web")) == 1


async def test_a_sign_in_that_never_lasts_is_a_human_check(sim: Simulator, customer: Account) -> None:
    """One login, then no more."""
    sim.faults.add(Fault(WEB, Kind.STATUS, path="/service/", status=403))
    async with session_at(sim, customer) as session:
        with pytest.raises(HumanCheckNeeded):
            await session.fetch(USAGE)
    assert len(sim.journal.logins(interface="web")) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_the_app_refuses_what_the_site_accepts(sim: Simulator, customer: Account, status: int) -> None:
    """Then the password is right, and the app is left alone."""
    sim.faults.add(Fault(APP, Kind.STATUS, path="/token", status=status))
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        assert told(await session.fetch(ALL)) == sim.world.truth("iijmio", customer.account_id, "web")
        sim.world.clock.advance(timedelta(days=3))
        await session.fetch(USAGE)
    assert sim.journal.count(host=APP) == 1
    sim.faults.clear()
    sim.portal("iijmio").expire(customer.account_id, "web")
    async with session_at(sim, customer, disk) as session:
        assert (await session.fetch(USAGE)).lines[0].fast is True


async def test_the_app_refuses_alone(sim: Simulator, customer: Account) -> None:
    """Without a login at the site beside it, the password counts as refused; the next login asks the site."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(USAGE)
        sim.portal("iijmio").expire(customer.account_id, "app")
        sim.faults.add(Fault(APP, Kind.STATUS, path="/token", status=401))
        with pytest.raises(LoginRefused):
            await session.fetch(USAGE)
        sim.journal.clear()
        await session.log_in()
    assert [login.interface for login in sim.journal.logins(accepted=True)] == ["web"]


async def test_the_site_is_out_at_login(sim: Simulator, customer: Account) -> None:
    """The app does alone; when the site is back, its sign-in follows."""
    fault = sim.faults.add(out(WEB))
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        account = await session.fetch(ALL)
        assert told(account) == app_alone(account, sim.world.truth("iijmio", customer.account_id, "app_only"))
        sim.faults.active.remove(fault)
        sim.world.clock.advance(timedelta(hours=1))
        assert told(await session.fetch(ALL)) == sim.world.truth("iijmio", customer.account_id, "app")
    assert [login.interface for login in sim.journal.logins()] == ["app", "web"]


async def test_the_app_is_out_at_login(sim: Simulator, customer: Account) -> None:
    """The site does alone; hours later the app is tried again."""
    sim.faults.add(out(APP))
    async with session_at(sim, customer) as session:
        assert told(await session.fetch(ALL)) == sim.world.truth("iijmio", customer.account_id, "web")
        sim.faults.clear()
        await session.fetch(USAGE)
        assert len(sim.journal.logins()) == 1
        sim.world.clock.advance(timedelta(hours=7))
        assert (await session.fetch(USAGE)).lines[0].fast is True
    assert [login.interface for login in sim.journal.logins()] == ["web", "app"]


async def test_both_are_out(sim: Simulator, customer: Account) -> None:
    """Nobody knows anything, and no password was sent to the site."""
    sim.faults.add(out("*"))
    async with session_at(sim, customer) as session:
        with pytest.raises(CannotConnect):
            await session.fetch(ALL)
    assert sim.journal.count(path="/api/member/login") == 0


async def test_the_line_breaks_after_the_password(sim: Simulator, customer: Account) -> None:
    """The outcome is not known, so the password goes nowhere else."""
    sim.faults.add(Fault(WEB, Kind.CLOSE, path="/api/member/login", after=True))
    async with session_at(sim, customer) as session:
        with pytest.raises(CannotConnect):
            await session.fetch(ALL)
    assert sim.journal.count(host=APP) == 0


async def test_an_app_that_is_too_old_is_asked_once_a_day(sim: Simulator, customer: Account) -> None:
    """With a token that was good before: read again after a day, without a login."""
    async with session_at(sim, customer) as session:
        await session.fetch(USAGE)
        customer.options.app_version = "99.0.0"
        await session.fetch(USAGE)
        sim.journal.clear()
        await session.fetch(USAGE)
        assert sim.journal.count(host=APP) == 0
        customer.options.app_version = "3.2.5"
        sim.world.clock.advance(timedelta(days=1, minutes=1))
        assert (await session.fetch(USAGE)).lines[0].throttled is False
    assert sim.journal.logins() == []


async def test_too_old_without_the_site(sim: Simulator, customer: Account) -> None:
    """Then nothing is left to read."""
    customer.options.app_version = "99.0.0"
    sim.faults.add(out(WEB))
    async with session_at(sim, customer) as session:
        with pytest.raises(LayoutChanged) as caught:
            await session.fetch(ALL)
    assert (caught.value.kind, caught.value.missing) == ("LayoutChanged", ("app version",))


@pytest.mark.parametrize("path", ["/dataTraffic", "/usageFee", "/token"])
async def test_another_customers_answer(sim: Simulator, customer: Account, path: str) -> None:
    """The whole fetch is refused."""
    async with session_at(sim, customer) as session:
        customer.options.foreign = path
        with pytest.raises(ForeignAnswer):
            await session.fetch(ALL)


@pytest.mark.parametrize("alias", [0, 1])
async def test_both_names_log_in(sim: Simulator, customer: Account, alias: int) -> None:
    """The mioID and the mail address."""
    async with session_at(sim, customer, username=f" {customer.usernames[alias]} ") as session:
        assert (await session.fetch(USAGE)).account_id == customer.account_id


async def test_who_one_is_may_come_from_the_app(sim: Simulator, customer: Account) -> None:
    """Without an answer of the site's, the token's mioID counts; without both, it is not guessed."""
    sim.faults.add(Fault(WEB, Kind.STATUS, path="/api/front/loginInfo", status=503))
    async with session_at(sim, customer, username=customer.usernames[1]) as session:
        assert (await session.fetch(USAGE)).account_id == customer.account_id
    customer.options.app_version = "99.0.0"
    async with session_at(sim, customer, username=customer.usernames[1]) as session:
        with pytest.raises(CannotConnect):
            await session.fetch(USAGE)
        sim.faults.clear()
        assert (await session.fetch(USAGE)).account_id == customer.account_id


async def test_the_ledger_stops_a_loop(sim: Simulator, customer: Account) -> None:
    """A portal that breaks the line at each login is not asked for ever."""
    sim.faults.add(Fault(WEB, Kind.CLOSE, path="/api/member/login"))
    found: list[type[CarrierError]] = []
    async with session_at(sim, customer) as session:
        for _ in range(5):
            with pytest.raises(CarrierError) as caught:
                await session.fetch(USAGE)
            found.append(caught.type)
    assert found == [CannotConnect] * 5
    assert sim.journal.count(host=WEB, path="/api/member/login") == UNANSWERED_AT_ONCE


async def test_who_one_is_stays_unknown(sim: Simulator, customer: Account) -> None:
    """A site that does not say, and no app: nothing is guessed."""
    customer.options.app_version = "99.0.0"
    sim.faults.add(Fault(WEB, Kind.STATUS, path="/api/front/loginInfo", status=200, body='{"login_flg":true}'))
    async with session_at(sim, customer, username=customer.usernames[1]) as session:
        with pytest.raises(LayoutChanged, match="id_ma"):
            await session.fetch(USAGE)
    async with session_at(sim, customer) as session:
        assert (await session.fetch(USAGE)).account_id == customer.account_id


async def test_two_interfaces_name_two_customers(sim: Simulator, customer: Account) -> None:
    """Nothing of the login is kept."""
    sim.faults.add(Fault(WEB, Kind.STATUS, path="/api/front/loginInfo", status=200, body='{"id_ma":"MA0000009"}'))
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        with pytest.raises(ForeignAnswer):
            await session.fetch(USAGE)
    assert "mio_id" not in disk.saved["login"]
    assert "JSESSIONID" not in disk.saved["login"]


@pytest.mark.parametrize("status", [403, 404])
async def test_a_warm_up_that_is_not_the_login_page(sim: Simulator, customer: Account, status: int) -> None:
    """No password is sent to it."""
    sim.faults.add(Fault(WEB, Kind.STATUS, path="/auth/login/", status=status))
    async with session_at(sim, customer) as session:
        with pytest.raises(LayoutChanged):
            await session.fetch(USAGE)
    assert sim.journal.saw(customer.password) == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault(APP, Kind.STATUS, path="/token", status=404),
        Fault(APP, Kind.STATUS, path="/token", status=200, body="<html>"),
        Fault(APP, Kind.STATUS, path="/token", status=200, body='{"mioId":"MA0000001"}'),
    ],
)
async def test_a_token_answer_of_another_form(sim: Simulator, customer: Account, fault: Fault) -> None:
    """The site does alone, and the app is left alone until the next login there, a day later at the earliest."""
    sim.faults.add(fault)
    async with session_at(sim, customer) as session:
        assert told(await session.fetch(ALL)) == sim.world.truth("iijmio", customer.account_id, "web")
        sim.world.clock.advance(timedelta(days=3))
        await session.fetch(USAGE)
        assert len(sim.journal.logins()) == 1
        assert sim.journal.count(host=APP) == 1
        sim.faults.clear()
        sim.portal("iijmio").expire(customer.account_id, "web")
        assert (await session.fetch(USAGE)).lines[0].fast is True


async def test_a_token_answer_of_another_form_without_the_site(sim: Simulator, customer: Account) -> None:
    """Then nothing is left to read."""
    sim.faults.add(out(WEB))
    sim.faults.add(Fault(APP, Kind.STATUS, path="/token", status=404))
    async with session_at(sim, customer) as session:
        with pytest.raises(LayoutChanged):
            await session.fetch(ALL)


async def test_the_session_knows_of_a_password_in_time(sim: Simulator, customer: Account) -> None:
    """After the warm-up, before each request that carries the password."""
    seen: list[list[str]] = []

    async def before() -> None:
        seen.append([call.path for call in sim.journal.calls])
        assert sim.journal.saw(customer.password) == ([] if len(seen) == 1 else [WEB])

    async with session_at(sim, customer) as session:
        session.client.before_login = before
        await session.client.log_in(session.credentials)
    assert [paths[-1] for paths in seen] == ["/auth/login/", "/api/front/loginInfo"]


async def test_a_warm_up_that_fails_is_no_attempt(sim: Simulator, customer: Account) -> None:
    """No password was near it."""
    sim.faults.add(Fault(WEB, Kind.STATUS, path="/auth/login/", status=404))
    async with session_at(sim, customer) as session:
        for _ in range(5):
            with pytest.raises(LayoutChanged):
                await session.fetch(USAGE)
        assert session.ledger.attempts == []
