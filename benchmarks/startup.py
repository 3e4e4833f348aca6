"""What the integration adds to Home Assistant's start: the imports of its modules, in a process of its own each time.

Home Assistant's own modules are there already, as they are in a home that has sensors and calendars; what is installed for
us is not. What Python compiled at the first import is kept, as it is at home.
"""

import os
from statistics import median
import subprocess
import sys

RUNS = 7
ACCOUNTS = ((), ("iijmio",), ("softbank", "docomo"))
"""Homes: the carriers with which they have an account."""
_HOME = (
    "calendar", "event", "button", "switch", "sensor", "binary_sensor", "webhook", "diagnostics", "system_health", "repairs", "llm",
    "recorder.models", "recorder.statistics", "homeassistant.exposed_entities", "http.server",
)  # fmt: skip
OURS = ("", ".config_flow", ".diagnostics", ".system_health", ".intent", ".llm", ".trigger", ".condition", *(
    f".{platform}" for platform in ("binary_sensor", "button", "calendar", "event", "sensor", "switch")
))  # fmt: skip
"""What Home Assistant imports of an integration: itself, and its platforms."""
_CODE = """
import importlib, time
for name in {home}: importlib.import_module("homeassistant.components." + name)
began = time.perf_counter()
for name in {ours}: importlib.import_module("custom_components.japan_mobile" + name)
from custom_components.japan_mobile.carriers import CARRIERS
for key in {accounts}: CARRIERS[key].load()
print(time.perf_counter() - began)
"""


def measure(accounts: tuple[str, ...] = ()) -> float:
    """Seconds that the imports take in a home with accounts with these carriers."""
    code = _CODE.format(home=_HOME, ours=OURS, accounts=accounts)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    return float(answer.stdout)


def measured(accounts: tuple[str, ...]) -> list[float]:
    """The seconds of several runs, after one that compiles."""
    measure(accounts)
    return [measure(accounts) for _ in range(RUNS)]


def main() -> None:
    """Print the figures."""
    for accounts in ACCOUNTS:
        times = [1000 * seconds for seconds in measured(accounts)]
        home = " and ".join(accounts) or "no account"
        print(f"{home}: {median(times):.0f} ms (median of {RUNS}), {max(times):.0f} ms (worst)")


if __name__ == "__main__":
    main()
