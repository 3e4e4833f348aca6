"""The `script/carrier` command: try a carrier without Home Assistant, or read one saved page. See `--help`.

Exit status: 0 fine; 2 usage; 3 login refused; 4 code needed; 5 human check or account action; 6 maintenance, rate
limit or no connection; 7 layout changed or foreign answer. With `--json` standard output holds the JSON alone.
"""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import datetime
import json
import logging
from pathlib import Path
import sys
from typing import Any, NoReturn, override

from . import CARRIERS
from .carrier import Carrier
from .cli_fetch import FetchOptions, fetch
from .cli_network import connect_to
from .cli_read import read_file
from .cli_show import as_json, as_text, shown, told_error
from .cli_state import Usage
from .errors import (
    AccountActionNeeded,
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
    Maintenance,
    RateLimited,
    RefusedBefore,
)
from .model import TOKYO, Account, Part
from .places import Unusable
from .portal.offline import Look

USAGE = 2
STATUS: dict[type[CarrierError], int] = {
    LoginRefused: 3,
    LoginExpired: 3,
    CodeNeeded: 4,
    HumanCheckNeeded: 5,
    AccountActionNeeded: 5,
    Maintenance: 6,
    RateLimited: 6,
    CannotConnect: 6,
    LayoutChanged: 7,
    ForeignAnswer: 7,
}


_GO_ON = (
    "To go on, correct the credentials file; or, if they are right after all (the account was locked, say), "
    "send them once more with --again."
)


def _parts(text: str) -> frozenset[Part]:
    try:
        return frozenset(Part(name.strip()) for name in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"parts are {','.join(Part)}") from None


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a time looks like 2026-08-06T12:00") from None
    return found.replace(tzinfo=found.tzinfo or TOKYO).astimezone(TOKYO)


class _Parser(argparse.ArgumentParser):
    """Tells bad usage as every other error is told, so that `--json` holds for it too."""

    @override
    def error(self, message: str) -> NoReturn:
        raise Usage(f"{message}; see --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="script/carrier", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="list | fetch | read")
    listing = commands.add_parser("list", help="the carriers")
    fetching = commands.add_parser("fetch", help="log in for real and print the account")
    fetching.add_argument("key", help="the carrier's key, see list")
    fetching.add_argument(
        "--credentials", required=True, type=Path, metavar="FILE", help="JSON object of the login fields"
    )
    fetching.add_argument("--code", help="the one-time code, if one is asked for")
    fetching.add_argument("--parts", type=_parts, default=frozenset(Part), help=f"of {','.join(Part)} (default: all)")
    fetching.add_argument("--state", type=Path, metavar="FILE", help="keeps the login state between runs")
    fetching.add_argument(
        "--again", action="store_true", help="send credentials that were refused on an earlier run once more"
    )
    fetching.add_argument(
        "--connect-to", action="append", default=[], type=connect_to, metavar="HOST:PORT:ADDRESS:PORT"
    )
    fetching.add_argument("--cacert", type=Path, metavar="FILE", help="trust these certificates, and no others")
    fetching.add_argument("--record", type=Path, metavar="DIR", help="write masked pages to share")
    reading = commands.add_parser("read", help="read one saved page or answer, offline")
    reading.add_argument("key", help="the carrier's key, see list")
    reading.add_argument(
        "page", help="which page it is: the last part of its path; any other is looked through for labels"
    )
    reading.add_argument("file", type=Path)
    reading.add_argument("--url", help="the address it came from")
    reading.add_argument("--at", type=_time, metavar="TIME", help="when it was saved (default: now)")
    for command in (listing, fetching, reading):
        command.add_argument("--json", action="store_true", help="JSON on standard output")
        command.add_argument("--verbose", action="store_true", help="log requests (host and path, never a secret)")
    return parser


def _carrier(key: str) -> Carrier:
    try:
        return CARRIERS[key]
    except KeyError:
        raise Usage(f"unknown carrier {key!r}; known: {' '.join(CARRIERS)}") from None


def _run(options: argparse.Namespace) -> tuple[Account, Look | None]:
    carrier = _carrier(options.key)
    if options.command == "read":
        return read_file(carrier, options.page, options.file, options.url, options.at or datetime.now(TOKYO))
    chosen = FetchOptions(
        credentials=options.credentials,
        code=options.code,
        parts=options.parts,
        state=options.state,
        connect_to=tuple(options.connect_to),
        cacert=options.cacert,
        record=options.record,
        again=options.again,
    )
    return asyncio.run(fetch(carrier, chosen)), None


def _print(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is returned."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options = _parser().parse_args(given)
        logging.basicConfig(stream=sys.stderr, level=logging.DEBUG if options.verbose else logging.WARNING)
        if options.command == "list":
            _list(as_data=options.json)
        else:
            _show(*_run(options), as_data=options.json)
    except (CarrierError, Usage, Unusable) as err:
        print(f"error: {err}", file=sys.stderr)
        if isinstance(err, RefusedBefore):
            print(_GO_ON, file=sys.stderr)
        if "--json" in given:
            _print({"error": told_error(err)})
        return STATUS[_kind(err)] if isinstance(err, CarrierError) else USAGE
    except KeyboardInterrupt:
        return 130
    return 0


def _list(*, as_data: bool) -> None:
    carriers = [shown(carrier) for carrier in CARRIERS.values()]
    if as_data:
        _print(carriers)
    else:
        print("\n".join(f"{entry['key']:10} {entry['name']}" for entry in carriers))


def _show(account: Account, look: Look | None, *, as_data: bool) -> None:
    for problem in account.problems:
        where = f" of {problem.line_id}" if problem.line_id else ""
        print(f"problem: {problem.part}{where}: {problem.error}", file=sys.stderr)
    if as_data:
        _print(as_json(account, look))
    else:
        print(as_text(account, look))


def _kind(err: CarrierError) -> type[CarrierError]:
    return next(kind for kind in STATUS if isinstance(err, kind))


if __name__ == "__main__":
    sys.exit(main())
