"""Diagnostics of every family of carriers, in health and in failures: nothing in them says whose they are."""

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
from simulator import GB, TOKYO, Account, Fault, Kind, Simulator, Usage
from simulator.demo_people import credentials_of
from simulator.persons import au_cookies, docomo_cookies
from simulator.portals.au import AuOptions
from simulator.portals.docomo_options import DocomoOptions
from tests.carriers.people import docomo_customer
from tests.worlds_mineo import HANDED, mineo_customer
from tests.worlds_sakura import credentials_of as sakura_credentials, customer as sakura_customer, sim as sakura_sim

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


def customer_of(simulator: Simulator, carrier: str) -> Account:
    """The carrier's customer: the household's, else another one who moves in."""
    if known := simulator.world.of(carrier):
        [account] = known
        return account
    now = simulator.world.now().astimezone(TOKYO)
    match carrier:
        case "mineo":
            account = mineo_customer(simulator.world.today())
        case "sakura":
            account = sakura_customer([sakura_sim(1), sakura_sim(2)])
        case _:
            account = docomo_customer(carrier, 21, DocomoOptions(usage="gkyap001"), now)
    if carrier in {"au", "uq"}:
        account.options = AuOptions()
        account.lines[0].days = {now.date(): Usage(GB)}
    simulator.world.accounts.append(account)
    return account


async def typed_by(simulator: Simulator, account: Account) -> Json:
    """What the customer types in."""
    match account.carrier:
        case "mineo":
            return {"refresh_token": HANDED}
        case "sakura":
            return sakura_credentials(account)
        case "au" | "uq":
            return {"cookies": await au_cookies(simulator, account)}
        case "docomo" | "ahamo" | "irumo":
            return {"cookies": await docomo_cookies(simulator, account)}
        case _:
            return credentials_of(account)


async def added(hass: HomeAssistant, simulator: Simulator, account: Account) -> ConfigEntry:
    """Add an account as its owner does, with the code that he gets."""
    flow = hass.config_entries.flow
    form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
    form = await flow.async_configure(form["flow_id"], {"carrier": account.carrier})
    typed = await typed_by(simulator, account)
    if "cookies" in typed:
        form = await flow.async_configure(form["flow_id"], {"next_step_id": "cookies"})
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
    "carrier",
    ["iijmio", "softbank", "ymobile", "his", "portal", "povo", "soracom", "docomo", "ahamo", "irumo", "au", "uq", "mineo", "sakura"],
)  # fmt: skip
async def test_nothing_that_identifies(hass: HomeAssistant, simulator: Simulator, poll: Poll, carrier: str) -> None:
    account = customer_of(simulator, carrier)
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
