"""The control interface: plain HTTP on a loopback port of its own, for tests and demos that run another process.

| call | does |
| --- | --- |
| GET /truth/CARRIER/ACCOUNT?mode= | what a client ought to read |
| GET /journal, DELETE /journal | the request log; forget it |
| GET /saw?secret= | hosts that were sent a secret |
| GET /secrets | every secret, token and cookie |
| GET /sms?carrier=, GET /mail?carrier= | the codes sent by SMS or e-mail, the newest last |
| GET /clock, POST /clock | `{"now": ISO, "speed": N, "advance": seconds}`, each optional |
| GET /faults, POST /faults, DELETE /faults | switch a fault on (the fields of `Fault`); clear all |
| POST /accounts/CARRIER/ACCOUNT | changes, see `_CHANGES` |
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .clock import TOKYO
from .faults import Fault
from .people import Account
from .portals.portal import Mail, Sms

if TYPE_CHECKING:
    from .server import Simulator

type Json = dict[str, Any]


class Control:
    """Ask the simulator and change its world."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._routes: dict[tuple[str, str], Callable[[web.Request, list[str]], Awaitable[Any]]] = {
            ("GET", "truth"): self._truth,
            ("GET", "journal"): self._journal,
            ("DELETE", "journal"): self._forget,
            ("GET", "saw"): self._saw,
            ("GET", "secrets"): self._secrets,
            ("GET", "sms"): self._sms,
            ("GET", "mail"): self._mail,
            ("GET", "clock"): self._clock,
            ("POST", "clock"): self._set_clock,
            ("GET", "faults"): self._faults,
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): self._clear_faults,
            ("POST", "accounts"): self._change,
        }

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a call: 404 for what is not there, 400 with a reason for what makes no sense."""
        name, *rest = request.path.strip("/").split("/")
        route = self._routes.get((request.method, name))
        if route is None:
            return web.json_response({"error": "no such call"}, status=404)
        try:
            return web.json_response(await route(request, rest))
        except KeyError as error:
            return web.json_response({"error": f"unknown: {error}"}, status=404)
        except (ValueError, TypeError, AttributeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    async def _truth(self, request: web.Request, rest: list[str]) -> Json:
        carrier, account_id = rest
        return self._simulator.world.truth(carrier, account_id, request.query.get("mode", "app"))

    async def _journal(self, _request: web.Request, _rest: list[str]) -> Json:
        return self._simulator.journal.public()

    async def _forget(self, _request: web.Request, _rest: list[str]) -> Json:
        self._simulator.journal.clear()
        return {}

    async def _saw(self, request: web.Request, _rest: list[str]) -> list[str]:
        return self._simulator.journal.saw(request.query["secret"])

    async def _secrets(self, _request: web.Request, _rest: list[str]) -> list[str]:
        return self._simulator.secrets()

    async def _sms(self, request: web.Request, _rest: list[str]) -> list[Json]:
        return _messages(request, (sms for portal in self._simulator.portals for sms in portal.sms))

    async def _mail(self, request: web.Request, _rest: list[str]) -> list[Json]:
        return _messages(request, (mail for portal in self._simulator.portals for mail in portal.mails))

    async def _clock(self, _request: web.Request, _rest: list[str]) -> Json:
        clock = self._simulator.world.clock
        return {"now": self._simulator.world.now().isoformat(), "speed": clock.speed}

    async def _set_clock(self, request: web.Request, rest: list[str]) -> Json:
        wanted, clock = await _body(request), self._simulator.world.clock
        self._simulator.world.now()
        if "now" in wanted:
            clock.set(_moment(wanted["now"]))
        if "advance" in wanted:
            clock.advance(timedelta(seconds=float(wanted["advance"])))
        if "speed" in wanted:
            clock.speed = float(wanted["speed"])
        return await self._clock(request, rest)

    async def _faults(self, _request: web.Request, _rest: list[str]) -> list[Json]:
        return [asdict(fault) for fault in self._simulator.faults.active]

    async def _add_fault(self, request: web.Request, _rest: list[str]) -> Json:
        return asdict(self._simulator.faults.add(Fault(**await _body(request))))

    async def _clear_faults(self, _request: web.Request, _rest: list[str]) -> Json:
        self._simulator.faults.clear()
        return {}

    async def _change(self, request: web.Request, rest: list[str]) -> Json:
        carrier, account_id = rest
        account = self._simulator.world.account(carrier, account_id)
        for name, value in (await _body(request)).items():
            change(self._simulator, account, name, value)
        return self._simulator.world.truth(carrier, account_id)


def change(simulator: Simulator, account: Account, name: str, value: Any) -> None:
    """Change one thing about an account. Raises ValueError for an unknown change, KeyError for an unknown line."""
    if name not in _CHANGES:
        raise ValueError(f"no such change: {name}; there are {', '.join(_CHANGES)}")
    _CHANGES[name](simulator, account, value)


def _password(_simulator: Simulator, account: Account, value: str) -> None:
    account.password = value


def _expire(simulator: Simulator, account: Account, value: bool | str | list[str]) -> None:
    """Sign-ins die: true for all, else the name or the names of interfaces."""
    names: list[str | None] = [value] if isinstance(value, str) else [None] if value is True else [*(value or [])]
    for name in names:
        simulator.portal(account.carrier).expire(account.account_id, name)


def _use(simulator: Simulator, account: Account, value: Json) -> None:
    """`{LINE: bytes}` or `{LINE: {"fast": bytes, "slow": bytes}}`."""
    for line_id, amount in value.items():
        amounts = amount if isinstance(amount, dict) else {"fast": amount}
        simulator.world.use(account.carrier, account.account_id, line_id, **amounts)


def _remaining(simulator: Simulator, account: Account, value: dict[str, int]) -> None:
    """`{LINE: bytes}`: all of it in the grant that expires last."""
    for line_id, amount in value.items():
        grants = account.pool(account.line(line_id)).good(simulator.world.today())
        if not grants:
            raise ValueError(f"{line_id} has no allowance")
        for grant in grants:
            grant.left = 0
        grants[-1].left = amount


def _unpaid(_simulator: Simulator, account: Account, value: bool) -> None:
    """Whether the newest bill is unpaid."""
    account.newest_bills()[0].unpaid = value


def _arrears(_simulator: Simulator, account: Account, value: int) -> None:
    account.arrears = value


def _suspended(_simulator: Simulator, account: Account, value: str | None) -> None:
    account.suspended = date.fromisoformat(value) if value else None


def _lines(_simulator: Simulator, account: Account, value: dict[str, Json]) -> None:
    """`{LINE: {"fast": …, "throttled": …, "rate": …, "status": …}}`."""
    for line_id, fields in value.items():
        line = account.line(line_id)
        for name in fields:
            if name not in ("fast", "throttled", "rate", "status"):
                raise ValueError(f"no such field of a line: {name}")
            setattr(line, name, fields[name])


def _options(simulator: Simulator, account: Account, value: Json) -> None:
    simulator.portal(account.carrier).change(account, value)


_CHANGES: dict[str, Callable[[Simulator, Account, Any], None]] = {
    "password": _password,
    "expire": _expire,
    "use": _use,
    "remaining": _remaining,
    "unpaid": _unpaid,
    "arrears": _arrears,
    "suspended": _suspended,
    "lines": _lines,
    "options": _options,
}


def _messages(request: web.Request, sent: Iterable[Sms | Mail]) -> list[Json]:
    wanted = request.query.get("carrier")
    return [{**asdict(one), "when": one.when.isoformat()} for one in sent if wanted in (None, one.carrier)]


async def _body(request: web.Request) -> Json:
    body = json.loads(await request.text() or "{}")
    if not isinstance(body, dict):
        raise TypeError("a JSON object is needed")
    return body


def _moment(text: str) -> datetime:
    """A time; without a zone it is Tokyo's."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)
