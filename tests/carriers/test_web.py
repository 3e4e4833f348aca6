"""The door to the network: what it lets out, what it lets in, and what it writes into the log."""

from datetime import UTC, datetime, timedelta
import logging
from time import process_time
from typing import Any

import pytest
from yarl import URL

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Login
from custom_components.japan_mobile.carriers.charsets import decode
from custom_components.japan_mobile.carriers.errors import CannotConnect, ForeignAnswer, LayoutChanged, RateLimited
from custom_components.japan_mobile.carriers.web import MAX_BODY, Page, Web, page_name
from simulator import Fault, Kind, Simulator, session as simulated_session

HOST = "www.iijmio.jp"
OTHER_HOST = "gapi.iijmio.jp"
URL_OF = f"https://{HOST}/somewhere"
NOW = datetime(2026, 8, 6, 3, tzinfo=UTC)


def answer(status: int, text: str = "", **headers: str) -> Fault:
    """A made-up answer to everything."""
    return Fault(HOST, Kind.STATUS, status=status, body=text, headers=headers)


async def get(sim: Simulator, url: str = URL_OF, **options: Any) -> Page:
    """One GET through a fresh door."""
    async with simulated_session(sim) as http:
        return await Web(http, [HOST], now=lambda: NOW).get(url, **options)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        f"http://{HOST}/",
        f"http://{HOST}:443/",
        f"https://{HOST}:8443/",
        f"https://user@{HOST}/",
        f"https://{HOST}.evil.example/",
        "//evil.example/x",
        "javascript:alert(1)",
        "https://[",
        "https://xn--a/",
        "https://xn--a.evil.example/",
    ],
)
async def test_only_declared_places(sim: Simulator, target: str) -> None:
    """Neither asked for nor redirected to is anything but https on a declared host; nothing is sent there."""
    sim.faults.add(answer(302, Location=target))
    with pytest.raises(ForeignAnswer):
        await get(sim)
    assert sim.journal.count() == 1
    if "://" in target and "[" not in target:
        with pytest.raises(ForeignAnswer):
            await get(sim, target)
        assert sim.journal.count() == 1


@pytest.mark.parametrize("host", ["id.iijmio.jp", "a.b.iijmio.jp", "ID.IIJMIO.JP", HOST])
async def test_a_declared_domain(sim: Simulator, host: str) -> None:
    """A host that begins with a dot stands for all below it: the door is open, whoever answers."""
    sim.faults.add(Fault("*", Kind.STATUS, status=404))
    async with simulated_session(sim) as http:
        try:
            await Web(http, [HOST, ".iijmio.jp"]).get(f"https://{host}/")
        except CannotConnect as err:
            assert "ClientConnector" in str(err)  # noqa: PT017 - a name that the simulator does not know


@pytest.mark.parametrize(
    "host",
    [
        "iijmio.jp",
        "eviliijmio.jp",
        "id.iijmio.jp.",
        "id.iijmio.jp.evil.example",
        "jp",
        "id.iijmio.jp@evil.example",
        "[2001:db8::1%25x.iijmio.jp]",
        "evil.example%2f.iijmio.jp",
        "a%40b.iijmio.jp",
    ],
)
async def test_beside_a_declared_domain(sim: Simulator, host: str) -> None:
    """Neither the domain itself nor what only looks like it; and still neither another port nor http."""
    async with simulated_session(sim) as http:
        web = Web(http, [HOST, ".iijmio.jp"])
        for url in (f"https://{host}/", "https://id.iijmio.jp:8443/", "http://id.iijmio.jp/"):
            with pytest.raises(ForeignAnswer):
                await web.get(url)
    assert sim.journal.count() == 0


def test_declared_domains_are_the_carriers_own() -> None:
    """A dotted entry holds the portal's own host or is below it, and never a whole suffix such as `.ne.jp`."""
    for carrier in CARRIERS.values():
        if not carrier.hosts:
            assert carrier.login is Login.NONE or "url" in {field.key for field in carrier.fields if field.required}
            continue
        assert not carrier.hosts[0].startswith(".")
        for domain in (host for host in carrier.hosts if host.startswith(".")):
            assert f".{carrier.hosts[0]}".endswith(domain), carrier.key
            assert domain.count(".") >= 3, carrier.key


