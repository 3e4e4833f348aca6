"""The `script/carrier` command: what it prints, how it ends, and what it leaves on disk."""

import json
import stat
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main
from custom_components.japan_mobile.carriers.cli_network import connect_to
from custom_components.japan_mobile.carriers.errors import CodeNeeded
from custom_components.japan_mobile.carriers.iijmio.client import IIJmioClient
from simulator import Fault, Kind, Simulator
from tests.carriers.command import Command
from tests.worlds import credentials_of


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    """The registry, as JSON and for people."""
    assert main(["list", "--json"]) == 0
    [iijmio] = [entry for entry in json.loads(capsys.readouterr().out) if entry["key"] == "iijmio"]
    assert iijmio["login"] == "password"
    assert iijmio["fields"] == [
        {"key": "username", "secret": False, "required": True},
        {"key": "password", "secret": True, "required": True},
    ]
    assert iijmio["hosts"] == ["www.iijmio.jp", "gapi.iijmio.jp"]
    assert "arrears" in iijmio["capabilities"]
    assert main(["list"]) == 0
    assert "IIJmio" in capsys.readouterr().out


def test_fetch_prints_the_truth(portal: Simulator, command: Command) -> None:
    """And nothing else on standard output."""
    status, found = command.fetch()
    assert status == 0
    del found["fetched_at"]
    assert found == portal.world.truth("iijmio", portal.world.accounts[0].account_id)


def test_state_saves_logins(portal: Simulator, command: Command) -> None:
    """The second run logs in zero times; the file is its owner's alone; another user starts anew."""
    state = command.folder / "state.json"
    for _ in range(2):
        assert command.fetch("--state", str(state), "--parts", "usage,contract")[0] == 0
    assert len(portal.journal.logins()) == 2  # one at each interface
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert [path.name for path in command.folder.iterdir() if path.name.startswith(".")] == []
    portal.journal.clear()
    name = portal.world.accounts[0].usernames[1]
    assert command.fetch("--state", str(state), username=name)[0] == 0
    assert len(portal.journal.logins()) == 2


def test_a_refused_password(portal: Simulator, command: Command) -> None:
    """Exit status 3, and with a state file it is sent once only."""
    state = ["--state", str(command.folder / "state.json")]
    for words in ("the carrier refused the user name or the password", "nothing was sent this time"):
        status, found = command.fetch(*state, password="wrong-Secret-1")
        assert (status, found["error"]["kind"]) == (3, "LoginRefused")
        assert words in found["error"]["message"]
        assert ("--again" in command.errors) == ("nothing was sent" in words)
    assert len(portal.journal.logins()) == 1
    assert "wrong-Secret-1" not in command.errors + (command.folder / "state.json").read_text()


def test_a_person_may_send_a_refused_password_again(portal: Simulator, command: Command) -> None:
    """It was right after all."""
    state = ["--state", str(command.folder / "state.json"), "--parts", "usage"]
    account = portal.world.accounts[0]
    right, account.password = account.password, "locked"
    assert command.fetch(*state)[0] == 3
    assert command.fetch(*state, "--again")[0] == 3
    account.password = right
    assert command.fetch(*state)[0] == 3
    assert len(portal.journal.logins()) == 2
    assert command.fetch(*state, "--again")[0] == 0
    assert command.fetch(*state)[0] == 0


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        (Fault("*", Kind.STATUS, status=503), 6, "CannotConnect"),
        (Fault("*", Kind.STATUS, status=429), 6, "RateLimited"),
        (Fault("*", Kind.STATUS, path="/api/member/login", status=200, body="<p>"), 7, "LayoutChanged"),
        (Fault("*", Kind.STATUS, path="/auth", status=302, headers={"Location": "https://x.example/"}), 7, "ForeignAnswer"),
        (Fault("*", Kind.STATUS, path="/service", status=403), 5, "HumanCheckNeeded"),
    ],
)  # fmt: skip
def test_exit_statuses(portal: Simulator, command: Command, fault: Fault, status: int, kind: str) -> None:
    """Each consequence has its own."""
    portal.faults.add(fault)
    found, told = command.fetch()
    assert (found, told["error"]["kind"]) == (status, kind)
    if kind == "LayoutChanged":
        assert (told["error"]["page"], told["error"]["missing"]) == ("login", ["JSON"])


