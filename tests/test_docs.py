"""Every link in the documentation leads somewhere: to a file and a heading here, or to a public address that we know."""

from pathlib import Path
import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\))?)\)")
HOSTS = frozenset({
    "github.com", "my.home-assistant.io", "www.home-assistant.io", "developers.home-assistant.io", "hacs.xyz", "img.shields.io",
})  # fmt: skip
BLOB = "https://github.com/japan-mobile/ha-japan-mobile/blob/main/"


def links(page: Path) -> list[str]:
    """The targets of a page's links, code left out."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
    return LINK.findall(text)


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE):
        text = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        kept = "".join(sign for sign in text if sign in " -_" or unicodedata.category(sign)[0] in "LNM")
        found.add(kept.replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in links(page):
        parts = urlsplit(target)
        if parts.scheme:
            assert parts.scheme == "https", target
            assert parts.hostname in HOSTS, target
            continue
        file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert file.exists(), f"{page.name}: {target}"
        assert file.is_relative_to(ROOT), target
        if parts.fragment and file.suffix == ".md":
            assert unquote(parts.fragment) in anchors(file), f"{page.name}: {target}"


def test_there_are_links() -> None:
    assert sum(len(links(page)) for page in PAGES) > 100


def test_every_blueprint_can_be_imported_by_a_link() -> None:
    imported = [
        parse_qs(urlsplit(target).query)["blueprint_url"][0]
        for page in PAGES
        for target in links(page)
        if "/redirect/blueprint_import/" in target
    ]
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "blueprints").rglob("*.yaml")]
    assert len(files) > 10
    assert sorted(imported) == sorted(f"{BLOB}{file}" for file in files)