async def test_a_redirect_drops_the_body(sim: Simulator) -> None:
    """After a 302 a POST becomes a GET without what was posted; after a 307 it stays what it is."""
    for status, methods in ((302, ["POST", "GET"]), (307, ["POST", "POST"])):
        sim.journal.clear()
        sim.faults.clear()
        sim.faults.add(Fault(HOST, Kind.STATUS, path="/a", status=status, headers={"Location": "/b"}))
        async with simulated_session(sim) as http:
            await Web(http, [HOST]).post(f"https://{HOST}/a", form=[("field", "v+ä")])
        assert [call.method for call in sim.journal.calls] == methods
        assert ["v%2B%C3%A4" in call.raw for call in sim.journal.calls] == [method == "POST" for method in methods]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_takes_no_secret_to_another_host(sim: Simulator, status: int) -> None:
    """Not to a declared one either: no key, no cookie of the host before, and nothing that was posted."""
    sim.faults.add(Fault(HOST, Kind.STATUS, status=status, headers={"Location": f"https://{OTHER_HOST}/b?page=1"}))
    headers = {"Authorization": "Secret-1", "X-Api-Key": "Secret-2", "Accept": "text/html"}
    async with simulated_session(sim) as http:
        web = Web(http, [HOST, OTHER_HOST])
        web.set_cookie(name="session", value="Secret-3", domain=HOST, host_only=True)
        await web.get(f"https://{HOST}/a", params={"token": "Secret-4"}, headers=headers, expect=range(600))
        post = web.post(f"https://{HOST}/a", form=[("password", "Secret-5")], headers=headers, expect=range(600))
        if status in {307, 308}:
            with pytest.raises(ForeignAnswer):
                await post
        else:
            await post
    first, *_ = sim.journal.find(HOST)
    assert all(f"Secret-{number}" in first.raw for number in range(1, 5))
    taken = sim.journal.find(OTHER_HOST)
    assert [call.method for call in taken] == ["GET"] * (1 if status in {307, 308} else 2)
    assert not [call for call in taken if "Secret" in call.raw]


async def test_redirects_end(sim: Simulator) -> None:
    """A circle is left."""
    sim.faults.add(answer(302, Location="/somewhere"))
    with pytest.raises(LayoutChanged, match="redirects"):
        await get(sim)


async def test_size_is_bounded(sim: Simulator) -> None:
    """Too big a page is not read to its end, and one that is packed to some kB is not unpacked to it."""
    for fault in (answer(200, "x" * (MAX_BODY + 1)), Fault(HOST, Kind.BIG), Fault(HOST, Kind.BOMB)):
        sim.faults.clear()
        sim.faults.add(fault)
        with pytest.raises(LayoutChanged, match="size"):
            await get(sim)


async def test_what_fails_is_not_of_the_answer_before(sim: Simulator) -> None:
    """An answer that was not read to its end has none: the last one's skeleton is not told for it."""
    async with simulated_session(sim) as http:
        web = Web(http, [HOST], now=lambda: NOW)
        sim.faults.add(answer(200, "{}"))
        page = await web.get(URL_OF)
        assert web.last == page
        sim.faults.clear()
        sim.faults.add(answer(200, "x" * (MAX_BODY + 1)))
        with pytest.raises(LayoutChanged, match="size"):
            await web.get(URL_OF)
        assert web.last is None


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("999999999", timedelta(days=1)),
        ("0000000030", timedelta(seconds=30)),
        ("0" * 20, timedelta(0)),
        ("Thu, 06 Aug 2026 03:10:00 GMT", timedelta(minutes=10)),
        ("Thu, 06 Aug 2026 02:00:00 GMT", None),
        ("soon", None),
        ("", None),
        pytest.param("9" * 5_000, timedelta(days=1), id="thousands of digits"),
    ],
)
async def test_rate_limit(sim: Simulator, header: str, pause: timedelta | None) -> None:
    """429 says when to come back, or does not."""
    sim.faults.add(answer(429, **{"Retry-After": header}))
    with pytest.raises(RateLimited) as caught:
        await get(sim)
    assert caught.value.retry_after == pause


async def test_statuses(sim: Simulator) -> None:
    """Errors of the server are outages unless expected; everything below is for the caller to judge."""
    sim.faults.add(answer(503))
    with pytest.raises(CannotConnect):
        await get(sim)
    assert (await get(sim, expect={503})).status == 503
    sim.faults.add(answer(404))
    assert (await get(sim)).status == 404


async def test_cookies_survive_a_restart(sim: Simulator) -> None:
    """Kept as JSON, restored, and sent to the same host and no other."""
    sim.faults.add(answer(200, **{"Set-Cookie": "a=x/y+z==!; Path=/; Secure; HttpOnly"}))
    async with simulated_session(sim) as http:
        web = Web(http, [HOST])
        await web.get(URL_OF)
        kept = web.cookies()
    assert [cookie["name"] for cookie in kept] == ["a"]
    sim.faults.clear()
    sim.journal.clear()
    async with simulated_session(sim) as http:
        web = Web(http, [HOST, "gapi.iijmio.jp"])
        web.restore_cookies(kept)
        assert web.cookies() == kept
        await web.get(URL_OF)
        await web.get("https://gapi.iijmio.jp/x", expect=range(600))
        first, second = (call.raw for call in sim.journal.calls)
        assert "Cookie: a=x/y+z==!\n" in first
        assert "x/y" not in second
        web.forget_cookies()
        assert web.cookies() == []
        with pytest.raises(LayoutChanged):
            web.set_cookie(name="bad name;", value="x", domain=HOST)


