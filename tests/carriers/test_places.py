"""An address that a person types, and the hosts that follow from it."""

import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.places import Unusable, address_of, places_of


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("https://portal.example.jp/mypage/#top", ("portal.example.jp", "example.jp", ".example.jp")),
        (" https://example.co.jp ", ("example.co.jp", ".example.co.jp")),
        ("https://a.b.example.ne.jp/?x=1", ("a.b.example.ne.jp", "example.ne.jp", ".example.ne.jp")),
        ("https://PORTAL.example.JP", ("portal.example.jp", "example.jp", ".example.jp")),
    ],
)
def test_hosts_follow_from_an_address(address: str, places: tuple[str, ...]) -> None:
    assert places_of(address) == places


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://portal.example.jp/", "https"),
        ("portal.example.jp", "https"),
        ("", "https"),
        ("https:///mypage", "host"),
        ("https://", "host"),
        ("https://me:secret@portal.example.jp/", "user"),
        ("https://me@portal.example.jp/", "user"),
        ("https://portal.example.jp:8443/", "port"),
        ("https://portal.example.jp:443/", "port"),
        ("https://portal.example.jp:x/", "address"),
        ("https://portal..example.jp/", "address"),
        ("https://por tal.example.jp/", "address"),
        ("https://192.0.2.1/", "number"),
        ("https://[2001:db8::1]/", "number"),
        ("https://0x7f.1/", "number"),
        ("https://2130706433/", "number"),
        ("https://co.jp/", "suffix"),
        ("https://jp/", "suffix"),
        ("https://localhost/", "suffix"),
        ("https://github.io/", "suffix"),
    ],
)
def test_addresses_that_cannot_be_a_portals(address: str, why: str) -> None:
    """It is the person's mistake; the field is named, and nothing that was typed is repeated."""
    with pytest.raises(Unusable) as caught:
        places_of(address)
    assert (caught.value.field, caught.value.why) == ("url", why)
    assert "secret" not in str(caught.value)
    assert "example" not in str(caught.value)


def test_the_address_itself() -> None:
    assert str(address_of("https://portal.example.jp/a?b=1#c")) == "https://portal.example.jp/a?b=1"


def test_a_carrier_with_hosts_needs_no_address() -> None:
    """Its own hosts count, whatever was typed; and a person finds the portal where it is."""
    typed = Credentials({"username": "a", "password": "b", "url": " https://my.example.jp/top "})
    assert CARRIERS["nuro"].places(typed) == ("mobile.nuro.jp",)
    assert CARRIERS["gmo"].places(typed) == ("my.example.jp", "example.jp", ".example.jp")
    assert CARRIERS["gmo"].address(typed) == "https://my.example.jp/top"
    assert CARRIERS["nuro"].address(typed).startswith("https://mobile.nuro.jp/")
    assert CARRIERS["gmo"].address({}) == ""
