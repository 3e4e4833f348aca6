"""What the portals saw: every call, every login, and every secret that was sent, so that tests can ask."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus


@dataclass
class Call:
    """One request. `raw` is all of it, head and body, for the search for secrets. `status` 0: no answer was sent."""

    method: str
    host: str
    path: str
    when: datetime
    status: int = 0
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    raw: str = field(default="", repr=False)

    def public(self) -> dict[str, Any]:
        """The call as JSON."""
        return {
            "method": self.method,
            "host": self.host,
            "path": self.path,
            "when": self.when.isoformat(),
            "status": self.status,
        }


@dataclass(frozen=True)
class Login:
    """One submission of credentials. `account_id` is None when nobody has this user name."""

    carrier: str
    interface: str
    username: str
    account_id: str | None
    accepted: bool
    when: datetime
    password: str = field(default="", repr=False)


class Journal:
    """The request log."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.submitted: list[Login] = []
        self.issued: list[str] = []

    def clear(self) -> None:
        """Forget calls and logins. What was issued stays known: it is still a secret."""
        self.calls.clear()
        self.submitted.clear()

    def find(self, host: str | None = None, path: str | None = None, method: str | None = None) -> list[Call]:
        """The calls to a host, with a path (exactly), by a method."""
        return [
            call
            for call in self.calls
            if (host is None or call.host == host)
            and (path is None or call.path == path)
            and (method is None or call.method == method)
        ]

    def count(self, host: str | None = None, path: str | None = None, method: str | None = None) -> int:
        """How many calls `find` finds."""
        return len(self.find(host, path, method))

    def counts(self) -> Counter[str]:
        """Calls by `METHOD host/path`."""
        return Counter(f"{call.method} {call.host}{call.path}" for call in self.calls)

    def logins(
        self, account_id: str | None = None, interface: str | None = None, accepted: bool | None = None
    ) -> list[Login]:
        """The submissions of credentials."""
        return [
            login
            for login in self.submitted
            if (account_id is None or login.account_id == account_id)
            and (interface is None or login.interface == interface)
            and (accepted is None or login.accepted is accepted)
        ]

    def issue(self, secret: str) -> str:
        """Remember a token or cookie value that a portal hands out."""
        self.issued.append(secret)
        return secret

    def saw(self, secret: str) -> list[str]:
        """The hosts that were sent a secret, in any part of a request, sorted."""
        return sorted({call.host for call in self.calls if secret in call.raw or secret in unquote_plus(call.raw)})

    def public(self) -> dict[str, Any]:
        """The journal as JSON, without what was sent."""
        return {
            "calls": [call.public() for call in self.calls],
            "counts": dict(self.counts()),
            "logins": [
                {
                    "carrier": login.carrier,
                    "interface": login.interface,
                    "account_id": login.account_id,
                    "accepted": login.accepted,
                    "when": login.when.isoformat(),
                }
                for login in self.submitted
            ],
        }
