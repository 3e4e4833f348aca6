"""A portal of unknown make does what other projects' portals do, shown by bare requests."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime
import json
import re

import aiohttp
from hypothesis import HealthCheck, given, settings
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser, LexborNode
from yarl import URL

from simulator import (
    GB,
    MB,
    TOKYO,
    Account,
    Bill,
    Clock,
    Grant,
    GrantKind,
    Invoice,
    Item,
    Line,
    Month,
    Plan,
    Pool,
    Simulator,
    Usage,
    World,
    session,
)
from simulator.portals.other import OtherPortal
from simulator.portals.other_options import OtherOptions
from simulator.portals.other_sites import TRAP, start_address
from simulator.worldfile import dump, load
from tests.worlds_other import STYLES, other_worlds

NOW = datetime(2026, 8, 6, 12, 0, tzinfo=TOKYO)
PASSWORD = "simple-Secret-77"
HOME = "https://portal.example.jp/mypage/"
_DATA_PAGES = ("", "usage/", "remain/", "bill/")


def _account(carrier: str) -> Account:
    month = Month(2026, 8)
    line = Line("line1", "070-0000-0001", "C1", "own1", Plan("20GBプラン", 20 * GB))
    line.days = {date(2026, 8, 3): Usage(3_256_999_999)}
    return Account(
        carrier=carrier,
        account_id="hanako",
        usernames=("hanako",),
        password=PASSWORD,
        name="見本花子",
        lines=[line],
        pools={"own1": Pool("own1", [Grant(GrantKind.BASE, 20 * GB, 16_743_000_001, month.last)])},
        bills=[Bill(month.plus(-1), (Invoice("100", (Item("月額料金", 1980),), 198),))],
        grant_months=0,
        options=OtherOptions(decoys=frozenset()),
    )


@pytest.fixture
def account() -> Account:
    """A customer of some portal."""
    return _account("gmo")


@pytest.fixture
async def portals(socket_enabled: None, account: Account) -> AsyncIterator[Simulator]:
    """The portal at noon on 2026-08-06."""
    one = Simulator(World(Clock(NOW), [account], settled=NOW))
    await one.start()
    yield one
    await one.stop()


@pytest.fixture
async def http(portals: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    """A raw client."""
    async with session(portals) as one:
        yield one


class Seen:
    """A page as it came."""

    def __init__(self, url: URL, status: int, text: str) -> None:
        self.url, self.status, self.text, self.page = url, status, text, HTMLParser(text)

    def form(self) -> LexborNode:
        """The login form: the one with a password, else the one with a hidden step."""
        for mark in ("input[type=password]", "input[name=step]"):
            for form in self.page.css("form"):
                if form.css_first(mark) is not None:
                    return form
        raise AssertionError("no login form")

    def inputs(self) -> dict[str, str]:
        """The login form's inputs that have a name."""
        nodes = self.form().css("input[name]")
        return {str(node.attributes["name"]): node.attributes.get("value") or "" for node in nodes}


async def _seen(answer: aiohttp.ClientResponse) -> Seen:
    body = await answer.read()
    named = re.search(rb"charset=([\w-]+)", body)
    charset = named[1].decode() if named else "utf-8"
    text = body.decode("cp932" if charset == "Shift_JIS" else charset)
    if 'name="handover"' not in text:
        return Seen(answer.url, answer.status, text)
    page = HTMLParser(text)
    form = page.css_first("form")
    assert form is not None
    values = {str(node.attributes["name"]): str(node.attributes["value"]) for node in page.css("input[type=hidden]")}
    raise _HandOver(str(form.attributes["action"]), values)


class _HandOver(Exception):
    """A form that a script submits."""


async def _get(http: aiohttp.ClientSession, url: str | URL) -> Seen:
    async with http.get(url) as answer:
        return await _seen(answer)


async def _submit(http: aiohttp.ClientSession, form: Seen, **changes: str | None) -> Seen:
    values = {name: value for name, value in (form.inputs() | changes).items() if value is not None}
    target = form.url.join(URL(str(form.form().attributes["action"])))
    try:
        async with http.post(target, data=values) as answer:
            return await _seen(answer)
    except _HandOver as found:
        action, hidden = found.args
        async with http.post(action, data=hidden) as answer:
            return await _seen(answer)


async def _form(http: aiohttp.ClientSession, account: Account) -> Seen:
    page = await _get(http, start_address(account))
    link = next((node for node in page.page.css("a") if node.text() == "ログインする"), None)
    return page if link is None else await _get(http, str(link.attributes["href"]))


