"""`script/carrier` with the carriers that have an API of their own: fetching, masks, codes, and saved answers."""

from datetime import UTC, datetime
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main
from simulator import Account, Clock, Month, Simulator, World
from simulator.portals.sakura_options import GatewayOptions
from simulator.portals.soracom_options import SimOptions
from tests.carriers.command import Command
from tests.worlds_sakura import bill, credentials_of as sakura_credentials_of, customer, sim
from tests.worlds_soracom import credentials_of, many

MFA = "135791"


@pytest.fixture
def operator(portal: Simulator) -> Account:
    """A SORACOM operator with SIMs enough for an export."""
    world = many(12, datetime.now(UTC))
    world.accounts[0].options.sims = {
        world.accounts[0].lines[0].line_id: SimOptions(name="見本の門", bundles=("D-500MB",))
    }
    portal.world = world
    return world.accounts[0]


@pytest.fixture
def account(portal: Simulator) -> Account:
    """A Sakura account with a gateway and a bill."""
    lines = [sim(1), sim(2)]
    now = datetime.now(UTC)
    found = customer(lines)
    found.options.gateways = [GatewayOptions("113900000001", quota_mb=3000, members=(lines[0].line_id,))]
    found.bills = [bill(Month.of(now.date()).plus(-1), Random(1))]
    portal.world = World(Clock(now), [found], settled=now)
    return found


def truth(portal: Simulator, customer: Account) -> dict[str, Any]:
    """What ought to be printed."""
    return portal.world.truth(customer.carrier, customer.account_id)


@pytest.mark.parametrize("way", ["key", "root", "sam"])
def test_soracom(portal: Simulator, command: Command, operator: Account, way: str) -> None:
    """The truth is printed; with a state file the second run needs no login."""
    state = ["--state", str(command.folder / "state.json")]
    for _ in range(2):
        status, found = command.fetch_from("soracom", credentials_of(operator, way), *state)
        assert status == 0
        del found["fetched_at"]
        assert found == truth(portal, operator)
    assert len(portal.journal.logins()) == 1


def test_sakura(portal: Simulator, command: Command, account: Account) -> None:
    status, found = command.fetch_from("sakura", sakura_credentials_of(account))
    assert status == 0
    del found["fetched_at"]
    assert found == truth(portal, account)


def test_a_code_on_the_command_line(portal: Simulator, command: Command, operator: Account) -> None:
    """It goes into the field for it; without one the carrier's refusal is final."""
    operator.options.mfa = MFA
    typed = credentials_of(operator, "root")
    del typed["mfa_code"]
    state = ["--state", str(command.folder / "state.json")]
    assert command.fetch_from("soracom", typed, *state, "--code", MFA)[0] == 0
    portal.portal("soracom").expire(operator.account_id)
    status, found = command.fetch_from("soracom", typed, *state)
    assert (status, found["error"]["kind"]) == (4, "CodeNeeded")
    assert command.fetch_from("soracom", typed, *state, "--code", MFA)[0] == 0
    assert len(portal.journal.logins()) == 2
    assert MFA not in (command.folder / "state.json").read_text()


def test_a_missing_permission_needs_a_person(command: Command, operator: Account) -> None:
    operator.options.denied = frozenset({"listSims"})
    status, found = command.fetch_from("soracom", credentials_of(operator))
    assert (status, found["error"]["kind"]) == (5, "NotPermitted")
    assert "listSims" in command.errors


