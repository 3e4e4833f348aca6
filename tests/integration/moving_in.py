"""Customers of every carrier who move in, and add their account as its owner does."""

import asyncio
from copy import deepcopy
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.japan_mobile.carriers.portal import PORTALS
from custom_components.japan_mobile.const import DOMAIN
from simulator import GB, TOKYO, Account, Simulator, Usage
from simulator.persons import au_cookies, docomo_cookies
from simulator.portals.au import AuOptions
from simulator.portals.docomo_options import DocomoOptions
from tests.carriers.fetching import credentials_for
from tests.carriers.people import docomo_customer
from tests.worlds_mineo import HANDED, mineo_customer
from tests.worlds_sakura import customer as sakura_customer, sim as sakura_sim

type Json = dict[str, Any]

_LIKE = {"bmobile": "his", "nihontsushin": "his", **{one.key: "portal" for one in PORTALS if one.key != "portal"}}
"""Whose portals are the same as those of somebody in the household."""


def customer_of(simulator: Simulator, carrier: str, *, beside: bool = False) -> Account:
    """The carrier's customer: the household's, else another one who moves in.

    At an address of one's own, whoever has the same name is the same customer: who lives there moves out, or, with
    `beside`, stays, and the new one has a name of its own.
    """
    if known := simulator.world.of(carrier):
        [account] = known
        if carrier == "docomo":
            account.options.usage = "gkyap001"  # without a script
        return account
    now = simulator.world.now().astimezone(TOKYO)
    match carrier:
        case _ if like := _LIKE.get(carrier):
            [neighbour] = simulator.world.of(like)
            account = replace(deepcopy(neighbour), carrier=carrier)
            if like == "portal" and beside:
                account.usernames = (f"{carrier}@example.jp",)
            elif like == "portal":
                simulator.world.accounts.remove(neighbour)
            if carrier == "nuro":
                account.usernames = (account.lines[0].number.replace("-", ""),)  # one logs in with the number there
        case "mineo":
            account = mineo_customer(simulator.world.today())
        case "sakura":
            account = sakura_customer([sakura_sim(1), sakura_sim(2)])
        case _:
            account = docomo_customer(carrier, 21, DocomoOptions(usage="gkyap001"), now)
    if carrier in {"au", "uq", "povo1"}:
        account.options = AuOptions()
        account.lines[0].days = {now.date(): Usage(GB)}
    simulator.world.accounts.append(account)
    return account


async def typed_by(simulator: Simulator, account: Account) -> Json:
    """What the customer types in."""
    match account.carrier:
        case "mineo":
            return {"refresh_token": HANDED}
        case "au" | "uq" | "povo1":
            return {"cookies": await au_cookies(simulator, account)}
        case "docomo" | "ahamo" | "irumo":
            return {"cookies": await docomo_cookies(simulator, account)}
        case _:
            return credentials_for(account)


async def added(hass: HomeAssistant, simulator: Simulator, account: Account, typed: Json | None = None) -> ConfigEntry:
    """Add an account as its owner does, with what he types in and the code that he gets."""
    flow = hass.config_entries.flow
    form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
    form = await flow.async_configure(form["flow_id"], {"carrier": account.carrier})
    typed = typed or await typed_by(simulator, account)
    if "cookies" in typed:
        form = await flow.async_configure(form["flow_id"], {"next_step_id": "cookies"})
    form = await flow.async_configure(form["flow_id"], typed)
    if form.get("step_id") == "send_code":
        form = await flow.async_configure(form["flow_id"], {})
    if form.get("step_id") == "code":
        portal = simulator.portal(account.carrier)
        codes = [*(sms.code for sms in portal.sms), *(mail.code for mail in portal.mails)]
        form = await flow.async_configure(form["flow_id"], {"code": codes[-1]})
    return await confirmed(hass, form)


async def watched(hass: HomeAssistant, waiting: Json) -> Json:
    """Wait until the flow has noticed that somebody logged in; returns what it shows then."""
    async with asyncio.timeout(180):
        while hass.config_entries.flow.async_get(waiting["flow_id"])["step_id"] != "person_done":
            await asyncio.sleep(0.5)
    return dict(await hass.config_entries.flow.async_configure(waiting["flow_id"]))


def suggested(form: Any) -> Json:
    """What a form is filled in with already."""
    told = {str(key): (key.description or {}).get("suggested_value") for key in form["data_schema"].schema}
    return {key: one for key, one in told.items() if one is not None}


async def confirmed(hass: HomeAssistant, form: Any) -> ConfigEntry:
    """Confirm what was read as it is suggested, if that is asked; returns the entry."""
    flow = hass.config_entries.flow
    if form.get("step_id") == "confirm":
        form = await flow.async_configure(form["flow_id"], suggested(form))
    await hass.async_block_till_done()
    assert "result" in form, form
    entry: ConfigEntry = form["result"]
    return entry
