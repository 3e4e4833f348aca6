"""What the integration adds to Home Assistant's start: the import of its modules, in a process of its own each time.

Home Assistant's own modules are there already, as they are in a home that has sensors and calendars.
"""

from statistics import median
import subprocess
import sys

RUNS = 7
_HOME = (
    "calendar", "event", "button", "switch", "sensor", "binary_sensor", "webhook", "diagnostics", "system_health", "repairs", "llm",
    "recorder.models", "recorder.statistics", "homeassistant.exposed_entities", "http.server",
)  # fmt: skip
_OURS = ("", ".config_flow", ".diagnostics", ".system_health", ".intent", ".llm", ".trigger", ".condition", *(
    f".{platform}" for platform in ("binary_sensor", "button", "calendar", "event", "sensor", "switch")
))  # fmt: skip
_CODE = """
import importlib, time
for name in {home}: importlib.import_module("homeassistant.components." + name)
import selectolax.lexbor, publicsuffixlist
began = time.perf_counter()
for name in {ours}: importlib.import_module("custom_components.japan_mobile" + name)
print(time.perf_counter() - began)
"""


def measure() -> float:
    """Seconds that the imports of all our modules take."""
    code = _CODE.format(home=_HOME, ours=_OURS)
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(answer.stdout)


def main() -> None:
    """Print the figures."""
    measure()  # compiles
    times = [measure() for _ in range(RUNS)]
    print(
        f"imports of all modules: {1000 * median(times):.0f} ms (median of {RUNS}), {1000 * max(times):.0f} ms (worst)"
    )


if __name__ == "__main__":
    main()
