"""Logins at a portal of unknown make that leave the way half-way."""

from collections.abc import AsyncIterator

import pytest

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import CodeNeeded, LayoutChanged, LoginExpired, LoginRefused
from custom_components.japan_mobile.carriers.forms import forms
from custom_components.japan_mobile.carriers.portal.entrance import can_log_out, hand_over, name_box, password_form
from custom_components.japan_mobile.carriers.portal.presets import BIGLOBE, NURO, UNKNOWN
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import ALL, session_at
from tests.carriers.paging import page
from tests.carriers.portals import PASSWORD, customer_of, fails, run

NAME_FORM = '<form method="post"><input name="u"><button>次へ</button></form>'
FORM = '<form method="post"><input name="u"><input type="password" name="p"><button>ログイン</button></form>'


@pytest.fixture
def customer() -> Account:
    """A customer whose portal asks for name and password on two pages."""
    customer = customer_of("portal")
    customer.options.second_step = True
    return customer


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """His portal."""
    async for one in run(customer):
        yield one


def answers(
    sim: Simulator, body: str, *, method: str = "POST", host: str = "login.example.jp", status: int = 200
) -> None:
    """Let a host answer so."""
    html = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    sim.faults.add(Fault(host, Kind.STATUS, method=method, status=status, body=html))


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (NAME_FORM, 200, LoginRefused),
        ("<p>ご入力のIDが確認できません。</p>", 200, LoginRefused),
        ("<p>ようこそ</p><a href='/logout'>ログアウト</a>", 200, LayoutChanged),
        ("<p>エラー</p>", 404, LayoutChanged),
        ("<form method='post'><label>認証コード<input name='otp'></label></form>", 200, CodeNeeded),
    ],
)
async def test_after_the_name(
    sim: Simulator, customer: Account, body: str, status: int, error: type[Exception]
) -> None:
    """Without a page for the password it is not sent."""
    answers(sim, body, status=status)
    assert isinstance(await fails(sim, customer), error)
    assert sim.journal.saw(PASSWORD) == []


async def test_a_link_that_leads_to_no_form(sim: Simulator, customer: Account) -> None:
    customer.options.entry = "link"
    answers(sim, "<p>準備中</p>", method="GET")
    error = await fails(sim, customer)
    assert isinstance(error, LayoutChanged)
    assert error.missing == ("form",)


async def test_after_the_code_comes_the_login(sim: Simulator, customer: Account) -> None:
    """Then the code was not good any more."""
    customer.options.second_step, customer.options.after_password = False, "code"
    async with session_at(sim, customer) as session:
        with pytest.raises(CodeNeeded) as caught:
            await session.fetch(ALL)
        assert caught.value.challenge is not None
        answers(sim, FORM)
        with pytest.raises(LoginExpired):
            await session.submit(caught.value.challenge, customer.options.code)


def test_the_box_for_the_name() -> None:
    """As the sheet calls it, else the last one before the password."""
    html = "<form><input name='mail'><input name='{}'><input type='password' name='{}'></form>"
    [form] = forms(page(html.format("a", "b")))
    box = name_box(form, UNKNOWN)
    assert box is not None
    assert box.name == "a"
    [form] = forms(
        page("<form><input name='simNumber'><input name='x'><input type='password' name='simPassword'></form>")
    )
    box = name_box(form, NURO)
    assert box is not None
    assert box.name == "simNumber"
    labelled = (
        "<label>メールアドレスまたはユーザID<input name='m'></label><input name='x'><input type='password' name='p'>"
    )
    [form] = forms(page(f"<form>{labelled}</form>"))
    box = name_box(form, BIGLOBE)
    assert box is not None
    assert box.name == "m"


def test_the_form_that_the_sheet_knows() -> None:
    """Of several with a password box; the same form shown twice is one."""
    nuro = "<form method='post' action='/l'><input name='simNumber'><input type='password' name='simPassword'></form>"
    found = password_form(Document(page(nuro + FORM)), NURO)
    assert found is not None
    assert found.has("simNumber")
    assert password_form(Document(page(FORM + FORM)), UNKNOWN) is not None
    with pytest.raises(LayoutChanged):
        password_form(Document(page(nuro + FORM)), UNKNOWN)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<body onload='document.f.submit()'><form name='f'><input type='hidden' name='t' value='1'></form>", True),
        (
            "<form><input type='hidden' name='t'><input type='submit' name='go'></form><script>f.submit();</script>",
            True,
        ),
        ("<form><input type='hidden' name='t'></form>", False),
        ("<form><input type='hidden' name='t'><input name='q'></form><script>f.submit()</script>", False),
        ("<form></form><form></form><script>f.submit()</script>", False),
    ],
)
def test_hand_overs(html: str, found: bool) -> None:
    """Only what a script submits, and only what hides; its button is not pressed."""
    form = hand_over(Document(page(html)))
    assert (form is not None) is found
    assert form is None or form.names == {"t"}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<a href='/x'>ログアウト</a>", True),
        ("<a href='/x'><img alt='ログアウト'></a>", True),
        ("<input type='submit' value='サインアウト'>", True),
        ("<p>ログアウトしました</p>", False),
        ("<a hidden href='/x'>ログアウト</a>", False),
    ],
)
def test_a_way_out(html: str, found: bool) -> None:
    """Something to press, not something to read."""
    assert can_log_out(Document(page(html))) is found
