"""docomo's pages, and what tells that somebody is not in. Protocol: docs/carriers/docomo.md, 2.1, 3.7"""

import re

from ..document import Document
from ..errors import AccountActionNeeded, Action, HumanCheckNeeded
from ..labels import key
from ..person.gate import PersonGate
from ..source import Source
from .hosts import AHAMO, CFG, ID, MY, PAYMENT, WEBBILLING

EBILLING = f"https://{PAYMENT}/spguide/ebilling/gkfap001.srv?bis=lpb"
DAYS = f"https://{PAYMENT}/pcguide/charges/gkyap001.srv"
MONTH = f"{DAYS}?Xitraffic=1"
SMALL = f"https://{PAYMENT}/smph/charges/gkyap003.srv?Xitraffic=1"
MY_DOCOMO = f"https://{MY}/"
AHAMO_DATA = f"https://{AHAMO}/myportal/home/auth/"
PAID = f"https://{WEBBILLING}/mem/b0201/init"

_LOGIN = frozenset({CFG, ID})
_MEANINGS = (
    (
        re.compile(r"confirm you are human|Complete the security check before continuing", re.IGNORECASE),
        HumanCheckNeeded,
    ),
    (re.compile(r"パスキー|passkey|WebAuthn", re.IGNORECASE), HumanCheckNeeded),
    (re.compile(r"ロックされているため"), lambda: AccountActionNeeded(Action.LOCKED)),
)
_CLOSED = re.compile(r"/maintenance-g\.html$")


def gate(source: Source) -> PersonGate:
    """What tells a customer's page."""
    return PersonGate(source=source, outside=_is_login, meanings=_MEANINGS, logged_out=_asks_to_log_in, closed=_CLOSED)


def _is_login(doc: Document) -> bool:
    return doc.url.host in _LOGIN or "/aif/tra/" in doc.url.path


def _asks_to_log_in(doc: Document) -> bool:
    """Whether a page of the portal itself has the control that leads to the login."""
    shown = (node for node in doc.tagged("a", "button", "input") if not node.hidden)
    return any(key(node.text or node.attrs.get("value", "")) == "ログインする" for node in shown)
