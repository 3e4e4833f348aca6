"""Run by `test_start.py` in a process of its own, where no client was imported before: what is imported where.

Nothing of ours is to be imported, and the public suffixes are not to be read, in the thread of the event loop.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib.abc import MetaPathFinder
import sys
from threading import get_ident
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from publicsuffixlist import PublicSuffixList
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.japan_mobile.carriers import CARRIERS, places
from custom_components.japan_mobile.carriers.carrier import Login
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.diagnostics import async_get_config_entry_diagnostics
from custom_components.japan_mobile.failures import called
from simulator import Simulator

from .moving_in import added, customer_of, typed_by

pytestmark = pytest.mark.filterwarnings("ignore::aiohttp.web_exceptions.NotAppKeyWarning")

OURS = "custom_components.japan_mobile."
POLLED = ("iijmio", "softbank", "povo", "sakura", "mineo", "docomo", "gmo")
"""One of each way to log in, and one whose address is typed."""
LINE = {"account": "docomo", "name": "Mum", "cycle_day": 1, "unlimited": False}


class Watch(MetaPathFinder):
    """Notes what is imported, or read, in the thread that it is made in."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._thread = get_ident()

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Find nothing, but look."""
        if name.startswith((OURS, "selectolax")) and get_ident() == self._thread:
            self.seen.append(name)

    def calling[T](self, made: Callable[[], T]) -> Callable[[], T]:
        """The same, noted when it is called here."""

        def make() -> T:
            if get_ident() == self._thread:
                self.seen.append(str(made))
            return made()

        return make


def known() -> set[str]:
    """The modules of ours that are imported."""
    return {name for name in sys.modules if name.startswith(OURS)}


def cool(before: set[str]) -> None:
    """Forget all that was imported since, as if Home Assistant had just started."""
    for name in known() - before:
        del sys.modules[name]
    places.suffixes.cache_clear()


@pytest.fixture
def watch(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """The imports in the event loop's thread, of which there are none in the end."""
    watch = Watch()
    monkeypatch.setattr(f"{OURS}carriers.places.PublicSuffixList", watch.calling(PublicSuffixList))
    sys.meta_path.insert(0, watch)
    yield watch
    sys.meta_path.remove(watch)
    assert not watch.seen


async def with_all(hass: HomeAssistant, simulator: Simulator) -> dict[str, ConfigEntry]:
    """An account of each login kind, added as users add them."""
    found = {}
    for key in POLLED:
        found[key] = await added(hass, simulator, customer_of(simulator, key))
    form: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"carrier": "handed"})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], LINE)
    await hass.async_block_till_done()
    found["handed"] = form["result"]
    assert {CARRIERS[key].login for key in found} == set(Login)
    return found


async def used(hass: HomeAssistant, entries: dict[str, ConfigEntry]) -> None:
    """Every account is polled, and something is handed in."""
    for key, entry in entries.items():
        assert entry.state is ConfigEntryState.LOADED, key
        await entry.runtime_data.ask_again()
        assert entry.runtime_data.last_update_success, key
    told = {"text": "今月のデータ残量は3.2GBです"}
    await hass.services.async_call(DOMAIN, "hand_in", told, blocking=True, return_response=True)


async def stopped(hass: HomeAssistant, before: set[str]) -> None:
    """No account is loaded, and no client imported."""
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    cool(before)


async def test_accounts(hass: HomeAssistant, simulator: Simulator, watch: Watch) -> None:
    """In the flow, at a start with accounts, in diagnostics, and in a new login for one that is not loaded."""
    before = known()
    assert f"{OURS}carriers.iijmio.client" not in before, "this is to run in a process of its own"
    entries = await with_all(hass, simulator)
    await used(hass, entries)
    await stopped(hass, before)
    for entry in entries.values():
        await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await used(hass, entries)
    await stopped(hass, before)
    assert called(CARRIERS["portal"], entries["gmo"].data) != CARRIERS["portal"].name
    assert (await async_get_config_entry_diagnostics(hass, entries["gmo"]))["labels"]
    entries["iijmio"].async_start_reauth(hass)
    await hass.async_block_till_done()
    [flow] = entries["iijmio"].async_get_active_flows(hass, {SOURCE_REAUTH})
    typed = await typed_by(simulator, customer_of(simulator, "iijmio"))
    form: Any = await hass.config_entries.flow.async_configure(flow["flow_id"], typed)
    assert form["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert f"{OURS}carriers.iijmio.client" in sys.modules  # it was watched


async def test_questions(hass: HomeAssistant, entry: ConfigEntry, watch: Watch) -> None:
    """An intent without a voice, and then the sentences of all languages."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "intent", {})
    await hass.async_block_till_done()
    before = known()
    assert f"{OURS}voice.languages" not in before
    await intent.async_handle(hass, DOMAIN, "JapanMobileAsk", {"topic": {"value": "left"}})
    assert f"{OURS}voice.languages" in sys.modules
    cool(before)
    assert await async_setup_component(hass, "conversation", {})
    await hass.async_block_till_done()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=3))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert f"{OURS}voice.sentences" in sys.modules
