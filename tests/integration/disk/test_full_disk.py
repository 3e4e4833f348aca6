"""What cannot be written to the disk: nothing is sent that relies on it, what is known is shown, and all goes on by itself."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
from homeassistant.util.file import WriteError
import pytest

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import RefusedBefore
from custom_components.japan_mobile.carriers.ledger import Ledger
from custom_components.japan_mobile.carriers.model import Part
from custom_components.japan_mobile.const import DOMAIN
from custom_components.japan_mobile.store import AccountStore, NotKept, installation_secret
from simulator import MB, Account, Simulator
from simulator.demo import credentials

from ..looks import ask

type State = Callable[..., str]
type Poll = Callable[..., Awaitable[None]]


@contextmanager
def unwritable(hass: HomeAssistant, key: str) -> Iterator[None]:
    """In the place of an account's file is something that no file can take the place of; afterwards it is as it was."""
    path = Path(hass.config.path(".storage", f"{DOMAIN}.{key}"))
    kept = path.read_text()
    path.unlink()
    path.mkdir()
    (path / "something").touch()
    try:
        yield
    finally:
        (path / "something").unlink()
        path.rmdir()
        path.write_text(kept)


async def test_no_password_is_sent_that_might_be_forgotten(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State, poll: Poll
) -> None:
    assert entry.unique_id is not None
    await poll()
    before, sent = state("data_used", "0001"), len(simulator.journal.submitted)
    attempts = list(entry.runtime_data.session.ledger.attempts)
    simulator.portal("iijmio").expire(account.account_id, None)
    with unwritable(hass, entry.unique_id):
        await ask(hass, entry, tuple(Part))
        assert len(simulator.journal.submitted) == sent
        assert isinstance(entry.runtime_data.last_exception, NotKept)
        assert "could not write to its disk" in str(entry.runtime_data.last_exception)
        assert state("data_used", "0001") == before
        assert entry.runtime_data.session.ledger.attempts == attempts
    await poll()
    assert len(simulator.journal.submitted) == sent + 2  # the site's and the app's
    assert entry.runtime_data.last_update_success


async def test_figures_are_shown_though_they_cannot_be_kept(
    hass: HomeAssistant, simulator: Simulator, account: Account, entry: ConfigEntry, state: State, poll: Poll
) -> None:
    """They can be asked for again."""
    assert entry.unique_id is not None
    await poll()
    before = float(state("data_remaining", "0001"))
    simulator.world.use("iijmio", account.account_id, "hdo00000001", fast=250 * MB)
    with unwritable(hass, entry.unique_id):
        await poll()
        assert float(state("data_remaining", "0001")) == pytest.approx(before - 0.25)
        assert entry.runtime_data.last_update_success


async def test_a_login_that_was_not_written_down_was_none(hass: HomeAssistant) -> None:
    """And a refusal is known as long as the process is, and from then on when it could be written."""
    store, typed = AccountStore(hass, "key"), Credentials({"username": "hanako", "password": "momiji"})
    await store.save()
    ledger, now = Ledger(store.ledger), dt_util.utcnow()
    with unwritable(hass, "key"):
        with pytest.raises(NotKept):
            await ledger.begin(now)
        assert ledger.attempts == []
    await ledger.begin(now)
    with unwritable(hass, "key"):
        with pytest.raises(NotKept):
            await ledger.end(typed, "LoginRefused")
        with pytest.raises(RefusedBefore):
            ledger.allow(typed, now)
    await store.save()
    again = AccountStore(hass, "key")
    await again.load()
    assert Ledger(again.ledger).refused(typed)


async def test_no_ids_are_made_of_a_secret_that_is_forgotten(hass: HomeAssistant) -> None:
    full = patch("homeassistant.helpers.storage.write_utf8_file_atomic", side_effect=WriteError("no space"))
    for _ in range(2):
        with full, pytest.raises(NotKept):
            await installation_secret(hass)
    secret = await installation_secret(hass)
    assert await installation_secret(hass) == secret
    assert secret.hex() in Path(hass.config.path(".storage", DOMAIN)).read_text()


async def test_an_account_is_not_added_then(hass: HomeAssistant, simulator: Simulator) -> None:
    full = patch("homeassistant.helpers.storage.write_utf8_file_atomic", side_effect=WriteError("no space"))
    flow = hass.config_entries.flow
    form: Any = await flow.async_init(DOMAIN, context={"source": "user"})
    form = await flow.async_configure(form["flow_id"], {"carrier": "iijmio"})
    with full:
        form = await flow.async_configure(form["flow_id"], credentials())
    assert form["type"] is FlowResultType.ABORT
    assert form["reason"] == "not_kept"
    assert hass.config_entries.async_entries(DOMAIN) == []


async def test_an_account_that_is_there_waits(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Where the secret cannot be made, as after its file was lost."""
    await hass.config_entries.async_unload(entry.entry_id)
    with patch("custom_components.japan_mobile.installation_secret", side_effect=NotKept):
        await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
