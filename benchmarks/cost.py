"""What one reading takes."""

from dataclasses import dataclass


@dataclass
class Cost:
    """CPU seconds, requests, and bytes of pages. `block` is the longest that the event loop's own thread computed without a
    pause, in seconds, which another program's load does not change; `wall` is how long that was for whoever waited.
    """

    cpu: float
    requests: float
    size: float
    block: float = 0.0
    wall: float = 0.0
