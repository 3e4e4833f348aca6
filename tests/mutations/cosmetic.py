"""Changes after which a page says the same: markup, order, white space, width, units."""

from collections.abc import Iterator
from functools import partial
from random import Random
import re

from tests.mutations.amounts import amounts
from tests.mutations.kinds import Scene, insert, labels_in, mutation, named, told_in, values_in
from tests.mutations.tree import INLINE, VOID, Element, Text, Tree

_WIDE = str.maketrans("0123456789.,GMB/", "０１２３４５６７８９．，ＧＭＢ／")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_BLANKS = ("\n", "\t", "\n\t\t  ", "  ", "\u00a0", "&nbsp;", "\u3000", "\r\n")
_MARKED = frozenset({"class", "id"})


@mutation("classes and ids renamed", cosmetic=True)
def rename(tree: Tree, random: Random, _: Scene) -> bool:
    names: dict[str, str] = {}
    for element in tree.body.walk():
        for attr in _MARKED & element.attrs.keys():
            told = (element.attrs[attr] or "").split()
            element.attrs[attr] = " ".join(names.setdefault(name, named(random)) for name in told)
    return bool(names)


@mutation("classes and ids gone", cosmetic=True)
def unmark(tree: Tree, _: Random, __: Scene) -> bool:
    found = tree.body.find(lambda element: bool(_MARKED & element.attrs.keys()))
    for element in found:
        for attr in _MARKED:
            element.attrs.pop(attr, None)
    return bool(found)


@mutation("attributes and comments added", cosmetic=True)
def decorate(tree: Tree, random: Random, _: Scene) -> bool:
    for element in list(tree.body.walk()):
        if random.random() < 0.4:
            element.attrs.setdefault(
                random.choice(["data-v-1f", "aria-label", "style", "role", "title"]),
                random.choice(["", "color:#333", "summary", "12", "50GB"]),
            )
        if random.random() < 0.2 and element.tag not in VOID | {"script", "select", "optgroup"}:
            element.add(Text(f"<!-- {random.choice(['残り 50GB', 'v2', '/block'])} -->", raw=True), 0)
    return True


@mutation("scripts and styles added", cosmetic=True)
def script(tree: Tree, random: Random, _: Scene) -> bool:
    code = random.choice(
        (
            'var dataLayer = [{"event": "view", "page": "usage", "value": "50.00"}];',
            "window._ga = function () { return { total: 50, unit: 'GB' }; };",
            "(function(d){ if (!d) { return; } d.q = d.q || []; }(window.x));",
        )
    )
    insert(tree, random, Element("script", {}, code), Element("style", {}, ".used:after { content: '50GB' }"))
    return True


@mutation("wrappers added", cosmetic=True)
def wrap(tree: Tree, random: Random, _: Scene) -> bool:
    found = tree.body.find(
        lambda element: (
            element.tag in {"div", "section", "table", "dl", "h2", "h3", "p"}
            and not element.inside("table", "p", "select", "dl")
        )
    )
    if not found:
        return False
    for element in random.sample(found, min(len(found), random.randint(1, 4))):
        for _depth in range(random.randint(1, 3)):
            shell = Element(random.choice(["div", "section", "article", "main"]), {"class": named(random)})
            element.swap_in(shell)
            shell.add(element)
    return True


@mutation("everything wrapped", cosmetic=True)
def wrap_all(tree: Tree, random: Random, _: Scene) -> bool:
    body = tree.body
    shell = Element(random.choice(["div", "main", "section"]), {"id": named(random)})
    for child in list(body.children):
        shell.add(child)
    body.children = []
    body.add(shell)
    return True


@mutation("tags renamed", cosmetic=True)
def retag(tree: Tree, random: Random, _: Scene) -> bool:
    changes = {"div": ("section", "article"), "h2": ("h3", "h1"), "h3": ("h2", "h4"), "b": ("strong",), "span": ("em",)}
    tag = random.choice([tag for tag in changes if tree.body.all(tag)] or ["div"])
    new = random.choice(changes[tag])
    for element in tree.body.all(tag):
        element.tag = new
    return bool(tree.body.all(new))


@mutation("blocks in another order", cosmetic=True)
def reorder(tree: Tree, random: Random, _: Scene) -> bool:
    """Whole blocks, each of which has its label with its value, change places."""
    parents = []
    for parent in tree.body.walk():
        for tag in ("table", "dl", "div", "p", "section"):
            movable = [one for one in parent.elements if one.tag == tag and _is_whole(one)]
            headed = [one for one in movable if _is_headed(one)]
            if len(headed) > 1:
                movable = [one for one in movable if one not in headed]
            if len(movable) > 1:
                parents.append((parent, movable))
    if not parents:
        return False
    parent, movable = random.choice(parents)
    shuffled = random.sample(movable, len(movable))
    places = sorted(parent.children.index(one) for one in movable)
    for place, one in zip(places, shuffled, strict=True):
        parent.children[place] = one
    return shuffled != movable


@mutation("a script written another way", cosmetic=True)
def rewrite(tree: Tree, random: Random, scene: Scene) -> bool:
    """Keys in another order, other quotes, one key a line."""
    quote, blank, mixed = random.choice("\"'"), random.choice(["", " ", "\n    "]), random.random() < 0.5
    for text in tree.scripts() if scene.keys else []:
        pairs = _entries(scene).findall(text.source)
        if pairs:
            told = (_entry(pair, quote, blank) for pair in (random.sample(pairs, len(pairs)) if mixed else pairs))
            text.source = _entries(scene).sub(partial(_next, told), text.source)
            return True
    return False


def _entries(scene: Scene) -> re.Pattern[str]:
    return re.compile(rf'"({"|".join(scene.keys)})": "([^"]*)"')


