"""Requirements: pinned, the same everywhere, without addresses."""

from pathlib import Path
import re

from .tree import Tree

PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(\[[\w,-]+\])?==(?P<version>[A-Za-z0-9.!+_-]+)( ; .+)?")


def pins_of(path: Path) -> tuple[dict[str, str], list[str]]:
    """The pins of a requirements file, by package name in its normal form; and the lines that are no pins."""
    pins, others = {}, []
    for line in path.read_text("utf-8").splitlines():
        if not (entry := line.partition("#")[0].strip()):
            continue
        if match := PIN.fullmatch(entry):
            pins[re.sub(r"[-_.]+", "-", match["name"]).lower()] = match["version"]
        else:
            others.append(entry)
    return pins, others


def check(tree: Tree) -> list[str]:
    """Every requirement is pinned, each lock holds what was chosen, and all agree with the manifest."""
    findings = []
    wanted = {}
    for requirement in tree.json("manifest.json").get("requirements", []):
        if match := PIN.fullmatch(requirement):
            wanted[match["name"].lower()] = match["version"]
    for path in sorted((tree.root / "requirements").glob("*.txt")):
        pins, others = pins_of(path)
        name = f"requirements/{path.name}"
        findings += [f"{name}: not a pin: {other}" for other in others]
        if path.name.endswith(".lock.txt"):
            continue
        lock = path.with_suffix(".lock.txt")
        locked = pins_of(lock)[0] if lock.is_file() else {}
        findings += [
            f"{name}: {package}=={version} is not in {lock.name}: run script/lock"
            for package, version in pins.items()
            if locked.get(package) != version
        ]
        findings += [
            f"{name}: the manifest asks for {package}=={version}"
            for package, version in wanted.items()
            if pins.get(package) != version
        ]
    return findings
