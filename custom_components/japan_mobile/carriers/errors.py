"""What can go wrong between us and a carrier: one tree, one root, one consequence for each leaf.

An error never carries what a person typed or what a page said about them: only page names, label names,
host names and codes of the portal's own making. So it may be logged, shown and posted.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .carrier import Challenge


class CarrierError(Exception):
    """Root of the tree. `str()` of it is one line, in English, without secrets."""

    @property
    def kind(self) -> str:
        """The name the error has in diagnostics and in `script/carrier --json`."""
        return type(self).__name__


class LoginRefused(CarrierError):
    """The carrier says that the id or the password is wrong. The same pair is never sent again by a machine."""

    def __init__(self) -> None:
        super().__init__("the carrier refused the user name or the password")


class RefusedBefore(LoginRefused):
    """These very credentials were refused at an earlier login: nothing was sent this time."""

    def __init__(self) -> None:
        super().__init__()
        self.args = ("the carrier refused this user name and password before, so nothing was sent this time",)

    @property
    def kind(self) -> str:
        """For everybody else a refusal."""
        return LoginRefused.__name__


class WrongBrand(LoginRefused):
    """The login is good, at a sister brand of the same system: `belongs_to` is that carrier's key.

    A refusal, so that no machine sends the same pair again.
    """

    def __init__(self, asked: str, *, belongs_to: str, name: str) -> None:
        super().__init__()
        self.belongs_to = belongs_to
        self.name = name
        self.args = (f"this is a line of {name}, not of {asked}",)


class LoginExpired(CarrierError):
    """The login state is missing, or the carrier no longer accepts it.

    `login` names which login died, for a carrier that has several; "" is all of them.
    """

    def __init__(self, detail: str = "the carrier wants a new login", login: str = "") -> None:
        super().__init__(detail)
        self.login = login


class CodeNeeded(CarrierError):
    """The carrier wants a one-time code. `challenge`, if there is one, goes on with the login."""

    def __init__(self, challenge: Challenge | None = None) -> None:
        super().__init__("the carrier asks for a one-time code")
        self.challenge = challenge


class HumanCheckNeeded(CarrierError):
    """A captcha, a passkey question or a wall against robots: only a person can go on."""

    def __init__(self, detail: str = "the carrier wants to see a person") -> None:
        super().__init__(detail)


class Action(StrEnum):
    """What only the account's owner can do in the portal."""

    CONSENT = "consent"
    PASSWORD = "password"
    CANCELLED_LINE = "cancelled_line"
    PERMISSION = "permission"
    LOG_IN = "log_in"
    LOCKED = "locked"


class AccountActionNeeded(CarrierError):
    """The account's owner has to do something in the portal; `action` says what."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"the carrier wants the account's owner to act: {action}")
        self.action = action


class NotPermitted(AccountActionNeeded):
    """The login is good, but may not do what `operation` names in the carrier's own words: its owner can allow it."""

    def __init__(self, operation: str) -> None:
        super().__init__(Action.PERMISSION)
        self.operation = operation
        self.args = (f"the login has no permission for {operation}",)


class Maintenance(CarrierError):
    """The portal is closed for a while; `until` (aware) if the portal says so."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("the portal is closed for maintenance" + (f" until {until.isoformat()}" if until else ""))
        self.until = until


class RateLimited(CarrierError):
    """The carrier asks for fewer requests; `retry_after` if it says when to come back."""

    def __init__(self, retry_after: timedelta | None = None) -> None:
        super().__init__("the carrier limits how often it may be asked")
        self.retry_after = retry_after


class CannotConnect(CarrierError):
    """DNS, TLS, time-out, a reset connection, or an error of the carrier's server, whose HTTP `status` it is then."""

    def __init__(self, detail: str = "no connection", status: int | None = None) -> None:
        super().__init__(detail)
        self.status = status


class BrowserUnreachable(CannotConnect):
    """The person's own browser does not answer; the carrier was not asked."""

    @property
    def kind(self) -> str:
        """For everybody else a connection that could not be made."""
        return CannotConnect.__name__


class LayoutChanged(CarrierError):
    """Logged in, but something could not be read safely: which page, and what was missing or doubtful in it.

    `skeleton` is the page's structure without anything personal (`skeleton.py`), where the page was at hand.
    """

    def __init__(self, page: str, *missing: str, skeleton: str | None = None) -> None:
        super().__init__(f"{page} could not be read: {', '.join(missing) or 'unknown form'}")
        self.page = page
        self.missing = missing
        self.skeleton = skeleton


class ForeignAnswer(CarrierError):
    """An answer for another customer, or a redirect to a host that the carrier does not declare (`place`)."""

    def __init__(self, detail: str = "an answer for somebody else", *, place: bool = False) -> None:
        super().__init__(detail)
        self.place = place