async def _log_in(http: aiohttp.ClientSession, account: Account, password: str | None = None) -> Seen:
    form = await _form(http, account)
    if len(form.form().css("input[type=password]")) == 0:
        [name] = [str(node.attributes["name"]) for node in form.form().css("input[type=text]")]
        form = await _submit(http, form, **{name: account.usernames[0]})
        [name] = [str(node.attributes["name"]) for node in form.form().css("input[type=password]")]
        return await _submit(http, form, **{name: password or account.password})
    names = [str(node.attributes["name"]) for node in form.form().css("input[type=text], input[type=password]")]
    return await _submit(
        http, form, **dict(zip(names, (account.usernames[0], password or account.password), strict=True))
    )


async def test_a_login_and_its_refusal(portals: Simulator, http: aiohttp.ClientSession, account: Account) -> None:
    refused = await _log_in(http, account, "wrong")
    assert "正しくありません" in refused.text
    account.options.refusal = "redirect"
    refused = await _submit(http, refused, loginId="hanako", loginPassword="wrong")
    assert refused.url.query["error"] == "1"
    landed = await _submit(http, refused, loginId="hanako", loginPassword=PASSWORD)
    assert landed.url == URL(HOME)
    assert (await _submit(http, refused, loginId="hanako", loginPassword=PASSWORD)).status == 400
    assert [(login.carrier, login.accepted) for login in portals.journal.logins()] == [
        ("gmo", False), ("gmo", False), ("gmo", True),
    ]  # fmt: skip
    assert portals.journal.saw(PASSWORD) == ["login.example.jp"]


@pytest.mark.parametrize("entry", ["redirect", "link", "start"])
@pytest.mark.parametrize("carrier", ["portal", "nuro", "excite", "biglobe"])
async def test_every_site_lets_in(portals: Simulator, http: aiohttp.ClientSession, carrier: str, entry: str) -> None:
    account = _account(carrier)
    account.options.entry, account.options.handover = entry, "form"
    portals.world = World(Clock(NOW), [account], settled=NOW)
    landed = await _log_in(http, account)
    assert "ログアウト" in landed.text
    usage = await _get(http, landed.url.join(URL("usage/")))
    assert "残りデータ量" in usage.text
    portals.portal(carrier).expire(account.account_id)
    assert "ログアウト" not in (await _get(http, usage.url)).text


async def test_the_forms_that_a_sheet_has(portals: Simulator, http: aiohttp.ClientSession) -> None:
    for carrier, names in (("nuro", {"simNumber", "simPassword"}), ("excite", {"loginid", "password"})):
        account = _account(carrier)
        portals.world = World(Clock(NOW), [account], settled=NOW)
        assert names < set((await _form(http, account)).inputs())
    account = _account("biglobe")
    portals.world = World(Clock(NOW), [account], settled=NOW)
    form = await _form(http, account)
    assert [node.text() for node in form.form().css("label")] == ["メールアドレスまたはユーザID", "BIGLOBEパスワード"]


async def test_two_steps_and_a_code(portals: Simulator, http: aiohttp.ClientSession, account: Account) -> None:
    account.options.second_step, account.options.after_password = True, "code"
    form = await _log_in(http, account)
    assert "***-****-0001" in form.text
    form = await _submit(http, form, authCode="000000")
    assert "認証コードが正しくありません" in form.text
    [sms] = portals.portal("gmo").sms
    assert (await _submit(http, form, authCode=sms.code)).url == URL(HOME)
    assert (len(portals.journal.logins()), sms.number) == (1, "07000000001")
    account.options.code_tries = 1
    portals.portal("gmo").expire(account.account_id)
    form = await _submit(http, await _log_in(http, account), authCode="000000")
    assert "有効期限が切れました" in form.text
    assert form.page.css_first("form") is None
    assert len(portals.portal("gmo").sms) == 2


async def test_a_nameless_click_is_none(http: aiohttp.ClientSession, account: Account) -> None:
    account.options.submit_needed = True
    form = await _form(http, account)
    told = {"loginId": "hanako", "loginPassword": PASSWORD}
    form = await _submit(http, form, **told, login=None)
    assert "loginPassword" in form.inputs()
    assert (await _submit(http, form, **told)).url == URL(HOME)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", ["home", "usage", "spread", "mixed"])
async def test_the_figures(http: aiohttp.ClientSession, account: Account, style: str, layout: str) -> None:
    account.options.style, account.options.layout = style, layout
    await _log_in(http, account)
    pages = [await _get(http, f"{HOME}{name}") for name in _DATA_PAGES]
    text = "".join(page.text for page in pages)
    for value in ("3.25", "16.74", "20.00", "2,178", "2026年8月", "2026年7月"):
        assert value in text
    assert pages[2].status == (200 if layout == "spread" else 404)