def test_problems_go_to_standard_error(portal: Simulator, command: Command) -> None:
    """The account is printed with what could be read."""
    portal.faults.add(Fault("*", Kind.HTML, path="/service/setup/hdc/viewmonthlydata/"))
    status, found = command.fetch("--parts", "usage")
    assert status == 0
    assert found["lines"][0]["used_bytes"] is None
    assert "problem: usage: viewmonthlydata" in command.errors


def test_text_for_people(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--json` a few lines."""
    command.fetch()
    file = str(command.folder / "credentials.json")
    assert main(["fetch", "iijmio", "--credentials", file, *command.reach]) == 0
    assert "GB left of" in capsys.readouterr().out


RECORDED = {
    "iijmio": (
        "viewdailydata",
        ("td.viewdata-detail-cell9", "高速通信利用量", "name=hdoCode", "9999年99月99日", "9MB"),
    ),
    "softbank": ("re11", ("chartType=", "remainData=99.99", "usedGigaData=99.99")),
    "ymobile": ("re61", ('th "前月くりこし分"', "99.99GB")),
    "his": ("status", ('dt "当月利用データ量"', "9,999")),
}


@pytest.mark.parametrize("carrier", RECORDED)
def test_record_masks_everything(portal: Simulator, command: Command, carrier: str) -> None:
    """Nothing of the customer is in the recorded pages, and their structure is."""
    [account] = portal.world.of(carrier)
    if carrier == "softbank":
        account.options.code_at_login = False
    folder = command.folder / "recorded"
    assert command.fetch_from(carrier, credentials_of(account), "--record", str(folder))[0] == 0
    pages = {path.name: path.read_text() for path in folder.iterdir()}
    assert len(pages) == len(portal.journal.calls)
    secrets = [secret for secret in portal.secrets() if len(secret) > 2]
    assert len(secrets) > 30
    for secret in secrets:
        assert not [name for name, text in pages.items() if secret in name + text], secret
    page, wanted = RECORDED[carrier]
    recorded = "".join(text for name, text in sorted(pages.items()) if page in name)
    assert [kept for kept in wanted if kept not in recorded] == []


def test_bad_usage(command: Command) -> None:
    """Exit status 2 and one clear line, which repeats nothing secret."""
    folder = command.folder
    (folder / "list.json").write_text("[]")
    (folder / "broken.json").write_text("{Secret")
    (folder / "missing.json").write_text('{"username": "MA0000001"}')
    (folder / "number.json").write_text('{"username": "MA0000001", "password": 1}')
    (folder / "more.json").write_text('{"username": "MA0000001", "password": "x", "pin": "Secret"}')
    for name in ("none", "list", "broken", "missing", "number", "more"):
        status, told = command.run("fetch", "iijmio", "--credentials", str(folder / f"{name}.json"))
        assert (status, told["error"]["kind"]) == (2, "Usage")
        assert "Secret" not in command.errors
    file = str(folder / "missing.json")
    assert command.run("fetch", "nobody", "--credentials", file)[0] == 2
    assert command.fetch("--state", str(folder / "broken.json"))[0] == 2
    assert command.fetch("--cacert", str(folder / "none.pem"))[0] == 2
    assert command.fetch("--record", file)[0] == 2
    assert command.run("read", "iijmio", "nothing", file)[0] == 2
    assert command.run("read", "iijmio", "top", str(folder / "none"))[0] == 2
    for arguments in (["fetch", "iijmio"], ["fetch", "iijmio", "--credentials", file, "--parts", "x"]):
        status, told = command.run(*arguments)
        assert (status, told["error"]["kind"]) == (2, "Usage")
    assert main([]) == 2


@pytest.mark.parametrize(
    "section",
    [
        {"login": [], "ledger": {"attempts": "x"}},
        {"ledger": {"attempts": "x"}},
        {"ledger": {"attempts": [{"at": "nonsense", "outcome": "open"}]}},
        {"ledger": {"attempts": [{"at": "2026-08-06T12:00:00", "outcome": "open"}]}},
        {"ledger": {"refused": "all"}},
    ],
)
def test_a_damaged_state_file(command: Command, section: dict[str, Any]) -> None:
    """It is told, not stumbled over."""
    state = command.folder / "state.json"
    state.write_text(json.dumps({"iijmio": section}))
    status, told = command.fetch("--state", str(state))
    assert (status, told["error"]["kind"]) == (2, "Usage")
    assert "damaged" in told["error"]["message"]


@pytest.mark.parametrize("login", [{"app_off": {"why": "too_old", "version": "3.2.5", "at": "soon"}}, {"cookies": 5}])
def test_a_damaged_login_is_none(portal: Simulator, command: Command, login: dict[str, Any]) -> None:
    """Then it is made anew."""
    state = command.folder / "state.json"
    assert command.fetch("--state", str(state), "--parts", "usage")[0] == 0
    content = json.loads(state.read_text())
    content["iijmio"]["login"] |= login
    state.write_text(json.dumps(content))
    portal.journal.clear()
    assert command.fetch("--state", str(state), "--parts", "usage")[0] == 0
    assert len(portal.journal.logins()) == 2


def test_files_nested_without_end(command: Command) -> None:
    """No reader of JSON gets to the bottom of them."""
    deep = command.folder / "deep.json"
    deep.write_text('{"username": ' + "[" * 100_000)
    status, told = command.run("fetch", "iijmio", "--credentials", str(deep))
    assert (status, told["error"]["kind"]) == (2, "Usage")
    assert command.fetch("--state", str(deep))[0] == 2


def test_a_name_with_blanks(portal: Simulator, command: Command) -> None:
    """They are taken away from the name, and stay in the password."""
    name, password = credentials_of(portal.world.of("iijmio")[0]).values()
    assert command.fetch("--parts", "usage", username=f" {name}\u3000")[0] == 0
    assert {login.username for login in portal.journal.logins()} == {name}
    assert command.fetch("--parts", "usage", password=f"{password} ")[0] == 3


def test_a_state_file_that_others_could_read(command: Command) -> None:
    state = command.folder / "state.json"
    state.write_text("{}")
    state.chmod(0o666)
    assert command.fetch("--state", str(state))[0] == 0
    assert stat.S_IMODE(state.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "a:1:b", "a:x:b:1", "a:1:b:99999", "a:0:b:1"])
def test_connect_to_refuses(text: str) -> None:
    """What curl would not take either."""
    assert main(["fetch", "iijmio", "--credentials", "x", "--connect-to", text]) == 2


def test_connect_to() -> None:
    """Empty means any, or as it was; IPv6 in brackets."""
    rule = connect_to("WWW.iijmio.jp:443:[::1]:8443")
    assert (rule.to_host, rule.to_port) == ("::1", 8443)
    assert rule.fits("www.iijmio.jp", 443)
    assert not rule.fits("www.iijmio.jp", 80)
    assert not rule.fits("gapi.iijmio.jp", 443)
    assert connect_to(":::").fits("anything", 1)


def test_the_first_rule_that_fits(portal: Simulator, command: Command) -> None:
    """Repeated rules are tried in order; hosts without a rule are resolved as ever."""
    command.reach[1:1] = ["nowhere.example:443:127.0.0.1:1", "--connect-to"]
    assert command.fetch("--parts", "usage")[0] == 0
    command.reach[1] = "gapi.iijmio.jp::127.0.0.1:1"
    status, found = command.fetch("--parts", "usage")
    assert status == 0
    assert found["lines"][0]["fast"] is None  # the app was out of reach


class Challenge:
    """Takes one code."""

    sent = True
    destination: str | None = None

    async def send(self) -> None:
        """Nothing to do: it was sent."""

    async def submit(self, code: str) -> None:
        """Refuse everything but 123456."""
        if code != "123456":
            raise CodeNeeded(self)


@pytest.mark.parametrize(("code", "status"), [(["--code", "123456"], 0), (["--code", "1"], 4), ([], 4)])
def test_codes(command: Command, monkeypatch: pytest.MonkeyPatch, code: list[str], status: int) -> None:
    """A code of the command line is used once; without a terminal nobody can be asked."""
    log_in = IIJmioClient.log_in

    async def with_code(self: IIJmioClient, typed: Any) -> None:
        await log_in(self, typed)
        raise CodeNeeded(Challenge())

    monkeypatch.setattr(IIJmioClient, "log_in", with_code)
    assert command.fetch(*code)[0] == status


def test_a_code_from_the_terminal(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong one may be corrected."""
    log_in = IIJmioClient.log_in
    codes = iter(["1", "123456"])

    async def with_code(self: IIJmioClient, typed: Any) -> None:
        await log_in(self, typed)
        raise CodeNeeded(Challenge())

    monkeypatch.setattr(IIJmioClient, "log_in", with_code)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("custom_components.japan_mobile.carriers.cli_fetch.getpass", lambda *_: next(codes))
    assert command.fetch()[0] == 0
