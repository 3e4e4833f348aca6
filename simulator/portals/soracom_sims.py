"""SORACOM's SIMs and their statistics, as the API shows them. Sheet 4.1 to 4.3."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from simulator.clock import Month
from simulator.people import Account, Line, Usage
from simulator.world import World

from .soracom_figures import day_begins, imsis, month_of, msisdn, options_of, recorded, sim_of, today

type Json = dict[str, Any]

_BORN = 1_700_000_000_000
_SPEED = {"fast": "s1.standard", "slow": "s1.minimum"}


def sim(account: Account, line: Line, world: World) -> Json:
    """One entry of the list. Fields that are not set are left out, as the definition wants, or null."""
    own = sim_of(account, line)
    told: Json = {
        "simId": line.line_id,
        "operatorId": account.account_id,
        "status": line.status,
        "type": own.kind,
        "moduleType": "virtual" if own.kind == "virtual" else "nano",
        "speedClass": _SPEED["fast"],
        "activeProfileId": line.line_id,
        "profiles": _profiles(account, line),
        "createdTime": _BORN,
        "lastModifiedTime": int(world.now().timestamp() * 1000),
        "terminationEnabled": False,
    }
    if own.name is not None:
        told["tags"] = {"name": own.name}
    if own.session != "none":
        online = own.session == "online"
        told["sessionStatus"] = {"online": online, "lastUpdatedAt": _BORN, "subscription": line.plan.name}
    if own.nulls:
        told |= {"imeiLock": None, "expiryAction": None, "lastPortMappingCreatedTime": None, "previousSession": None}
        told.setdefault("sessionStatus", None)
    return told


def _profiles(account: Account, line: Line) -> Json:
    own = sim_of(account, line)
    members = imsis(account, line)
    found = {line.line_id: _profile(line.line_id, members, line, list(own.bundles), msisdn(line))}
    if own.spare_profile:
        spare = f"9{line.line_id[1:]}"
        found = {spare: _profile(spare, [f"9{members[0][1:]}"], line, ["D-100MB"], ""), **found}
    return found


def _profile(iccid: str, members: list[str], line: Line, bundles: list[str], number: str) -> Json:
    subscribers = {}
    for imsi in members:
        subscribers[imsi] = {
            "imsi": imsi,
            "msisdn": number,
            "status": "active",
            "subscription": line.plan.name,
            "bundles": bundles if imsi == members[0] else [],
            "capabilities": {"data": True, "sms": line.kind != "data"},
        }
    return {"iccid": iccid, "primaryImsi": members[0], "otaSupported": False, "subscribers": subscribers}


def span(period: str, since: int, until: int) -> tuple[date, date]:
    """The days of a window, whole buckets."""
    first, last = (datetime.fromtimestamp(at, UTC).date() for at in (since, until))
    return (Month.of(first).first, Month.of(last).last) if period == "month" else (first, last)


def buckets(account: Account, line: Line, world: World, period: str, days: tuple[date, date]) -> list[Json]:
    """A SIM's records of a window; what has no record is not there."""
    found = [_bucket(account, line, period, at, usage) for at, usage in used(line, world, period, days)]
    return list(reversed(found)) if options_of(account).unsorted else found


def used(line: Line, world: World, period: str, days: tuple[date, date]) -> list[tuple[date, Usage]]:
    """What a SIM used by the first day of each month, or by the day, where there is a record."""
    since, until = days[0], min(days[1], today(world))
    if period == "day":
        return list(recorded(line, since, until))
    month, found = Month.of(since), []
    while month <= Month.of(until):
        usage = month_of(line, month, until)
        if usage is not None:
            found.append((month.first, usage))
        month = month.plus(1)
    return found


def classes(account: Account, line: Line, usage: Usage) -> dict[str, int]:
    """Bytes by what a record is split by: the speed class, or on the global coverage a subscription."""
    if sim_of(account, line).coverage == "g":
        return {line.plan.name: usage.total}
    return {_SPEED["fast"]: usage.fast} | ({_SPEED["slow"]: usage.slow} if usage.slow else {})


def _bucket(account: Account, line: Line, period: str, begins: date, usage: Usage) -> Json:
    options = options_of(account)
    told: Json = {
        "unixtime": day_begins(begins),
        "dataTrafficStatsMap": {
            key: _traffic(amount, options.packets) for key, amount in classes(account, line, usage).items()
        },
    }
    if options.dates:
        told["date"] = begins.strftime("%Y%m" if period == "month" else "%Y%m%d")
    return told


def _traffic(amount: int, packets: bool) -> Json:
    up = amount // 5
    told = {"uploadByteSizeTotal": up, "downloadByteSizeTotal": amount - up}
    return told | ({"uploadPacketSizeTotal": up // 1400, "downloadPacketSizeTotal": amount // 1400} if packets else {})


def export(account: Account, lines: list[Line], world: World, period: str, days: tuple[date, date]) -> str:
    """The file of all SIMs: one row for each subscriber, date and class. Terminated SIMs are in it."""
    options = options_of(account)
    tags = "".join(f",{tag}" for tag in options.export_tags)
    head = "imsi,date,type,uploadByteSizeTotal,uploadPacketCountTotal,downloadByteSizeTotal,downloadPacketCountTotal"
    rows = [f"{head}{tags}"]
    for line in lines:
        members = imsis(account, line)
        for begins, usage in used(line, world, period, days):
            shown = begins.strftime("%Y%m" if period == "month" else "%Y%m%d")
            for place, (key, amount) in enumerate(classes(account, line, usage).items()):
                up = amount // 5
                owner = members[-1] if place else members[0]
                blanks = "," * len(options.export_tags)
                rows.append(f"{owner},{shown},{key},{up},{up // 1400},{amount - up},{amount // 1400}{blanks}")
    return ("\ufeff" if options.export_bom else "") + "\r\n".join(rows) + "\r\n"


def too_long(account: Account, days: tuple[date, date]) -> bool:
    """Whether a window is longer than it may be (assumed)."""
    longest = options_of(account).longest
    return longest is not None and days[1] - days[0] > timedelta(days=longest)
