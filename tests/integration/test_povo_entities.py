"""What only povo tells: what was paid at once, and the day on which a line without a topping is suspended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.repairs import sync_suspensions
from simulator import Account

from .test_povo_flow import added, customer, portal

__all__ = ["customer", "portal"]

from simulator.portals.povo import PovoPortal


async def test_paid_at_once_and_the_last_day(
    hass: HomeAssistant, portal: PovoPortal, customer: Account, state: Callable[..., str]
) -> None:
    entry = await added(hass, portal)
    coordinator = entry.runtime_data
    [line] = coordinator.data.lines
    assert state("suspension_date") == str(line.suspends)
    [paid] = [bill for bill in coordinator.data.bills if bill.line_id == line.line_id]
    assert state("paid_this_month") == str(paid.amount)
    assert state("latest_bill") != state("paid_this_month")
    bills = tuple(bill for bill in coordinator.data.bills if bill is not paid)
    coordinator.async_set_updated_data(replace(coordinator.data, bills=bills))
    assert state("paid_this_month") == "unknown"
    later = replace(line, suspends=date(2099, 1, 1))
    coordinator.async_set_updated_data(replace(coordinator.data, lines=(later,)))
    assert state("suspension_date") == "2099-01-01"


async def test_another_line_that_is_suspended_is_told_of_although_the_first_was_ignored(
    hass: HomeAssistant, portal: PovoPortal, customer: Account
) -> None:
    entry = await added(hass, portal)
    issues, carrier, day = ir.async_get(hass), entry.runtime_data.carrier, date(2099, 1, 1)
    before = set(issues.issues)
    sync_suspensions(hass, entry, carrier, {"one": day})
    [(_, ignored)] = set(issues.issues) - before
    ir.async_ignore_issue(hass, DOMAIN, ignored, True)
    sync_suspensions(hass, entry, carrier, {"one": day})
    assert issues.issues[DOMAIN, ignored].dismissed_version is not None
    sync_suspensions(hass, entry, carrier, {"one": day, "two": day})
    [told] = set(issues.issues) - before
    assert issues.issues[told].dismissed_version is None
