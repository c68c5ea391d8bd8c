"""The links between households that the score weighs: ties, and wishes to live near somebody."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import WishKind
from hecht.planning.bounds.ground import Ground, Role
from hecht.planning.bounds.tie_problem import near_at_start


@dataclass(frozen=True, slots=True)
class Link:
    """What two households (positions) earn together, in thousandths of a point.

    `near` for being near at the end, `close` times the closeness there, `same` for arriving in
    the same month; `apart` is lost for each month apart. `is_tie` is False for a mere wish.
    """

    one: int
    other: int
    near: int
    close: int
    apart: int
    same: int
    near_at_start: bool
    is_tie: bool


class Links:
    """All links, and those of each household."""

    def __init__(self, ground: Ground, links: list[Link]) -> None:
        """Sort the links by household."""
        n = ground.neighbourhood
        self.ground = ground
        self.all = links
        self.index = {one.id: i for i, one in enumerate(n.households)}
        self.block_index = {block.id: i for i, block in enumerate(n.blocks)}
        self.of: list[list[tuple[Link, int]]] = [[] for _ in n.households]
        for link in links:
            self.of[link.one].append((link, link.other))
            self.of[link.other].append((link, link.one))

    def apart_rate(self, h: int) -> int:
        """Return what a household can gain with all its ties by a month more together."""
        return sum(link.apart for link, _ in self.of[h])

    def only_company(self, h: int, link: Link) -> bool:
        """Return whether a household that had company is alone unless this tie is near."""
        if not link.is_tie or not any(one.near_at_start for one, _ in self.of[h]):
            return False
        company = [
            one for one, other in self.of[h] if one.is_tie and self.ground.role[other] != Role.GOES
        ]
        return company == [link]


def links_of(ground: Ground) -> Links:
    """Return the links of a neighbourhood; a tie and wishes of the same two are one link."""
    n = ground.neighbourhood
    p = n.policy
    index = {one.id: i for i, one in enumerate(n.households)}
    found: dict[tuple[int, int], Link] = {}
    for tie in n.ties:
        i, j = sorted((index[tie.a], index[tie.b]))
        weight = round(n.tie_weight(tie) * 1000)
        start = near_at_start(ground, i, j)
        found[i, j] = Link(
            one=i,
            other=j,
            near=round(p.points_tie_near * 1000) * weight // 1000,
            close=round(p.points_tie_closeness * 1000) * weight // 1000,
            apart=round(p.points_separation_month * 1000) * weight // 1000 if start else 0,
            same=round(p.points_same_month * 1000) * weight // 1000 if start else 0,
            near_at_start=start,
            is_tie=True,
        )
    for wish in n.wishes:
        if wish.kind is WishKind.HOUSEHOLD:
            i, j = sorted((index[wish.household], index[wish.value]))
            old = found.get((i, j), Link(i, j, 0, 0, 0, 0, False, False))
            points = round(p.points_wish * 1000) >> (wish.rank - 1)
            found[i, j] = Link(
                i, j, old.near + points, old.close, old.apart, old.same,
                old.near_at_start, old.is_tie,
            )  # fmt: skip
    return Links(ground, list(found.values()))
