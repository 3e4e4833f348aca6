"""Where a person's browser listens: in his own network, never on the internet."""

from ipaddress import ip_address
import re

from yarl import URL

from ..places import Unusable

FIELD = "browser"
PORT = 9222
_SCHEMES = {"http": "http", "ws": "http", "https": "https", "wss": "https"}
_HOME = (".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)


def browser_address(text: str) -> URL:
    """`http://HOST:PORT` of what was typed, with or without scheme and port.

    Raises `Unusable` with `browser_address` for what is none, and `browser_public` for a host that is not at home: whoever
    reaches that port can do everything in the browser.
    """
    typed = text.strip()
    try:
        url = URL(typed if "://" in typed else f"http://{typed}")
        host, port = (url.host or "").lower().rstrip("."), url.explicit_port
    except ValueError:
        raise Unusable(FIELD, "browser_address") from None
    if url.scheme not in _SCHEMES or not host or url.raw_user is not None or url.raw_password is not None:
        raise Unusable(FIELD, "browser_address")
    if not is_home(host):
        raise Unusable(FIELD, "browser_public")
    scheme = _SCHEMES[url.scheme]
    return URL.build(scheme=scheme, host=host, port=port or (PORT if scheme == "http" else 443))


def is_home(host: str) -> bool:
    """Whether a name or a number can be a machine's in the same network. Raises `Unusable` for neither of them."""
    try:
        number = ip_address(host)
    except ValueError:
        if not _NAME.fullmatch(host) or re.fullmatch(r"[\d.]+|0x[0-9a-f]+", host):
            raise Unusable(FIELD, "browser_address") from None
        return "." not in host or host.endswith(_HOME)
    return (number.is_private or number.is_loopback or number.is_link_local) and not number.is_unspecified
