"""Write the tables into the documents, or with `--check` say which are not what the code says."""

from pathlib import Path
import sys

from .carriers import ROOT, table

DOCUMENTS = {"README.md": "en", "README.ja.md": "ja", "README.zh-CN.md": "zh-Hans"}
_BEGIN, _END = "<!-- carriers: written by script/docs -->", "<!-- /carriers -->"


def renewed(text: str, language: str) -> str:
    """The document with its table as the code has it. Raises ValueError where it has no place for one."""
    head, begin, rest = text.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"no {_BEGIN} … {_END}")
    return f"{head}{begin}\n{table(language)}\n{end}{tail}"


def main() -> int:
    """Go through the documents; returns the exit status."""
    check, status = "--check" in sys.argv[1:], 0
    for name, language in DOCUMENTS.items():
        path = Path(ROOT / name)
        known = path.read_text("utf-8")
        wanted = renewed(known, language)
        if known == wanted:
            continue
        if check:
            print(f"{name}: the table of carriers is not what the code says; run script/docs")
            status = 1
        else:
            path.write_text(wanted, "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
