"""Changes after which a page no longer says what it did: what it then says must not be believed."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
import re

from tests.mutations.amounts import amounts
from tests.mutations.kinds import Scene, insert, labels_in, mutation, of_labels, squeezed, told_in, values_in
from tests.mutations.tree import Element, Tree

_AMOUNT = re.compile(r"[\d０-９][\d０-９,，.．]*")


@mutation("a label missing", cosmetic=False)
def unlabel(tree: Tree, random: Random, scene: Scene) -> bool:
    """Its text is gone; in a script, the key with its value."""
    found = labels_in(tree, scene)
    if found and (not scene.keys or random.random() < 0.5):
        random.choice(found).source = ""
        return True
    return _in_scripts(tree, random, scene, lambda key: rf'"{key}":\s*"[^"]*",\s*', lambda _key: "")


@mutation("a label renamed", cosmetic=False)
def relabel(tree: Tree, random: Random, scene: Scene) -> bool:
    """To a word that nobody knows."""
    found = labels_in(tree, scene)
    if found:
        random.choice(found).source = random.choice(["ご案内", "データチャージ残", "区分A", "ステップ", "合計（参考）"])
        return True
    return _in_scripts(tree, random, scene, lambda key: rf'"{key}"', lambda key: f'"{key}2"')


def _in_scripts(
    tree: Tree, random: Random, scene: Scene, pattern: Callable[[str], str], new: Callable[[str], str]
) -> bool:
    keys = [(text, key) for text in tree.scripts() for key in scene.keys if re.search(pattern(key), text.source)]
    if not keys:
        return False
    text, key = random.choice(keys)
    text.source = re.sub(pattern(key), lambda _: new(key), text.source)
    return True


@mutation("two labels swapped", cosmetic=False)
def swap_labels(tree: Tree, random: Random, scene: Scene) -> bool:
    found = labels_in(tree, scene)
    if len(found) > 1:
        one, other = random.sample(found, 2)
        one.source, other.source = other.source, one.source
        return squeezed(one.source) != squeezed(other.source)
    for text in tree.scripts():
        keys = [key for key in scene.keys if f'"{key}"' in text.source]
        if len(keys) > 1:
            first, second = random.sample(keys, 2)
            parts = re.split(f'("{first}"|"{second}")', text.source)
            names = {f'"{first}"': f'"{second}"', f'"{second}"': f'"{first}"'}
            text.source = "".join(names.get(part, part) for part in parts)
            return True
    return False


@mutation("another month's page", cosmetic=False)
def another_month(tree: Tree, _: Random, scene: Scene) -> bool:
    """The portal's page of the month before, whole, where pages say their month."""
    if not scene.past:
        return False
    past = Tree.of(scene.past)
    tree.children = []
    for child in list(past.children):
        tree.add(child)
    return True


@mutation("another month's heading", cosmetic=False)
def other_heading(tree: Tree, random: Random, scene: Scene) -> bool:
    if not scene.other_month:
        return False
    insert(tree, random, Element(random.choice(["h2", "p"]), {}, scene.other_month))
    return True


@mutation("a value empty", cosmetic=False)
def empty(tree: Tree, random: Random, scene: Scene) -> bool:
    found = told_in(tree, scene)
    if found and not scene.keys:
        text = random.choice(of_labels(tree, scene, found, random))
        how = random.choice(["blank", "dash", "number", "gone"])
        if how == "gone" and text.parent is not None and text.parent.tag not in {"td", "th", "dd", "script"}:
            text.parent.remove()
        elif how == "number":
            text.source = _AMOUNT.sub("", text.source)
        else:
            text.source = "-" if how == "dash" else ""
        return True
    told = replace(scene, keys=tuple(key for key in scene.keys if key not in scene.zeros))
    return _in_scripts(tree, random, told, lambda key: rf'"{key}":\s*"[\d.]+"', lambda key: f'"{key}": ""')


@mutation("a value in words", cosmetic=False)
def in_words(tree: Tree, random: Random, scene: Scene) -> bool:
    found = told_in(tree, scene)
    if not found:
        return False
    random.choice(of_labels(tree, scene, found, random)).source = random.choice(
        ["使い放題", "取得できません", "計算中", "***", "--.--GB"]
    )
    return True


@mutation("a unit changed, the number kept", cosmetic=False)
def reunit(tree: Tree, random: Random, scene: Scene) -> bool:
    numbers = {id(one.number): one for one in amounts(tree, scene)}
    near = of_labels(tree, scene, [one.number for one in numbers.values()], random)
    found = [numbers[id(text)] for text in near]
    if found:
        random.choice(found).convert(keep_number=True)
        return True
    texts = [text for text in values_in(tree) if re.search("[GM]B", text.source)]
    for text in texts:
        text.source = re.sub("[GM]B", lambda match: "MB" if match[0] == "GB" else "GB", text.source)
    return bool(texts)


@mutation("a unit gone", cosmetic=False)
def no_unit(tree: Tree, random: Random, scene: Scene) -> bool:
    shown = [*tree.body.texts(), *(tree.strings() if scene.strings else [])]
    found = [text for text in shown if re.search("[GM]B", text.source)]
    if not found:
        return False
    text = random.choice(of_labels(tree, scene, found, random))
    text.source = re.sub(r"\s*[GM]B", "", text.source)
    return True


@mutation("a label twice with another value", cosmetic=False)
def contradict(tree: Tree, random: Random, scene: Scene) -> bool:
    """Somewhere else, and not in an advertisement."""
    found = labels_in(tree, scene)
    if not found:
        return False
    label = random.choice(found).source
    size = f"{random.randint(1, 90)}.{random.randrange(100):02}GB"
    if "料金" in label or "請求" in label or "支払" in label:
        size = f"{random.randint(1, 90)},{random.randrange(1000):03}円"
    insert(
        tree,
        random,
        random.choice(
            (
                Element("table", {}, Element("tr", {}, Element("th", {}, label), Element("td", {}, size))),
                Element("dl", {}, Element("dt", {}, label), Element("dd", {}, size)),
                Element("p", {}, f"{label}：{size}"),
            )
        ),
    )
    return True


@mutation("a block gone", cosmetic=False)
def no_block(tree: Tree, random: Random, _: Scene) -> bool:
    found = tree.body.find(lambda element: element.tag in {"tr", "dl", "p", "table"} and "GB" in element.words)
    if not found:
        return False
    random.choice(found).remove()
    return True


@mutation("cut off", cosmetic=False)
def cut_off(tree: Tree, random: Random, scene: Scene) -> bool:
    """A page that ended too early."""
    if scene.strings and random.random() < 0.7:
        code = random.choice(tree.strings() or [None])
        if code is not None and code.parent is not None:
            del code.parent.children[code.parent.children.index(code) :]
            return True
    texts = list(tree.body.texts())
    if len(texts) < 2:
        return False
    last = random.randrange(1, len(texts))
    for text in texts[last:]:
        assert text.parent is not None
        text.parent.children.remove(text)
    return True
