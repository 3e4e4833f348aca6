"""Getting into a portal of unknown make: its form is found, filled once, and nothing secret goes anywhere else."""

from collections.abc import AsyncIterator

import pytest

from custom_components.japan_mobile.carriers.carrier import Challenge
from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    CannotConnect,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
    Maintenance,
)
from simulator import Account, Fault, Kind, Simulator
from simulator.portals.other_sites import TRAP, site_of
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.portals import PASSWORD, USER, customer_of, fails, portal_of, run


@pytest.fixture
def customer() -> Account:
    """A customer of some portal."""
    return customer_of("portal")


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """His portal."""
    async for one in run(customer):
        yield one


async def comes_in(sim: Simulator, customer: Account) -> None:
    """He gets in by one login, and what is read is right."""
    async with session_at(sim, customer) as session:
        assert told(await session.fetch(ALL)) == sim.world.truth(customer.carrier, USER)
    assert [login.accepted for login in sim.journal.logins()] == [True]


@pytest.fixture(
    params=["gmo", "linemo", "biglobe", "excite", "nuro", "jcom", "aeon", "libmo", "qtmobile", "hiho", "portal"]
)
async def every(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncIterator[tuple[Simulator, Account]]:
    """A customer of each carrier."""
    customer = customer_of(request.param)
    async for one in run(customer):
        yield one, customer


async def test_every_carrier(every: tuple[Simulator, Account]) -> None:
    """The presets know where to begin."""
    await comes_in(*every)


@pytest.mark.parametrize(
    "options",
    [
        {"entry": "redirect"},
        {"entry": "link"},
        {"entry": "start"},
        {"second_step": True},
        {"second_step": True, "entry": "start", "other_forms": True, "submit": "image"},
        {"submit_needed": True, "submit": "image"},
        {"submit_needed": True, "submit": "button"},
        {"submit_needed": True, "submit": "input", "token": False},
        {"other_forms": True, "fields": ("f001", "f002")},
        {"handover": "form"},
        {"handover": "form", "second_step": True, "entry": "link"},
        {"action": "absolute"},
    ],
)
async def test_every_kind_of_form(sim: Simulator, customer: Account, options: dict[str, object]) -> None:
    """Whatever the form is like, the password is sent once."""
    for name, value in options.items():
        setattr(customer.options, name, value)
    await comes_in(sim, customer)


async def test_a_landing_that_does_not_stand_by_itself(socket_enabled: None) -> None:
    """The form's own address shows the first page once; then the pages that it named are asked."""
    customer = customer_of("nuro")
    customer.options.handover = "here"
    async for sim in run(customer):
        await comes_in(sim, customer)
        sim.journal.clear()
        disk = Disk()
        for _ in range(2):
            async with session_at(sim, customer, disk) as session:
                await session.fetch(ALL)
        portal_of(sim, customer).expire(USER)
        sim.journal.clear()
        async with session_at(sim, customer, disk) as session:
            assert told(await session.fetch(ALL)) == sim.world.truth("nuro", USER)
        assert [login.accepted for login in sim.journal.logins()] == [True]


@pytest.mark.parametrize("refusal", ["text", "silent", "redirect"])
@pytest.mark.parametrize("second_step", [False, True])
async def test_a_wrong_password_is_sent_once(
    sim: Simulator, customer: Account, refusal: str, second_step: bool
) -> None:
    """The form again is a refusal, whatever it says."""
    customer.options.refusal, customer.options.second_step = refusal, second_step
    disk = Disk()
    for _ in range(3):
        assert isinstance(await fails(sim, customer, disk, password="wrong-Secret-1"), LoginRefused)
    assert [one.accepted for one in sim.journal.logins()] == [False]
    assert len(sim.journal.saw("wrong-Secret-1")) == 1


@pytest.mark.parametrize("handover", ["ticket", "form"])
async def test_a_code(sim: Simulator, customer: Account, handover: str) -> None:
    """It went out with the page; a wrong one may be corrected; what no code can be is not sent."""
    customer.options.after_password, customer.options.handover = "code", handover
    async with session_at(sim, customer) as session:
        challenge = await _asked(session.fetch(ALL))
        assert (challenge.sent, challenge.destination) == (True, "0001")
        await challenge.send()
        [sms] = portal_of(sim, customer).sms
        before = len(sim.journal.calls)
        for typed in ("", "1234567"):
            with pytest.raises(CodeNeeded):
                await session.submit(challenge, typed)
        assert len(sim.journal.calls) == before
        with pytest.raises(CodeNeeded):
            await session.submit(challenge, "000000")
        await session.submit(challenge, f" {sms.code} ")
        assert told(await session.fetch(ALL)) == sim.world.truth(customer.carrier, USER)
    assert len(sim.journal.logins()) == 1


async def test_a_dead_code(sim: Simulator, customer: Account) -> None:
    """Only a new login helps, and no machine makes it."""
    customer.options.after_password, customer.options.code_tries = "code", 2
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        challenge = await _asked(session.fetch(ALL))
        with pytest.raises(CodeNeeded):
            await session.submit(challenge, "000000")
        with pytest.raises(LoginExpired):
            await session.submit(challenge, "000000")
    assert isinstance(await fails(sim, customer, disk), CodeNeeded)
    assert len(portal_of(sim, customer).sms) == 1


async def _asked(fetching: object) -> Challenge:
    with pytest.raises(CodeNeeded) as caught:
        await fetching  # type: ignore[misc]
    assert caught.value.challenge is not None
    return caught.value.challenge


async def test_a_captcha_beside_the_form(sim: Simulator, customer: Account) -> None:
    """Nothing is sent."""
    customer.options.captcha_on_form = True
    assert isinstance(await fails(sim, customer), HumanCheckNeeded)
    assert (sim.journal.logins(), sim.journal.saw(PASSWORD)) == ([], [])


@pytest.mark.parametrize(
    ("page", "error"),
    [("captcha", HumanCheckNeeded), ("consent", AccountActionNeeded), ("expired", AccountActionNeeded)],
)
async def test_pages_in_between(sim: Simulator, customer: Account, page: str, error: type[Exception]) -> None:
    """What the portal wants first is a person's business."""
    customer.options.after_password = page
    assert isinstance(await fails(sim, customer), error)


@pytest.mark.parametrize("kind", ["page", "503"])
async def test_maintenance(sim: Simulator, customer: Account, kind: str) -> None:
    """With the end that the notice tells; before a login, and within one."""
    async with session_at(sim, customer) as session:
        await session.fetch(ALL)
        customer.options.maintenance = kind
        with pytest.raises(Maintenance) as caught:
            await session.fetch(ALL)
        assert caught.value.until is not None
        assert (caught.value.until.day, caught.value.until.hour) == (7, 6)
    assert isinstance(await fails(sim, customer), Maintenance)
    assert len(sim.journal.logins()) == 1


@pytest.mark.parametrize(
    ("hostile", "arrives"),
    [
        ("foreign_action", False),
        ("foreign_second_step", False),
        ("foreign_sign_on", False),
        ("http_action", False),
        ("foreign_landing", True),
        ("http_landing", True),
        ("foreign_link", True),
    ],
)
@pytest.mark.parametrize("handover", ["ticket", "form"])
async def test_nothing_goes_to_anybody_else(
    sim: Simulator, customer: Account, hostile: str, arrives: bool, handover: str
) -> None:
    """Whatever a redirect, a form or a link says: neither a password nor a ticket nor a request leaves the portal."""
    customer.options.hostile, customer.options.handover = hostile, handover
    customer.options.second_step = hostile == "foreign_second_step"
    customer.options.entry = "link" if hostile == "foreign_sign_on" else None
    assert isinstance(await fails(sim, customer), ForeignAnswer)
    assert sim.journal.count(host=TRAP) == 0
    assert sim.journal.saw(PASSWORD) == (["login.example.jp"] if arrives else [])
    assert not [call for call in sim.journal.calls if call.raw.startswith("http://")]


async def test_a_code_goes_to_nobody_else(sim: Simulator, customer: Account) -> None:
    """The code's form too."""
    customer.options.after_password = "code"
    async with session_at(sim, customer) as session:
        challenge = await _asked(session.fetch(ALL))
        customer.options.hostile = "foreign_action"
        with pytest.raises(CodeNeeded):
            await session.submit(challenge, "000000")  # to the portal; its answer has the foreign form
        with pytest.raises(ForeignAnswer):
            await session.submit(challenge, customer.options.code)
    assert sim.journal.count(host=TRAP) == 0


async def test_a_foreign_form_is_no_attempt(sim: Simulator, customer: Account) -> None:
    """What fails before anything is sent does not count."""
    customer.options.hostile = "foreign_action"
    disk = Disk()
    await fails(sim, customer, disk)
    customer.options.hostile = None
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    assert len(sim.journal.logins()) == 1


@pytest.mark.parametrize(
    ("body", "error", "missing"),
    [
        ("<p>ようこそ</p>", LayoutChanged, ("form",)),
        ('<form method="post"><input type="password" name="p"><button>ログイン</button></form>', LayoutChanged, ("name box",)),
        ('<form method="post"><input name="u"><input type="password"><button>ログイン</button></form>', LayoutChanged, ("a name of the box",)),
        ('<form method="get"><input name="u"><input type="password" name="p"></form>', LayoutChanged, ("form method",)),
        (
            '<form method="post"><input name="u"><input type="password" name="p"><button>次へ</button><button>ログイン</button></form>',
            LayoutChanged,
            ("button",),
        ),
        (
            ('<form method="post" action="a"><input name="u"><input type="password" name="p"></form>'
            '<form method="post" action="b"><input name="u"><input type="password" name="p"></form>'),
            LayoutChanged,
            ("form", "two forms"),
        ),
        ("<script>document.forms[0].submit()</script><form method='post' action='/'><input type='hidden' name='a'></form>", LayoutChanged, ("an end of the hand-overs",)),
    ],
)  # fmt: skip
async def test_pages_that_are_no_login(
    sim: Simulator, customer: Account, body: str, error: type[Exception], missing: tuple[str, ...]
) -> None:
    """Where the form is not sure, nothing is sent."""
    sim.faults.add(Fault("portal.example.jp", Kind.STATUS, status=200, body=f"<html><body>{body}</body></html>"))
    found = await fails(sim, customer)
    assert isinstance(found, LayoutChanged)
    assert found.missing == missing
    assert sim.journal.saw(PASSWORD) == []


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, "<p>ログインIDまたはパスワードが正しくありません。</p>", LoginRefused),
        (200, "<p>エラーが発生しました。</p>", LayoutChanged),
        (400, "<p>不正な画面遷移です。</p>", LayoutChanged),
        (503, "<p>混み合っています。</p>", CannotConnect),
    ],
)
async def test_answers_that_prove_nothing(
    sim: Simulator, customer: Account, status: int, body: str, error: type[Exception]
) -> None:
    """They are not taken for success, and the password is not sent again."""
    sim.faults.add(
        Fault("login.example.jp", Kind.STATUS, method="POST", status=status, body=f"<html><body>{body}</body></html>")
    )
    disk = Disk()
    assert isinstance(await fails(sim, customer, disk), error)
    if error is not CannotConnect:
        await fails(sim, customer, disk)
        assert sim.journal.count("login.example.jp", site_of(customer).login, "POST") == 1


async def test_a_login_survives_a_restart_and_is_renewed_when_dead(sim: Simulator, customer: Account) -> None:
    """No login while one holds; one more when it died, however the portal says so."""
    disk = Disk()
    for entry in ("redirect", "link", "start"):
        customer.options.entry = entry
        for _ in range(2):
            async with session_at(sim, customer, disk) as session:
                assert told(await session.fetch(ALL)) == sim.world.truth("portal", USER)
        portal_of(sim, customer).expire(USER)
    assert len(sim.journal.logins()) == 3


async def test_a_login_that_never_lasts(sim: Simulator, customer: Account) -> None:
    """A fresh login that is not accepted is a matter for a person."""
    customer.options.calls_per_session = 1
    assert isinstance(await fails(sim, customer), HumanCheckNeeded)
    assert len(sim.journal.logins()) == 1


async def test_nothing_personal_is_in_errors(sim: Simulator, customer: Account) -> None:
    """Neither the password nor the number."""
    customer.options.hostile = "foreign_link"
    error = await fails(sim, customer)
    assert not [secret for secret in [*sim.journal.issued, PASSWORD, USER] if secret in str(error)]
