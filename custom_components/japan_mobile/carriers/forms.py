"""Forms of a page: found by their fields, sent back as a browser would, with our values put in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from yarl import URL

from .document import Document, Node, as_document, chosen
from .enclosure import Enclosure, Enclosures
from .errors import LayoutChanged
from .labels import key
from .skeleton import skeleton
from .web import Page, Web

_BUTTONS = frozenset({"submit", "image"})
_NEVER_SENT = frozenset({"submit", "image", "button", "reset", "file"})
_BOXES = frozenset({"text", "tel", "email", "number", "password", "search", "url"})
_LONGEST_LABEL = 300
"""What is longer says more than what a field is for."""
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One field or button. `label` is what the page calls it; `sent` the values that go back if it is left alone."""

    name: str
    type: str
    value: str
    label: str = ""
    hint: str = ""
    maxlength: int | None = None
    hidden: bool = False
    sent: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form; `action` is absolute. `page` names the page in errors, `text` is what the form shows."""

    page: str
    action: URL
    method: str
    name: str
    id: str
    enctype: str
    controls: tuple[Control, ...]
    text: str

    @property
    def names(self) -> frozenset[str]:
        """The names of its fields and buttons."""
        return frozenset(control.name for control in self.controls if control.name)

    def has(self, *names: str) -> bool:
        """Whether it has fields of all these names."""
        return self.names.issuperset(names)

    @property
    def boxes(self) -> tuple[Control, ...]:
        """The boxes that a person can type into."""
        return tuple(control for control in self.controls if control.type in _BOXES and not control.hidden)

    @property
    def passwords(self) -> tuple[Control, ...]:
        """The boxes for passwords, hidden by style or not."""
        return tuple(control for control in self.controls if control.type == "password")

    @property
    def buttons(self) -> tuple[Control, ...]:
        """The buttons that send it."""
        return tuple(control for control in self.controls if control.type in _BUTTONS)

    def control(self, name: str) -> Control:
        """The first field of that name. Raises LayoutChanged."""
        for control in self.controls:
            if control.name == name:
                return control
        raise LayoutChanged(self.page, f"field {name}")

    def labelled(self, label: str) -> Control:
        """The one box that the page calls so. Raises LayoutChanged."""
        found = [control for control in self.boxes if key(label) in key(control.label)]
        if len(found) != 1 or not found[0].name:
            raise LayoutChanged(self.page, f"field {label}")
        return found[0]

    def filled(self, values: Mapping[str, str] | None = None, press: str | None = None) -> list[tuple[str, str]]:
        """All that a browser would send, in order, with our values in place.

        `press` is the name, value or text of the button, by default the first. Raises LayoutChanged for a field or
        button that the form does not have.
        """
        ours = dict(values or {})
        for name in ours:
            self.control(name)
        button = self._button(press)
        sent: list[tuple[str, str]] = []
        for control in self.controls:
            if control.name in ours and control.type not in _NEVER_SENT:
                if (control.name, ours[control.name]) not in sent:
                    sent.append((control.name, ours[control.name]))
            elif control is button and control.name:
                places = (".x", ".y") if control.type == "image" else ()
                sent += [(control.name + place, "1") for place in places] or [(control.name, control.value)]
            elif control.name:
                sent += [(control.name, value) for value in control.sent]
        return sent

    def _button(self, press: str | None) -> Control | None:
        if press is None:
            return next(iter(self.buttons), None)
        for control in self.buttons:
            if press in {control.name, control.value} or key(press) == key(control.label):
                return control
        raise LayoutChanged(self.page, f"button {press}")


class Link(NamedTuple):
    """A link with its visible text; `url` is absolute."""

    text: str
    url: URL


def _base(doc: Document) -> URL:
    base = next((node.attrs["href"] for node in doc.tagged("base") if node.attrs.get("href")), None)
    return doc.url if base is None else joined(doc.url, base) or doc.url


def joined(base: URL, target: str) -> URL | None:
    """An address as a page at `base` means it; None for what is none."""
    try:
        return base.join(URL(target.strip()))
    except ValueError:
        return None


def links(page: Page | Document) -> tuple[Link, ...]:
    """The visible links of a page to https addresses, without those inside it."""
    doc = as_document(page)
    base = _base(doc)
    found = (
        Link(node.text, url)
        for node in doc.tagged("a")
        if not node.hidden and node.attrs.get("href", "#")[:1] != "#"
        if (url := joined(base, node.attrs["href"])) is not None and url.scheme == "https"
    )
    return tuple(dict.fromkeys(found))


def forms(page: Page | Document) -> tuple[Form, ...]:
    """The forms of a page, in document order."""
    doc = as_document(page)
    if "forms" not in doc.looks:
        doc.looks["forms"] = _forms(doc)
    found: tuple[Form, ...] = doc.looks["forms"]
    return found


def _forms(doc: Document) -> tuple[Form, ...]:
    owned: dict[Node, list[Node]] = {node: [] for node in doc.tagged("form")}
    by_id = {node.attrs.get("id"): node for node in reversed(owned)}
    stray: Node | None = None
    labels, enclosures = _labels(doc), Enclosures()
    for node in doc.tagged("form", "input", "select", "textarea", "button"):
        if node.tag == "form":
            # A form between table cells closes at once in the tree; what follows still belongs to it.
            stray = node if not node.children and node.parent and node.parent.tag in _TABLE_PARTS else None
        elif "disabled" not in node.attrs:
            around = enclosures.of(node).form
            owner = by_id.get(node.attrs["form"]) if "form" in node.attrs else around or stray
            if owner is not None:
                owned[owner].append(node)
    base = _base(doc)
    return tuple(
        _form(doc, base, node, [_control(field, labels, enclosures.of(field)) for field in fields])
        for node, fields in owned.items()
    )


def _form(doc: Document, base: URL, node: Node, controls: list[Control]) -> Form:
    action = node.attrs.get("action", "").strip()
    target = joined(base, action) if action else doc.url
    return Form(
        page=doc.name,
        # What is no address at all is sent nowhere: Web refuses everything but https.
        action=target or URL("about:blank"),
        method=node.attrs.get("method", "get").strip().lower(),
        name=node.attrs.get("name", ""),
        id=node.attrs.get("id", ""),
        enctype=node.attrs.get("enctype", "").strip().lower(),
        controls=tuple(controls),
        text=node.text,
    )


def _labels(doc: Document) -> dict[str, str]:
    return {node.attrs["for"]: node.text for node in doc.tagged("label") if node.attrs.get("for")}


def _control(node: Node, labels: Mapping[str, str], around: Enclosure) -> Control:
    kind = {"select": "select", "textarea": "textarea"}.get(node.tag)
    kind = kind or node.attrs.get("type", "submit" if node.tag == "button" else "text").strip().lower() or "text"
    value = _value(node, kind)
    length = node.attrs.get("maxlength", "")
    return Control(
        name=node.attrs.get("name", ""),
        type=kind,
        value=value,
        label=_label(node, labels, around) or (value if kind in _BUTTONS else ""),
        hint=" ".join(node.attrs.get(name, "") for name in ("id", "inputmode", "autocomplete", "class")).strip(),
        maxlength=int(length) if length.isascii() and length.isdigit() else None,
        hidden=kind == "hidden" or around.trap,
        sent=_sent(node, kind, value),
        options=tuple((_option(node), node.text) for node in _options(node)),
    )


def _options(node: Node) -> Iterator[Node]:
    return (option for option in node.walk() if option.tag == "option") if node.tag == "select" else iter(())


def _option(node: Node) -> str:
    return node.attrs.get("value", node.text)


def _value(node: Node, kind: str) -> str:
    if node.tag == "textarea":
        return "".join(child for child in node.children if isinstance(child, str)).removeprefix("\n")
    if node.tag == "select":
        return next((_option(option) for option in chosen(node)), "")
    return node.attrs.get("value", "on" if kind in {"checkbox", "radio"} else "")


def _sent(node: Node, kind: str, value: str) -> tuple[str, ...]:
    if kind in _NEVER_SENT or (kind in {"checkbox", "radio"} and "checked" not in node.attrs):
        return ()
    if node.tag == "select":
        return tuple(_option(option) for option in chosen(node) if "disabled" not in option.attrs)
    return (value,)


def _label(node: Node, labels: Mapping[str, str], around: Enclosure) -> str:
    """What the page calls a field: its label, what surrounds it, its hints, or the head of its table row."""
    outside = "" if around.label is None else around.label.text
    own = node.text if node.tag == "button" else ""
    hints = (node.attrs.get(name, "") for name in ("aria-label", "placeholder", "alt", "title"))
    head = "" if around.cell is None else _before(around.cell)
    named = (own, labels.get(node.attrs.get("id", "")), outside, *hints, head)
    return next((text for text in named if text and len(text) <= _LONGEST_LABEL), "")


def _before(cell: Node) -> str:
    """What the element before a cell says."""
    if cell.parent is None:
        return ""
    return next((one.text for one in reversed(cell.parent.children[: cell.position]) if isinstance(one, Node)), "")


def _only(doc: Document, found: list[Form], what: str) -> Form:
    if len(found) != 1:
        raise LayoutChanged(doc.name, what, *(["two forms"] if found else []), skeleton=skeleton(doc))
    return found[0]


def form_with(page: Page | Document, *names: str) -> Form:
    """The one form with all these fields. Raises LayoutChanged."""
    doc = as_document(page)
    return _only(doc, [form for form in forms(doc) if form.has(*names)], f"form with {', '.join(names)}")


def form_named(page: Page | Document, name: str) -> Form:
    """The one form of that name or id. Raises LayoutChanged."""
    doc = as_document(page)
    return _only(doc, [form for form in forms(doc) if name in {form.name, form.id}], f"form {name}")


def login_form(page: Page | Document) -> Form:
    """The one form with a password box. Raises LayoutChanged."""
    doc = as_document(page)
    return _only(doc, [form for form in forms(doc) if form.passwords], "form with a password box")


async def submit(web: Web, form: Form, values: Mapping[str, str] | None = None, press: str | None = None) -> Page:
    """Send a form, filled. Raises what `Web` raises, `ForeignAnswer` for a foreign action among it; LayoutChanged."""
    sent = form.filled(values, press)
    if form.method == "post" and form.enctype in {"", "application/x-www-form-urlencoded"}:
        return await web.post(str(form.action), form=sent)
    if form.method == "get" and not form.passwords:
        return await web.get(str(form.action.with_query(sent)))
    raise LayoutChanged(form.page, "form method")
