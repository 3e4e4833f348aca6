"""All files: nothing of one machine in them, and none too long to be read at once."""

import re

from .tree import Tree

LONGEST = 350
CODE = (".py", ".sh", ".js", ".css")
# Written in parts, so that this file does not hold what it forbids.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("python" + "hosted", "org"), ("npmjs", "org"), ("deb", "debian", "org"),
        ("security", "debian", "org"), ("archive", "ubuntu", "com"), ("proxy", "golang", "org"), ("crates", "io"),
    )
)  # fmt: skip
REGISTRY = re.compile(r"(?<![\w-])(" + "|".join(re.escape(host) for host in HOSTS) + r")(?![\w-])", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w./:}\)-])/(root|work|Users|home)/\w")


def check(tree: Tree) -> list[str]:
    """Registry hosts, paths of a machine, length."""
    findings = []
    for path in tree.files:
        name = path.relative_to(tree.root).as_posix()
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture
        for number, line in enumerate(lines, 1):
            if match := REGISTRY.search(line):
                findings.append(f"{name}:{number}: names a package registry's host: {match[0]}")
            if match := MACHINE.search(line):
                findings.append(f"{name}:{number}: holds a path of one machine: {match[0]}…")
        if len(lines) > LONGEST and (path.suffix in CODE or name.startswith("script/")):
            findings.append(f"{name}: {len(lines)} lines; split it, {LONGEST} is the most")
    return findings