def _next(told: Iterator[str], _: re.Match[str]) -> str:
    return next(told)


def _entry(pair: tuple[str, str], quote: str, blank: str) -> str:
    key, value = pair
    return f"{quote}{key}{quote}:{blank}{quote}{value}{quote}"


def _is_headed(element: Element) -> bool:
    """Whether a heading just before it is its own, so that it does not move alone."""
    assert element.parent is not None
    around = element.parent.elements
    place = around.index(element)
    return place > 0 and around[place - 1].tag in {"h1", "h2", "h3", "h4"}


def _is_whole(element: Element) -> bool:
    words = element.words
    return bool(re.search(r"[\d０-９]", words)) and (
        element.tag != "p" or len(list(element.texts())) > 1 or not re.search(r"[GＧMＭ][BＢ]", words)
    )


@mutation("values split over tags", cosmetic=True)
def split(tree: Tree, random: Random, _: Scene) -> bool:
    """`3.25GB` as `<b>3</b>.<span>25</span><small>GB</small>`: it runs on as before."""
    found = values_in(tree)
    if not found:
        return False
    for text in random.sample(found, random.randint(1, len(found))):
        number = _NUMBER.search(text.source)
        if number is None or text.parent is None:
            continue
        start, end = number.span()
        source = text.source
        # Mostly where a number has a joint: at its point or comma, or before its unit.
        joints = [place for place in range(start + 1, end) if source[place] in ".,"] + [end]
        cut = random.choice(joints) if random.random() < 0.9 else random.randint(start + 1, end)
        box = random.choice(["b", "span", "strong", "em"])
        bits: list[Element | Text] = [
            Text(source[:start]),
            Element(box, {"class": "num"}, source[start:cut]),
            Text(source[cut:end]) if random.random() < 0.5 else Element("span", {}, source[cut:end]),
        ]
        rest = source[end:]
        unit = re.match(r"\s*[GM]B", rest)
        if unit:
            bits += [Element("small", {}, unit[0]), Text(rest[unit.end() :])]
        else:
            bits.append(Text(rest))
        _put(text, bits)
    return True


@mutation("labels split over tags", cosmetic=True)
def split_label(tree: Tree, random: Random, scene: Scene) -> bool:
    found = labels_in(tree, scene)
    for text in found:
        cut = random.randint(1, len(text.source) - 1)
        halves = text.source[:cut], text.source[cut:]
        if "&" in text.source or text.quoted:
            continue
        _put(text, [Element(random.choice(["span", "b"]), {}, halves[0]), Text(halves[1])])
    return bool(found)


def _put(text: Text, bits: list[Element | Text]) -> None:
    parent = text.parent
    assert parent is not None
    place = parent.children.index(text)
    parent.children[place : place + 1] = bits
    for bit in bits:
        bit.parent = parent


@mutation("cells wrapped inside", cosmetic=True)
def wrap_cells(tree: Tree, random: Random, _: Scene) -> bool:
    found = [cell for cell in tree.body.all("td", "th", "dd", "dt") if cell.children and not cell.all("select")]
    tag = random.choice(["div", "p", "span", "b"])
    for cell in found:
        if tag in INLINE | {"p"} and any(one.tag not in INLINE | {"br"} for one in cell.elements):
            continue
        shell = Element(tag, {"class": named(random)})
        for child in cell.children:
            shell.add(child)
        cell.children = []
        cell.add(shell)
    return bool(found)


@mutation("white space", cosmetic=True)
def blanks(tree: Tree, random: Random, scene: Scene) -> bool:
    for text in [*labels_in(tree, scene), *values_in(tree)]:
        if text.quoted:
            continue
        # Beside other text of its line a blank would mean something.
        if text.parent is not None and text.parent.tag not in INLINE and not text.parent.elements:
            text.source = random.choice(_BLANKS) + text.source + random.choice(_BLANKS)
        text.source = re.sub(r" ", lambda _: random.choice(_BLANKS), text.source)
    return True


@mutation("full width", cosmetic=True)
def widen(tree: Tree, random: Random, scene: Scene) -> bool:
    found = [text for text in told_in(tree, scene) if "&" not in text.source and "\\" not in text.source]
    for text in random.sample(found, random.randint(1, len(found))) if found else []:
        text.source = text.source.translate(_WIDE)
    return bool(found)


@mutation("blank before the unit", cosmetic=True)
def spaced_unit(tree: Tree, random: Random, scene: Scene) -> bool:
    found = [text for text in told_in(tree, scene) if re.search(r"\d[GM]B", text.source)]
    blank = random.choice([" ", "\u00a0", "\n", "&nbsp;"])
    for text in found:
        text.source = re.sub(r"(\d)([GM]B)", rf"\1{' ' if text.quoted else blank}\2", text.source)
    return bool(found)


@mutation("thousands' commas", cosmetic=True)
def commas(tree: Tree, _: Random, scene: Scene) -> bool:
    changed = False
    for text in told_in(tree, scene):
        before = text.source
        text.source = re.sub(
            r"(?<![\d.,年月-])\d{4,}(?=(?:\.\d+)?(?:\s*[GM]B|\s*$))", lambda m: f"{int(m[0]):,}", text.source
        )
        if text.source == before:
            text.source = re.sub(r"(?<=\d),(?=\d{3})", "", text.source)
        changed = changed or text.source != before
    return changed


@mutation("unit converted", cosmetic=True)
def convert(tree: Tree, random: Random, scene: Scene) -> bool:
    """The other unit, and the number to match."""
    if not scene.converts:
        return False
    found = amounts(tree, scene)
    if not found:
        return False
    random.choice(found).convert()
    return True
