"""Sakura Cloud's API does what its protocol sheet says, shown by bare requests."""

from collections.abc import AsyncIterator
from datetime import date
import json
from random import Random
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from simulator import Account, Clock, Month, Simulator, Usage, World, session
from simulator.portals.sakura import SakuraPortal
from simulator.portals.sakura_options import GatewayOptions
from tests.simulator.conftest import NOW
from tests.worlds_sakura import SECRET, TOKEN, bill, customer, sim

ROOT = "https://secure.sakura.ad.jp/cloud/zone/{zone}/api/{path}"
KEY = aiohttp.BasicAuth(TOKEN, SECRET)
SIMS = {"Filter": {"Provider.Class": "sim"}}


@pytest.fixture
def account(simulator: Simulator) -> Account:
    """Three SIMs, of which one used nothing, and a gateway in another zone."""
    lines = [sim(1), sim(2), sim(3)]
    for line in lines[:2]:
        line.days = {date(2026, 8, 2): Usage(50, 5)}
    found = customer(lines)
    found.options.gateways = [GatewayOptions("113900000001", zone="tk1a", quota_mb=3000, members=(lines[0].line_id,))]
    found.bills = [bill(Month(2026, 7), Random(1), unpaid=True, due=date(2026, 8, 31))]
    simulator.world = World(Clock(NOW), [found], settled=NOW)
    return found


@pytest.fixture
async def calls(simulator: Simulator, account: Account) -> AsyncIterator[Calls]:
    async with session(simulator) as http:
        yield Calls(http)


