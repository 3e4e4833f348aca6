"""What a maintainer does with a download: which change of a portal does it tell of? Pure; it sees the JSON text and nothing else.

What it knows beside that is what the sheets say of each portal: how the labels of its pages are called.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
import json
import re
from typing import Any

from yarl import URL

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.labels import Pair, pairs
from custom_components.japan_mobile.carriers.skeleton import from_skeleton
from custom_components.japan_mobile.carriers.web import Page

type Json = dict[str, Any]
type Lines = list[str]

SHEETS = {
    "his": ("当月利用データ量", "高速通信"),
    "bmobile": ("当月利用データ量", "高速通信"),
    "iijmio": ("高速通信利用量", "低速通信利用量"),
}
"""The labels beside which volumes stand, by carrier. Where a person chose them, the download names them."""
_KINDS = {
    "Maintenance": "closed for maintenance",
    "RateLimited": "it wants fewer requests",
    "HumanCheckNeeded": "a human check",
    "CodeNeeded": "a code is asked for",
    "LoginRefused": "the password is refused",
    "LoginExpired": "the login has ended",
}
_NOTICES = (
    ("closed for maintenance", re.compile(r"メンテナンス")),
    ("a human check", re.compile(r"captcha")),
    ("new terms", re.compile(r"同意する")),
    ("a code is asked for", re.compile(r"確認コード|認証コード|otp")),
)
"""What pages for people say, where an answer was expected."""
_CODE = re.compile(r"\d{2,4}|[A-Z]+_CODE_\d+|error")
_WITH_UNIT = re.compile(r"[\d.,]+\s*[KMG]B")
_TIME = re.compile(r"\d\s*[年月日]")


def change_told(text: str) -> str:
    """The change, by its name."""
    told = json.loads(text)
    failed, account = told["last_error"], told["account"]
    if _is_newer(failed, account):
        return _of_failure(told, failed, failed["skeleton"] or [])
    problems = [problem for problem in account["problems"] if problem["kind"] == "LayoutChanged"]
    if not problems:
        return "no change"
    return _of_page(told, problems[0], _skeleton_of(problems[0], account["skeletons"]))


def signature(text: str) -> str:
    """What the same change leaves in the download of whomever it befalls, whatever his figures are."""
    told = json.loads(text)
    failed, account = told["last_error"], told["account"]
    now = _is_newer(failed, account)
    errors = [failed] if now else account["problems"]
    parts = sorted({json.dumps({**one, "at": 0, "skeleton": 0}, sort_keys=True, ensure_ascii=False) for one in errors})
    skeletons = [failed["skeleton"] or []] if now else account["skeletons"]
    return json.dumps([change_told(text), parts, [_squeezed(lines) for lines in skeletons]], ensure_ascii=False)


def _is_newer(failed: Json | None, account: Json) -> bool:
    """Whether the last poll has failed: figures are older."""
    return failed is not None and datetime.fromisoformat(failed["at"]) >= datetime.fromisoformat(account["fetched_at"])


def _squeezed(lines: Lines) -> Lines:
    """A skeleton without how long its figures are and how often its rows repeat."""
    short = [re.sub(r"9[9.,]*", "9", line) for line in lines]
    for size in range(1, 60):
        kept: Lines = []
        for line in short:
            kept.append(line)
            while len(kept) >= 2 * size and kept[-size:] == kept[-2 * size : -size]:
                del kept[-size:]
        short = kept
    return short


def _skeleton_of(problem: Json, skeletons: Iterable[Lines]) -> Lines:
    """The skeleton of the page that a problem is about: the first that names it, else the first."""
    known = list(skeletons)
    named = [
        lines for lines in known if lines and lines[0].startswith("JSON") and lines[0].endswith(f"/{problem['page']}")
    ]
    return (named or known or [[]])[0]


def _of_failure(told: Json, failed: Json, skeleton: Lines) -> str:
    match failed:
        case {"kind": "AccountActionNeeded", "action": action}:
            return "new terms" if action == "consent" else f"the owner has to act: {action}"
        case {"kind": "ForeignAnswer", "foreign": foreign}:
            return "another host" if foreign == "place" else "another customer"
        case {"kind": "CannotConnect"}:
            return "out of order" if "status" in failed else "no connection"
        case {"kind": "LayoutChanged"}:
            return _of_page(told, failed, skeleton)
    return _KINDS.get(failed["kind"], str(failed["kind"]))


def _of_page(told: Json, problem: Json, skeleton: Lines) -> str:
    """A page or an answer that could not be read: by what was missing, and what stands there instead."""
    label, *why = problem["missing"] or [""]
    if label.startswith("status"):
        return "the page has moved" if label in {"status 404", "status 410"} else "an unknown status"
    if _CODE.fullmatch(label):
        return "the portal names a failure"
    if skeleton and skeleton[0].startswith("JSON"):
        return _of_json(label, why, skeleton[1:])
    if label != "period" and not any('"' in line for line in skeleton):
        return "nothing comes"
    html = "\n".join(skeleton)
    if label.startswith("JSON"):
        return next((name for name, words in _NOTICES if words.search(html)), "a page instead of an answer")
    return _of_label(told, label, why, skeleton)


def _of_json(label: str, why: Lines, skeleton: Lines) -> str:
    entries = _entries(skeleton)
    if below := [value for _, value in _entries(_below(label, skeleton)) if "9" not in value]:
        label, entries = "-", [("-", value) for value in below if value in {"null", '"某"'}]
    values = {value for key, value in entries if key == label}
    if not values:
        return "a label is another" if any(key.startswith("+") for key, _ in entries) else "a label is gone"
    if "null" in values or '""' in values:
        return "the figure is empty"
    if values == {"[]"} or values == {"{}"}:
        return "the list is empty"
    if any(value.startswith('"') and not re.search(r"9", value) for value in values):
        return "words for the figure"
    return f"{label}: {' '.join(why)}"


def _entries(lines: Lines) -> list[tuple[str, str]]:
    """The keys of a shape, each with what stands beside it."""
    parts = (line.strip().partition(" ") for line in lines)
    return [(key, value) for key, _, value in parts if value]


def _below(label: str, lines: Lines) -> Lines:
    """What stands inside of the object or list of that key."""
    depths = [len(line) - len(line.lstrip()) for line in lines]
    inside: Lines = []
    for start, line in enumerate(lines):
        if line.strip() in {f"{label} []", f"{label} {{}}"}:
            end = next((n for n in range(start + 1, len(lines)) if depths[n] <= depths[start]), len(lines))
            inside += lines[start + 1 : end]
    return inside


def _of_label(told: Json, label: str, why: Lines, skeleton: Lines) -> str:
    if label == "phone number":
        return "the number is gone"
    if "period" in (label, *why):
        return "the period is gone" if label == "period" and not why else "the last period"
    volumes = list(_volumes(skeleton))
    if why == ["unit"]:
        return "the unit is gone"
    if why:
        beside = [text for one in _pairs(skeleton) if one.label == label for text in one.parts]
        return (
            "words for the figure"
            if any("某" in text and not re.search(r"\d", text) for text in beside)
            else "the figure is empty"
        )
    if not volumes:
        return "the block is gone"
    known = {*SHEETS.get(told["carrier"], ()), *told["labels"].values()}
    new = [one for one in volumes if one.label not in known and not _TIME.search(one.label)]
    return "a label is another" if any(one.label for one in new) else "a label is gone"


def _pairs(skeleton: Lines) -> tuple[Pair, ...]:
    html = from_skeleton("\n".join(skeleton))
    return pairs(
        Document(Page(URL("https://portal.example/"), 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode()))
    )


def _volumes(skeleton: Lines) -> Iterator[Pair]:
    """The pairs of a page whose values are amounts of data, advertisements left out."""
    for one in _pairs(skeleton):
        if not one.advert and any(_WITH_UNIT.search(text) for text in one.lines):
            yield one
