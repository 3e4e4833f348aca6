"""Pages that lead on by themselves: a form that sends itself as the page loads, or a refresh. Sheet: docs/carriers/others.md, 3

In doubt a page does not lead on: what a person has to press may buy, end or send something.
"""

from dataclasses import replace
import re

from yarl import URL

from ..document import Document, Node
from ..forms import Form, forms, joined
from .harm import is_harmless, names_harm, says_harm, tells_harm

_MOST_TEXT = 200
_PRESSED = frozenset({"a", "button", "input", "select", "textarea", "iframe", "frame", "area"})
_FIGURE = re.compile(r"\d\s*(?:[KMG]B|ギガ|円)|[¥￥]\s*\d", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->|//(?![^\n]*[\"'])[^\n]*", re.DOTALL)
_CALL = r"""[\w$]+(?:\.[\w$]+|\[["']?\w+["']?\]|\(["'][#.\w -]*["']\))*\.submit\(\)"""
_SENDS = re.compile(rf"(?:{_CALL}|(?:window\.)?setTimeout\([\"']{_CALL};?[\"'],\d*\)|(?:javascript:){_CALL})")
_AT_LOAD = re.compile(
    r"""(?:(?:window\.)?onload=function\w*\(\w*\)|(?:window|document)\.addEventListener\(["'](?:load|DOMContentLoaded)["'],function\(\w*\)"""
    r"""|\(function\(\)|(?:window\.)?setTimeout\(function\(\))\{(.*)\}(?:\)?\(?\)?(?:,\w+)*\)?);?"""
)
_ASKS = re.compile(r"confirm|prompt|alert|click|press|change|keydown|touch|=>", re.IGNORECASE)
_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*url\s*=\s*[\"']?([^\"']+)[\"']?\s*", re.IGNORECASE)
_LONGEST_WAIT = 10
_SEND = re.compile(r"送信(?:する)?")
"""What the button says for whoever has no scripts."""


def hand_over(doc: Document) -> Form | None:
    """The form that the page sends by itself when it is loaded, without any button; None where a person might be asked."""
    found = forms(doc)
    if len(found) != 1 or not _shows_nothing(doc) or not _sends_itself(doc):
        return None
    [form] = found
    if form.passwords or any(not one.hidden for one in form.controls) or _is_harmful(form):
        return None
    return replace(form, controls=tuple(one for one in form.controls if one.type == "hidden"))


def refresh(doc: Document) -> URL | None:
    """Where a page that shows nothing else leads to after some seconds."""
    if forms(doc) or not _shows_nothing(doc, but="a"):
        return None
    for node in doc.find("meta"):
        told = _REFRESH.fullmatch(node.attrs.get("content", ""))
        if node.attrs.get("http-equiv", "").lower() != "refresh" or told is None or _in_noscript(node):
            continue
        target = joined(doc.url, told[2])
        if target is not None and int(told[1]) <= _LONGEST_WAIT and is_harmless(doc.text, target):
            return target
    return None


def _in_noscript(node: Node) -> bool:
    return any(place.tag == "noscript" for place in node.ancestors())


def _shows_nothing(doc: Document, but: str = "") -> bool:
    """Whether there is nothing to press, and hardly anything to read."""
    if any(not node.hidden and not _is_hidden_field(node) for node in doc.tagged(*_PRESSED - {but})):
        return False
    return len(doc.text) <= _MOST_TEXT and not _FIGURE.search(doc.text) and not says_harm(f"{doc.title} {doc.text}")


def _is_hidden_field(node: Node) -> bool:
    return node.tag == "input" and node.attrs.get("type", "").strip().lower() == "hidden"


def _is_harmful(form: Form) -> bool:
    """Whether the form names something that changes anything: where it goes, what it is called, what it sends."""
    named = (form.name, form.id, *(one.name for one in form.controls))
    return (
        not is_harmless(form.text, form.action)
        or any(map(names_harm, named))
        or any(says_harm(_SEND.sub("", one.label)) for one in form.controls)
        or any(tells_harm(one.value) for one in form.controls)
    )


def _sends_itself(doc: Document) -> bool:
    codes = [*doc.scripts, *(node.attrs.get("onload", "") for node in doc.find("body"))]
    return not any(_ASKS.search(code) for code in codes) and any(map(_submits, codes))


def _submits(code: str) -> bool:
    """Whether a script calls `submit()` as it runs: not in a function that somebody may call, nor on a condition."""
    packed = re.sub(r"\s*([^\w\s])\s*", r"\1", _COMMENT.sub(" ", code).strip())
    whole = _AT_LOAD.fullmatch(packed)
    plain = whole[1] if whole else packed
    while (less := re.sub(r"\{[^{}]*\}", ";", plain)) != plain:
        plain = less
    return not set("{}") & set(plain) and any(_SENDS.fullmatch(statement.strip()) for statement in plain.split(";"))
