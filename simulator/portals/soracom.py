"""SORACOM's API on both coverages, and the store of its exported files. Sheet 9 (docs/carriers/soracom.md)."""

import re
from secrets import token_hex
from typing import ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account, Line
from simulator.world import World

from .portal import Instead, Portal
from .soracom_bills import history, latest, summary
from .soracom_desk import Desk, Token, as_json, body_of
from .soracom_figures import CARRIER, options_of, sims
from .soracom_options import SoracomOptions
from .soracom_sims import buckets, export, sim, span, too_long
from .soracom_truth import MODES

API = {"api.soracom.io": "jp", "g.api.soracom.io": "g"}
STORE = "soracom-air-export.s3.amazonaws.com"
TRAP = "soracom-air-export.example.net"
"""A host that is nobody's: whatever is sent there has leaked."""

_OTHER = "OP9999999999"
_MOST = 100
_STATS = re.compile(r"/v1/stats/air/sims/(?P<sim>[^/]+)")


class SoracomPortal(Portal):
    """Two hosts of one API, and the store."""

    carriers: ClassVar[tuple[str, ...]] = (CARRIER,)
    hosts: ClassVar[tuple[str, ...]] = (*API, STORE, TRAP)
    options: ClassVar[type] = SoracomOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.desk = Desk(world, journal)
        self._reads = {
            "/v1/sims": self._list,
            "/v1/bills/latest": self._latest,
            "/v1/bills": self._bills,
            "/v1/bills/summaries/sims": self._parts,
        }

    @property
    def harm(self) -> list[str]:
        """The calls that change something or cost money."""
        return self.desk.harm

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host, method and path."""
        coverage = API.get(request.host.split(":")[0])
        if coverage is None:
            return self._file(request)
        if request.method == "POST":
            return await self._post(request, coverage)
        if request.method != "GET":
            return self._harmful(request)
        token = self.desk.caller(request, coverage)
        if match := _STATS.fullmatch(request.path):
            return self._stats(request, token, match["sim"])
        route = self._reads.get(request.path)
        return self._missing(token) if route is None else route(request, token)

    def _latest(self, _request: web.Request, token: Token) -> web.Response:
        self._allow(token, "getLatestBilling")
        told = latest(token.account, token.coverage, self.world)
        return self._missing(token) if told is None else as_json(told)

    def _bills(self, _request: web.Request, token: Token) -> web.Response:
        self._allow(token, "getBillingHistory")
        return as_json(history(token.account, token.coverage))

    def _parts(self, _request: web.Request, token: Token) -> web.Response:
        self._allow(token, "getBillingSummaryOfSims")
        return as_json(summary(token.account, token.coverage, self.world))

    async def _post(self, request: web.Request, coverage: str) -> web.Response:
        if request.path == "/v1/auth":
            token = self.desk.log_in(await body_of(request), coverage)
            operator = self._operator(token.account, "auth")
            return as_json({"apiKey": token.key, "token": self.desk.name_of(token), "operatorId": operator})
        if request.path == "/v1/auth/logout":
            token = self.desk.caller(request, coverage)
            self.desk.tokens = {key: one for key, one in self.desk.tokens.items() if one.key != token.key}
            return web.Response(status=204)
        renewal = re.fullmatch(r"/v1/operators/([^/]+)/token", request.path)
        exported = re.fullmatch(r"/v1/stats/air/operators/([^/]+)/export", request.path)
        if not renewal and not exported:
            return self._harmful(request)
        token = self.desk.caller(request, coverage, dead=400 if renewal else 401)
        if (renewal or exported or [""])[1] != token.account.account_id:
            return self._missing(token)
        body = await body_of(request)
        if renewal:
            return as_json({"token": self.desk.renew(token, body)})
        return self._export(request, token, body)

    def _harmful(self, request: web.Request) -> web.Response:
        """Assumed: it would be done. No client may call this."""
        self.desk.harm.append(f"{request.method} {request.path}")
        return as_json({})

    def _missing(self, token: Token) -> web.Response:
        return self.desk.error(token.account, 404, "COM0004", "Not found.")

    def _operator(self, account: Account, operation: str) -> str:
        return _OTHER if options_of(account).foreign == operation else account.account_id

    def _allow(self, token: Token, operation: str) -> None:
        if operation in options_of(token.account).denied:
            raise Instead(self.desk.error(token.account, 403, "AUM0003", "No permission."))

    def _list(self, request: web.Request, token: Token) -> web.Response:
        self._allow(token, "listSims")
        account = token.account
        members = sims(account, token.coverage)
        limit = min(self._number(request, token, "limit", "10"), _MOST)
        start = self._place(members, request.query.get("last_evaluated_key"), token)
        short = options_of(account).short_page
        shown = members[start : start + (short if short is not None and start == limit else limit)]
        told = [sim(account, line, self.world) | {"operatorId": self._operator(account, "listSims")} for line in shown]
        more = start + len(shown) < len(members)
        following = shown[-1].line_id if shown and more else members[0].line_id if options_of(account).endless else ""
        return as_json(told, headers={"x-soracom-next-key": following} if following else None)

    def _place(self, members: list[Line], key: str | None, token: Token) -> int:
        """Where a page begins: after the SIM that was the last of the page before."""
        if key is None:
            return 0
        places = [place for place, line in enumerate(members) if line.line_id == key]
        if not places:
            raise Instead(self.desk.error(token.account, 400, "COM0005", "Unknown key."))
        return places[0] + 1

    def _number(self, request: web.Request, token: Token, name: str, default: str = "") -> int:
        text = request.query.get(name, default)
        if not text.isascii() or not text.isdigit():
            raise Instead(self.desk.error(token.account, 400, "COM0003", f"{name} is no number."))
        return int(text)

    def _stats(self, request: web.Request, token: Token, sim_id: str) -> web.Response:
        self._allow(token, "getAirStatsOfSim")
        account = token.account
        period = request.query.get("period", "")
        if period not in ("month", "day", "minutes"):
            return self.desk.error(account, 400, "COM0003", "period is missing.")
        days = span(period, *(self._number(request, token, name) for name in ("from", "to")))
        line = next((line for line in sims(account, token.coverage) if line.line_id == sim_id), None)
        if line is None or line.status == "terminated":
            return self._missing(token)
        if too_long(account, days):
            return self.desk.error(account, 400, "STA0001", "The window is too long.")
        return as_json(buckets(account, line, self.world, period, days))

    def _export(self, request: web.Request, token: Token, body: dict[str, int | str]) -> web.Response:
        self._allow(token, "exportAirStats")
        account = token.account
        options = options_of(account)
        since, until, period = body.get("from"), body.get("to"), body.get("period")
        if not isinstance(since, int) or not isinstance(until, int) or period not in ("month", "day"):
            return self.desk.error(account, 400, "COM0003", "The body is wrong.")
        if options.export_mode == "async" or request.query.get("export_mode") == "async":
            key = f"fe_{token_hex(16)}"
            return as_json({"exportedFileId": key, "exportedFilePath": f"//files/exported/{key}"})
        name = self.journal.issue(token_hex(16))
        members = sims(account, token.coverage)
        self.desk.files[name] = export(account, members, self.world, str(period), span(str(period), since, until))
        signature = self.journal.issue(token_hex(16))
        # As presigned addresses are: a character that must not be written differently.
        return as_json({"url": f"https://{options.export_host}/{name}.csv?X-Amz-Signature={signature}%2F1"})

    def _file(self, request: web.Request) -> web.Response:
        found = self.desk.files.get(request.path.strip("/").removesuffix(".csv"))
        if found is None or request.method != "GET" or not request.url.raw_query_string.endswith("%2F1"):
            return web.Response(
                status=403, text="<Error><Code>AccessDenied</Code></Error>", content_type="application/xml"
            )
        return web.Response(body=found.encode(), content_type="text/csv")

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let tokens die: on one coverage (`jp`, `g`) or on both."""
        self.desk.expire(account_id, interface)
