"""Diagnostics of every carrier, in health and in each failure: nothing in them says whose they are, and they say what is wrong."""

from collections.abc import Awaitable, Callable, Iterable
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
from simulator import Account, Simulator
from simulator.portals.mineo import MineoPortal
from tests.carriers.people import rakuten_customer
from tests.persons_browser import log_in_rakuten, person_at

from .facts import Facts
from .hardships import GENERIC, PASSWORD, Hardship, hardships_of
from .moving_in import added, confirmed, customer_of, typed_by, watched
from .test_person import refresh

type Poll = Callable[..., Awaitable[None]]
type Json = dict[str, Any]

POLLED = sorted(CARRIERS.keys() - {"rakuten", "handed"})
SAMPLE = (
    *("HTTP 503", "HTTP 429", "nothing", "the answer breaks off", "a page that is all about him"),
    *("JSON that is all about him", "an address with his name", "a human check", "maintenance"),
    "his name before every figure",
)
"""What befalls everybody at every run, without a login between; all of it: `script/test --long`."""
DRAWN = ("HTTP 503", "his name before every figure")
"""What befalls who is read in a browser, where a poll that finds nothing takes half a minute."""
GUARDED = {"povo"}
"""Whose tokens live for minutes, and where only a code by e-mail lets anybody in again."""
FOR_EVER = {"sakura"}
"""Whose key is good until it is revoked, and that is for ever: no login ends there by itself."""


def resident(simulator: Simulator, carrier: str) -> Account:
    """A carrier's only customer, with whom nobody can be mixed up."""
    account = customer_of(simulator, carrier)
    simulator.world.accounts[:] = [account]
    if carrier == "mineo":
        account.options.names = {line.line_id: f"見本花子のスマホ{n}" for n, line in enumerate(account.lines)}
    if carrier == "softbank":
        account.options.code_at_login = False  # no machine logs in again where a code was asked for
    return account


async def told_of(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """All downloads of an account: its own, and those of its devices."""
    told: list[Any] = [await async_get_config_entry_diagnostics(hass, entry)]
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        told.append(await async_get_device_diagnostics(hass, entry, device))  # noqa: PERF401 - one after the other
    return json.dumps(told, ensure_ascii=False, default=str)


def failed(text: str, before: str) -> set[str]:
    """The kinds of errors that a download tells of the last poll, where it has told something else before."""
    now, then = json.loads(text)[0], json.loads(before)[0]
    if now["last_error"] and now["last_error"] != then["last_error"]:
        return {now["last_error"]["kind"]}  # problems are those of the last poll that brought figures
    return {problem["kind"] for problem in now["account"]["problems"]}


def judge(hardship: Hardship, carrier: str, text: str, before: str, *, ended: bool = False) -> None:
    """The download says what is wrong, and nothing else."""
    right, said = hardship.right(carrier, ended=ended), failed(text, before)
    assert said, f"{carrier}, {hardship.name}: nothing said"
    assert said <= right, f"{carrier}, {hardship.name}, ended {ended}: {said}, not {set(right)}"


async def silent(hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry) -> str:
    """The downloads, in which no fact of the world stands."""
    text = await told_of(hass, entry)
    assert json.loads(text)[0]["account"]["lines"]
    found = Facts.of(simulator, account, entry).in_text(text)
    assert not found, f"{account.carrier}: {found}"
    return text


async def suffer(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, hardships: Iterable[Hardship],
    pass_time: Callable[[], Awaitable[None]],
) -> None:  # fmt: skip
    """One thing after the other befalls a customer; at each time his downloads tell that, and nothing of him."""
    before = await silent(hass, simulator, account, entry)
    for hardship in hardships:
        if hardship.needs_login:
            simulator.portal(account.carrier).expire(account.account_id)
        with hardship.on(simulator, account):
            await pass_time()
        text = await silent(hass, simulator, account, entry)
        judge(hardship, account.carrier, text, before, ended=True)  # as tokens do in the time that passes
        before = text


def named(names: Iterable[str]) -> list[Hardship]:
    """The hardships of these names."""
    known = {hardship.name: hardship for hardship in GENERIC}
    return [known[name] for name in names]


@pytest.mark.parametrize("carrier", POLLED)
async def test_nothing_that_identifies(hass: HomeAssistant, simulator: Simulator, poll: Poll, carrier: str) -> None:
    """Of each carrier that is polled over the network, in health, in ten failures and with a password that is refused."""
    account = resident(simulator, carrier)
    entry = await added(hass, simulator, account)
    ends = [] if carrier in GUARDED else [PASSWORD]  # there the last of the sample has ended the login

    async def day() -> None:
        await poll(timedelta(hours=25))

    await suffer(hass, simulator, account, entry, [*named(SAMPLE), *ends], day)


@pytest.mark.long
@pytest.mark.parametrize("carrier", POLLED)
async def test_each_failure(hass: HomeAssistant, simulator: Simulator, carrier: str) -> None:
    """All that can befall a customer, each with an account that was added anew: while its login lives, and when that has ended."""
    account = resident(simulator, carrier)
    for hardship in hardships_of(account):
        for ended in (False, True) if hardship.needs_login is None else (hardship.needs_login,):
            if ended and carrier in FOR_EVER and hardship is not PASSWORD:
                continue
            entry = await added(hass, simulator, account, await in_hand(simulator, account))
            before = await silent(hass, simulator, account, entry)
            with hardship.on(simulator, account):
                if ended:
                    simulator.portal(carrier).expire(account.account_id)
                await refresh(hass, entry)
            text = await silent(hass, simulator, account, entry)
            judge(hardship, carrier, text, before, ended=ended)
            await hass.config_entries.async_remove(entry.entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)


async def in_hand(simulator: Simulator, account: Account) -> Json:
    """What the customer can type in now: a token is good once."""
    portal = simulator.portal(account.carrier)
    if isinstance(portal, MineoPortal):
        return {"refresh_token": portal.desk.app_login(account)}
    return await typed_by(simulator, account)


async def _rakuten(hass: HomeAssistant, simulator: Simulator, browser: str) -> tuple[Account, ConfigEntry]:
    """A customer whose figure is drawn by a script, so that a person's browser reads it."""
    account = rakuten_customer()
    account.lines[0].line_id = "RM0000000412"  # what looks like a mask would be found in every one
    simulator.world.accounts[:] = [account]
    flow = hass.config_entries.flow
    form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
    for typed in ({"carrier": "rakuten"}, {"browser": browser}):
        form = await flow.async_configure(form["flow_id"], typed)
    async with person_at(browser) as person:
        await log_in_rakuten(person, account)
    return account, await confirmed(hass, await watched(hass, form))


async def test_nothing_that_identifies_of_rakuten(hass: HomeAssistant, simulator: Simulator, browser: str) -> None:
    account, entry = await _rakuten(hass, simulator, browser)

    async def again() -> None:
        await refresh(hass, entry)

    await suffer(hass, simulator, account, entry, [*named(DRAWN), PASSWORD], again)