def test_the_truth(account: Account) -> None:
    world = World(Clock(NOW), [account], settled=NOW)
    [line], [bill] = (world.truth("gmo", "hanako")[name] for name in ("lines", "bills"))
    assert (line["line_id"], line["cycle_start"], line["plan"]) == ("07000000001", "2026-08-01", "20GBプラン")
    assert (line["used_bytes"], line["remaining_bytes"], line["total_bytes"]) == (3250 * MB, 16_740 * MB, 20 * GB)
    assert (bill["month"], bill["amount"], bill["state"]) == ("2026-07", 2178, "unknown")
    account.options.tells, account.options.tells_number = frozenset({"used"}), False
    told = world.truth("gmo", "hanako")
    assert (told["bills"], told["lines"][0]["remaining_bytes"], told["lines"][0]["line_id"]) == ([], None, "hanako")


async def test_links_that_must_not_be_followed(
    portals: Simulator, http: aiohttp.ClientSession, account: Account
) -> None:
    account.options.archive = 12
    landed = await _log_in(http, account)
    links = {node.text(): str(node.attributes["href"]) for node in landed.page.css("a")}
    portal = portals.portal("gmo")
    assert isinstance(portal, OtherPortal)
    for title in ("利用状況", "ご請求", "ご契約内容", "2026年7月の利用状況"):
        assert (await _get(http, landed.url.join(URL(links[title])))).status == 200
    assert "データ残量" not in links
    assert portal.harm == []
    for title in ("データ残量を追加する", "料金プラン変更", "ご請求先の変更", "お問い合わせ", "ログアウト"):
        await _get(http, landed.url.join(URL(links[title])))
    assert len(portal.harm) == 5
    assert "loginPassword" in (await _get(http, HOME)).inputs()


async def test_several_lines(http: aiohttp.ClientSession, account: Account) -> None:
    second = Line("line2", "070-0000-0002", "C2", "own2", Plan("3GBプラン", 3 * GB))
    account.lines.append(second)
    account.pools["own2"] = Pool("own2")
    await _log_in(http, account)
    page = await _get(http, f"{HOME}usage/")
    assert len(page.page.css("section")) == 2
    account.options.lines = "links"
    page = await _get(http, f"{HOME}usage/?line=2")
    [section] = page.page.css("section")
    assert ("3GBプラン" in section.text(), "20GBプラン" in section.text()) == (True, False)


@pytest.mark.parametrize(
    ("hostile", "leaks"),
    [
        ("foreign_action", True), ("foreign_second_step", True), ("foreign_sign_on", True),
        ("foreign_landing", False), ("foreign_link", False),
    ],
)  # fmt: skip
async def test_a_careless_client_leaks(
    portals: Simulator, http: aiohttp.ClientSession, account: Account, hostile: str, leaks: bool
) -> None:
    account.options.hostile, account.options.second_step = hostile, hostile == "foreign_second_step"
    landed = await _log_in(http, account)
    if hostile == "foreign_link":
        await _get(http, next(str(a.attributes["href"]) for a in landed.page.css("a") if a.text() == "利用状況"))
    assert portals.journal.count(host=TRAP) == (2 if hostile == "foreign_sign_on" else 1)
    assert (portals.journal.saw(PASSWORD) == [TRAP]) is leaks


async def test_trouble(http: aiohttp.ClientSession, account: Account) -> None:
    account.options.hostile = "http_action"
    assert str((await _form(http, account)).form().attributes["action"]).startswith("http://")
    account.options.hostile, account.options.calls_per_session = None, 2
    await _log_in(http, account)
    words = ["ログアウト" in (await _get(http, HOME)).text for _ in range(2)]
    assert words == [True, False]
    for kind, word in (("captcha", "g-recaptcha"), ("consent", "同意"), ("expired", "有効期限が切れました")):
        account.options.after_password = kind
        assert word in (await _log_in(http, account)).text
    account.options.maintenance = "503"
    assert (await _get(http, HOME)).status == 503


@pytest.mark.usefixtures("socket_enabled")
def test_any_world_can_be_shown() -> None:
    """Every drawn portal lets its customer in, tells each figure somewhere, and can be kept as a file."""

    async def check(world: World) -> None:
        [account] = world.accounts
        sim.world = world
        async with session(sim) as http:
            landed = await _log_in(http, account)
            assert "ログアウト" in landed.text
            text = "".join([(await _get(http, landed.url.join(URL(name)))).text for name in _DATA_PAGES])
        if account.options.style in ("table", "dl", "cards", "text"):
            for kind in account.options.tells:
                assert account.options.labels[kind] in text

    @settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
    @given(other_worlds(lines=2))
    def each(world: World) -> None:
        runner.run(check(world))
        [account] = world.accounts
        truth = world.truth(account.carrier, account.account_id)
        assert load(json.loads(json.dumps(dump(world)))).truth(account.carrier, account.account_id) == truth
        for line in truth["lines"]:
            if None not in (line["used_bytes"], line["remaining_bytes"], line["total_bytes"]):
                assert line["used_bytes"] + line["remaining_bytes"] == line["total_bytes"]

    with asyncio.Runner() as runner:
        sim = Simulator(World(Clock(NOW)))
        runner.run(sim.start())
        try:
            each()
        finally:
            runner.run(sim.stop())