class Calls:
    """Requests with the key."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.http = http

    async def ask(
        self,
        path: str,
        query: Any = None,
        *,
        zone: str = "is1a",
        auth: aiohttp.BasicAuth | None = KEY,
        method: str = "GET",
    ) -> tuple[int, Any]:
        text = "" if query is None else f"?{quote(json.dumps(query))}"
        async with self.http.request(method, ROOT.format(zone=zone, path=path) + text, auth=auth) as answer:
            return answer.status, await answer.json()


async def test_every_call_needs_the_key(calls: Calls, simulator: Simulator) -> None:
    for auth in (None, aiohttp.BasicAuth(TOKEN, "wrong"), aiohttp.BasicAuth("wrong", SECRET)):
        status, told = await calls.ask("cloud/1.1/commonserviceitem", SIMS, auth=auth)
        assert (status, told["error_code"]) == (401, "unauthorized")
    assert simulator.journal.logins() == []
    status, told = await calls.ask("cloud/1.1/auth-status")
    assert (told["Account"]["ID"], told["ExternalPermission"]) == ("111111111111", "eventlog+bill")
    assert len(simulator.journal.logins()) == 1
    simulator.portal("sakura").expire("111111111111")
    assert (await calls.ask("cloud/1.1/auth-status"))[0] == 401


async def test_a_list_by_a_query_that_is_json(calls: Calls, account: Account) -> None:
    """Without `Status.sim` there is no use in it; it comes in pages."""
    _, bare = await calls.ask("cloud/1.1/commonserviceitem", SIMS)
    assert [entry["Status"].keys() for entry in bare["CommonServiceItems"]] == [{"ICCID"}] * 3
    account.options.page = 2
    query = {"From": 2, "Count": 5, "Include": ["*", "Status.sim"], **SIMS}
    _, page = await calls.ask("cloud/1.1/commonserviceitem", query)
    assert (page["From"], page["Count"], page["Total"]) == (2, 1, 3)
    assert page["CommonServiceItems"][0]["Status"]["sim"]["traffic_bytes_of_current_month"] == []
    assert (await calls.ask("cloud/1.1/commonserviceitem", {"Filter": {}}))[0] == 404
    assert (await calls.ask("cloud/1.1/commonserviceitem", "text"))[0] == 400


@pytest.mark.parametrize(("form", "kinds"), [("text", (str, str)), ("number", (int, int)), ("mixed", (str, int))])
async def test_bytes_as_text_and_as_numbers(
    calls: Calls, account: Account, form: str, kinds: tuple[type, type]
) -> None:
    account.options.bytes_as, account.options.ids = form, "number"
    account.options.dates, account.options.inactive = "null", frozenset({account.lines[0].line_id})
    _, told = await calls.ask("cloud/1.1/commonserviceitem", {"Include": ["*", "Status.sim"], **SIMS})
    first = told["CommonServiceItems"][0]
    traffic = first["Status"]["sim"]["traffic_bytes_of_current_month"]
    assert (type(traffic["uplink_bytes"]), type(traffic["downlink_bytes"])) == kinds
    assert int(traffic["uplink_bytes"]) + int(traffic["downlink_bytes"]) == 55
    assert isinstance(first["ID"], int)
    assert (first["Status"]["sim"]["activated"], first["Status"]["sim"]["activated_date"]) == (False, None)


async def test_a_gateway_stands_in_one_zone(calls: Calls) -> None:
    query = {"Filter": {"Class": "mobilegateway"}}
    assert (await calls.ask("cloud/1.1/appliance", query))[1]["Total"] == 0
    [gateway] = (await calls.ask("cloud/1.1/appliance", query, zone="tk1a"))[1]["Appliances"]
    path = f"cloud/1.1/appliance/{gateway['ID']}/mobilegateway"
    assert (await calls.ask(f"{path}/traffic_status"))[0] == 404
    _, traffic = await calls.ask(f"{path}/traffic_status", zone="tk1a")
    assert traffic["traffic_status"] == {"uplink_bytes": "11", "downlink_bytes": 44, "traffic_shaping": False}
    _, quota = await calls.ask(f"{path}/traffic_monitoring", zone="tk1a")
    assert quota["traffic_monitoring_config"]["traffic_quota_in_mb"] == 3000
    assert (await calls.ask(f"{path}/power", zone="tk1a"))[0] == 404


async def test_bills(calls: Calls, account: Account) -> None:
    """By year, with rows; a key without the word `bill` gets none."""
    base = "system/1.0/bill/by-contract/111111111111"
    account.options.running = 660
    _, told = await calls.ask(f"{base}/2026")
    assert [(one["Date"][:10], one["Paid"]) for one in told["Bills"]] == [("2026-08-06", False), ("2026-07-31", False)]
    assert told["Bills"][1]["PayLimit"] == "2026-08-31T00:00:00+09:00"
    assert (await calls.ask(f"{base}/2025"))[1]["Bills"] == []
    _, rows = await calls.ask(f"system/1.0/billdetail/abc12345/{told['Bills'][1]['BillID']}")
    assert sum(row["Amount"] for row in rows["BillDetails"]) == told["Bills"][1]["Amount"]
    assert (await calls.ask(f"system/1.0/billdetail/other/{told['Bills'][1]['BillID']}"))[0] == 404
    account.options.external = "eventlog"
    assert (await calls.ask(f"{base}/2026"))[0] == 403
    assert (await calls.ask("system/1.0/bill/by-contract/222222222222/2026"))[0] == 403


async def test_failures(calls: Calls, account: Account) -> None:
    account.options.refused_with_200 = "cloud/1.1/auth-status"
    assert (await calls.ask("cloud/1.1/auth-status"))[1]["is_ok"] is False
    account.options.denied = frozenset({"cloud/1.1/appliance"})
    assert (await calls.ask("cloud/1.1/appliance", {}))[0] == 403
    assert (await calls.ask("cloud/1.1/nothing"))[0] == 404
    account.options.foreign, account.options.refused_with_200 = True, None
    assert (await calls.ask("cloud/1.1/auth-status"))[1]["Account"]["ID"] != account.account_id


async def test_what_changes_something_is_harm(calls: Calls, simulator: Simulator) -> None:
    portal = simulator.portal("sakura")
    assert isinstance(portal, SakuraPortal)
    await calls.ask("cloud/1.1/commonserviceitem/113000000001/sim/activate", method="PUT")
    assert portal.harm == ["PUT /cloud/zone/is1a/api/cloud/1.1/commonserviceitem/113000000001/sim/activate"]
