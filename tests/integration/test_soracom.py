"""SORACOM in Home Assistant: the form, a code that is not kept, months by UTC, and a thousand SIMs."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.japan_mobile.const import DOMAIN
from simulator import TOKYO, Account, Fault, Kind, Simulator
from simulator.portals.soracom_options import SimOptions
from tests.worlds_soracom import credentials_of, many

MFA = "135791"


@pytest.fixture
async def operator(simulator: Simulator) -> Account:
    """An operator with two SIMs, one of them with a bundle."""
    world = many(2, datetime.now(UTC))
    [found] = world.accounts
    found.options.sims = {found.lines[0].line_id: SimOptions(name="gate-1", bundles=("D-500MB",))}
    simulator.world = world
    return found


async def begun(hass: HomeAssistant) -> Any:
    """The form of the login."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    return await hass.config_entries.flow.async_configure(flow["flow_id"], {"carrier": "soracom"})


async def added(hass: HomeAssistant, typed: dict[str, str]) -> ConfigEntry:
    """The account, added by the form."""
    form = await begun(hass)
    done = await hass.config_entries.flow.async_configure(form["flow_id"], typed)
    await hass.async_block_till_done()
    assert done["type"] is FlowResultType.CREATE_ENTRY, done.get("errors")
    entry: ConfigEntry = done["result"]
    return entry


async def polled(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """A poll, as if the last one were an hour ago."""
    coordinator = entry.runtime_data
    coordinator.store.polled = {part: at - timedelta(hours=1) for part, at in coordinator.store.polled.items()}
    await coordinator.async_refresh()
    await hass.async_block_till_done()


def states(hass: HomeAssistant, key: str) -> list[str]:
    """The states of all entities of a kind."""
    entries = er.async_get(hass).entities.values()
    ids = [entry.entity_id for entry in entries if entry.platform == DOMAIN and entry.unique_id.endswith(key)]
    return [state.state for one in sorted(ids) if (state := hass.states.get(one))]


async def test_the_form(hass: HomeAssistant, operator: Account) -> None:
    """What is missing is told at its field, before anything is sent."""
    form = await begun(hass)
    assert form["step_id"] == "credentials"
    for typed, field in (
        ({"coverage": "jp"}, "auth_key_id"),
        ({"coverage": "jp", "email": "sora@example.jp"}, "password"),
    ):
        shown = await hass.config_entries.flow.async_configure(form["flow_id"], typed)
        assert shown["errors"] == {field: "field_empty"}


async def test_a_code_is_used_once_and_not_kept(hass: HomeAssistant, simulator: Simulator, operator: Account) -> None:
    """When the login dies, somebody is asked, and the password goes nowhere before."""
    operator.options.mfa = MFA
    entry = await added(hass, credentials_of(operator, "root"))
    assert "mfa_code" not in entry.data
    assert entry.data["password"]
    simulator.portal("soracom").expire(operator.account_id)
    simulator.journal.clear()
    await polled(hass, entry)
    flows = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert [flow["context"]["source"] for flow in flows] == ["reauth"]
    assert simulator.journal.logins() == []
    typed = credentials_of(operator, "root")
    done = await hass.config_entries.flow.async_configure(flows[0]["flow_id"], typed)
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(simulator.journal.logins(accepted=True)) == 1


@pytest.mark.parametrize(("estimate", "count"), [("none", 0), ("decimal", 2)])
async def test_what_is_left_is_there_only_where_it_was_asked_for(
    hass: HomeAssistant, operator: Account, estimate: str, count: int
) -> None:
    await added(hass, credentials_of(operator) | {"estimate": estimate})
    assert len(states(hass, "data_used")) == 2
    assert len(states(hass, "data_remaining")) == count
    assert len(states(hass, "data_allowance")) == count
    if count:
        assert "unknown" in states(hass, "data_remaining")  # the SIM without a bundle
        assert "0.5" in states(hass, "data_allowance")


async def test_a_missing_permission_is_an_issue_that_names_it(hass: HomeAssistant, operator: Account) -> None:
    from homeassistant.helpers import issue_registry as ir

    operator.options.denied = frozenset({"getBillingHistory"})
    await added(hass, credentials_of(operator))
    [issue] = ir.async_get(hass).issues.values()
    assert issue.translation_key == "action_permission"
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["page"] == "getBillingHistory"
    assert "unknown" not in states(hass, "data_used")


async def test_the_month_ends_at_nine_in_the_morning(hass: HomeAssistant, simulator: Simulator, freezer: Any) -> None:
    """Not at midnight in Tokyo: until then, the figures are of the running UTC month."""
    freezer.move_to(datetime(2026, 8, 31, 12, 0, tzinfo=TOKYO))
    simulator.world = many(1, datetime(2026, 8, 31, 12, 0, tzinfo=TOKYO))
    entry = await added(hass, credentials_of(simulator.world.accounts[0]))
    simulator.faults.add(Fault("*", Kind.STATUS, status=503))
    used = states(hass, "data_used")
    assert used != ["unavailable"]
    for hour, shown in ((8, used), (9, ["unavailable"])):
        freezer.move_to(datetime(2026, 9, 1, hour, 0, 30, tzinfo=TOKYO))
        entry.runtime_data.async_update_listeners()
        await hass.async_block_till_done(wait_background_tasks=True)
        assert states(hass, "data_used") == shown


async def test_a_thousand_sims(hass: HomeAssistant, simulator: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    """Listed, polled and shown: every one has its own figure, in at most 30 requests a poll."""
    world = many(1000, datetime.now(UTC))
    [operator] = world.accounts
    operator.options.short_page = 37
    simulator.world = world
    started = monotonic()
    entry = await added(hass, credentials_of(operator))
    first, setup = len(simulator.journal.calls), monotonic() - started
    simulator.journal.clear()
    for line in operator.lines:
        line.days = {day: type(usage)(usage.fast + 10**9) for day, usage in line.days.items()}
    simulator.world.clock.advance(timedelta(hours=1))
    started = monotonic()
    await polled(hass, entry)
    steady, poll = len(simulator.journal.calls), monotonic() - started
    await hass.async_block_till_done(wait_background_tasks=True)  # on a busy machine lines are still being added
    with capsys.disabled():
        print(f"\nSORACOM in Home Assistant, 1,000 SIMs: added in {first} requests and {setup:.1f} s,")
        print(f"polled in {steady} requests and {poll:.1f} s")
    assert max(first, steady) <= 30
    shown = sorted(float(state) for state in states(hass, "data_used"))
    truth = world.truth("soracom", operator.account_id)["lines"]
    assert shown == pytest.approx(sorted(line["used_bytes"] / 10**9 for line in truth))
    assert len(shown) == 1000
