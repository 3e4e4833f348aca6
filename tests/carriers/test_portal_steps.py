"""Logins at a portal of unknown make that leave the way half-way."""

from collections.abc import AsyncIterator

import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import CodeNeeded, LayoutChanged, LoginExpired, LoginRefused
from custom_components.japan_mobile.carriers.forms import forms
from custom_components.japan_mobile.carriers.portal.entrance import can_log_out, name_box, password_form
from custom_components.japan_mobile.carriers.portal.handover import hand_over, refresh
from custom_components.japan_mobile.carriers.portal.harm import is_harmless
from custom_components.japan_mobile.carriers.portal.presets import BIGLOBE, NURO, UNKNOWN
from simulator import Account, Fault, Kind, Simulator
from simulator.portals.other_sites import site_of
from tests.carriers.fetching import ALL, Disk, session_at
from tests.carriers.paging import page
from tests.carriers.portals import PASSWORD, USER, customer_of, fails, portal_of, run

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


SECRET = "<input type='hidden' name='t' value='1'>"
LEADS_ON = (
    f"<form name='f' action='/enter'>{SECRET}<noscript><input type='submit' name='go' value='送信'></noscript></form>"
)


@pytest.mark.parametrize(
    "script",
    [
        "<script>document.f.submit();</script>",
        "<script>//<![CDATA[\nvar a = 1;\ndocument.forms['f'].submit();\n//]]></script>",
        "<script>window.onload = function () { document.getElementById('f').submit(); };</script>",
        "<script>window.addEventListener('load', function () { document.f.submit() }, false);</script>",
        "<script>(function () { document.forms[0].submit(); })();</script>",
        "<script>window.setTimeout('document.forms[0].submit()', 0);</script>",
        "<script>setTimeout(function () { document.forms[0].submit(); }, 100);</script>",
    ],
)
def test_hand_overs(script: str) -> None:
    """A form that the page sends as it is loaded, with only what hides; its button is not pressed."""
    form = hand_over(Document(page(LEADS_ON + script)))
    assert form is not None
    assert form.names == {"t"}


def test_a_hand_over_by_the_body() -> None:
    assert hand_over(Document(page(f"<body onload='document.f.submit()'><p>お待ちください</p>{LEADS_ON}"))) is not None


SENDS = "<script>f.submit();</script>"


@pytest.mark.parametrize(
    "html",
    [
        LEADS_ON,
        f"{LEADS_ON}<script>function go() {{ document.f.submit(); }}</script>",
        f"{LEADS_ON}<script>var a; function go() {{ if (a) {{ a() }} document.f.submit(); }} a = go;</script>",
        f"{LEADS_ON}<script>window.onload=function(){{a()}};go=function(){{x;f.submit();y}}</script>",
        f"{LEADS_ON}<script>if (confirm('?')) f.submit();</script>",
        f"{LEADS_ON}<script>if (window.x) f.submit();</script>",
        f"{LEADS_ON}<script>$('#b').on('click', function () {{ $('#f').submit() }})</script>",
        f"{LEADS_ON}<script>a.onclick = () =>\n f.submit();</script>",
        f"<form>{SECRET}<input name='q'></form>{SENDS}",
        f"<form>{SECRET}<input type='submit' name='go'></form>{SENDS}",
        f"<form>{SECRET}</form><form></form>{SENDS}",
        f"{LEADS_ON}<button type='button'>次へ</button>{SENDS}",
        f"{LEADS_ON}<a href='/usage'>利用状況</a>{SENDS}",
        f"{LEADS_ON}<p>データ残量 3.25GB</p>{SENDS}",
        f"{LEADS_ON}<p>認証コードを送信します</p>{SENDS}",
        f"{LEADS_ON}<p>ログアウトしています</p>{SENDS}",
        *(f"<form action='{path}'>{SECRET}</form>{SENDS}" for path in ("/logout", "/data/charge", "/dataCharge.do", "/購入")),
        f"<form name='logoutForm'>{SECRET}</form>{SENDS}",
        f"<form><input type='hidden' name='cmd' value='purchase'></form>{SENDS}",
    ],
)  # fmt: skip
def test_what_a_person_would_have_to_press(html: str) -> None:
    """In doubt a page does not lead on: it may buy, end or send something."""
    assert hand_over(Document(page(html))) is None


LANDING = "<a href='/mypage/logout'>ログアウト</a><dl><dt>データ残量</dt><dd>3.25GB</dd></dl>"
BUYS = (
    f"<form id='buy' action='/data/charge' method='post'>{SECRET}</form><button type='button' onclick='b()'>1GB追加</button>"
    "<script>function b() { if (confirm('550円')) document.getElementById('buy').submit(); }</script>"
)
LEAVES = f"<form name='leave' action='/logout' method='post'>{SECRET}</form><script>function b() {{ leave.submit() }}</script>"
SENDING = (
    f"<h1>二段階認証</h1><p>SMSで認証コードを送信します</p><form id='f' method='post' action='/send'>{SECRET}"
    "<button>送信する</button></form><script>a.onclick = function () { f.submit() }</script>"
)


@pytest.mark.parametrize("extra", [BUYS, LEAVES])
async def test_a_login_presses_nothing_else(sim: Simulator, customer: Account, extra: str) -> None:
    """Whatever forms the page has on which one lands."""
    customer.options.second_step = False
    answers(sim, LANDING + extra)
    async with session_at(sim, customer) as session:
        await session.log_in()
    assert [call.path for call in sim.journal.calls if call.method == "POST"] == [site_of(customer).login]


