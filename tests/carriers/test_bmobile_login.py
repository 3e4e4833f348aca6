"""How often and where the credentials of b-mobile and HIS go, and what is made of each answer. Sheet 3, 8, 10."""

from collections.abc import AsyncIterator
from datetime import date, datetime

import pytest

from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginRefused,
    Maintenance,
    RateLimited,
)
from custom_components.japan_mobile.carriers.model import Part
from simulator import MB, TOKYO, Account, Clock, Fault, Kind, Line, Plan, Pool, Simulator, Usage, World
from simulator.portals.bmobile_desk import TRAP
from simulator.portals.bmobile_options import BmobileOptions
from tests.carriers.fetching import ALL, Disk, session_at, told

NOW = datetime(2027, 1, 2, 12, 0, tzinfo=TOKYO)
HOSTS = {"bmobile": "mypage.bmobile.ne.jp", "his": "his.mvno.ne.jp"}
LOGINS = ("josso", "keycloak")


def customer_of(carrier: str, lines: int = 2) -> Account:
    """A customer with a few lines."""
    shown = [
        Line(f"line{n}", f"080-0000-000{n}", f"N{n}", f"own{n}", Plan("合理的シンプル290プラン", 2000 * MB))
        for n in range(1, lines + 1)
    ]
    for line in shown:
        line.days = {date(2027, 1, 2): Usage(int(line.line_id[4:]) * 111 * MB)}
    user = f"{carrier}@example.jp"
    pools = {line.pool_id: Pool(line.pool_id) for line in shown}
    options = BmobileOptions()
    return Account(
        carrier, user, (user,), "simple-Secret-77", "見本花子", shown, pools, grant_months=0, options=options
    )


@pytest.fixture(params=list(HOSTS))
def customer(request: pytest.FixtureRequest) -> Account:
    """A customer of either brand."""
    return customer_of(request.param)


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """The portal with that customer alone."""
    one = Simulator(World(Clock(NOW), [customer], settled=NOW))
    await one.start()
    yield one
    await one.stop()


async def fails(sim: Simulator, customer: Account, disk: Disk | None = None, **typed: str) -> CarrierError:
    """What a fetch ends in."""
    async with session_at(sim, customer, disk, **typed) as session:
        with pytest.raises(CarrierError) as caught:
            await session.fetch(ALL)
    return caught.value


@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize("login", LOGINS)
async def test_a_wrong_password_is_sent_once(sim: Simulator, customer: Account, login: str, text: bool) -> None:
    """The same form again is a refusal, whatever it says; nothing is sent a second time."""
    customer.options.login, customer.options.refusal_text = login, text
    disk = Disk()
    for _ in range(3):
        error = await fails(sim, customer, disk, password="wrong-Secret-1")
        assert isinstance(error, LoginRefused)
    assert [one.accepted for one in sim.journal.logins()] == [False]
    assert len(sim.journal.saw("wrong-Secret-1")) == 1


@pytest.mark.parametrize("login", LOGINS)
async def test_the_login_survives_a_restart(sim: Simulator, customer: Account, login: str) -> None:
    """A restart costs no login."""
    customer.options.login = login
    disk = Disk()
    for _ in range(2):
        async with session_at(sim, customer, disk) as session:
            assert told(await session.fetch(ALL)) == sim.world.truth(customer.carrier, customer.account_id, "app")
    assert len(sim.journal.logins()) == 1


@pytest.mark.parametrize("landing", ["status", "home"])
@pytest.mark.parametrize("login", LOGINS)
async def test_a_dead_session_is_renewed_by_the_sign_on(
    sim: Simulator, customer: Account, login: str, landing: str
) -> None:
    """Without the password, while the sign-on still knows us; wherever it lands."""
    customer.options.login, customer.options.landing = login, landing
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        sim.portal("bmobile").expire(customer.account_id, "web")
        assert told(await session.fetch(ALL)) == sim.world.truth(customer.carrier, customer.account_id, "app")
    assert len(sim.journal.logins()) == 1


@pytest.mark.parametrize("login", LOGINS)
async def test_a_dead_sign_on_is_one_new_login(sim: Simulator, customer: Account, login: str) -> None:
    """The password is sent once more."""
    customer.options.login = login
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        sim.portal("bmobile").expire(customer.account_id)
        assert told(await session.fetch(ALL)) == sim.world.truth(customer.carrier, customer.account_id, "app")
    assert len(sim.journal.logins()) == 2


async def test_a_session_that_never_lasts(sim: Simulator, customer: Account) -> None:
    """One login and one more try, then a person is asked."""
    customer.options.calls_per_session = 1
    assert isinstance(await fails(sim, customer), HumanCheckNeeded)
    assert len(sim.journal.logins()) == 1


async def test_a_session_that_dies_in_the_middle(sim: Simulator, customer: Account) -> None:
    """Between two lines: one login, and all is read anew."""
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        # The landing and the two pages of the first fetch are three calls, so the next page is the last one.
        customer.options.calls_per_session = 4
        account = await session.fetch(ALL)
        assert told(account) == sim.world.truth(customer.carrier, customer.account_id, "app")
    assert len(sim.journal.logins()) == 2


