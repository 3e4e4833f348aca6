"""Sakura Cloud's API, as far as its SIMs and bills go. Sheet 9 (docs/carriers/sakura.md)."""

from base64 import b64decode
import json
import re
from typing import Any, ClassVar
from urllib.parse import unquote

from aiohttp import web

from simulator.clock import Month
from simulator.journal import Journal
from simulator.people import Account, Bill, Line
from simulator.world import World

from .portal import Instead, Portal, try_login
from .sakura_figures import CARRIER, MODES, bill_id, midnight, options_of, used, used_behind
from .sakura_options import GatewayOptions, SakuraOptions

type Json = dict[str, Any]

HOST = "secure.sakura.ad.jp"
_PATH = re.compile(r"/cloud/zone/(?P<zone>[a-z0-9]+)/api/(?P<call>.+)")
_GATEWAY = re.compile(r"cloud/1\.1/appliance/(?P<id>\d+)/mobilegateway/(?P<call>\w+)")
_BILLS = re.compile(r"system/1\.0/bill/by-contract/(?P<account>\d+)/(?P<year>\d{4})")
_DETAIL = re.compile(r"system/1\.0/billdetail/(?P<member>\w+)/(?P<bill>\d+)")
_OTHER = "999999999999"


class SakuraPortal(Portal):
    """One host, every zone."""

    carriers: ClassVar[tuple[str, ...]] = (CARRIER,)
    hosts: ClassVar[tuple[str, ...]] = (HOST,)
    options: ClassVar[type] = SakuraOptions
    modes: ClassVar[tuple[str, ...]] = MODES

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, journal)
        self.harm: list[str] = []
        self._revoked: set[str] = set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by path. Every call carries the key; the one that tells whose it is counts as a login."""
        match = _PATH.fullmatch(request.path)
        if match is None:
            return _error(404, "not_found")
        account = self._caller(request, login=match["call"].endswith("/auth-status"))
        if request.method != "GET":
            self.harm.append(f"{request.method} {request.path}")
            return _as_json({"is_ok": True})
        options = options_of(account)
        if any(match["call"].startswith(path) for path in options.denied):
            return _error(403, "forbidden")
        told = self._told(account, match["zone"], match["call"], _query(request))
        if told is None:
            return _error(404, "not_found")
        if options.refused_with_200 is not None and match["call"].startswith(options.refused_with_200):
            return _as_json({"is_ok": False, "error_code": "still_creating", "error_msg": "(text)"})
        return _as_json({**told, "is_ok": True})

    def _caller(self, request: web.Request, *, login: bool) -> Account:
        """Who calls. Raises 401."""
        kind, _, pair = request.headers.get("Authorization", "").partition(" ")
        try:
            name, _, secret = b64decode(pair).decode().partition(":")
        except ValueError:
            raise Instead(_error(401, "unauthorized")) from None
        account = self.world.named(CARRIER, name) if kind == "Basic" else None
        if login:
            account = try_login(
                self.world, self.journal, carrier=CARRIER, interface="api", username=name, password=secret
            )
        if account is None or account.password != secret or account.account_id in self._revoked:
            raise Instead(_error(401, "unauthorized"))
        return account

    def _told(self, account: Account, zone: str, call: str, query: Json) -> Json | None:
        if call == "cloud/1.1/auth-status":
            return _who(account)
        if call == "cloud/1.1/commonserviceitem":
            return self._sims(account, query)
        here = [one for one in options_of(account).gateways if one.zone == zone]
        if call == "cloud/1.1/appliance":
            return _paged("Appliances", [{"ID": one.gateway_id, "Class": "mobilegateway"} for one in here], query, 100)
        return self._numbered(account, here, call)

    def _numbered(self, account: Account, here: list[GatewayOptions], call: str) -> Json | None:
        """What is asked for by the number of a gateway, of the account or of a bill."""
        if match := _GATEWAY.fullmatch(call):
            gateway = next((one for one in here if one.gateway_id == match["id"]), None)
            return None if gateway is None else self._gateway(account, gateway, match["call"])
        if match := _BILLS.fullmatch(call):
            return self._bills(account, match["account"], int(match["year"]))
        match = _DETAIL.fullmatch(call)
        return self._detail(account, match["member"], int(match["bill"])) if match else None

    def _sims(self, account: Account, query: Json) -> Json | None:
        if query.get("Filter") != {"Provider.Class": "sim"}:
            return None
        whole = "Status.sim" in query.get("Include", [])
        entries = [self._sim(account, line, whole=whole) for line in account.lines]
        return _paged("CommonServiceItems", entries, query, options_of(account).page)

    def _sim(self, account: Account, line: Line, *, whole: bool) -> Json:
        options = options_of(account)
        status: Json = {"ICCID": line.sim}
        if whole:
            status["sim"] = self._info(account, line)
        return {
            "ID": int(line.line_id) if options.ids == "number" else line.line_id,
            "Name": options.names.get(line.line_id, ""),
            "Tags": [],
            "Status": status,
            "ServiceClass": "cloud/sim/1",
            "Availability": "available",
            "Provider": {"ID": 8000001, "Class": "sim", "Name": "sakura-sim", "ServiceClass": "cloud/sim"},
        }

    def _info(self, account: Account, line: Line) -> Json:
        options = options_of(account)
        active = line.line_id not in options.inactive
        told: Json = {
            "iccid": line.sim,
            "imsi": [f"44011{line.line_id[-10:]}"],
            "session_status": "DOWN" if line.line_id in options.down else "UP",
            "imei_lock": False,
            "registered": active,
            "activated": active,
            "resource_id": line.line_id,
            "traffic_bytes_of_current_month": self._bytes(account, used(self.world, line)),
        }
        if options.dates != "missing":
            told["activated_date"] = "2026-01-10T01:05:00+00:00" if options.dates == "whole" else None
        return told

    def _bytes(self, account: Account, amount: int) -> Json | list[Any]:
        options = options_of(account)
        if amount == 0 and options.no_traffic == "list":
            return []
        told: Json = {"uplink_bytes": amount // 5, "downlink_bytes": amount - amount // 5}
        as_text = {"text": told.keys(), "mixed": {"uplink_bytes"}, "number": set()}[options.bytes_as]
        return {key: str(value) if key in as_text else value for key, value in told.items()}

    def _gateway(self, account: Account, gateway: GatewayOptions, call: str) -> Json | None:
        if call in gateway.gone:
            return None
        match call:
            case "traffic_status":
                amount = used_behind(self.world, account, gateway)
                split = {"uplink_bytes": str(amount // 5), "downlink_bytes": amount - amount // 5}
                return {"traffic_status": {**split, "traffic_shaping": gateway.shaping}}
            case "traffic_monitoring":
                config = {"traffic_quota_in_mb": gateway.quota_mb, "auto_traffic_shaping": True}
                return {"traffic_monitoring_config": config | {"email_config": {"enabled": False}}}
            case "sims":
                return {"sim": [{"resource_id": key, "registered": True} for key in gateway.members]}
            case _:
                return None

    def _bills(self, account: Account, contract: str, year: int) -> Json | None:
        if contract != account.account_id or "bill" not in options_of(account).external.split("+"):
            raise Instead(_error(403, "forbidden"))
        entries = [_bill(account, bill) for bill in account.newest_bills() if bill.month.year == year]
        month, amount = Month.of(self.world.today()), options_of(account).running
        if amount is not None and month.year == year:
            entries.insert(
                0, _entry(account, bill_id(Bill(month, ())), amount, midnight(self.world.today()), paid=False)
            )
        return {"Total": len(entries), "From": 0, "Count": len(entries), "Bills": entries}

    def _detail(self, account: Account, member: str, key: int) -> Json | None:
        options = options_of(account)
        bill = next((bill for bill in account.bills if bill_id(bill) == key), None)
        if member != options.member or bill is None or options.rows == "none":
            return None
        items = [item for invoice in bill.invoices for item in invoice.items]
        rows = [
            {"ContractID": 1, "Index": place, "Description": item.label, "Amount": item.amount, "Usage": 1,
             "ServiceClassPath": "cloud/sim/1" if place == 0 else "cloud/plan/1", "Zone": "is1a"}
            for place, item in enumerate(items[1:] if options.rows == "part" else items)
        ]  # fmt: skip
        return {"Total": len(rows), "From": 0, "Count": len(rows), "BillDetails": rows}

    def expire(self, account_id: str, interface: str | None = None) -> None:
        """Revoke the key."""
        self._revoked.add(account_id)


def _who(account: Account) -> Json:
    options = options_of(account)
    key = _OTHER if options.foreign else account.account_id
    return {
        "Account": {"ID": key, "Name": account.name, "Class": "account", "Code": "sample"},
        "Member": {"Class": "member", "Code": options.member},
        "AuthClass": "account",
        "AuthMethod": "apikey",
        "ExternalPermission": options.external,
        "IsAPIKey": True,
        "OperationPenalty": "none",
        "Permission": options.permission,
    }


def _bill(account: Account, bill: Bill) -> Json:
    told = _entry(account, bill_id(bill), bill.amount, midnight(bill.month.last), paid=not bill.unpaid)
    return told | ({} if bill.due is None else {"PayLimit": midnight(bill.due)})


def _entry(account: Account, key: int, amount: int, when: str, *, paid: bool) -> Json:
    member = options_of(account).member
    return {"BillID": key, "Amount": amount, "Date": when, "MemberID": member, "Paid": paid, "PaymentClassID": 999}


def _query(request: web.Request) -> Json:
    """The query, which is one JSON text without a key. Raises 400."""
    text = unquote(request.url.raw_query_string)
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Instead(_error(400, "bad_request"))
    return found


def _paged(key: str, entries: list[Json], query: Json, longest: int) -> Json:
    start = int(query.get("From", 0))
    shown = entries[start : start + min(int(query.get("Count") or longest), longest)]
    return {"From": start, "Count": len(shown), "Total": len(entries), key: shown}


def _error(status: int, code: str) -> web.Response:
    body = {
        "is_fatal": True,
        "serial": "0" * 32,
        "status": f"{status} (text)",
        "error_code": code,
        "error_msg": "(text)",
    }
    return _as_json(body, status)


def _as_json(content: Json, status: int = 200) -> web.Response:
    text = json.dumps(content, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json")
