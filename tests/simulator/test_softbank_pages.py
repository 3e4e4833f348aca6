"""What SoftBank's and Y!mobile's pages show: usage in every layout, arrears, documents, unbilled amounts, calls."""

from collections.abc import AsyncIterator
from datetime import timedelta
import re
from typing import Any

import aiohttp
from hypothesis import HealthCheck, given, settings
import pytest

from simulator import GB, Account, Simulator, World
from simulator.portals.softbank_data import usage_page
from simulator.portals.softbank_figures import base_left, figures_of
from tests.simulator.softbank_browser import Browser
from tests.simulator.softbank_people import NOW, STEP, both
from tests.worlds_softbank import softbank_worlds, ymobile_worlds


@pytest.fixture
async def simulator(socket_enabled: None) -> AsyncIterator[Simulator]:
    one = Simulator(both())
    await one.start(control=0)
    yield one
    await one.stop()


@pytest.fixture
def softbank(simulator: Simulator, http: aiohttp.ClientSession) -> Browser:
    return Browser(simulator, http, simulator.world.accounts[0])


@pytest.fixture
def ymobile(simulator: Simulator, http: aiohttp.ClientSession) -> Browser:
    return Browser(simulator, http, simulator.world.accounts[1])


def line(simulator: Simulator, account: Account) -> Any:
    [one] = simulator.world.truth(account.carrier, account.account_id)["lines"]
    return one


