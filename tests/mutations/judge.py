"""Changes pages, reads them, and counts what came of it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from custom_components.japan_mobile.carriers.errors import CarrierError
from tests.mutations import beside, cosmetic, damaging, strings
from tests.mutations.cases import Case, Family, Found, Json
from tests.mutations.kinds import MUTATIONS, Mutation
from tests.mutations.tree import Tree

assert beside and cosmetic and damaging and strings  # noqa: PT018 - imported to fill MUTATIONS

RIGHT, UNAVAILABLE, WRONG = "right", "unavailable", "wrong"
VERDICTS = (RIGHT, UNAVAILABLE, WRONG)
_COMPANIONS = (0, 0, 0, 1, 2)
_UNIT = "unit converted"
"""Does not go with damages: a wrong unit, converted back, is no unit at all."""
_SHOWN = 60


@dataclass
class Tally:
    """How often what came of which mutation. `notes` are pages worth a look: (mutation, verdict, why, page)."""

    family: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    notes: list[tuple[str, str, str, str]] = field(default_factory=list)

    def count(self, mutation: Mutation, verdict: str, why: str, page: str) -> None:
        """One more."""
        self.counts.setdefault(mutation.name, Counter())[verdict] += 1
        if verdict == WRONG or (mutation.cosmetic and verdict == UNAVAILABLE):
            self.notes.append((mutation.name, verdict, why, page))

    def total(self, verdict: str | None = None, *, cosmetic_only: bool = False) -> int:
        """How many mutations in all."""
        return sum(
            sum(counts.values()) if verdict is None else counts[verdict]
            for name, counts in self.counts.items()
            if not cosmetic_only or MUTATIONS[name].cosmetic
        )

    @property
    def share(self) -> float:
        """Of the cosmetic mutations, those that were read right, in percent."""
        return 100 * self.total(RIGHT, cosmetic_only=True) / self.total(cosmetic_only=True)

    def table(self) -> str:
        """The figures, as they are printed."""
        lines = [f"{self.family:<42}{'applied':>9}{'right':>9}{'unavailable':>13}{'wrong':>7}"]
        for kind in (True, False):
            lines.append("cosmetic" if kind else "damaging")
            lines += [
                f"  {name:<40}{sum(counts.values()):>9}" + _columns(counts)
                for name, counts in ((name, self.counts.get(name, Counter())) for name in MUTATIONS)
                if MUTATIONS[name].cosmetic is kind and counts
            ]
        every = Counter({verdict: self.total(verdict) for verdict in VERDICTS})
        lines.append(f"{'together':<42}{self.total():>9}" + _columns(every))
        lines.append(f"wrong values: {every[WRONG]}; of the cosmetic mutations read right: {self.share:.2f} %")
        return "\n".join(lines)

    def write(self, folder: Path) -> None:
        """Put the table, and the pages worth a look, into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"mutations-{self.family}.txt").write_text(self.table() + "\n")
        ordered = sorted(self.notes, key=lambda note: note[1] != WRONG)
        told = (f"== {name}: {verdict}: {why}\n{page}\n" for name, verdict, why, page in ordered[:_SHOWN])
        (folder / f"mutations-{self.family}-pages.txt").write_text("\n".join(told))


def _columns(counts: Counter[str]) -> str:
    return f"{counts[RIGHT]:>9}{counts[UNAVAILABLE]:>13}{counts[WRONG]:>7}"


def run(family: Family, mutations: int, worlds: int, number: int) -> Tally:
    """Change and read as many pages; each kind of mutation comes equally often where it finds something to change."""
    random = Random(number)
    cases = [(case, Tree.of(case.page)) for case in family.cases(worlds, number)]
    tally, kinds = Tally(family.name), list(MUTATIONS.values())
    companions = [kind for kind in kinds if kind.cosmetic]
    while tally.total() < mutations:
        for kind in kinds:
            case, tree = random.choice(cases)
            others = random.choices(
                [one for one in companions if one.name != _UNIT or kind.cosmetic], k=random.choice(_COMPANIONS)
            )
            page = _changed(tree.copy(), kind, others, case, random)
            if page is not None:
                tally.count(kind, *verdict(case, page), page)
    return tally


def _changed(tree: Tree, kind: Mutation, companions: list[Mutation], case: Case, random: Random) -> str | None:
    before = str(tree)
    if not kind.change(tree, random, case.scene):
        return None
    after = str(tree)
    for companion in companions:
        companion.change(tree, random, case.scene)
    return None if after == before else str(tree)


def verdict(case: Case, page: str) -> tuple[str, str]:
    """Whether what was read is right, and what is wrong or missing."""
    try:
        found = case.read(page)
    except CarrierError as err:
        return UNAVAILABLE, f"{err.kind}: {err}"
    return compared(found, case.truth, case.also)


def compared(found: Found, truth: Json, also: Json) -> tuple[str, str]:
    """A value that differs is wrong; one that is not there is unavailable if a reason is named, else wrong."""
    missing = []
    for name, value in {**dict.fromkeys(found.line), **truth}.items():
        read = found.line.get(name)
        if read == value or (name in also and read == also[name]):
            continue
        if read not in (None, []) or not found.reasons:
            return WRONG, f"{name}: {read} instead of {value}; {found.reasons}"
        missing.append(name)
    return (UNAVAILABLE, f"{missing}: {found.reasons}") if missing else (RIGHT, "")
