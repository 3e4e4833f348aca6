"""Every reader fed with changed true inputs, led by what they reach: no crash, no hang, nothing that cannot be."""

import gc
import os
from pathlib import Path
from time import process_time

import pytest

from custom_components.japan_mobile.carriers import reading
from tests.figures import Note
from tests.fuzzing.guided import HEADER, Explorer, Figures
from tests.fuzzing.targets import EXPECTED, Target, targets

LOCAL = Path(__file__).parents[2] / ".local" / "fuzzing"
SAMPLE = 25
SECONDS = float(os.environ.get("JAPAN_MOBILE_FUZZ_SECONDS", "15"))
SEED = int(os.environ.get("JAPAN_MOBILE_SEED", "1"))


def check(capsys: pytest.CaptureFixture[str], note: Note, inputs: int, seconds: float) -> None:
    """Explore each target, print its figures, and keep what it failed on."""
    found: list[Figures] = []
    fed = list(targets())
    gc.collect()
    gc.freeze()  # what the pages were made of is not looked through while a reader is timed
    try:
        with capsys.disabled():
            print(f"\n{HEADER}")
            for target in fed:
                explorer = Explorer(target.name, target.run, EXPECTED, limit=target.limit, seed=SEED)
                found.append(explorer.explore(target.begin, inputs=inputs, seconds=seconds))
                print(found[-1], flush=True)
    finally:
        gc.unfreeze()
    note("Fuzzing, led by branches", *summed(found, fed))
    failures = {f"{one.name}: {what}": _kept(one.name, body) for one in found for what, body in one.failures.items()}
    assert failures == {}
    assert all(one.inputs > 1 and one.known for one in found)


def summed(found: list[Figures], fed: list[Target]) -> tuple[str, dict[str, int]]:
    """What is told at the end: the slowest input of each kind, for each 100 kB; and the sums."""
    of_pages = {target.name: target.of_pages for target in fed}
    slowest = {
        kind: max((one for one in found if of_pages[one.name] is pages), key=lambda one: one.slowest)
        for kind, pages in (("text, cookies and JSON", False), ("HTML", True))
    }
    return (
        "\n".join(
            f"slowest of {kind}: {one.slowest:.1f} ms for each 100 kB ({one.name})" for kind, one in slowest.items()
        ),
        {
            "targets": len(found),
            "inputs": sum(one.inputs for one in found),
            "branches that no true answer takes": sum(one.reached for one in found),
            "failures": sum(len(one.failures) for one in found),
        },
    )


def _kept(name: str, body: bytes) -> str:
    """The file that an input was written to."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    file = LOCAL / f"{name.replace(' ', '-').replace(',', '')}-{abs(hash(body)):x}"
    file.write_bytes(body)
    return str(file)


@pytest.mark.usefixtures("socket_enabled")
def test_sample(capsys: pytest.CaptureFixture[str], note_figures: Note) -> None:
    """Some inputs for each target."""
    check(capsys, note_figures, SAMPLE, float("inf"))


@pytest.mark.long
@pytest.mark.usefixtures("socket_enabled")
def test_long(capsys: pytest.CaptureFixture[str], note_figures: Note) -> None:
    """Some time for each target: `JAPAN_MOBILE_FUZZ_SECONDS`."""
    check(capsys, note_figures, 10**9, SECONDS)


def test_what_is_new_is_kept() -> None:
    """Branches that the first input does not take are reached, and the inputs that did so are kept."""
    explorer = Explorer("yen", lambda body: reading.yen(body.decode(errors="replace")), EXPECTED)
    figures = explorer.explore((b"1234",), inputs=3000)
    assert figures.known > 0
    assert figures.reached > 0
    assert 1 < len(explorer.corpus) < 50
    assert figures.failures == {}


def test_a_failure_is_told() -> None:
    """What is not expected, once for each place."""

    def run(body: bytes) -> None:
        if b"7" in body:
            raise LookupError("seven")
        raise reading.Unreadable("number")

    figures = Explorer("seven", run, EXPECTED).explore((b"1", b"7", b"77"), inputs=50)
    [(told, body)] = figures.failures.items()
    assert told.startswith("LookupError at test_guided.py")
    assert body == b"7"


def test_what_is_slow_is_told() -> None:
    """By the processor's time, and by the size of the input where that is large."""

    def run(body: bytes) -> None:
        end = process_time() + 0.06
        while process_time() < end:
            pass

    assert "ms for each 100 kB" in next(iter(Explorer("slow", run, EXPECTED).explore((b"1",), inputs=1).failures))
    assert Explorer("slow", run, EXPECTED).explore((b"1" * 200_000,), inputs=1).failures == {}
