"""`python -m audit`: docs/licences.md is current, every licence is one that allows what we do, and no flaw is known.

`--write` makes the list anew. Known flaws are asked of OSV, the open database of vulnerabilities; where it cannot be
reached, that is a warning and no finding: the exit status is then `UNASKED`, if nothing was found otherwise.
"""

from importlib.metadata import PackageMetadata, metadata
import json
from pathlib import Path
import re
import sys
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from checks.pins import pins_of

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "docs" / "licences.md"
OSV = "https://api.osv.dev/v1/querybatch"
ALLOWED = frozenset(
    {"MIT", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "ISC", "PSF-2.0", "MPL-2.0", "0BSD", "CNRI-Python"}
)
_SECTION = re.compile(r"^#+ *Licen[sc]es?\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_PART = re.compile(r"^[*-] *(?P<what>[^\[\n]+?) +[—–-]+ +\[(?P<licence>[\w.-]+)", re.MULTILINE)
_OF_HOME_ASSISTANT = "comes with Home Assistant"
UNASKED = 3
_PATIENCE = 10
_HEAD = """# Licences

What the integration and its command run with. Written by `script/lint --fix`; `script/lint` fails if it is not current,
if a licence is none of those that we may build upon, or if a version has a known flaw. “With” names what is built into a package under
a licence of its own, as far as the package says so of itself.

| package | version | licence | for |
| --- | --- | --- | --- |
"""


def licence(of: PackageMetadata) -> str:
    """A package's licence as an SPDX expression, however old the form in which it says it."""
    told = of.get("License-Expression") or of.get("License") or ""
    if told:
        return (
            str(told)
            .splitlines()[0]
            .replace("BSD License", "BSD-3-Clause")
            .replace("Apache License 2.0", "Apache-2.0")
            .replace("Apache 2.0", "Apache-2.0")
        )
    classifiers = [one for one in of.get_all("Classifier") or [] if one.startswith("License ::")]
    return classifiers[0].rpartition(":: ")[2] if classifiers else "?"


def built_in(of: PackageMetadata) -> dict[str, str]:
    """What a package has built in, by its own description, under licences that its expression does not name."""
    section = _SECTION.search(str(of.get("Description") or ""))
    named = {found["what"]: found["licence"] for found in _PART.finditer(section[1])} if section else {}
    return {what: told for what, told in named.items() if told not in parts_of(licence(of))}


def _told(of: PackageMetadata) -> str:
    """A package's licence, and those of what is built in."""
    return "; with ".join([licence(of), *(f"{what}: {told}" for what, told in built_in(of).items())])


def unallowed(of: PackageMetadata) -> set[str]:
    """The licences of a package, and of what is built in, that are none of `ALLOWED`."""
    return (parts_of(licence(of)) | set(built_in(of).values())) - ALLOWED


def parts_of(expression: str) -> set[str]:
    """The licences of an expression."""
    return set(expression.replace("(", " ").replace(")", " ").split()) - {"AND", "OR", "WITH"}


def packages() -> dict[str, tuple[str, str]]:
    """Name to version and purpose: the manifest's requirements, and what `script/carrier` needs besides."""
    manifest = json.loads((ROOT / "custom_components/japan_mobile/manifest.json").read_text())
    ours = {one.partition("==")[0].lower() for one in manifest["requirements"]}
    pins, _ = pins_of(ROOT / "requirements" / "carrier.lock.txt")
    return {
        name: (version, "the integration" if name in ours else _OF_HOME_ASSISTANT) for name, version in pins.items()
    }


def table() -> str:
    """The list as it has to be."""
    rows = [
        f"| {name} | {version} | {_told(metadata(name))} | {purpose} |"
        for name, (version, purpose) in sorted(packages().items())
    ]
    return _HEAD + "\n".join(rows) + "\n"


def flaws() -> list[str]:
    """What is known against the versions. Raises OSError where nobody can be asked."""
    found = packages()
    asked = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, (version, _) in found.items()
    ]
    request = Request(OSV, json.dumps({"queries": asked}).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - a constant address
        told: list[dict[str, Any]] = json.load(answer)["results"]
    return [
        f"{name}: {', '.join(flaw['id'] for flaw in result['vulns'])}"
        for name, result in zip(found, told, strict=True)
        if result.get("vulns")
    ]


def main() -> int:
    """Print the findings; 1 if there are any, `UNASKED` if there are none and nobody could be asked for flaws."""
    findings, warning = [], ""
    if "--write" in sys.argv:
        LIST.write_text(table())
    elif not LIST.is_file() or LIST.read_text() != table():
        findings.append("docs/licences.md is not current: run script/lint --fix")
    strange = {name: sorted(unallowed(metadata(name))) for name in packages()}
    findings += [f"{name}: a licence of it is {', '.join(told)}" for name, told in strange.items() if told]
    try:
        findings += flaws()
    except (URLError, OSError, ValueError) as err:
        warning = "known flaws were not looked up"
        print(
            f"WARNING: {warning}: {OSV} could not be asked ({_why(err)}). Whether a version has one, this run does not tell."
        )
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"{len(packages())} packages, {len(findings)} findings" + (f"; {warning}" if warning else ""))
    if findings:
        return 1
    return UNASKED if warning else 0


def _why(err: Exception) -> str:
    """A network error in a few words."""
    return str(getattr(err, "reason", err)) or type(err).__name__


if __name__ == "__main__":
    sys.exit(main())
