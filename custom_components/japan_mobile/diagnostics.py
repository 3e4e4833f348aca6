"""Diagnostics that may be posted without reading them: shapes, times and error kinds, never what identifies."""

from collections.abc import Collection, Mapping
from importlib import import_module
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .carriers import CARRIERS, wire
from .carriers.model import Account, Line
from .const import CONF_CARRIER, CONF_LABELS, CONF_NAMES, DOMAIN
from .coordinator import AccountCoordinator, JapanMobileConfigEntry
from .entity import line_key
from .store import account_store

_SKELETON = f"{__package__}.carriers.skeleton"


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: JapanMobileConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """The same for one line; for the account's device, all of it."""
    told = await async_get_config_entry_diagnostics(hass, entry)
    if entry.state is not ConfigEntryState.LOADED:
        return told
    coordinator = entry.runtime_data
    for line in coordinator.data.lines:
        if (DOMAIN, line_key(coordinator, line.line_id)) in device.identifiers:
            return {**told, "account": {"lines": [_line(line)]}, "days": _days(coordinator, line.line_id)}
    return told


def _days(coordinator: AccountCoordinator, line_id: str) -> dict[str, Any]:
    """How much is known of a line's days, and whether anything is foreseen."""
    days = coordinator.history.days(line_id)
    return {
        "told": len(days.told),
        "months": len(days.months),
        "polls": len(days.marks),
        "foreseen": coordinator.history.foreseen(line_id) is not None,
    }


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: JapanMobileConfigEntry) -> dict[str, Any]:
    """What a maintainer needs to know of one account, also of one that could not be set up."""
    assert entry.unique_id is not None
    store = await account_store(hass, entry.unique_id)
    await hass.async_add_import_executor_job(import_module, _SKELETON)
    carrier = CARRIERS.get(entry.data[CONF_CARRIER])
    labels = entry.data.get(CONF_LABELS, {})
    return {
        "carrier": entry.data[CONF_CARRIER],
        "capabilities": [can.name for can in carrier.can if can.name] if carrier else [],
        "evidence": carrier.evidence.newest if carrier else None,
        "options": _options(entry.options),
        "labels": {meaning: _masked(label) for meaning, label in labels.items()},
        "login": {
            "state": sorted(key for key, value in store.login.items() if value),
            "attempts": [dict(attempt) for attempt in store.ledger.get("attempts", [])],
            "refused": len(store.ledger.get("refused", [])),
        },
        "kept": {
            "polled": {part.value: at.isoformat() for part, at in store.polled.items()},
            "read": {part.value: at.isoformat() for part, at in store.read.items()},
            "rest_until": None if store.rest_until is None else store.rest_until.isoformat(),
        },
        "polling": _polling(entry.runtime_data) if entry.state is ConfigEntryState.LOADED else None,
        "last_error": None if store.last_error is None else _last_error(store.last_error, labels.values()),
        "account": None if store.account is None else _account(store.account, labels.values()),
    }


def _masked(label: str) -> str:
    """What may be told of a label that a person chose."""
    from .carriers.skeleton import masked  # noqa: PLC0415 - large, and imported before it is needed

    return masked(label)


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options, with the number of lines that the user named: such a name is often a person's, or a phone number."""
    return {**options, CONF_NAMES: len(options[CONF_NAMES])} if CONF_NAMES in options else dict(options)


def _polling(coordinator: AccountCoordinator) -> dict[str, Any]:
    return {"requests": coordinator.session.client.web.requests}


def _told(error: dict[str, Any], chosen: Collection[str]) -> dict[str, Any]:
    """An error as it may be told: of a label that a person chose on a page, nobody knows what it says."""
    missing = [_masked(label) if label in chosen else label for label in error.get("missing", ())]
    return error | {"missing": missing} if "missing" in error else error


def _last_error(told: dict[str, Any], chosen: Collection[str]) -> dict[str, Any]:
    skeleton = told["skeleton"]
    return _told(told, chosen) | {"skeleton": None if skeleton is None else skeleton.splitlines()}


def _account(account: Account, chosen: Collection[str]) -> dict[str, Any]:
    return {
        "fetched_at": account.fetched_at.isoformat(),
        "lines": [_line(line) for line in account.lines],
        "bills": [
            {
                "month": str(bill.month),
                "state": bill.state.value,
                "amount": bill.amount is not None,
                "items": len(bill.items),
            }
            for bill in account.bills
        ],
        "problems": [
            {"part": problem.part.value, **_told(wire.told_failure(problem.error), chosen)}
            for problem in account.problems
        ],
        "skeletons": [skeleton.splitlines() for skeleton in wire.skeletons_of(account.problems)],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "known": sorted(
            name for name in ("number", "plan", "cycle", "used", "remaining", "total", "throttled", "fast")
            if getattr(line, name) is not None
        ),
        "unlimited": line.unlimited,
        "used": line.used,
        "remaining": line.remaining,
        "total": line.total,
        "throttled": line.throttled,
        "fast": line.fast,
        "shared": len(line.shared_with),
        "buckets": [
            {"kind": bucket.kind.value, "expires": bucket.expires and bucket.expires.isoformat()} for bucket in line.buckets
        ],
        "days": len(line.daily),
        "months": len(line.monthly),
    }  # fmt: skip
