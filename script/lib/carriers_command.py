"""Start the command of the client library, `carriers`, with nothing of the integration around it.

Its folder comes last on the path: beside the library stand files that are called as Home Assistant wants, `calendar.py`
among them, and Python's own modules of these names have to be found first.
"""

from pathlib import Path
import runpy
import sys

sys.path.append(str(Path(__file__).resolve().parents[2] / "custom_components" / "japan_mobile"))
runpy.run_module("carriers", run_name="__main__", alter_sys=True)
