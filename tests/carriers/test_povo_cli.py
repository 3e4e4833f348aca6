"""`script/carrier` with povo: the code on the terminal, the state between runs, masked records, and reading offline."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
import json
from pathlib import Path
import threading
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main
from simulator import TOKYO, Account, Clock, Simulator, World
from simulator.portals.povo_data import bills, plan, users
from simulator.portals.povo_figures import GIGABYTE
from simulator.portals.povo_screens import toppings
from tests.carriers.command import Command
from tests.carriers.povo import EMAIL, NOW, customer_of, portal_of, topping

TYPED = {"email": EMAIL}


@pytest.fixture
def customer() -> Account:
    """A customer with a topping that is good today, whenever that is."""
    now = datetime.now(TOKYO)
    return customer_of(topping(3, 0.75, now + timedelta(days=7)))


@pytest.fixture
def portal(socket_enabled: None, customer: Account) -> Iterator[Simulator]:
    """A back end on a loop of its own, because the command runs a loop itself. Its clock is the real one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    now = datetime.now(TOKYO)
    sim = Simulator(World(Clock(now, speed=1), [customer], settled=now))
    asyncio.run_coroutine_threadsafe(sim.start(), loop).result()
    yield sim
    asyncio.run_coroutine_threadsafe(sim.stop(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def command(portal: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, pointed at the back end."""
    return Command(portal, tmp_path, capsys)


@pytest.fixture
def terminal(portal: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person at the terminal who reads the mail."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "custom_components.japan_mobile.carriers.cli_fetch.getpass", lambda *_: portal_of(portal).mails[-1].code
    )


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    [povo] = [entry for entry in json.loads(capsys.readouterr().out) if entry["key"] == "povo"]
    assert (povo["login"], povo["hosts"]) == ("email_code", ["app.povo.jp"])
    assert povo["fields"] == [{"key": "email", "secret": False, "required": True}]
    assert {"buckets", "estimate"} <= set(povo["capabilities"])
    assert {"due", "arrears"}.isdisjoint(povo["capabilities"])


def test_nobody_at_the_terminal(portal: Simulator, command: Command) -> None:
    """No mail goes out; a code that was never sent is of no use."""
    for arguments in ([], ["--code", "123456"]):
        status, found = command.fetch_from("povo", TYPED, *arguments)
        assert (status, found["error"]["kind"]) == (4, "CodeNeeded")
    assert portal_of(portal).mails == []
    assert EMAIL not in command.errors


@pytest.mark.usefixtures("terminal")
def test_one_code_for_many_runs(portal: Simulator, customer: Account, command: Command) -> None:
    state = command.folder / "state.json"
    for _ in range(2):
        status, found = command.fetch_from("povo", TYPED, "--state", str(state))
        assert status == 0
        del found["fetched_at"]
        assert found == portal.world.truth("povo", customer.account_id)
    assert len(portal_of(portal).mails) == 1
    assert len({call.headers["X-Deviceid"] for call in portal.journal.calls}) == 1
    assert EMAIL not in state.read_text()


def test_a_code_that_a_run_before_asked_for(
    portal: Simulator, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was interrupted at the terminal passes it in, and no second mail goes out."""
    state = ["--state", str(command.folder / "state.json")]
    with monkeypatch.context() as at_terminal:
        at_terminal.setattr("sys.stdin.isatty", lambda: True, raising=False)
        at_terminal.setattr("custom_components.japan_mobile.carriers.cli_fetch.getpass", lambda *_: "")
        assert command.fetch_from("povo", TYPED, *state)[0] == 4
    [mail] = portal_of(portal).mails
    assert command.fetch_from("povo", TYPED, *state, "--code", mail.code)[0] == 0
    assert len(portal_of(portal).mails) == 1


@pytest.mark.usefixtures("terminal")
def test_record_masks_everything(portal: Simulator, customer: Account, command: Command) -> None:
    """The notice and the au ID's state of the bills too; structure and labels stay."""
    folder = command.folder / "recorded"
    assert command.fetch_from("povo", TYPED, "--record", str(folder))[0] == 0
    pages = {path.name: path.read_text() for path in folder.iterdir()}
    assert len(pages) == len(portal.journal.calls)
    secrets = [*portal.secrets(), portal_of(portal).mails[0].code, customer.name]
    assert len(secrets) > 10
    for secret in secrets:
        assert not [name for name, text in pages.items() if secret in name + text], secret
    recorded = "".join(pages.values())
    wanted = ("auID_number", "9.99GB / 9.99GB", "残量", "支払い済み")
    assert [kept for kept in wanted if kept not in recorded] == []


def _read(command: Command, page: str, content: Any) -> tuple[int, Any]:
    file = command.folder / "page.json"
    file.write_text(json.dumps(content))
    return command.run("read", "povo", page, str(file), "--at", "2026-11-20T12:00")


def test_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each answer by itself."""
    customer = customer_of(topping(3, 0.75, NOW + timedelta(days=7)))
    world = World(Clock(NOW), [customer], settled=NOW)
    command = Command.__new__(Command)
    command.folder, command._capsys, command.reach, command.errors = tmp_path, capsys, [], ""
    _, found = _read(command, "users", users(customer))
    assert (found["account_id"], found["lines"][0]["line_id"]) == ("external-0000001", "LW0000000001")
    _, found = _read(command, "plan", plan(world, customer))
    [line] = found["lines"]
    assert (line["remaining_bytes"], line["unlimited"]) == (3 * GIGABYTE // 4, None)
    _, found = _read(command, "user-plan-details-v2", toppings(world, customer))
    assert found["lines"][0]["buckets"][0]["expires"] == "2026-11-27T12:00:59+09:00"
    _, found = _read(command, "bills", bills(customer))
    assert (len(found["bills"]), found["bills"][0]["state"]) == (8, "paid")
    days = [{"usage": 1, "tooltip": {"title": "2026年 11月 1日"}}]
    months = [{"usage": 1, "tooltip": {"title": "2026年 10月"}}]
    for name, entries in (("daily", days), ("monthly", months)):
        graph = {"type": "povo-tile-graph", "data": {"graph_details": entries}}
        _, found = _read(command, "usage-history", {"widgets": [{"components": [graph]}]})
        assert found["lines"][0][name][0]["bytes"] == GIGABYTE
    status, found = _read(command, "usage-history", {"widgets": []})
    assert (status, found["error"]["missing"]) == (7, ["povo-tile-graph"])
    assert _read(command, "bills", {"code": 3})[0] == 7
