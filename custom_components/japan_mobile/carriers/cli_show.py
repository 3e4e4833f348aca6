"""What `script/carrier` prints."""

from typing import Any

from . import wire
from .carrier import Can, Carrier
from .cli_state import Usage
from .errors import AccountActionNeeded, CarrierError, LayoutChanged, Maintenance, RateLimited
from .model import Account, Line
from .places import Unusable
from .portal.offline import Look
from .survey import Figure

_GIGA = 10**9


def shown(carrier: Carrier) -> dict[str, Any]:
    """One carrier as `list --json` tells it."""
    return {
        "key": carrier.key,
        "name": carrier.name,
        "family": carrier.family,
        "login": carrier.login.value,
        "fields": [{"key": field.key, "secret": field.secret, "required": field.required} for field in carrier.fields],
        "hosts": list(carrier.hosts),
        "capabilities": [str(can.name).lower() for can in Can if can in carrier.can],
        "evidence": carrier.evidence.newest,
    }


def told_error(err: CarrierError | Usage | Unusable) -> dict[str, Any]:
    """An error as `--json` tells it: its kind, and what its kind knows."""
    told: dict[str, Any] = {"kind": err.kind, "message": str(err)}
    match err:
        case LayoutChanged():
            told |= wire.told_error(err)
        case Maintenance():
            told["until"] = err.until and err.until.isoformat()
        case RateLimited():
            told["retry_after"] = err.retry_after and err.retry_after.total_seconds()
        case AccountActionNeeded():
            told["action"] = err.action
        case Unusable():
            told["field"] = err.field
    return told


def as_json(account: Account, look: Look | None = None) -> dict[str, Any]:
    """An account as `--json` tells it; an id that is not known is null. `look`: what else was found on its page."""
    content = wire.dump(account)
    return content | {
        "account_id": content["account_id"] or None,
        "lines": [line | {"line_id": line["line_id"] or None} for line in content["lines"]],
        **({} if look is None else _looked(look)),
    }


def _looked(look: Look) -> dict[str, Any]:
    return {
        "found": [
            {"label": figure.label, "text": figure.text, "kind": figure.kind, "place": figure.place}
            for figure in look.found
        ],
        "doubts": [doubt._asdict() for doubt in look.doubts],
    }


def as_text(account: Account, look: Look | None = None) -> str:
    """An account for people to read, and what else was found on its page."""
    lines = [f"{account.carrier} {account.account_id}".strip(), *(_line(line) for line in account.lines)]
    for bill in account.bills:
        amount = "?" if bill.amount is None else f"¥{bill.amount:,}"
        lines.append(f"  bill {bill.month or '?'}: {amount} ({bill.state})")
    if look is not None:
        lines += [f"found: {told(figure)}" for figure in look.found]
        lines += [f"doubtful: {doubt.label}: {doubt.why}" for doubt in look.doubts]
    return "\n".join(lines)


def told(figure: Figure) -> str:
    """A figure for people to read."""
    return f"{figure.label}: {figure.text} ({figure.place})"


def _line(line: Line) -> str:
    days = f", {len(line.daily)} days and {len(line.monthly)} months of history" if line.daily or line.monthly else ""
    return (
        f"  {line.number or line.line_id} {line.plan or ''}: {_gb(line.remaining)} left of {_gb(line.total)}, "
        f"{_gb(line.used)} used{', throttled' if line.throttled else ''}{days}"
    )


def _gb(volume: int | None) -> str:
    return "?" if volume is None else f"{volume / _GIGA:.2f} GB"
