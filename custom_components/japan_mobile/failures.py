"""The carrier's errors in the user's words: one key per error, used by forms, exceptions and repair issues alike."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, TypedDict

from .carriers.carrier import Carrier, Login
from .carriers.errors import (
    AccountActionNeeded,
    Action,
    BrowserUnreachable,
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
    Maintenance,
    NotPermitted,
    RateLimited,
    WrongBrand,
)
from .carriers.places import Unusable, address_of
from .carriers.portal import ANOTHER
from .const import DOMAIN

_KEYS: dict[type[CarrierError], str] = {
    WrongBrand: "wrong_brand",
    LoginRefused: "login_refused",
    LoginExpired: "login_expired",
    CodeNeeded: "code_needed",
    HumanCheckNeeded: "human_check",
    Maintenance: "maintenance",
    RateLimited: "rate_limited",
    BrowserUnreachable: "browser_unreachable",
    CannotConnect: "cannot_connect",
    LayoutChanged: "layout_changed",
    ForeignAnswer: "foreign_answer",
}
_ACTION_KEYS = {
    Action.CONSENT: "action_consent",
    Action.PASSWORD: "action_password",
    Action.CANCELLED_LINE: "action_cancelled_line",
    Action.PERMISSION: "action_permission",
    Action.LOG_IN: "action_log_in",
    Action.LOCKED: "action_locked",
}
"""What the user has to do is a sentence of its own in every language: no word of ours is filled into another text."""


_BRIEF = timedelta(minutes=1)
"""A pause that a person can wait for."""


class Translated(TypedDict):
    """The keywords with which Home Assistant's exceptions are translated."""

    translation_domain: str
    translation_key: str
    translation_placeholders: dict[str, str]


class ErrorText(NamedTuple):
    """A translation key, what to fill into its text, and the field of a form that it is about.

    `missing` is what could not be read, and why, in the library's own words (see `reasons.in_words`).
    """

    key: str
    placeholders: dict[str, str]
    field: str = "base"
    missing: tuple[str, ...] = ()

    def translated(self) -> Translated:
        """The text as keywords of an exception."""
        return {
            "translation_domain": DOMAIN,
            "translation_key": self.key,
            "translation_placeholders": self.placeholders,
        }


_UNUSABLE = {
    "empty": "field_empty",
    "option": "field_option",
    "address": "address_invalid",
    "browser_address": "browser_address",
    "browser_public": "browser_public",
    "cookies_format": "cookies_format",
    "cookies_hosts": "cookies_hosts",
    "cookies_expired": "cookies_expired",
    "host": "address_invalid",
    "https": "address_https",
    "user": "address_user",
    "port": "address_port",
    "number": "address_number",
    "suffix": "address_suffix",
}


def unusable_text(err: Unusable) -> ErrorText:
    """The text for a login field that cannot be used as it was typed."""
    return ErrorText(_UNUSABLE[err.why], {}, err.field)


def called(carrier: Carrier, login: Mapping[str, str]) -> str:
    """What a user calls the carrier: its name; the portal's host where it could be any carrier."""
    if carrier.key != ANOTHER.key:
        return carrier.name
    try:
        return address_of(carrier.address(login)).host or carrier.name
    except Unusable:
        return carrier.name


def error_text(carrier: Carrier, err: CarrierError, login: Mapping[str, str]) -> ErrorText:
    """The text for an error of that carrier, at the portal that the login is for.

    All texts get the same placeholders; they use what they need.
    """
    details = {"page": "-", "missing": "-", "other": "-"}
    missing: tuple[str, ...] = ()
    match err:
        case LayoutChanged():
            details["page"], missing = err.page, err.missing
        case WrongBrand():
            details |= {"other": err.name}
        case NotPermitted():
            details |= {"page": err.operation}
    spent = isinstance(err, LoginExpired) and carrier.login is Login.TOKEN
    key = "token_spent" if spent else _key(err)
    if carrier.login is Login.PERSON and key == _ACTION_KEYS[Action.PASSWORD]:
        key = _ACTION_KEYS[Action.LOG_IN]  # he sets a new one while he logs in; it is not for us
    placeholders = {"carrier": called(carrier, login), "portal": carrier.address(login), **details}
    return ErrorText(key, placeholders, missing=missing)


def _key(err: CarrierError) -> str:
    match err:
        case AccountActionNeeded():
            return _ACTION_KEYS[err.action]
        case RateLimited(retry_after=timedelta() as pause) if pause <= _BRIEF:
            return "rate_limited_briefly"
    return next(key for kind, key in _KEYS.items() if isinstance(err, kind))


_REST = {
    HumanCheckNeeded: timedelta(hours=6),
    AccountActionNeeded: timedelta(hours=6),
    ForeignAnswer: timedelta(hours=6),
    RateLimited: timedelta(hours=2),
    Maintenance: timedelta(minutes=30),
}
"""How long a carrier is left alone after an error, unless it says itself until when."""


def rest_after(carrier: Carrier, err: CarrierError, now: datetime) -> timedelta | None:
    """How long to leave the carrier alone; None where the usual pace is fine. Never shorter than that pace."""
    match err:
        case RateLimited(retry_after=timedelta() as pause):
            return max(pause, carrier.pace.usage)
        case Maintenance(until=datetime() as until):
            return min(max(until - now, timedelta(minutes=5)), timedelta(days=1))
        case _:
            return next((rest for kind, rest in _REST.items() if isinstance(err, kind)), None)
