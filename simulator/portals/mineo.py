"""mineo's servers: the token service and the app's interface. Sheet 9 (docs/carriers/mineo.md).

The member site is left out, as the client leaves it alone.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from aiohttp import web

from simulator.journal import Journal
from simulator.people import Account, Line
from simulator.world import World

from .mineo_data import OK, capacity, charge_info, result, telnum_list, traffic_history
from .mineo_desk import Desk
from .mineo_figures import CARRIER, options_of
from .mineo_options import MineoOptions
from .mineo_truth import MODES
from .portal import Portal

LOGIN = "login.eonet.jp"
API = "api.eonet.jp"
PREFIX = "/mineo/v1/"
_READS: dict[str, Callable[[Account, Line, date], Any]] = {
    "get_capacity": capacity,
    "get_packetcharge_info": charge_info,
    "get_traffic_history": traffic_history,
}
_HARMFUL = frozenset({
    "charge_packet", "issue_gift", "change_gift", "declare_devolve", "my_tank_in", "my_tank_out", "set_pasket_auto_out",
    "login_stamp",
})  # fmt: skip
_UNKNOWN_LINE = result("0022", "認証エラー。ログアウト後、再ログインしてください。")
_FAULT = result("0098", "システムエラー。時間をおいてから再度お試しください。")
_COOLDOWN = timedelta(minutes=1)


class MineoPortal(Portal):
    """Both hosts. `switched` are the calls of mineoスイッチ, `harm` all others that change something."""

    carriers: ClassVar[tuple[str, ...]] = (CARRIER,)
    hosts: ClassVar[tuple[str, ...]] = (API, LOGIN)
    options: ClassVar[type] = MineoOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.desk = Desk(world, journal)
        self.harm: list[str] = []
        self.switched: list[tuple[str, bool]] = []
        self._last: dict[str, datetime] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by host and path: POST alone."""
        at_login = request.host.split(":")[0] == LOGIN
        if request.method != "POST" or at_login is not (request.path == "/oidc/v1/token"):
            return web.Response(status=404)
        return await (self.desk.token(request) if at_login else self._call(request))

    async def _call(self, request: web.Request) -> web.Response:
        account = self.desk.holder(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if account is None:
            return web.json_response({"statusCode": 401, "message": "Invalid JWT."}, status=401)
        name = request.path.removeprefix(PREFIX)
        if name in options_of(account).codes:
            return web.json_response(result(options_of(account).codes[name], "障害 <secret>"))
        if name in _HARMFUL:
            self.harm.append(name)
        if any(not request.headers.get(header) for header in ("appId", "appVersion", "aid")):
            return web.json_response(_FAULT)  # assumed
        form = {key: str(value) for key, value in (await request.post()).items()}
        return web.json_response(self._answer(account, name, form))

    def _answer(self, account: Account, name: str, form: dict[str, str]) -> Any:
        if name == "get_telnum_list":
            return telnum_list(account)
        if "custId" not in form:
            return _FAULT
        line = next((line for line in account.lines if line.line_id == form["custId"]), None)
        if line is None:
            return _UNKNOWN_LINE
        if name == "change_speed":
            return self._switch(line, form)
        read = _READS.get(name)
        return _FAULT if read is None else read(account, line, self.world.today())

    def _switch(self, line: Line, form: dict[str, str]) -> Any:
        """mineoスイッチ: "0" is on, and slow. One public source names the field; the rest of the behaviour is assumed."""
        now, flag = self.world.now(), form.get("speedFlg")
        if flag not in ("0", "1"):
            return _FAULT
        if line.line_id in self._last and now - self._last[line.line_id] < _COOLDOWN:
            return result("0025")
        self._last[line.line_id] = now
        line.fast = flag == "1"
        self.switched.append((line.line_id, line.fast))
        return OK

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Let refresh tokens (`token`), bearers (`bearer`) or both die."""
        self.desk.expire(account_id, interface)