@pytest.mark.parametrize(
    ("hostile", "sent"),
    [
        ("foreign_action", False),
        ("http_action", False),
        ("foreign_sign_on", False),
        ("foreign_landing", True),
        ("http_landing", True),
    ],
)
@pytest.mark.parametrize("login", LOGINS)
async def test_hostile_redirects(sim: Simulator, customer: Account, login: str, hostile: str, sent: bool) -> None:
    """No password leaves the declared hosts, and nothing at all reaches another one."""
    customer.options.login, customer.options.hostile = login, hostile
    if (customer.carrier, login, hostile) == ("his", "josso", "foreign_sign_on"):
        # HIS is entered by the address of its form: no redirect leads to the sign-on, so the trap is never met.
        async with session_at(sim, customer) as session:
            await session.fetch(ALL)
        assert sim.journal.count(host=TRAP) == 0
        return
    assert isinstance(await fails(sim, customer), ForeignAnswer)
    assert sim.journal.count(host=TRAP) == 0
    own = HOSTS[customer.carrier]
    seen = sim.journal.saw(customer.password)
    assert len(seen) == sent
    assert all(host == own or host in {"id.bmobile.ne.jp", "id.his.mvno.ne.jp"} for host in seen)


@pytest.mark.parametrize(
    ("between", "error"), [("captcha", HumanCheckNeeded), ("code", CodeNeeded), ("consent", AccountActionNeeded)]
)
@pytest.mark.parametrize("login", LOGINS)
async def test_a_page_between(
    sim: Simulator, customer: Account, login: str, between: str, error: type[CarrierError]
) -> None:
    """Each is its own error; nothing is answered there, and the password is not sent again."""
    customer.options.login, customer.options.after_password = login, between
    assert isinstance(await fails(sim, customer), error)
    assert len(sim.journal.logins()) == 1
    assert sim.journal.count(path="/otp") + sim.journal.count(path="/consent") == 0


async def test_a_captcha_beside_the_form(sim: Simulator, customer: Account) -> None:
    """Then the password stays here."""
    body = """<form method="post" action="/x"><input name="username"><input type="password" name="password">
    <div class="g-recaptcha" data-sitekey="x"></div></form>"""
    sim.faults.add(Fault(HOSTS[customer.carrier], Kind.STATUS, status=200, body=body))
    assert isinstance(await fails(sim, customer), HumanCheckNeeded)
    assert sim.journal.saw(customer.password) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>ようこそ</p>",
        "<form method='post'><input name='id'><input type='password' name='pw'></form>",
        """<form method='post'><input name='josso_username'><input name='username'>
        <input type='password' name='josso_password'><input type='password' name='password'></form>""",
        "<form method='get'><input name='username'><input type='password' name='password'></form>",
    ],
)
async def test_an_unknown_login_page(sim: Simulator, customer: Account, body: str) -> None:
    """Neither form, both in one, or one that would put the password into an address: nothing is sent."""
    sim.faults.add(Fault(HOSTS[customer.carrier], Kind.STATUS, status=200, body=body))
    assert isinstance(await fails(sim, customer), LayoutChanged)
    assert sim.journal.saw(customer.password) == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, "<p>不正なリクエストです。</p>"),
        (200, "<p>不明なページ</p>"),
        (200, "<form method='post'><input name='username'><input type='password' name='password'></form>"),
    ],
)
async def test_an_unknown_answer_to_the_password(sim: Simulator, customer: Account, status: int, body: str) -> None:
    """It may hide a refusal: the same password is not sent again today. Another form is not the same form."""
    customer.options.login = "josso"
    folder = "/sso" if customer.carrier == "bmobile" else "/hisso"
    path = f"{folder}/signon/usernamePasswordLogin.do"
    sim.faults.add(Fault(HOSTS[customer.carrier], Kind.STATUS, path=path, status=status, body=body))
    disk = Disk()
    assert isinstance(await fails(sim, customer, disk), LayoutChanged)
    assert isinstance(await fails(sim, customer, disk), RateLimited)
    assert len(sim.journal.saw(customer.password)) == 1


@pytest.mark.parametrize("form", ["page", "503"])
async def test_maintenance(sim: Simulator, customer: Account, form: str) -> None:
    """A notice is told with its end; a server that is out is an outage."""
    customer.options.maintenance = form
    error = await fails(sim, customer)
    if form == "page":
        assert isinstance(error, Maintenance)
        assert error.until == datetime(2027, 1, 3, 6, 0, tzinfo=TOKYO)
    else:
        assert isinstance(error, CannotConnect)
    assert sim.journal.saw(customer.password) == []


async def test_maintenance_while_signed_in(sim: Simulator, customer: Account) -> None:
    """The sign-in outlives it."""
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        customer.options.maintenance = "page"
        with pytest.raises(Maintenance):
            await session.fetch(ALL)
        customer.options.maintenance = None
        await session.fetch(ALL)
    assert len(sim.journal.logins()) == 1


async def test_the_portal_is_out(sim: Simulator, customer: Account) -> None:
    """No figures, no new login."""
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        sim.faults.add(Fault(HOSTS[customer.carrier], Kind.STATUS, path="/checkout/status", status=503))
        with pytest.raises(CannotConnect):
            await session.fetch(ALL)
    assert len(sim.journal.logins()) == 1


async def test_nothing_of_the_login_is_told(sim: Simulator, customer: Account) -> None:
    """Errors and what is kept in memory show no secret."""
    customer.options.after_password = "captcha"
    error = await fails(sim, customer)
    assert customer.password not in f"{error!s}{error!r}"
    assert customer.account_id not in f"{error!s}{error!r}"


async def test_other_parts_cost_nothing(sim: Simulator, customer: Account) -> None:
    """There are no bills and no history here; the cap page's price is not a bill."""
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        sim.journal.clear()
        account = await session.fetch(frozenset({Part.BILLS, Part.HISTORY}))
        assert (account.lines, account.bills, account.problems) == ((), (), ())
    assert sim.journal.count() == 0


async def test_the_figures_of_the_last_period(sim: Simulator, customer: Account) -> None:
    """A page that lags behind is not today's."""
    customer.options.old_period = True
    async with session_at(sim, customer) as session:
        with pytest.raises(LayoutChanged) as caught:
            await session.fetch(ALL)
    assert caught.value.missing == ("period", "today")
