"""Totals and toppings in one: which topping holds how much, and what is remembered so that toppings need not be read
at every poll. Protocol: docs/carriers/povo.md, 4.4.

Use moves data from left to used and changes no total. So a total that moves by anything but a known expiry tells of
a topping that was bought, and only then does the list of toppings have to be read again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..errors import LayoutChanged
from ..model import Bucket, BucketKind, Line
from . import POVO
from .plan import Amount, Totals
from .toppings import PAGE, Tile, Toppings

_ROUNDING = POVO.gigabyte // 200 + 1
"""What a size that is shown in steps of 0.01 GB can be off by."""
_SLACK = 2**20
"""What a total has been seen to differ from the nominal size by, and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topping:
    """A tile and what its data counts as."""

    tile: Tile
    kind: BucketKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The toppings as they were read last, and the totals of that poll or a newer one that changed nothing.

    `doubts` is what could not be read or did not agree; `missing`: the list could not be had at all. `turn`: with
    nothing left, a poll that has to renew its token reads one of the two in turns; true when it is the toppings'.
    """

    toppings: tuple[Topping, ...]
    totals: Totals
    doubts: tuple[LayoutChanged, ...] = ()
    readable: bool = True
    missing: bool = False
    turn: bool = False

    @property
    def spent(self) -> bool:
        """Whether nothing measured was left."""
        return self.totals.all.left == 0

    @property
    def unlimited(self) -> bool | None:
        """Whether an unlimited topping runs; None when that could not be read."""
        if any(topping.tile.unlimited for topping in self.toppings):
            return True
        return None if self.doubts or self.missing else False

    def at(self, now: datetime) -> Known:
        """The same without what has expired since, whose data is gone from the totals with it."""
        ended = [one for one in self.toppings if one.tile.expires < now]
        if not ended:
            return self
        left = tuple(one for one in self.toppings if one.tile.expires >= now)
        totals = self.totals
        if not any(one.kind is not BucketKind.BONUS and not one.tile.unlimited for one in left) and not self.doubts:
            totals = replace(totals, boost=Amount())
        else:
            gone = sum(one.tile.total or 0 for one in ended if one.kind is not BucketKind.BONUS)
            kept = max(Decimal(0), totals.boost.left + totals.boost.used - Decimal(gone) / 1024)
            totals = replace(
                totals, boost=Amount(min(kept, totals.boost.left), max(Decimal(0), kept - totals.boost.left))
            )
        if any(one.kind is BucketKind.BONUS for one in ended):
            totals = replace(totals, bonus=Amount())
        return replace(self, toppings=left, totals=totals)

    def explains(self, totals: Totals) -> bool:
        """Whether nothing but use lies between these totals and newer ones."""
        slack = _SLACK + _ROUNDING * (1 + len(self.toppings))
        return all(
            abs(mine.total - newer.total) <= slack
            for mine, newer in (
                (self.totals.boost, totals.boost), (self.totals.bonus, totals.bonus), (self.totals.others, totals.others),
            )
        )  # fmt: skip

    def same(self, shown: Toppings) -> bool:
        """Whether a list of toppings is the known one, with nothing left in any."""
        mine = sorted((one.tile.expires, one.tile.total or 0) for one in self.toppings)
        theirs = sorted((tile.expires, tile.total or 0) for tile in shown.tiles)
        return mine == theirs and not shown.problems and not any(tile.unlimited or tile.left for tile in shown.tiles)


def combined(shown: Toppings, totals: Totals, now: datetime) -> Known:
    """What a list of toppings and the totals of the same poll say together."""
    tiles = sorted((tile for tile in shown.tiles if tile.expires >= now), key=lambda tile: tile.expires)
    if shown.problems:
        kind = BucketKind.UNKNOWN if totals.bonus.total else BucketKind.TOP_UP
        known = tuple(Topping(tile=tile, kind=kind) for tile in tiles)
        return Known(toppings=known, totals=totals, doubts=shown.problems)
    kinds = _kinds(tiles, totals)
    if kinds is None:
        doubt = LayoutChanged(PAGE, "remaining", "does not agree with the totals")
        known = tuple(Topping(tile=tile, kind=BucketKind.UNKNOWN) for tile in tiles)
        return Known(toppings=known, totals=totals, doubts=(doubt,), readable=False)
    return Known(
        toppings=tuple(Topping(tile=tile, kind=kind) for tile, kind in zip(tiles, kinds, strict=True)), totals=totals
    )


def _kinds(tiles: Sequence[Tile], totals: Totals) -> list[BucketKind] | None:
    """What each tile's data counts as; None when the sizes do not add up to the totals.

    Whether gift data has a tile is not known. If the sums say so, it is the one tile of its size.
    """
    measured = [tile for tile in tiles if not tile.unlimited]
    size = sum(tile.total or 0 for tile in measured)
    slack = _SLACK + _ROUNDING * len(measured)
    kinds = [BucketKind.TOP_UP] * len(tiles)
    if abs(size - totals.boost.total) <= slack:
        return kinds
    if not totals.bonus.total or abs(size - totals.boost.total - totals.bonus.total) > slack:
        return None
    gifts = [
        place
        for place, tile in enumerate(tiles)
        if tile.total is not None
        and tile.left is not None
        and abs(tile.total - totals.bonus.total) <= _SLACK + _ROUNDING
        and abs(tile.left - totals.bonus.remaining) <= _SLACK + _ROUNDING
    ]
    if len(gifts) != 1:
        return [BucketKind.TOP_UP if tile.unlimited else BucketKind.UNKNOWN for tile in tiles]
    kinds[gifts[0]] = BucketKind.BONUS
    return kinds


def with_balance(line: Line, known: Known, *, fresh: bool) -> Line:
    """The line with its figures. `fresh`: the toppings were read in this poll.

    An unlimited topping has no number: what is left, used and allowed is then unknown, as it is when nothing measured
    is left and it could not be read whether there is such a topping.
    """
    unlimited = known.unlimited
    told = unlimited is False or (unlimited is None and not known.spent)
    amount = known.totals.all
    return replace(
        line,
        unlimited=unlimited,
        remaining=amount.remaining if told else None,
        used=amount.spent if told else None,
        total=amount.total if told else None,
        buckets=_buckets(known, fresh=fresh),
    )


def _buckets(known: Known, *, fresh: bool) -> tuple[Bucket, ...]:
    """What holds how much, in the order of use: unlimited, gift data, then by expiry."""
    if not known.readable:
        return ()
    lefts = _poured(known, fresh=fresh)
    found = [
        Bucket(kind=one.kind, total=one.tile.total, remaining=left, expires=one.tile.expires)
        for one, left in zip(known.toppings, lefts, strict=True)
    ]
    gift_is_there = any(one.kind in {BucketKind.BONUS, BucketKind.UNKNOWN} for one in known.toppings)
    for kind, amount in ((BucketKind.BONUS, known.totals.bonus), (BucketKind.UNKNOWN, known.totals.others)):
        if amount.total and not (kind is BucketKind.BONUS and gift_is_there):
            found.append(Bucket(kind=kind, total=amount.total, remaining=amount.remaining))
    return tuple(sorted(found, key=lambda bucket: (bucket.total is not None, bucket.kind is not BucketKind.BONUS)))


def _poured(known: Known, *, fresh: bool) -> list[int | None]:
    """What is left in each topping: the tiles' figures, made to add up to the exact total.

    What was used since they were read, and what they were rounded by, is that of the topping which is used next.
    """
    if known.doubts:
        return [one.tile.left if fresh else None for one in known.toppings]
    gift = known.totals.bonus.remaining
    shared = known.totals.boost.remaining
    if any(one.kind is BucketKind.UNKNOWN for one in known.toppings):
        shared += gift
    lefts = [gift if one.kind is BucketKind.BONUS else one.tile.left for one in known.toppings]
    places = [
        place for place, one in enumerate(known.toppings) if one.kind is not BucketKind.BONUS and not one.tile.unlimited
    ]
    rest = shared - sum(lefts[place] or 0 for place in places)
    for place in places:
        if rest < 0:
            taken = min(lefts[place] or 0, -rest)
            lefts[place] = (lefts[place] or 0) - taken
            rest += taken
    if rest > 0 and places:
        lefts_shown = [place for place in places if lefts[place]]
        place = (lefts_shown or places)[0]
        lefts[place] = (lefts[place] or 0) + rest
    return lefts


# What is kept over a restart


def dump(known: Known) -> dict[str, Any]:
    """As JSON-able data."""
    return {
        "toppings": [
            {"left": one.tile.left, "total": one.tile.total, "expires": one.tile.expires.isoformat(), "kind": one.kind.value}
            for one in known.toppings
        ],
        "totals": {
            name: [str(amount.left), str(amount.used)]
            for name, amount in (
                ("boost", known.totals.boost), ("bonus", known.totals.bonus), ("others", known.totals.others),
            )
        },
        "doubts": [list(doubt.missing) for doubt in known.doubts],
        "readable": known.readable,
        "missing": known.missing,
        "turn": known.turn,
    }  # fmt: skip


def load(data: Any) -> Known | None:
    """What `dump` wrote; None for anything else, so that it is read again."""
    try:
        return Known(
            toppings=tuple(map(_topping, data["toppings"])),
            totals=Totals(
                **{name: Amount(Decimal(left), Decimal(used)) for name, (left, used) in data["totals"].items()}
            ),
            doubts=tuple(LayoutChanged(PAGE, *missing) for missing in data["doubts"]),
            readable=data["readable"],
            missing=data["missing"],
            turn=data["turn"],
        )
    except ArithmeticError, KeyError, TypeError, ValueError:
        return None


def _topping(data: Mapping[str, Any]) -> Topping:
    tile = Tile(left=data["left"], total=data["total"], expires=datetime.fromisoformat(data["expires"]))
    return Topping(tile=tile, kind=BucketKind(data["kind"]))
