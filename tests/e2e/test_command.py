"""`script/carrier fetch` as users run it, against `python -m simulator` in a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
import json
from pathlib import Path
import socket
import stat
import subprocess
import sys
from typing import Any
import urllib.request

import pytest

from demo.process import ROOT

type Json = dict[str, Any]

ACCOUNT = "iijmio/MA0000001"
WRONG = {"username": "MA0000001", "password": "not-the-password"}
EVERYWHERE = {"host": "*", "kind": "status"}
APP_ONLY = {"host": "www.iijmio.jp", "kind": "status", "status": 503}


@dataclass
class Portals:
    """The simulator's process: where it is, and its control interface."""

    port: int
    control: str
    ca: str
    credentials: Json

    def ask(self, path: str, method: str = "GET", body: Json | None = None) -> Any:
        """A call of the control interface."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.control + path, data=data, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def change(self, **changes: Any) -> None:
        """Change the account."""
        self.ask(f"/accounts/{ACCOUNT}", "POST", changes)

    def logins(self) -> list[str]:
        """The interfaces that were sent credentials since the journal was cleared."""
        return [login["interface"] for login in self.ask("/journal")["logins"]]

    def reset(self) -> None:
        """Forget what earlier tests did."""
        self.ask("/faults", "DELETE")
        self.change(
            expire=True,
            options={"foreign": None, "login_error": None, "session_lifetime": None, "token_lifetime": None},
        )
        self.ask("/journal", "DELETE")


@dataclass
class Run:
    """How a run of the command came out."""

    status: int
    out: str
    log: str
    secrets: list[str] = field(repr=False)

    @property
    def json(self) -> Json:
        """Standard output, which holds JSON and nothing else."""
        found: Json = json.loads(self.out)
        return found


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portals]:
    """The simulator, run alone, at a clock that stands still."""
    ca = tmp_path_factory.mktemp("portals") / "ca.pem"
    command = [sys.executable, "-m", "simulator", "--ca", str(ca), "--speed", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            yield Portals(
                told["port"], f"http://127.0.0.1:{told['control_port']}", str(ca), told["credentials"]["iijmio"]
            )
        finally:
            process.terminate()
            assert process.wait(10) == 0


@pytest.fixture
def carrier(portals: Portals, tmp_path: Path) -> Iterator[Carrier]:
    """The command, with nothing left of earlier runs."""
    portals.reset()
    yield Carrier(portals, tmp_path)
    portals.reset()


@dataclass
class Carrier:
    """Runs the command. `program` is what stands before `fetch`."""

    portals: Portals
    folder: Path
    program: tuple[str, ...] = (sys.executable, str(ROOT / "script" / "lib" / "carriers_command.py"))

    def fetch(
        self, *options: str, key: str = "iijmio", credentials: Any = None, port: int | None = None, trust: bool = True
    ) -> Run:
        """Run `fetch KEY … --json`."""
        file = self.folder / "credentials.json"
        file.write_text(json.dumps(self.portals.credentials if credentials is None else credentials))
        command = [
            *(*self.program, "fetch", key, "--credentials", str(file), "--json"),
            *("--connect-to", f"::127.0.0.1:{port or self.portals.port}"),
            *(("--cacert", self.portals.ca) if trust else ()),
            *options,
        ]
        ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300, cwd=self.folder)
        return Run(ended.returncode, ended.stdout, ended.stderr, self.portals.ask("/secrets"))

    def truth(self, mode: str = "app") -> Json:
        """What has to be printed."""
        found: Json = self.portals.ask(f"/truth/{ACCOUNT}?mode={mode}")
        return found


def _told(run: Run) -> Json:
    assert run.status == 0, run.log
    return {key: value for key, value in run.json.items() if key != "fetched_at"}


def test_prints_the_truth(carrier: Carrier) -> None:
    """Lines, allowances, history and bills are those of the world; two logins, and no word on standard error."""
    run = carrier.fetch()
    assert _told(run) == carrier.truth()
    assert run.log == ""
    assert sorted(carrier.portals.logins()) == ["app", "web"]


def test_prints_the_truth_without_the_app(carrier: Carrier) -> None:
    """When the app's interface wants a newer version, all comes from the member site."""
    carrier.portals.change(options={"app_version": "99.0.0"})
    try:
        assert _told(carrier.fetch()) == carrier.truth("web")
    finally:
        carrier.portals.change(options={"app_version": "3.2.5"})


def test_prints_what_the_app_knows_when_the_site_is_out(carrier: Carrier) -> None:
    """Figures of the app alone, and a word on what is missing."""
    carrier.portals.ask("/faults", "POST", APP_ONLY)
    run = carrier.fetch()
    told, truth = _told(run), carrier.truth("app_only")
    for line, true in zip(told["lines"], truth["lines"], strict=True):
        if line["used_bytes"] is None:
            assert f"problem: usage of {line['line_id']}: pastDataTraffic could not be read: fast data alone" in run.log
            true["used_bytes"] = None
    assert told == truth
    assert "problem: bills: " in run.log


def test_prints_what_the_site_knows_when_the_app_has_changed(carrier: Carrier) -> None:
    """Everything but what the app alone knows, and a word on why."""
    carrier.portals.ask("/faults", "POST", {"host": "*", "kind": "html", "path": "/dataTraffic"})
    run = carrier.fetch()
    assert _told(run) == carrier.truth("web")
    assert "dataTraffic could not be read: JSON" in run.log