@pytest.mark.parametrize("carrier", ["soracom", "sakura"])
def test_what_is_recorded_and_logged_holds_no_secret(
    portal: Simulator, command: Command, request: pytest.FixtureRequest, carrier: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Every answer, also of a failure, at the most talkative."""
    who: Account = request.getfixturevalue("operator" if carrier == "soracom" else "account")
    typed = credentials_of(who) if carrier == "soracom" else sakura_credentials_of(who)
    folder = command.folder / "record"
    with caplog.at_level("DEBUG", "custom_components.japan_mobile"):
        assert command.fetch_from(carrier, typed, "--record", str(folder), "--verbose")[0] == 0
        if carrier == "soracom":
            portal.portal(carrier).expire(who.account_id)
            who.options.error_shape = "flat"
        command.fetch_from(carrier, typed | {"auth_key" if carrier == "soracom" else "access_token_secret": "wrong-1"})
    recorded = "".join(file.name + file.read_text() for file in folder.iterdir())
    assert recorded
    secrets = [secret for secret in portal.secrets() if len(secret) > 5]
    assert [secret for secret in secrets if secret in recorded] == []
    assert [secret for secret in secrets if secret in caplog.text + command.errors] == []


def read(capsys: pytest.CaptureFixture[str], folder: Path, key: str, page: str, content: Any, *more: str) -> Any:
    """What `read` makes of a saved answer."""
    file = folder / "answer"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    status = main(["read", key, page, str(file), "--at", "2026-08-06T12:00:00+09:00", "--json", *more])
    return status, json.loads(capsys.readouterr().out)


MONTH = {
    "unixtime": 1785542400,
    "date": "202608",
    "dataTrafficStatsMap": {"s1.fast": {"uploadByteSizeTotal": 1, "downloadByteSizeTotal": 2}},
}
ROWS = "imsi,date,type,uploadByteSizeTotal,downloadByteSizeTotal\n440100000000001,{},s1.fast,1,2\n"


@pytest.mark.parametrize(
    ("key", "page", "content", "wanted"),
    [
        ("soracom", "sims", [{"simId": "8942"}, {"simId": "8943", "status": "terminated"}], {"line_id": "8942", "cycle_start": "2026-08-01"}),
        ("soracom", "months", [MONTH], {"line_id": "8942", "used_bytes": 3}),
        ("soracom", "days", [MONTH | {"date": "20260801"}], {"daily": [{"date": "2026-08-01", "bytes": 3, "fast_bytes": None, "slow_bytes": None}]}),
        ("soracom", "export-months", ROWS.format("202608"), {"line_id": "440100000000001", "used_bytes": 3}),
        ("soracom", "export-days", ROWS.format("20260801"), {"line_id": "440100000000001", "used_bytes": None}),
        ("sakura", "commonserviceitem",
         {"CommonServiceItems": [{"ID": 113, "Status": {"sim": {"traffic_bytes_of_current_month": []}}}]}, {"line_id": "113", "used_bytes": 0}),
    ],
)  # fmt: skip
def test_saved_lines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, key: str, page: str, content: Any, wanted: dict[str, Any]
) -> None:
    url = "https://api.soracom.io/v1/stats/air/sims/8942" if key == "soracom" else "https://secure.sakura.ad.jp/x"
    status, found = read(capsys, tmp_path, key, page, content, "--url", url)
    assert status == 0
    [line] = found["lines"]
    assert wanted.items() <= line.items()


@pytest.mark.parametrize(
    ("key", "page", "content", "wanted"),
    [
        ("soracom", "latest", {"amount": 12.5, "currency": "JPY", "lastEvaluatedTime": "20260806000000"}, ("2026-08", 12, "estimated")),
        ("soracom", "bills", {"billList": [{"yearMonth": "202607", "amount": 5, "currency": "JPY", "paymentStatus": "fail"}]}, ("2026-07", 5, "unpaid")),
        ("soracom", "bills-of-sims", [{"yearMonth": "202607", "currency": "JPY", "costBreakdownList": [{"simId": "1", "amount": 1.4}]}], ("2026-07", 1, "unknown")),
        ("sakura", "bills", {"Bills": [{"BillID": 1, "Amount": 7, "Date": "2026-07-31T00:00:00+09:00", "Paid": True}]}, ("2026-07", 7, "paid")),
    ],
)  # fmt: skip
def test_saved_bills(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, key: str, page: str, content: Any, wanted: tuple[str, int, str]
) -> None:
    status, found = read(capsys, tmp_path, key, page, content)
    assert status == 0
    [one] = found["bills"]
    assert (one["month"], one["amount"], one["state"]) == wanted


@pytest.mark.parametrize(
    ("key", "page", "content"),
    [
        ("soracom", "sims", {}),
        ("soracom", "latest", []),
        ("soracom", "latest", {"amount": 12, "currency": ["JPY"]}),
        ("soracom", "bills", {"billList": [{"yearMonth": "202607", "amount": 5, "currency": {"JPY": 1}}]}),
        ("soracom", "months", [MONTH | {"date": ["202608"]}]),
        ("sakura", "commonserviceitem", {}),
        ("sakura", "bills", {}),
    ],
)
def test_a_saved_answer_of_another_form(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, key: str, page: str, content: Any
) -> None:
    status, found = read(capsys, tmp_path, key, page, content)
    assert (status, found["error"]["kind"]) == (7, "LayoutChanged")
