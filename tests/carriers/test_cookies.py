"""Cookies that a person hands over: every export that people have, and what is refused."""

from datetime import datetime
import json
from typing import Any

import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import LoginExpired
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.carriers.person.cookies import LONGEST, read_cookies
from custom_components.japan_mobile.carriers.places import Unusable
from custom_components.japan_mobile.carriers.session import Session
from simulator import Simulator
from simulator.clock import Clock
from simulator.persons import docomo_cookies
from simulator.portals.docomo import DocomoPortal
from simulator.portals.docomo_options import DocomoOptions
from simulator.world import World
from tests.carriers.fetching import ALL, Disk, client_at, told
from tests.carriers.people import NOW as CUSTOMERS_NOW, docomo_customer

NOW = datetime(2026, 8, 6, 12, tzinfo=TOKYO)
HOSTS = ("my.example.jp", "login.example.jp")
LATER, PAST = NOW.timestamp() + 100, NOW.timestamp() - 100
NETSCAPE = "# Netscape HTTP Cookie File\n\n#HttpOnly_.example.jp\tTRUE\t/\tTRUE\t0\tSID\tgeheim-1\nother.jp\tFALSE\t/\tTRUE\t0\tX\ty\n"


def entry(**changes: Any) -> dict[str, Any]:
    """A cookie as an extension writes it."""
    return {"name": "SID", "value": "geheim-1", "domain": ".example.jp", "path": "/", "secure": True, **changes}


@pytest.mark.parametrize(
    "export",
    [
        json.dumps([entry()]),
        json.dumps([entry(expirationDate=LATER), entry(domain="other.jp")]),
        json.dumps([entry(expirationDate=PAST, session=True)]),
        json.dumps([entry(expires=-1), entry(name="Y", expires=PAST)]),
        json.dumps({"cookies": [entry(expires=LATER)], "origins": []}),
        json.dumps([entry(domain="my.example.jp", hostOnly=True)]),
        "\ufeff" + json.dumps([entry()]) + "\n",
        json.dumps(
            [entry(domain="localhost"), entry(domain="[fd00::1]", name=""), entry(domain="ö.jp", value=3), entry()]
        ),
        NETSCAPE,
        NETSCAPE.replace("\t0\tX", "\t-1\tX").replace("other.jp", "localhost"),
        NETSCAPE.replace("\t0\tSID", f"\t{LATER:.6f}\tSID"),
        NETSCAPE.replace("\n", "\r\n"),
        NETSCAPE.replace("\t0\tSID", f"\t{round(LATER)}\tSID"),
    ],
)
def test_exports(export: str) -> None:
    [cookie] = read_cookies(export, HOSTS, NOW)
    assert (cookie.name, cookie.value, cookie.secure) == ("SID", "geheim-1", True)


@pytest.mark.parametrize(
    ("export", "why"),
    [
        ("", "cookies_format"),
        ("geheim-1", "cookies_format"),
        ("SID=geheim-1; path=/", "cookies_format"),
        ("{", "cookies_format"),
        ("[" * 5000, "cookies_format"),
        ("[]", "cookies_format"),
        ('{"cookies": 3}', "cookies_format"),
        ('["geheim-1"]', "cookies_format"),
        (json.dumps([entry(value=3)]), "cookies_format"),
        (json.dumps([entry(name="")]), "cookies_format"),
        (json.dumps([entry(value="geheim\r\nSet-Cookie: x")]), "cookies_format"),
        *((json.dumps([entry(**{name: "/\ud800"})]), "cookies_format") for name in ("name", "value", "domain", "path")),
        (json.dumps([entry(domain="jp")]), "cookies_format"),
        ("x" * (LONGEST + 1), "cookies_format"),
        (NETSCAPE.replace("\t", " "), "cookies_format"),
        (json.dumps([entry(domain="other.jp")]), "cookies_hosts"),
        (json.dumps([entry(domain="evilexample.jp")]), "cookies_hosts"),
        (json.dumps([entry(domain=".sub.my.example.jp")]), "cookies_hosts"),
        (json.dumps([entry(expirationDate=PAST)]), "cookies_expired"),
        (NETSCAPE.replace("\t0\tSID", f"\t{round(PAST)}\tSID"), "cookies_expired"),
    ],
)
def test_what_is_refused(export: str, why: str) -> None:
    """With a reason of its own, and nothing of it repeated."""
    with pytest.raises(Unusable) as caught:
        read_cookies(export, HOSTS, NOW)
    assert (caught.value.field, caught.value.why) == ("cookies", why)
    assert "geheim" not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize("key", [key for key, one in CARRIERS.items() if any(f.key == "cookies" for f in one.fields)])
def test_each_carrier_takes_its_own_alone(key: str) -> None:
    """Those of its portal are taken; those of any other carrier, and dead ones, are told apart."""
    hosts = CARRIERS[key].hosts
    for host in hosts:
        own = host.lstrip(".")
        (cookie,) = read_cookies(json.dumps([entry(domain=own), entry(domain=f"{own}.evil.example")]), hosts, NOW)
        assert cookie.domain == own
        for export, why in ((entry(domain=own, expires=PAST), "expired"), (entry(domain=f"evil{own}"), "hosts")):
            with pytest.raises(Unusable) as caught:
                read_cookies(json.dumps([export]), hosts, NOW)
            assert caught.value.why == f"cookies_{why}"


async def test_they_live_as_long_as_the_carrier_says(socket_enabled: None) -> None:
    """Handed over, used over restarts, dead one day; the same ones are not taken again, new ones are."""
    customer, disk = docomo_customer("docomo", 1, DocomoOptions()), Disk()
    sim = Simulator(World(clock=Clock(CUSTOMERS_NOW, speed=0), accounts=[customer]))
    await sim.start()
    portal = sim.portal("docomo")
    assert isinstance(portal, DocomoPortal)

    async def poll(**credentials: str) -> dict[str, Any]:
        async with client_at(sim, disk, "docomo", credentials) as client:
            return told(await Session(client, Credentials(credentials), Ledger(disk.keep("ledger"))).fetch(ALL))

    try:
        with pytest.raises(LoginExpired):
            await poll()
        cookies = await docomo_cookies(sim, customer)
        truth = sim.world.truth("docomo", customer.account_id, "cookies")
        assert await poll(cookies=cookies) == truth
        assert await poll() == truth
        portal.expire(customer.account_id)
        for credentials in ({"cookies": cookies}, {}, {"cookies": cookies}):
            with pytest.raises(LoginExpired):
                await poll(**credentials)
        calls = len(sim.journal.calls)
        with pytest.raises(LoginExpired):
            await poll()
        assert len(sim.journal.calls) == calls  # nothing is asked with a dead login
        assert await poll(cookies=await docomo_cookies(sim, customer)) == truth
        assert (len(sim.journal.submitted), portal.harm) == (2, [])
    finally:
        await sim.stop()


def test_neither_is_ever_a_password() -> None:
    """Carriers that let only a person in take no secret but cookies, and those are never stored as they were typed."""
    assert [field.key for field in CARRIERS["rakuten"].fields] == [
        "browser"
    ]  # its page says nothing without its scripts
    for key in ("docomo", "ahamo", "irumo", "au", "uq", "povo1"):
        fields = {field.key: field for field in CARRIERS[key].fields}
        assert fields.keys() == {"browser", "cookies"}
        assert fields["cookies"].secret
        assert fields["cookies"].once