def test_kept_state_needs_no_login(carrier: Carrier) -> None:
    """The second run logs in zero times, and reads what has been used in between."""
    state = carrier.folder / "state.json"
    first = carrier.fetch("--state", str(state))
    assert _told(first) == carrier.truth()
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert carrier.portals.credentials["password"] not in state.read_text()
    carrier.portals.ask("/journal", "DELETE")
    carrier.portals.change(use={"hdo00000001": 40_000_000})
    second = carrier.fetch("--state", str(state))
    assert _told(second) == carrier.truth() != _told(first)
    assert carrier.portals.logins() == []


def test_a_refused_password_is_not_sent_again(carrier: Carrier) -> None:
    """Not even when a person starts the command again; another password is."""
    state = carrier.folder / "state.json"
    for _ in range(2):
        run = carrier.fetch("--state", str(state), credentials=WRONG)
        _failed(run, 3, "LoginRefused")
    assert carrier.portals.logins() == ["web"]
    assert _told(carrier.fetch("--state", str(state))) == carrier.truth()


@pytest.mark.parametrize(
    ("status", "kind", "fault"),
    [
        pytest.param(6, "CannotConnect", EVERYWHERE | {"status": 503}, id="maintenance"),
        pytest.param(6, "RateLimited", EVERYWHERE | {"status": 429}, id="limit"),
        pytest.param(6, "CannotConnect", {"host": "*", "kind": "close"}, id="hung-up"),
        pytest.param(6, "CannotConnect", {"host": "*", "kind": "truncated"}, id="truncated"),
        pytest.param(7, "LayoutChanged", {"host": "*", "kind": "html", "path": "/api/member/login"}, id="login-page"),
        pytest.param(
            7,
            "ForeignAnswer",
            EVERYWHERE | {"path": "/auth/login/", "status": 302, "headers": {"Location": "https://example.com/"}},
            id="led-elsewhere",
        ),
    ],
)
def test_faults_have_their_status(carrier: Carrier, status: int, kind: str, fault: Json) -> None:
    """What goes wrong at the portal is told by the exit status and by the error's kind."""
    carrier.portals.ask("/faults", "POST", fault)
    _failed(carrier.fetch(), status, kind)


@pytest.mark.parametrize(
    ("status", "kind", "options"),
    [
        pytest.param(5, "HumanCheckNeeded", {"session_lifetime": -1, "token_lifetime": -1}, id="login-not-kept"),
        pytest.param(7, "LayoutChanged", {"login_error": "ERROR_CODE_999"}, id="unknown-code"),
        pytest.param(7, "ForeignAnswer", {"foreign": "*"}, id="another-customer"),
    ],
)
def test_answers_have_their_status(carrier: Carrier, status: int, kind: str, options: Json) -> None:
    """And so is what the portal says of this account."""
    carrier.portals.change(options=options)
    _failed(carrier.fetch(), status, kind)


def test_wrong_password(carrier: Carrier) -> None:
    """Status 3; it is sent to the member site, and not to the app's interface too."""
    _failed(carrier.fetch(credentials=WRONG), 3, "LoginRefused")
    assert carrier.portals.logins() == ["web"]


def test_nobody_there(carrier: Carrier) -> None:
    """A refused connection is no connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    _failed(carrier.fetch(port=port), 6, "CannotConnect")


def test_untrusted_certificate(carrier: Carrier) -> None:
    """Without the simulator's CA nothing is sent."""
    _failed(carrier.fetch(trust=False), 6, "CannotConnect")
    assert carrier.portals.ask("/journal")["calls"] == []


@pytest.mark.parametrize(
    ("options", "changes"),
    [
        pytest.param((), {"key": "nobody"}, id="unknown-carrier"),
        pytest.param((), {"credentials": {"username": "MA0000001"}}, id="no-password"),
        pytest.param((), {"credentials": {"username": "MA0000001", "password": 7}}, id="password-no-text"),
        pytest.param((), {"credentials": ["MA0000001"]}, id="no-object"),
        pytest.param(("--parts", "horoscope"), {}, id="unknown-part"),
        pytest.param(("--connect-to", "nonsense"), {}, id="connect-to"),
        pytest.param(("--state", "/nowhere/at/all/state.json"), {}, id="state-not-writable"),
    ],
)
def test_usage(carrier: Carrier, options: tuple[str, ...], changes: Json) -> None:
    """What the user got wrong is status 2, before anything is sent."""
    run = carrier.fetch(*options, **changes)
    assert run.status == 2, run.log
    assert run.log
    assert carrier.portals.logins() == []


def test_only_the_bills(carrier: Carrier) -> None:
    """`--parts` leaves the rest unread."""
    told = _told(carrier.fetch("--parts", "bills"))
    assert told["bills"] == carrier.truth()["bills"]
    assert told["lines"] == []


def test_script_carrier(carrier: Carrier) -> None:
    """The command as it is in the repository, which makes its own environment when it has none."""
    carrier.program = (str(ROOT / "script" / "carrier"),)
    assert _told(carrier.fetch()) == carrier.truth()


def _failed(run: Run, status: int, kind: str) -> None:
    """The command ended as it should, said so in JSON, and gave nothing away."""
    assert (run.status, run.json["error"]["kind"]) == (status, kind), run.log
    assert run.log.startswith("error: ")
    assert [secret for secret in run.secrets if secret in run.out + run.log] == []
