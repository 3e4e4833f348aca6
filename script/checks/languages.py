"""Every language says what English says: the same keys in the same order, the same placeholders."""

from collections.abc import Iterator
from typing import Any

from .schemas import placeholders
from .tree import Tree


def leaves(texts: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Dotted key -> text, in the file's order."""
    for name, value in texts.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", str(value)


def _names(value: str) -> set[str]:
    try:
        return placeholders(value)
    except ValueError:  # told by the schema
        return set()


def check(tree: Tree) -> list[str]:
    """Compare each language with English."""
    english = dict(leaves(tree.english))
    findings = []
    for language, texts in tree.languages.items():
        name = f"translations/{language}.json"
        other = dict(leaves(texts))
        findings += [f"{name}: {key}: missing" for key in english if key not in other]
        findings += [f"{name}: {key}: not in English" for key in other if key not in english]
        findings += [
            f"{name}: {key}: English has the placeholders {sorted(_names(english[key]))}"
            for key, value in other.items()
            if key in english and _names(value) != _names(english[key])
        ]
        if other.keys() == english.keys() and list(other) != list(english):
            findings.append(f"{name}: the keys are in another order than in English")
    return findings