async def test_the_log_holds_no_secret(sim: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    """Host and path, never a query, a body or a header; and no address in an error."""
    name = "custom_components.japan_mobile.carriers.web"
    with caplog.at_level(logging.DEBUG, name):
        await get(sim, params={"token": "Secret-1"}, headers={"Authorization": "Secret-2"})
        sim.faults.add(Fault(HOST, Kind.CLOSE))
        with pytest.raises(CannotConnect) as caught:
            await get(sim, f"{URL_OF}?token=Secret-3")
    logged = " ".join(record.getMessage() for record in caplog.records if record.name == name)
    assert f"{HOST}/somewhere" in logged
    assert "Secret" not in logged + str(caught.value) + repr(caught.value.__cause__)


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("データ".encode(), "text/html; charset=utf-8", "データ"),
        ("データ①".encode("cp932"), "text/html; charset=Shift_JIS", "データ①"),
        ('<meta charset="x-sjis">残り'.encode("cp932"), "text/html", '<meta charset="x-sjis">残り'),
        ("残り".encode("euc-jp"), "text/html; charset=EUC-JP", "残り"),
        ("残り".encode("cp932"), "text/html", "残り"),
        ("残り".encode(), "text/html; charset=nonsense", "残り"),
        (b"\x81", "text/html", "\ufffd"),
    ],
)
def test_charsets(body: bytes, content_type: str, text: str) -> None:
    """Header, else the page's own word, else UTF-8, else what Windows calls Shift_JIS."""
    assert decode(body, content_type) == text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<meta" * 38 + b"charset=" + b" " * 3_850 + b"!", "text/html"),
        *(
            ((b"a" * 150_000) + b"-" + b"b" * 150_000, f"text/html; charset={charset}")
            for charset in ("punycode", "idna")
        ),
    ],
    ids=["blanks", "punycode", "idna"],
)
def test_charsets_take_no_time(body: bytes, content_type: str) -> None:
    """Whatever a page calls its own, and however it writes that."""
    began = process_time()
    assert decode(body, content_type) == body.decode()
    assert process_time() - began < 0.5


@pytest.mark.parametrize(
    "body",
    [
        b"<html>", b"", b"[" * 100_000, b"\xff",
        pytest.param(b'{"a": "\xed\xa0\x80"}', id="half of a sign as UTF-8"),
        pytest.param(b'{"a": "\xed\xa0\xbd\xed\xb8\x80"}', id="CESU-8"),
        pytest.param('{"a": "\ud800"}'.encode("utf-16", "surrogatepass"), id="half of a sign as UTF-16"),
        pytest.param("\ufeff\ufeff{}".encode(), id="marked twice"),
    ],
)  # fmt: skip
def test_what_is_not_json(body: bytes) -> None:
    """It is a page of another form, named without its query."""
    page = Page(URL("https://host.example/path?secret=1"), 200, {}, body)
    with pytest.raises(LayoutChanged) as caught:
        page.json()
    assert caught.value.page == "host.example/path"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/members/A1234567/top;jsessionid=DEADBEEF01", "/members/*/top"),
        ("/u/09000000001/", "/u/*/"),
        ("/s/kJhGfDsAqWeRtYuIoPlKjHgFdSa/usage", "/s/*/usage"),
        ("/a/taro@example.jp/b", "/a/*/b"),
        ("/山田/x", "/*/x"),
        ("/users/Mihonhanako/mihon.hanako/top", "/users/*/*/top"),
        ("/mihon2/myMihon", "/*/*"),
        ("/0a1b2c", "/*"),
        ("", "/"),
        *((path, path) for path in (
            "/member/", "/checkout/josso_security_check", "/msb/d/webLink/doSend/MSB020063", "/muc/d/webLink/doSend/MRERE0000",
            "/muc/d/webLink/doSend/MWBWL0130", "/service/setup/hdc/viewmonthlydata/", "/sbid_auth/type1/login.php",
            "/api/member/getSuspensionInfo", "/mobile_contract/u/login/", "/customer/bill/detail/",
        )),
    ],
)  # fmt: skip
def test_the_name_of_a_page(path: str, name: str) -> None:
    """What a path may tell of somebody is not in it; the pages that the sheets know keep theirs."""
    assert page_name(URL(f"https://my.portal.example{path}?id=1")) == f"my.portal.example{name}"
