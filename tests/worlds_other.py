"""Worlds of a portal of unknown make for property tests."""

from random import Random

from hypothesis import strategies as st

from simulator.clock import Clock, Month
from simulator.people import GB, MB, Account, Bill, Grant, GrantKind, Invoice, Item, Line, Plan, Pool, Usage
from simulator.portals.other_options import DECOYS, TOLD, OtherOptions
from simulator.portals.other_sites import SITES, start_address
from simulator.world import World
from tests.worlds import credentials_of, moments

CARRIERS = tuple(carrier for site in SITES for carrier in site.carriers)
STYLES = ("table", "dl", "cards", "text", "json", "json_keys")
LABELS = {
    "remaining": ("残りデータ量", "データ残量", "残高", "残データ容量", "データ残高"),
    "used": ("ご利用データ量", "使用量", "データ使用量", "当月利用データ量", "ご利用量"),
    "total": ("データ容量", "基本データ容量", "月間データ容量", "ご契約データ量"),
    "bill": ("ご請求金額", "請求予定額", "ご請求額", "お支払い金額"),
    "plan": ("ご契約プラン", "料金プラン", "サービス名"),
    "number": ("電話番号", "ご利用回線", "ご契約電話番号"),
}
_TELLS = (TOLD, TOLD - {"bill"}, TOLD - {"total"}, frozenset({"remaining"}), frozenset({"used"}), frozenset({"bill"}))
_NAMES = (None, ("loginId", "loginPassword"), ("user", "pass"), ("f001", "f002"), ("j_username", "j_password"))
_MONTHS = 6


def credentials_with_address(account: Account) -> dict[str, str]:
    """What logs in to an account of "another carrier": the address too."""
    return {**credentials_of(account), "url": start_address(account)}


@st.composite
def other_worlds(
    draw: st.DrawFn,
    *,
    carrier: str | None = None,
    lines: int = 1,
    variants: bool = True,
    style: str | None = None,
    decoys: bool = True,
) -> World:
    """One account (its carrier drawn unless given) at a time that stands still.

    All figures are exact at the portal's rounding, and used and remaining together are the total. With `variants` the
    portal's harmless variants are drawn; `style` pins how it writes, without `decoys` nothing misleading stands beside.
    """
    now = draw(moments())
    month = Month.of(now.date())
    options = draw(_options(decoys=decoys)) if variants else OtherOptions(decoys=DECOYS if decoys else frozenset())
    options.style = style or options.style
    step = MB if options.unit == "MB" else GB // 10**options.decimals
    figures = Random(draw(st.integers(0, 2**32)))
    drawn, pools = [], {}
    for number in range(1, draw(st.integers(1, lines)) + 1):
        plan = Plan(draw(st.sampled_from(["おてがるプラン", "20GBプラン", "データ&通話<L>"])), draw(_sizes()) * GB)
        line = Line(f"line{number}", f"070-0000-{number:04}", f"C{number:08}", f"own{number}", plan)
        size = plan.size or 0
        used = draw(st.sampled_from([0, size // step]) | st.integers(0, size // step)) * step
        line.months = {
            month.plus(-back): Usage(figures.randrange(size // step + 1) * step) for back in range(1, _MONTHS)
        }
        line.months[month] = Usage(used)
        pools[line.pool_id] = Pool(line.pool_id, [Grant(GrantKind.BASE, size, size - used, month.last)])
        drawn.append(line)
    key = carrier or draw(st.sampled_from(CARRIERS))
    passwords = ["simple-Secret-77", 'quo"te\\and+plus&amp'] + ["pässwörd-ひみつ-42"] * (options.charset == "utf-8")
    user = "07000000001" if key == "nuro" else f"user{draw(st.integers(1, 9999)):04}"
    account = Account(
        carrier=key,
        account_id=user,
        usernames=(user,),
        password=draw(st.sampled_from(passwords)),
        name="見本花子",
        lines=drawn,
        pools=pools,
        bills=[_bill(month.plus(-back), draw(st.integers(0, 50_000)) if back == 1 else 2980) for back in (1, 2)],
        grant_months=0,
        options=options,
    )
    if lines > 1:
        options.tells_number = True
    return World(Clock(now), [account], settled=now)


def _sizes() -> st.SearchStrategy[int]:
    return st.sampled_from([1, 3, 5, 20, 50, 100, 1500])


def _bill(month: Month, amount: int) -> Bill:
    return Bill(month, (Invoice(f"1{month.compact}", (Item("月額料金", amount),), 0),))


def _options(*, decoys: bool) -> st.SearchStrategy[OtherOptions]:
    labels = {kind: st.sampled_from(wordings) for kind, wordings in LABELS.items()}
    return st.builds(
        OtherOptions,
        entry=st.sampled_from([None, "redirect", "link", "start"]),
        fields=st.sampled_from(_NAMES),
        token=st.booleans(),
        second_step=st.booleans(),
        submit=st.sampled_from(["input", "button", "image"]),
        other_forms=st.booleans(),
        action=st.sampled_from(["relative", "path", "absolute"]),
        refusal=st.sampled_from(["text", "silent", "redirect"]),
        handover=st.sampled_from(["ticket", "form"]),
        tells=st.sampled_from(_TELLS),
        tells_number=st.booleans(),
        tells_plan=st.booleans(),
        tells_month=st.sampled_from(["label", "period", "none"]),
        tells_bill_month=st.booleans(),
        layout=st.sampled_from(["home", "usage", "spread", "mixed"]),
        labels=st.fixed_dictionaries(labels),
        lines=st.sampled_from(["sections", "links"]),
        archive=st.sampled_from([0, 0, 3, 12]),
        style=st.sampled_from(STYLES),
        unit=st.sampled_from(["GB", "GB", "MB"]),
        decimals=st.sampled_from([1, 2, 2, 3]),
        comma=st.booleans(),
        space=st.booleans(),
        wide=st.booleans(),
        yen=st.sampled_from(["円", "¥", "税込"]),
        decoys=st.frozensets(st.sampled_from(sorted(DECOYS))) if decoys else st.just(frozenset()),
        links=st.sampled_from(["relative", "absolute"]),
        charset=st.sampled_from(["utf-8", "utf-8", "Shift_JIS", "EUC-JP"]),
        charset_header=st.booleans(),
    )
