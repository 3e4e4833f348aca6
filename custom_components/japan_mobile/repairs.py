"""Repair issues: what only the user can mend, and what a maintainer should hear of."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .carriers.carrier import Carrier
from .carriers.errors import CarrierError
from .const import DOMAIN
from .failures import error_text
from .reasons import in_words

ISSUES = {
    "human_check": "human_check_phone",
    "action_consent": "action_consent_phone",
    "action_password": "action_password_phone",
    "action_cancelled_line": "action_cancelled_line_phone",
    "action_permission": "action_permission_phone",
    "action_log_in": "action_log_in_phone",
    "action_locked": "action_locked_phone",
    "layout_changed": "layout_changed_phone",
    "foreign_answer": "foreign_answer_phone",
}
"""The errors that have an issue: its texts where the carrier has no hotline, and those that name one."""

_WALLS = frozenset({"human_check", "action_log_in", "action_locked"})
"""What stands before everything else: of these only the newest holds."""
_IN_BROWSER = frozenset({"human_check", "action_log_in"})

SUSPENSION = "suspension"
_DOCS = {
    "human_check": "iijmio-wants-to-see-a-person",
    "action_consent": "iijmio-wants-you-to-do-something-first",
    "action_password": "the-carrier-wants-a-new-password",
    "action_cancelled_line": "the-carrier-shows-a-cancelled-line",
    "action_permission": "soracom-does-not-let-this-login-read-what-it-needs",
    "action_log_in": "nobody-is-logged-in-to-docomo-in-that-browser",
    "action_locked": "docomo-has-locked-this-account",
    "layout_changed": "iijmio-answered-in-a-form-that-is-not-known-yet",
    "foreign_answer": "the-answer-was-not-for-this-account",
    "suspension": "a-line-will-be-suspended-soon",
}
"""Where each issue is explained, in docs/troubleshooting.md."""
_PAGE = "https://github.com/japan-mobile/ha-japan-mobile/blob/main/docs/troubleshooting.md"


def docs_of(key: str) -> str:
    """The page that explains an issue."""
    return f"{_PAGE}#{_DOCS[key]}"


def _issue_id(entry: ConfigEntry, key: str) -> str:
    return f"{entry.entry_id}_{key}"


def _place(entry: ConfigEntry, carrier: Carrier, key: str) -> str | None:
    """Where the user mends it: in the browser that is read, where that is his own."""
    browser: str | None = entry.data.get("browser") if key in _IN_BROWSER else None
    return browser or carrier.address(entry.data) or None


@callback
def sync_issues(
    hass: HomeAssistant, entry: ConfigEntry, carrier: Carrier, errors: Iterable[CarrierError], *, clear: bool = True
) -> None:
    """Show an issue for each error of the kind that has one; with `clear`, take back those that no longer hold.

    Of what stands before everything else only the newest holds. An issue that stays is not made anew, so that a user who ignored it is not told again.
    """
    phone = carrier.support.phone
    texts = {text.key: text for text in (in_words(hass, error_text(carrier, err, entry.data)) for err in errors)}
    for key, with_phone in ISSUES.items():
        if key in texts:
            ir.async_create_issue(
                hass,
                DOMAIN,
                _issue_id(entry, key),
                is_fixable=False,
                severity=ir.IssueSeverity.ERROR,
                translation_key=with_phone if phone else key,
                translation_placeholders={
                    "account": entry.title,
                    "phone": phone or "-",
                    "docs": docs_of(key),
                    **texts[key].placeholders,
                },
                learn_more_url=_place(entry, carrier, key),
            )
        elif clear or key in _WALLS:
            ir.async_delete_issue(hass, DOMAIN, _issue_id(entry, key))


@callback
def sync_suspensions(hass: HomeAssistant, entry: ConfigEntry, carrier: Carrier, days: Mapping[str, date]) -> None:
    """Warn of the lines (by name) that will be suspended soon if nothing is bought; take it back when none is left.

    Which lines and which days is a part of the issue's id: somebody who ignored it is told again of another one.
    """
    told = sha256(repr(sorted(days.items())).encode()).hexdigest()[:8]
    wanted = f"{_issue_id(entry, SUSPENSION)}_{told}" if days else None
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(_issue_id(entry, SUSPENSION)) and issue_id != wanted:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
    if wanted is not None:
        ir.async_create_issue(
            hass,
            DOMAIN,
            wanted,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=SUSPENSION,
            translation_placeholders={
                "account": entry.title,
                "docs": docs_of(SUSPENSION),
                "carrier": carrier.name,
                "lines": ", ".join(f"{name} ({day})" for name, day in sorted(days.items())),
            },
            learn_more_url=carrier.address(entry.data) or None,
        )


@callback
def clear_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back all issues of an account that is removed."""
    for key in ISSUES:
        ir.async_delete_issue(hass, DOMAIN, _issue_id(entry, key))
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(_issue_id(entry, SUSPENSION)):
            ir.async_delete_issue(hass, DOMAIN, issue_id)
