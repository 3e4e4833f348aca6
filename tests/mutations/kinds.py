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
    is the whole page of another month, where the page says its month. `converts`: the sheet knows other units. `zeros` are
    keys that were the empty text, which means 0 (sheet, 4.2), on the page before: empty once more, they still say so.
    """

    labels: tuple[str, ...]
    keys: tuple[str, ...] = ()
    month: str = ""
    other_month: str = ""
    past: str = ""
    converts: bool = False
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


def squeezed(text: str) -> str:
    """A text as labels are compared: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def labels_in(tree: Tree, scene: Scene) -> list[Text]:
    """The texts that are labels of figures."""
    names = {squeezed(label) for label in scene.labels}
    return [text for text in tree.body.texts() if squeezed(text.source).rstrip(":") in names]


def values_in(tree: Tree) -> list[Text]:
    """The texts that are an amount and nothing else, or end with one."""
    return [
        text
        for text in tree.body.texts()
        if text.parent is not None
        and text.parent.tag not in {"option", "a", "select"}
        and (_AMOUNT.search(squeezed(text.source)) is not None)
    ]


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
