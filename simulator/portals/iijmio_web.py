"""IIJmio's member site: sign-in and JSON. Sheet 3.1, 3.2, 4.2, 4.3, 5.1, 5.3."""

from collections.abc import Awaitable, Callable
import json
from typing import Any

from aiohttp import web

from simulator.clock import Month
from simulator.people import GB, Account, Bill, Line

from .iijmio_desk import SESSION, VISITOR, Desk, as_json, page
from .iijmio_figures import (
    CARRIER,
    charge_plan,
    left_by_month,
    now_month,
    options_of,
    share_pools,
    shared,
)

type Json = dict[str, Any]

_UNKNOWN_LOGIN = "<!DOCTYPE html><html><body><h1>ご確認ください</h1><form><input name='answer'></form></body></html>"
_SHOWN_MONTHS = 4


class MemberJson:
    """`/api/...` on the member site, and the pages where a visit begins."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._calls: dict[tuple[str, str], Callable[[Account, Json], Any]] = {
            ("POST", "/api/member/top"): self._top,
            ("GET", "/api/member/getServiceStatus"): self._status,
            ("GET", "/api/member/getBillSummary"): self._bills,
            ("GET", "/api/member/getSuspensionInfo"): self._suspension,
            ("POST", "/api/member/getPermissionInfo"): self._permissions,
        }
        self.routes: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.Response]]] = {
            ("GET", "/auth/login/"): self._warm_up,
            ("GET", "/member/"): self._warm_up,
            ("GET", "/auth/logout/"): self._logout,
            ("POST", "/api/member/login"): self._login,
            ("POST", "/api/front/loginInfo"): self._login_info,
            **dict.fromkeys(self._calls, self._member),
        }

    async def _warm_up(self, request: web.Request) -> web.Response:
        answer = page(
            "<!DOCTYPE html><html><head><title>IIJmio</title></head><body><div id='__nuxt'></div></body></html>"
        )
        if request.cookies.get(VISITOR) not in self._desk.visitors:
            answer.set_cookie(VISITOR, self._desk.new_visitor(), path="/", secure=True, httponly=True)
        return answer

    async def _logout(self, request: web.Request) -> web.Response:
        self._desk.sessions.pop(request.cookies.get(SESSION, ""), None)
        answer = page("<!DOCTYPE html><html><body>ログアウトしました。</body></html>")
        answer.del_cookie(SESSION, path="/")
        return answer

    async def _login(self, request: web.Request) -> web.Response:
        body = await _body(request)
        if request.content_type != "application/json" or body is None or set(body) != {"mioId", "password"}:
            return as_json({"error": "ERROR_CODE_001"})  # assumed
        username, password = str(body["mioId"]), str(body["password"])
        known = self._desk.world.named(CARRIER, username)
        options = options_of(known or self._desk.anybody())
        if options.warm_up_needed and request.cookies.get(VISITOR) not in self._desk.visitors:
            return page("<html><body>Forbidden</body></html>", 403)  # assumed
        account = self._desk.try_login("web", username, password)
        if options.login_html:
            return page(_UNKNOWN_LOGIN)
        if options.login_error:
            return as_json({"error": options.login_error})
        if account is None:
            return as_json({"error": options.login_refusal})
        answer = web.Response(text=options.login_success, content_type="application/json", charset="utf-8")
        answer.set_cookie(SESSION, self._desk.new_session(account), path="/", secure=True, httponly=True)
        return answer

    async def _member(self, request: web.Request) -> web.Response:
        found = self._desk.signed_in(request)
        if found is None:
            options = options_of(self._desk.anybody())
            return as_json({"error": options.expired_code}, options.expired_status)
        body = await _body(request) if request.method == "POST" else {}
        if body is None:
            return as_json({"error": "ERROR_CODE_001"})  # assumed
        return as_json(self._calls[request.method, request.path](found[1], body))

    async def _login_info(self, request: web.Request) -> web.Response:
        found = self._desk.signed_in(request)
        name, account_id = (found[1].name, found[1].account_id) if found else ("", "")
        return as_json({"login_flg": found is not None, "user_name": name, "id_ma": account_id, "webViewFlg": False})

    def _top(self, account: Account, body: Json) -> Json:
        options = options_of(account)
        wanted = body.get("serviceCode", "")
        lines = [line for line in account.lines if line.contract_id not in options.legacy_contracts]
        answer: Json = {
            "serviceInfoList": [
                self._service(account, line) for line in lines if not wanted or line.contract_id == wanted
            ],
            "billSummary": {},
            "hasVouchers": False,
            "usagePeriod": _period(now_month(self._desk.world), Month.of(account.since)),
            "prefixList": _prefixes(account),
        }
        if body.get("billingFlag"):
            answer |= _bill_summary(account) | _extra_flags()
        return answer

    def _service(self, account: Account, line: Line) -> Json:
        options = options_of(account)
        service: Json = {
            "serviceCode": line.contract_id,
            "planName": line.plan.name,
            "chargePlan": charge_plan(line),
            "serviceName": "音声SIM",
            "phoneNo": line.number,
            "totalCapacity": (line.plan.size or 0) / GB,
        }
        match options.capacity.get(line.line_id):
            case "absent":
                del service["totalCapacity"]
            case "zero":
                service["totalCapacity"] = 0
        return service | self._coupons(account, line)

    def _coupons(self, account: Account, line: Line) -> Json:
        options = options_of(account)
        if shared(account, line):
            members = account.members(line.pool_id)
            if line is not members[options.representative % len(members)]:
                return {"couponData": []}
            flags: Json = {"dataShareExistence": True, "dataShareNotCovered": False}
        else:
            off = {"dataShareExistence": False, "dataShareNotCovered": False}
            flags = {} if options.unshared_flags == "absent" else off
            if line.line_id in options.orphans:
                return flags | {"couponData": []}
        coupons = self._coupon_data(account, line)
        if not any(coupon["couponValue"] for coupon in coupons) and not shared(account, line):
            if options.zero_left == "absent":
                return flags
            if options.zero_left == "negative":
                coupons[0]["couponValue"] = -0.01
        return flags | {"couponData": coupons}

    def _coupon_data(self, account: Account, line: Line) -> list[Json]:
        world = self._desk.world
        first = now_month(world)
        months = {first.plus(ahead): 0 for ahead in range(_SHOWN_MONTHS)}
        months |= left_by_month(account.pool(line), world.today())
        coupons: list[Json] = [
            {"sequenceNo": number, "month": month.compact, "couponValue": months[month] / GB}
            for number, month in enumerate(sorted(months))
        ]
        coupons[0]["adjustmentCoupon"] = False
        return coupons

    def _status(self, account: Account, _body: Json) -> Json:
        return {
            "serviceInfoList": [
                {
                    "serviceCodePrefix": line.contract_id[:3],
                    "planCode": f"CN{(line.plan.size or 0) * 100 // GB:04}",
                    "status": _letter(line),
                    "stopDate": f"{line.stopped:%Y%m%d}" if line.stopped else "",  # format assumed
                    "isBic": False,
                    "simInfoList": [{"simType": "2" if line.network == "A" else "1", "status": _letter(line)}],
                }
                for line in account.lines
            ],
            "jmbNumberChangePossible": False,
        }

    def _bills(self, account: Account, _body: Json) -> Json:
        bills = [_bill(bill, numbers=options_of(account).bill_numbers) for bill in account.newest_bills()]
        return {"billList": bills, "isVoiceSim": True, "isImt": False}

    def _suspension(self, account: Account, _body: Json) -> Json:
        # The shape of the entries is assumed.
        unpaid: list[Json] = [{"month": bill.month.compact} for bill in account.newest_bills() if bill.unpaid]
        unpaid += [{"no": number} for number in range(account.arrears)]
        date = f"{account.suspended:%Y%m%d}" if account.suspended else None
        return {"unpaidList": unpaid, "suspensionDate": date}

    def _permissions(self, _account: Account, _body: Json) -> Any:
        return ["ID", "hdc"]  # shape assumed


async def _body(request: web.Request) -> Json | None:
    try:
        body = json.loads(await request.text())
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _letter(line: Line) -> str:
    return "O" if line.status == "active" else "S"  # letters other than O are assumed


def _bill(bill: Bill, *, numbers: bool) -> Json:
    told: Json = {"billNoList": [invoice.number for invoice in bill.invoices]} if numbers else {}
    return told | {
        "month": bill.month.compact,
        "totalAmount": bill.amount,
        "usedPoint": bill.points,
        "isUnpaid": bill.unpaid,
    }


def _bill_summary(account: Account) -> Json:
    newest = next(iter(account.newest_bills()), None)
    if newest is None:
        return {}
    return {"billSummary": {"amount": str(newest.amount), "miowari": "0", "month": newest.month.compact}}


def _extra_flags() -> Json:
    names = ("isVoiceEsim", "hasHdcContract", "hasUsingHdcVoiceSim", "isMoreThirteenMonth", "isReceivedIijNews")
    repeated = ("voiceEsim", "moreThirteenMonth", "receivedIijNews")
    return {name: name in ("hasHdcContract", "hasUsingHdcVoiceSim") for name in (*names, *repeated)}


def _period(now: Month, since: Month) -> str:
    years, months = divmod(max((now.year - since.year) * 12 + now.month - since.month, 0), 12)
    return f"{years}年{months}ヵ月" if years else f"{months}ヵ月"


def _prefixes(account: Account) -> list[str]:
    share = ["hdg"] if share_pools(account) else []
    return ["hdc", *share, *sorted({line.line_id[:3] for line in account.lines})]
