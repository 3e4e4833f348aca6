"""Diagnostics of every family of carriers, in health and in failures: nothing in them says whose they are."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics, async_get_device_diagnostics
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.people import rakuten_customer
from tests.persons_browser import log_in_rakuten, person_at

from .moving_in import added, confirmed, customer_of, watched
from .test_diagnostics import found
from .test_person import refresh

type Poll = Callable[..., Awaitable[None]]
type Json = dict[str, Any]

FAILURES = (
    Fault("*", Kind.STATUS, status=503),
    Fault("*", Kind.STATUS, status=429),
    Fault("*", Kind.STATUS, status=403),
    Fault("*", Kind.HTML),
    Fault("*", Kind.EMPTY),
    Fault("*", Kind.TRUNCATED),
    Fault("*", Kind.CLOSE),
)


@pytest.mark.parametrize("carrier", sorted(CARRIERS.keys() - {"rakuten", "handed"}))
async def test_nothing_that_identifies(hass: HomeAssistant, simulator: Simulator, poll: Poll, carrier: str) -> None:
    """Of each carrier that is polled over the network; handed-in lines have a test of their own."""
    account = customer_of(simulator, carrier)
    entry = await added(hass, simulator, account)

    async def day() -> None:
        await poll(timedelta(hours=25))

    await search(hass, simulator, account, entry, day)


async def test_nothing_that_identifies_of_rakuten(hass: HomeAssistant, simulator: Simulator, browser: str) -> None:
    """Its figure is drawn by a script, so a person's browser reads it."""
    account = rakuten_customer()
    simulator.world.accounts.append(account)
    flow = hass.config_entries.flow
    form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
    for typed in ({"carrier": "rakuten"}, {"browser": browser}):
        form = await flow.async_configure(form["flow_id"], typed)
    async with person_at(browser) as person:
        await log_in_rakuten(person, account)
    entry = await confirmed(hass, await watched(hass, form))

    async def again() -> None:
        await refresh(hass, entry)

    await search(hass, simulator, account, entry, again)


async def search(
    hass: HomeAssistant,
    simulator: Simulator,
    account: Account,
    entry: ConfigEntry,
    pass_time: Callable[[], Awaitable[None]],
) -> None:
    """Look for every fact that identifies in each download, in health and in each failure."""
    seen, kinds = [await _told(hass, entry)], set()
    assert json.loads(seen[0])[0]["account"]["lines"]
    for fault in FAILURES:
        simulator.faults.add(fault)
        await pass_time()
        seen.append(await _told(hass, entry))
        kinds.add(str(json.loads(seen[-1])[0]["last_error"] and json.loads(seen[-1])[0]["last_error"]["kind"]))
        simulator.faults.clear()
        await pass_time()
    facts = [*simulator.secrets(), *(line.number.replace("-", "") for line in account.lines), entry.title]
    secrets = [fact for fact in facts if len(fact) > 3]  # a bill that is called 1 tells nobody anything
    for text in seen:
        assert not found(secrets, text)
    assert len(kinds - {"None"}) >= 2, kinds


async def _told(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """All downloads of an account: its own, and those of its devices."""
    told: list[Any] = [await async_get_config_entry_diagnostics(hass, entry)]
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        told.append(await async_get_device_diagnostics(hass, entry, device))  # noqa: PERF401 - one after the other
    return json.dumps(told, ensure_ascii=False, default=str)


CHANGES: dict[str, Json] = {
    "another label": {"used_label": "今月のデータ利用量"},
    "no label": {"missing": frozenset({"label"})},
    "no unit": {"missing": frozenset({"unit"})},
    "no figure": {"missing": frozenset({"used"})},
    "no list of figures": {"missing": frozenset({"used_dl"})},
    "no number": {"missing": frozenset({"number"})},
    "the last period": {"old_period": True},
    "closed": {"maintenance": "page"},
    "out of order": {"maintenance": "503"},
    "a human check": {"after_password": "captcha"},
    "a code": {"after_password": "code"},
    "new terms": {"after_password": "consent"},
    "another host": {"hostile": "foreign_landing"},
}
"""What a portal may do to its pages, as the options of HIS Mobile's simulation."""


def signature(download: Any) -> str:
    """What a maintainer goes by: the last failure, and what could not be read, with pages, labels and skeletons."""
    told = json.loads(json.dumps(download, default=str))
    failed = told["last_error"] or {}
    account = told["account"] or {"problems": [], "skeletons": []}
    parts = ({key: failed.get(key) for key in ("kind", "page", "missing", "action", "skeleton")}, account["problems"],
             account["skeletons"])  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, sort_keys=True)


async def test_a_download_tells_which_change_happened(hass: HomeAssistant, simulator: Simulator, poll: Poll) -> None:
    """From the download alone: each of the changes leaves other traces than all others, and than none."""
    [account] = simulator.world.of("his")
    entry = await added(hass, simulator, account)
    before = dict(vars(account.options))
    seen: dict[str, str] = {signature(await async_get_config_entry_diagnostics(hass, entry)): "no change"}
    for name, options in CHANGES.items():
        for key, value in options.items():
            setattr(account.options, key, value)
        simulator.portal("his").expire(account.account_id)
        await poll(timedelta(hours=25))
        told = signature(await async_get_config_entry_diagnostics(hass, entry))
        assert told not in seen, f"{name} looks like {seen.get(told)}"
        seen[told] = name
        for key in options:
            setattr(account.options, key, before[key])
        simulator.portal("his").expire(account.account_id)
        await hass.config_entries.async_remove(entry.entry_id)
        await hass.async_block_till_done()
        entry = await added(hass, simulator, account)
    assert len(seen) >= 13
