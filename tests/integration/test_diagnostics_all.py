"""Diagnostics of every carrier of the demo's household, in health and in failures: nothing in them says whose they are."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics, async_get_device_diagnostics
from simulator import Account, Fault, Kind, Simulator
from simulator.demo_people import credentials_of
from simulator.persons import docomo_cookies

from .test_diagnostics import found

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


async def added(hass: HomeAssistant, simulator: Simulator, account: Account) -> ConfigEntry:
    """Add an account as its owner does, with the code that he gets."""
    flow = hass.config_entries.flow
    form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
    form = await flow.async_configure(form["flow_id"], {"carrier": account.carrier})
    typed: Json = {} if account.carrier == "docomo" else credentials_of(account)
    if account.carrier == "docomo":
        form = await flow.async_configure(form["flow_id"], {"next_step_id": "cookies"})
        typed = {"cookies": await docomo_cookies(simulator, account)}
    form = await flow.async_configure(form["flow_id"], typed)
    if form.get("step_id") == "send_code":
        form = await flow.async_configure(form["flow_id"], {})
    if form.get("step_id") == "code":
        portal = simulator.portal(account.carrier)
        codes = [*(sms.code for sms in portal.sms), *(mail.code for mail in portal.mails)]
        form = await flow.async_configure(form["flow_id"], {"code": codes[-1]})
    if form.get("step_id") == "confirm":
        told = {str(key): (key.description or {}).get("suggested_value") for key in form["data_schema"].schema}
        form = await flow.async_configure(form["flow_id"], {key: one for key, one in told.items() if one is not None})
    await hass.async_block_till_done()
    entry: ConfigEntry = form["result"]
    return entry


@pytest.mark.parametrize(
    "carrier", ["iijmio", "softbank", "ymobile", "his", "portal", "povo", "soracom", "docomo"]
)  # fmt: skip
async def test_nothing_that_identifies(hass: HomeAssistant, simulator: Simulator, poll: Poll, carrier: str) -> None:
    [account] = simulator.world.of(carrier)
    if carrier == "docomo":
        account.options.usage = "gkyap001"
    entry = await added(hass, simulator, account)
    seen: list[str] = [await _told(hass, entry)]
    kinds = set()
    for fault in FAILURES:
        simulator.faults.add(fault)
        await poll(timedelta(hours=25))
        seen.append(await _told(hass, entry))
        kinds.add(str(json.loads(seen[-1])[0]["last_error"] and json.loads(seen[-1])[0]["last_error"]["kind"]))
        simulator.faults.clear()
        await poll(timedelta(hours=25))
    secrets = [*simulator.secrets(), *(line.number.replace("-", "") for line in account.lines), entry.title]
    for text in seen:
        assert not found(secrets, text)
    assert len(kinds - {"None"}) >= 2, kinds


async def _told(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """All downloads of an account: its own, and those of its devices."""
    told: list[Any] = [await async_get_config_entry_diagnostics(hass, entry)]
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        told.append(await async_get_device_diagnostics(hass, entry, device))  # noqa: PERF401 - one after the other
    return json.dumps(told, ensure_ascii=False, default=str)
