"""Run the portals alone: `python -m simulator --port 8443 --ca FILE`."""

import argparse
import asyncio
from datetime import datetime
import json
from pathlib import Path
import signal
import sys

from .clock import TOKYO
from .demo import demo_world
from .demo_people import credentials_of
from .server import Simulator
from .world import World
from .worldfile import BadWorld, read


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description="The carriers' portals, on this machine alone.")
    parser.add_argument("--port", type=int, default=0, help="port of the TLS server (0: any)")
    parser.add_argument("--ca", type=Path, required=True, metavar="FILE", help="where to write the CA certificate")
    parser.add_argument("--world", default="demo", metavar="demo|FILE.json", help="who lives in the world")
    parser.add_argument("--now", type=_moment, metavar="ISO", help="the time at the start (Tokyo unless it says)")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds per second")
    parser.add_argument("--control", type=int, default=0, metavar="PORT", help="port of the control interface (0: any)")
    parser.add_argument("--trimmings", type=int, default=0, metavar="BYTES", help="menus and the like around each page")
    return parser.parse_args()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)


def _world(arguments: argparse.Namespace) -> World:
    if arguments.world == "demo":
        return demo_world(arguments.now, arguments.speed)
    return read(Path(arguments.world), arguments.now, arguments.speed)


async def _run(arguments: argparse.Namespace, world: World) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    simulator = Simulator(world, ca_file=arguments.ca)
    simulator.trimmings = arguments.trimmings
    await simulator.start(arguments.port, control=arguments.control)
    ready = {
        "port": simulator.port,
        "control_port": simulator.control_port,
        "ca": str(arguments.ca),
        "hosts": list(simulator.hosts),
        "accounts": [[account.carrier, account.account_id] for account in world.accounts],
    }
    if arguments.world == "demo":
        ready["credentials"] = {account.carrier: credentials_of(account) for account in world.accounts}
    print(json.dumps(ready), flush=True)
    await stop.wait()
    await simulator.stop()


def main() -> int:
    """Read the command line and run; returns the exit status: 2 for a world that is none."""
    arguments = _arguments()
    try:
        world = _world(arguments)
    except (BadWorld, OSError) as err:
        reason = err.strerror if isinstance(err, OSError) else str(err)
        print(f"simulator: {arguments.world}: {reason}", file=sys.stderr)
        return 2
    asyncio.run(_run(arguments, world))
    return 0


if __name__ == "__main__":
    sys.exit(main())
