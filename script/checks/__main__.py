"""Run every check on the tree this file lies in: `python -m checks`."""

from pathlib import Path
import sys

from . import files, flows, hacs, icons, keys, languages, manifest, pins, quality, services, translations
from .tree import Tree

MODULES = (manifest, hacs, pins, translations, languages, keys, flows, icons, services, quality, files)


def main() -> int:
    """Print the findings; 1 if there are any."""
    tree = Tree(Path(__file__).resolve().parents[2])
    findings = [finding for module in MODULES for finding in module.check(tree)]
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"{len(MODULES)} checks, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
