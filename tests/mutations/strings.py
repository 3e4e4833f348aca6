"""Changes of scripts that hold what a page shows: the same state, written another way."""

import json
from random import Random
import re
from typing import Any

from tests.mutations.kinds import Scene, mutation
from tests.mutations.tree import Text, Tree

_STATE = re.compile(r"\{.*\}", re.DOTALL)
_NUMBER = re.compile(r'"value": "(\d+(?:\.\d+)?)"', re.ASCII)


@mutation("a script's state written another way", cosmetic=True)
def restate(tree: Tree, random: Random, scene: Scene) -> bool:
    """In another order, deeper, with other things beside, escaped, in single quotes, with numbers as numbers."""
    changed = False
    for script in tree.all("script") if scene.strings else []:
        code = "".join(text.source for text in script.children if isinstance(text, Text))
        state = _read(code)
        if state is None:
            continue
        start, end = code.index("{"), code.rindex("}") + 1
        script.children = [Text(code[:start] + _written(_moved(state, random), random) + code[end:])]
        changed = True
    return changed


def _read(code: str) -> dict[str, Any] | None:
    """The state that a script holds; None for another script, and for one that was written another way before."""
    found = _STATE.search(code)
    try:
        state = json.loads(found[0]) if found else None
    except ValueError:
        return None
    return state if isinstance(state, dict) else None


def _moved(state: dict[str, Any], random: Random) -> dict[str, Any]:
    entries = list(state.items())
    if random.random() < 0.5:
        random.shuffle(entries)
    moved = {
        name: random.sample(value, len(value)) if isinstance(value, list) and random.random() < 0.5 else value
        for name, value in entries
    }
    if random.random() < 0.3:
        moved = {"version": 3, "locale": "ja-JP", "debug": False, **moved}
    if random.random() < 0.3:
        moved = {random.choice(["data", "props", "result"]): moved, "status": 200, "messages": []}
    return moved


def _written(state: dict[str, Any], random: Random) -> str:
    told = json.dumps(state, ensure_ascii=random.random() < 0.3, indent=random.choice([None, None, 2]))
    told = told.replace("<", "\\u003c")
    if random.random() < 0.3:
        told = _NUMBER.sub(r'"value": \1', told)
    if random.random() < 0.2 and "'" not in told:
        told = told.replace('"', "'")
    return told
