"""What a mutation is, and what mutations know of the page that they change."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
import re
import unicodedata

from tests.mutations.tree import Element, Text, Tree


@dataclass(frozen=True)
class Scene:
    """One page and what is known of it. `labels` and `keys` (of scripts) are what names the figures on it.

    `month` is a heading of the current month, and `other_month` one of another, for a page that does not say it. `past`
    is the whole page of another month, where the page says its month. `converts`: the sheet knows other units. `strings`:
    labels and values are strings of a script. `zeros` are keys that were the empty text, which means 0 (sheet, 4.2), on the page before: empty once more, they still say so.
    """

    labels: tuple[str, ...]
    keys: tuple[str, ...] = ()
    month: str = ""
    other_month: str = ""
    past: str = ""
    converts: bool = False
    strings: bool = False
    zeros: frozenset[str] = frozenset()


type Change = Callable[[Tree, Random, Scene], bool]


@dataclass(frozen=True)
class Mutation:
    """A named change of a page; it answers whether it found something to change. `cosmetic`: the page says the same."""

    name: str
    cosmetic: bool
    change: Change


MUTATIONS: dict[str, Mutation] = {}


def mutation(name: str, *, cosmetic: bool) -> Callable[[Change], Change]:
    """Register a mutation."""

    def register(change: Change) -> Change:
        MUTATIONS[name] = Mutation(name, cosmetic, change)
        return change

    return register


_AMOUNT = re.compile(r"[\d０-９][\d０-９,，.．]*\s*(?:[GMＧＭ][BＢ]|円)?")


_MOSTLY = 0.7


def squeezed(text: str) -> str:
    """A text as labels are compared: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def labels_in(tree: Tree, scene: Scene) -> list[Text]:
    """The texts that are labels of figures; of a text with its value after a colon, the label is made one of its own."""
    names = {squeezed(label) for label in scene.labels}
    for text in list(tree.body.texts()):
        label, colon, value = text.source.partition("：")
        if colon and value and squeezed(label) in names and text.parent is not None:
            place = text.parent.children.index(text)
            text.source = label
            text.parent.add(Text(colon + value), place + 1)
    shown = [*tree.body.texts(), *(tree.strings() if scene.strings else [])]
    return [text for text in shown if squeezed(text.source).rstrip(":") in names]


def values_in(tree: Tree) -> list[Text]:
    """The texts that are an amount and nothing else, or end with one."""
    return [
        text
        for text in tree.body.texts()
        if text.parent is not None
        and text.parent.tag not in {"option", "a", "select"}
        and (_AMOUNT.search(squeezed(text.source)) is not None)
    ]


def told_in(tree: Tree, scene: Scene) -> list[Text]:
    """As `values_in`, with the strings of scripts where those are what is shown."""
    strings = [text for text in tree.strings() if _AMOUNT.search(text.source)] if scene.strings else []
    return [*values_in(tree), *strings]


def of_labels(tree: Tree, scene: Scene, texts: list[Text], random: Random) -> list[Text]:
    """Mostly those of the texts that stand just after labels, if there are any; else all."""
    labels = {id(text) for text in labels_in(tree, scene)}
    shown = [*tree.body.texts(), *(tree.strings() if scene.strings else [])]
    near = {
        id(text)
        for place, label in enumerate(shown)
        if id(label) in labels
        for text in shown[place + 1 : place + (3 if label.quoted else 2)]
    }
    chosen = [text for text in texts if id(text) in near]
    return chosen if chosen and random.random() < _MOSTLY else texts


def blocks(tree: Tree) -> list[Element]:
    """The places in the body where one more block may stand: before each of these."""
    return tree.body.find(
        lambda element: (
            element.tag in {"div", "section", "table", "dl", "h1", "h2", "h3", "p", "form"}
            and not element.inside("table", "p", "select", "dl", "form", "span")
        )
    )


def insert(tree: Tree, random: Random, *new: Element) -> None:
    """Put blocks at the beginning or the end of the body."""
    body = tree.body
    place = random.choice([0, len(body.children)])
    for one in reversed(new):
        body.add(one, place)


def named(random: Random) -> str:
    """A class or id as no page has it."""
    return (
        random.choice(["c", "l", "m", "is", "u", "js"]) + random.choice(["-", "_", ""]) + f"{random.randrange(9999)}x"
    )
