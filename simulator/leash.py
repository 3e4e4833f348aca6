"""Run a program that ends, with all that it has started, when whoever wanted it is gone, however that ended.

Usage: python -m simulator.leash PROGRAM ARGUMENTS…; standard input is a pipe that is never written to.
"""

from contextlib import suppress
import os
import signal
import subprocess
import sys
from threading import Thread

_PATIENCE = 5


def main() -> int:
    """Run it until it or standard input ends; returns its exit status."""
    process = subprocess.Popen(
        sys.argv[1:],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        _end(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        _end(process, signal.SIGKILL)

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # only the end of the pipe counts
    Thread(target=watch, name="leash", daemon=True).start()
    status = process.wait()
    _end(process, signal.SIGKILL)
    return status


def _end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)


if __name__ == "__main__":
    sys.exit(main())