async def test_tables(simulator: Simulator, ymobile: Browser) -> None:
    page = await ymobile.data()
    rows = {
        "".join(node.css_first("th").text().split()): node.css_first("td").text(separator="|").strip()  # type: ignore[union-attr]
        for node in page.html.css(".list-toggle-content tr")
    }
    assert rows == {
        "前月くりこし分": "1.20GB",
        "基本データ量残り": "18.85GB／20.00GB",
        "基本データ量": "20.00GB",
        "データ増量オプション残り": "0.30GB",
        "データ増量オプション": "0.30GB|有効期限 ご利用月の末日",
        "購入データ量": "1.50GB",
        "使用量合計": "2.35GB",
    }
    assert [node.text() for node in page.html.css("p.res-fs14")] == ["2026年3月1日～2026年3月31日", "080-0000-0002"]
    assert page.one("h2.res-fs16").text() == "3月のご利用状況"
    truth = line(simulator, ymobile.account)
    assert (truth["used_bytes"], truth["total_bytes"]) == (235 * STEP, 2300 * STEP)
    assert truth["remaining_bytes"] == 2065 * STEP
    assert [(one["kind"], one["total_bytes"] // STEP, one["remaining_bytes"]) for one in truth["buckets"]] == [
        ("carry_over", 120, None),
        ("base", 2000, None),
        ("bonus", 30, None),
        ("top_up", 150, None),
    ]
    assert (truth["cycle_start"], truth["cycle_end"]) == ("2026-03-01", "2026-03-31")


def test_variants_of_the_tables() -> None:
    world = both()
    account, options = world.accounts[1], world.accounts[1].options
    options.a_means, options.allowance_row = "allowance", False
    assert "20.00GB／20.00GB" in usage_page(world, account)
    assert "<th>基本データ量</th>" not in usage_page(world, account)
    options.table_order, options.missing = ("used", "top_up"), frozenset({"carry_over"})
    labels = re.findall("<table><tbody><tr><th>(.*?)</th>", usage_page(world, account))
    assert labels == ["使用量 合計", "購入データ量", "基本データ量 残り", "データ増量オプション 残り"]
    options.size_style, options.empty = "full", frozenset({"top_up"})
    assert "<th>購入データ量</th><td></td>" in usage_page(world, account)
    assert "２．３５ＧＢ" in usage_page(world, account)
    options.size_style, options.unit = "spaced", "MB"
    assert "\n\t\t2350.00MB\n " in usage_page(world, account)
    options.shown_number, options.month_shift = "080-0000-0099", -1
    assert ["080-0000-0099" in usage_page(world, account), "2月のご利用状況" in usage_page(world, account)] == [
        True
    ] * 2
    options.layout = "card"
    assert "<td>20.65GB（" in usage_page(world, account)


def test_the_order_of_use_decides_what_is_left_of_the_base() -> None:
    world = both()
    account = world.accounts[1]
    figures = figures_of(world, account)
    left = {}
    for first in ("carry_over", "others", "base"):
        account.options.consumed_first = first
        left[first] = base_left(account, figures) // STEP
    assert left == {"carry_over": 1885, "others": 2000, "base": 1765}


async def test_the_chart(simulator: Simulator, softbank: Browser) -> None:
    text = (await softbank.data()).text
    [row] = [row for row in text.splitlines() if '"chartType":  "pie",' in row]
    assert row.endswith(",}]};")
    pairs = dict(re.findall(r'"(\w+)": +"([\d.]*)"', row))
    assert pairs == {
        "usedGigaData": "2.35",
        "remainData": "20.65",
        "stepRemainData": "",
        "currentAdditionalData": "1.00",
        "currentAdditionalUsedData": "1.00",
        "currentGivenData": "0.50",
        "currentGivenUsedData": "0.15",
    }
    truth = line(simulator, softbank.account)
    assert (truth["used_bytes"], truth["remaining_bytes"], truth["total_bytes"]) == (235 * STEP, 2065 * STEP, 23 * GB)
    assert [(one["kind"], one["total_bytes"] // STEP, one["remaining_bytes"] // STEP) for one in truth["buckets"]] == [
        ("top_up", 100, 0),
        ("gift", 50, 35),
    ]
    assert truth["cycle_start"] is None


def test_older_layouts() -> None:
    world = both()
    account = world.accounts[0]
    account.options.layout = "spans"
    assert re.findall(r"<span>([\d.]+)</span>GB", usage_page(world, account)) == ["2.35", "23.00", "20.65"]
    account.options.layout, account.options.old_labels = "p-left-10", False
    assert re.findall(r'<p></p><p class="p-left-10">([\d.]+)GB', usage_page(world, account)) == [
        "2.35",
        "23.00",
        "1.20",
    ]
    account.options.layout = "packets"
    assert "161,328,125 パケット（19.23GB）" in usage_page(world, account)
    assert 2065 * STEP == 161_328_125 * 128
    account.options.layout = "unknown"
    assert "GBプレゼント" in usage_page(world, account)
    assert world.truth("softbank", account.account_id)["lines"][0]["remaining_bytes"] is None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(ymobile_worlds(layout=None) | softbank_worlds(layout=None))
def test_any_world_adds_up(world: World) -> None:
    account = world.accounts[0]
    figures = figures_of(world, account)
    [one] = world.truth(account.carrier, account.account_id, "all_documents")["lines"]
    assert account.pool(account.lines[0]).left(world.today()) == figures.remaining
    if one["total_bytes"] is not None:
        assert one["used_bytes"] + one["remaining_bytes"] == one["total_bytes"] == figures.total
    least = max(0, figures.remaining - figures.carry_over - figures.others)
    assert least <= base_left(account, figures) <= min(figures.base, figures.remaining)
    assert usage_page(world, account)


def test_what_is_left_of_a_grant_becomes_carry_over() -> None:
    world = both()
    account = world.accounts[1]
    world.clock.set(NOW.replace(month=4, day=1, hour=0, minute=0))
    world.now()
    world.use("ymobile", account.account_id, account.lines[0].line_id, fast=100 * STEP)
    figures = figures_of(world, account)
    assert (figures.carry_over // STEP, figures.base // STEP, figures.used // STEP) == (2000, 2000, 100)


async def test_arrears(simulator: Simulator, softbank: Browser) -> None:
    softbank.account.options.status_list = True
    await softbank.log_in()
    assert "未払い金があります" not in (await softbank.get(f"{softbank.portal}top")).text
    softbank.account.bills[2].unpaid = True
    page = await softbank.get(f"{softbank.portal}top")
    assert "未払い金があります" in page.text
    assert "1月請求分" in page.text
    assert [node.text() for node in page.html.css("td.unpaid")] == ["未払い"]
    truth = simulator.world.truth("softbank", softbank.account.account_id)
    assert [(bill["month"], bill["state"]) for bill in truth["bills"]] == [(None, "unpaid")]


async def test_documents(simulator: Simulator, softbank: Browser) -> None:
    softbank.account.options.swapped_idx = True
    await softbank.log_in()
    await softbank.data(await softbank.link("WCO010000"))
    page = await softbank.get(f"{softbank.billing}/wco/certificate/WCO250")
    free = next(node for node in page.html.css("a") if "無料" in node.text())
    page = await softbank.code(await softbank.get(f"{softbank.billing}{free.attributes['href']}"))
    months = [node.attributes["value"] for node in page.html.css("option")]
    assert months == ["202602", "202601", "202512", "202511", "202510", "202509"]
    assert "ご請求金額 <strong>1,358円</strong>" in page.text
    page = await softbank.submit(page, "form", billYm="202601")
    assert "1,359円" in page.text
    link = next(node for node in page.html.css("a") if "電話番号別" in node.text())
    assert "idx=3" in str(link.attributes["href"])
    document = await softbank.get(f"{softbank.billing}{link.attributes['href']}")
    assert document.body.startswith(b"%PDF-1.4")
    assert "計".encode("utf-16-be").hex().encode() in document.body
    id_ = softbank.account.account_id
    first, every = (simulator.world.truth("softbank", id_, mode)["bills"] for mode in ("documents", "all_documents"))
    assert [(bill["month"], bill["amount"]) for bill in first] == [("2026-02", 1358)]
    assert len(every) == 6
    portal: Any = simulator.portal("softbank")
    assert portal.charged == []
    await softbank.get(f"{softbank.billing}/wco/certificate/doIssueByMail")
    assert portal.charged == [id_]


@pytest.mark.parametrize("style", ["2010", "2012", "2013", "2014"])
@pytest.mark.parametrize("charset", ["header", "meta", "nowhere"])
async def test_unbilled_amounts(simulator: Simulator, softbank: Browser, style: str, charset: str) -> None:
    await softbank.log_in()
    await softbank.data(await softbank.link("WCO010000"))
    url = f"{softbank.billing}/wco/billBeforeFixed/WCO020"
    assert (await softbank.get(url)).status == 404
    softbank.account.options.unbilled, softbank.account.options.charset_in = style, charset
    page = await softbank.get(url)
    text = page.body.decode("cp932" if style < "2013" else "utf-8")
    if style == "2010":
        assert "当月分…（Sun Mar 01 00:00:00 JST 2026～Thu Mar 12 00:00:00 JST 2026）" in text
    amounts = re.findall(r"([\d,]+) ?円", text.split(">前月分")[0])
    assert sum(int(amount.replace(",", "")) for amount in amounts) == 1234
    [bill] = simulator.world.truth("softbank", softbank.account.account_id)["bills"]
    assert (bill["month"], bill["amount"], bill["state"]) == ("2026-03", 1234, "estimated")


async def test_call_details(softbank: Browser) -> None:
    await softbank.log_in()
    await softbank.data(await softbank.link("WCO010000"))
    root = f"{softbank.billing}/wco/detailsCalls"
    assert (await softbank.get(root)).status == 404
    softbank.account.options.call_details = True
    page = await softbank.get(root)
    assert page.one("input[name=billYm]").attributes["value"] == "202602"
    assert {len(row.css("td")) for row in page.html.css("tbody tr")} == {9}
    last = await softbank.get(softbank.billing + str(page.one("li.btn_last_page a").attributes["href"]))
    assert len(last.html.css("tbody tr")) == 1
    before = await softbank.get(softbank.billing + str(page.one("p.prev a").attributes["href"]))
    assert before.one("input[name=billYm]").attributes["value"] == "202601"
    assert (await softbank.get(f"{root}/goMonth/202607")).status == 404


async def test_a_living_line_goes_on_adding_up(simulator: Simulator, ymobile: Browser) -> None:
    account = ymobile.account
    account.lines[0].rate = 30_000_000
    simulator.world.clock.advance(timedelta(days=30))
    simulator.world.now()
    truth = line(simulator, account)
    left = account.pool(account.lines[0]).left(simulator.world.today())
    assert abs(truth["remaining_bytes"] - left) <= 2 * STEP
    assert f"{truth['used_bytes'] / GB:.2f}GB" in (await ymobile.data()).text