async def test_no_machine_asks_for_a_code(sim: Simulator, customer: Account) -> None:
    """Neither the first login nor a silent one; `send` does, when a person says so."""
    customer.options.second_step = False
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    portal_of(sim, customer).expire(USER)
    sim.journal.clear()
    answers(sim, SENDING)
    async with session_at(sim, customer, disk) as session:
        for _ in range(2):
            with pytest.raises(CodeNeeded) as caught:
                await session.fetch(ALL)
    challenge = caught.value.challenge
    assert [call.path for call in sim.journal.calls if call.method == "POST"] == [site_of(customer).login]
    assert challenge is None  # the second time nothing was asked at all
    async with session_at(sim, customer) as session:
        with pytest.raises(CodeNeeded) as caught:
            await session.log_in()
        assert caught.value.challenge is not None
        assert not caught.value.challenge.sent
        sim.journal.clear()
        with pytest.raises(LayoutChanged):
            await caught.value.challenge.send()  # this portal never shows a box
    assert {call.path for call in sim.journal.calls} == {"/send"}


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


@pytest.mark.parametrize(
    "trap",
    [
        "class='form-item honeypot'", "id='hp'", "style='position:absolute; left:-9999px'", "style='opacity:0'", "tabindex='-1'",
        "aria-hidden='true'", "style='width: 0; height: 0'", "hidden",
    ],
)  # fmt: skip
def test_a_box_that_nobody_sees(trap: str) -> None:
    """The name goes into one that people see."""
    for html in (
        f"<input name='t' {trap}>",
        f"<div {trap.replace('tabindex', 'hidden tabindex')}><input name='t'></div>",
    ):
        [form] = forms(page(f"<form><input name='u' style='opacity:0.9'>{html}<input type='password' name='p'></form>"))
        box = name_box(form, UNKNOWN)
        assert box is not None
        assert box.name == "u"


FIGURES = "<dl><dt>データ残量</dt><dd>3.25GB</dd></dl>"
LINK = "<a href='/login'>ログインはこちら</a>"


@pytest.mark.parametrize(
    "body",
    [
        f"{LINK}{FIGURES}<a href='/mypage/usage/'>利用状況</a><p>パスワードが間違っている場合は</p>",
        f"{LINK}<a href='/mypage/usage/'>利用状況</a>",
        f"{FIGURES}<a href='/mypage/logout'>ログアウト</a><form method='post'><input name='pin' placeholder='MNP予約番号'></form>",
        f"{FIGURES}<a href='/mypage/usage/'>利用状況</a><form method='post'><input name='otp' maxlength='6'></form>",
    ],
)
async def test_what_is_no_refusal(sim: Simulator, customer: Account, body: str) -> None:
    """A page with figures is a customer's, and so is one whose links lead to such."""
    customer.options.second_step = False
    answers(sim, body)
    sim.faults.add(Fault("portal.example.jp", Kind.STATUS, path="/mypage/usage/", status=200, body=FIGURES))
    async with session_at(sim, customer) as session:
        await session.log_in()


async def test_links_prove_nothing_where_they_lead_to_the_login(sim: Simulator, customer: Account) -> None:
    """Then it is a refusal, whoever may see the links."""
    customer.options.second_step = False
    answers(sim, f"{LINK}<a href='https://portal.example.jp/mypage/usage/'>利用状況</a>")
    assert isinstance(await fails(sim, customer), LoginRefused)


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ("<meta http-equiv='refresh' content='0;url=/top'><p>移動中</p>", "/top"),
        ("<meta http-equiv='Refresh' content='3; URL=\"/top\"'><p>移動中<a href='/top'>こちら</a></p>", "/top"),
        ("<meta http-equiv='refresh' content='0;url=/logout'>", None),
        ("<meta http-equiv='refresh' content='900;url=/top'>", None),
        ("<meta http-equiv='refresh' content='5'>", None),
        (f"<meta http-equiv='refresh' content='5;url=/top'>{FIGURES}", None),
        ("<body><noscript><meta http-equiv='refresh' content='0;url=/top'></noscript>", None),
        (f"<meta http-equiv='refresh' content='5;url=/top'>{FORM}", None),
    ],
)
def test_refreshes(body: str, target: str | None) -> None:
    """Only of a page that shows nothing else, soon, and not to what ends or changes anything."""
    found = refresh(Document(page(body)))
    assert (None if found is None else found.path) == target


@pytest.mark.parametrize(
    ("text", "path", "harmless"),
    [
        ("残量を使う", "/carry/x", False),
        ("繰越データ量を受け取る", "/carry/x", False),
        ("データ残量リセット", "/usage", False),
        ("ご利用料金のお支払い", "/bill", False),
        ("ご利用明細", "/settle/exec", False),
        ("ご利用明細", "/dataCharge.do", False),
        ("データ残量の譲渡", "/x", False),
        ("利用状況", "/usage/logout", False),
        ("利用状況", "/mypage/usage.do", True),
        ("お支払い状況", "/payment/history", True),
        ("ご請求・お支払い", "/billing", True),
    ],
)
def test_links_that_may_change_something(text: str, path: str, harmless: bool) -> None:
    assert is_harmless(text, URL(f"https://portal.example.jp{path}")) is harmless
