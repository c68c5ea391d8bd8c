"""Gives a neighbourhood without household data a made-up population: households, ties, wishes.

Everything it adds is synthetic, and the project says so in words that every report shows. Shares
come from CBS figures (see marginals); how needs, limits and wishes follow from them is set by
`Assumptions`, each with its source or the plain statement that it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hecht.exchange.marginals import Marginals, national
from hecht.exchange.population import Profile, draw_profiles, house
from hecht.exchange.ties_network import Network, place
from hecht.exchange.ties_synthetic import SmallWorld, dress, small_world
from hecht.neighbourhood import (
    DeclaredBy,
    Group,
    Home,
    Household,
    Neighbourhood,
    ReturnWish,
    Stage,
    Tie,
    TieKind,
    Wish,
    WishKind,
    Works,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

AGE_LIMITS = {"15-24": (18, 24), "25-44": (25, 44), "45-64": (45, 64), "65+": (65, 90)}
"""Between which ages the head of a household is drawn, for the length of the tenancy."""

RENT_LIMIT_SMALL, RENT_LIMIT_LARGE, RENT_LIMIT_HIGH = 682.96, 731.93, 900.07
"""Euros a month in 2025: the low aftoppingsgrens (one or two persons), the high one (three and
more) and the limit of regulated rent. Rijksoverheid, indexation of income and rent limits 2025."""

PRICE_YEAR = 2025

RENTS_OLD = {1: 420.0, 2: 500.0, 3: 560.0, 4: 610.0, 5: 650.0}
RENTS_NEW = {1: 560.0, 2: 630.0, 3: 665.0, 4: 680.0, 5: 725.0}
"""Rents by rooms (five stands for more) where the folder has none: assumptions without a source.
The new ones are moderated, up to four rooms below the low limit above."""


GROUP_SIZES = (2, 2, 2, 3, 3, 4)
"""Sizes of the groups that ask to be placed together, drawn from this list: an assumption."""


class SynthesizeError(ValueError):
    """A neighbourhood that cannot be given a population; the message says why."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """How households are made up beyond the published figures; shares from 0 to 1.

    Without a source, all of them, but for the rent limits: the share of homes that stand empty;
    of affected households that wish to `return_share` or are `undecided` (others go elsewhere);
    with stairs as a hindrance by age (`stairs_old` from 65, `stairs_young` below) and of those
    an adapted home (`adapted`); with a care indication from 65; with a low income, and so a low
    rent limit; with wishes; who ask to be placed in a group. `turnover_year` is the chance to
    move in a year (NPLV focus areas, 2024: 8.7%, CBS), from which the length of tenancies
    follows. `tenure` None takes households of every tenure.
    """

    tenure: str | None = "association"
    vacant: float = 0.03
    return_share: float = 0.7
    undecided: float = 0.08
    stairs_old: float = 0.3
    stairs_young: float = 0.04
    adapted: float = 0.25
    care: float = 0.12
    low_income: float = 0.75
    wishing: float = 0.4
    grouped: float = 0.1
    turnover_year: float = 0.087

    def __post_init__(self) -> None:
        """Raise SynthesizeError for a share outside 0 to 1, or shares that exceed 1 together."""
        for name in self.__slots__:
            value = getattr(self, name)
            if name != "tenure" and not 0 <= value <= 1:
                raise SynthesizeError(f"{name} is {value:g}; a share lies between 0 and 1")
        if self.return_share + self.undecided > 1 + 1e-9:
            raise SynthesizeError(
                f"return {self.return_share:g} and undecided {self.undecided:g} are more than 1 "
                "together; lower one"
            )


def synthesize(
    neighbourhood: Neighbourhood,
    *,
    seed: int = 1,
    marginals: Marginals | None = None,
    ties: SmallWorld | Network | None = None,
    assumptions: Assumptions | None = None,
) -> Neighbourhood:
    """Return the neighbourhood with made-up households, ties and wishes, marked as synthetic.

    `ties` is how to make them up, or a network to place (None: the default small world). Rents
    that are not known are filled in. The same seed gives the same people. Raises SynthesizeError
    when there are households already or no home to live in.
    """
    if neighbourhood.households:
        raise SynthesizeError(
            f"{neighbourhood.project.name} has {len(neighbourhood.households)} households already; "
            "made-up people are never mixed with real ones. Empty households.csv, ties.csv, "
            "wishes.csv, groups.csv and promises.csv first"
        )
    existing = [home for home in neighbourhood.homes if home.stage is Stage.EXISTING]
    if not existing:
        raise SynthesizeError(f"{neighbourhood.project.name} has no existing home to live in")
    figures, rules = marginals or national(), assumptions or Assumptions()
    lived_in = _lived_in(existing, rules.vacant, seed)
    profiles = draw_profiles(figures, len(lived_in), rules.tenure)
    rooms = np.array([home.rooms for home in lived_in])
    stairs = np.array([0 if home.step_free else home.floor for home in lived_in])
    home_of = house(profiles, rooms, stairs, seed)
    people = sorted(zip(home_of, profiles, strict=True), key=lambda pair: pair[0])
    households = _households(neighbourhood, lived_in, [p for _, p in people], rules, seed)
    ages = [profile.age for _, profile in people]
    made = _ties(ties or SmallWorld(), households, ages, lived_in, seed)
    filled, rents_filled = _with_rents(neighbourhood)
    return replace(
        filled,
        project=replace(
            filled.project,
            synthetic=_said(filled.project.synthetic, figures, ties, rents_filled),
            price_year=filled.project.price_year or (PRICE_YEAR if rents_filled else None),
        ),
        households=tuple(households),
        ties=made,
        wishes=tuple(_wishes(neighbourhood, households, made, rules, seed)),
        groups=tuple(_groups(neighbourhood, households, made, rules, seed)),
        promises=(),
    )


def _random(seed: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([seed, stream]))


def _lived_in(existing: Sequence[Home], vacant: float, seed: int) -> list[Home]:
    """Return the homes that are not empty, in their order."""
    lots = _random(seed, 3).random(len(existing))
    empty = set(np.argsort(lots, kind="stable")[: round(vacant * len(existing))].tolist())
    return [home for row, home in enumerate(existing) if row not in empty]


def _households(
    neighbourhood: Neighbourhood,
    homes: Sequence[Home],
    profiles: Sequence[Profile],
    rules: Assumptions,
    seed: int,
) -> list[Household]:
    """Return a household for each home, with needs, limits, tenancy and wish."""
    luck = _random(seed, 4).random((len(homes), 9))
    wishes = _return_wishes(neighbourhood, homes, rules, seed)
    digits = max(3, len(str(len(homes))))
    return [
        _household(
            neighbourhood, f"h{row + 1:0{digits}d}", home, profile, wish, luck[row].tolist(), rules
        )
        for row, (home, profile, wish) in enumerate(zip(homes, profiles, wishes, strict=True))
    ]


def _household(
    neighbourhood: Neighbourhood,
    name: str,
    home: Home,
    profile: Profile,
    wish: ReturnWish,
    luck: Sequence[float],
    rules: Assumptions,
) -> Household:
    old = profile.age == "65+"
    children = _children(profile, luck[0])
    step_free = luck[1] < (rules.stairs_old if old else rules.stairs_young)
    adapted = step_free and luck[2] < rules.adapted
    limit = RENT_LIMIT_HIGH
    if luck[3] < rules.low_income:
        limit = RENT_LIMIT_SMALL if profile.size <= 2 else RENT_LIMIT_LARGE
    leaves = None
    if wish is ReturnWish.ELSEWHERE and luck[4] < 0.5:
        leaves = int(luck[5] * min(neighbourhood.project.horizon - 1, 36))
    return Household(
        id=name,
        home=home.id,
        size=profile.size,
        wish=wish,
        children=children,
        step_free=step_free,
        accessible=adapted,
        care=adapted or (old and luck[6] < rules.care),
        rent_max=limit,
        tenancy_start=neighbourhood.project.start.plus(-_tenancy(profile, rules, luck[7:])),
        leaves=leaves,
    )


def _children(profile: Profile, luck: float) -> int:
    """Return the children under 18: of older parents some, of parents of 65 and over none."""
    parents = {"single": 1, "couple": profile.size, "lone_parent": 1, "family": 2}[profile.kind]
    living_in = max(0, profile.size - parents)
    if profile.age == "65+":
        return 0
    return living_in if profile.age != "45-64" else round(living_in * (0.2 + 0.8 * luck))


def _tenancy(profile: Profile, rules: Assumptions, luck: Sequence[float]) -> int:
    """Return the months since the tenancy began: a constant chance to move, from 18 on."""
    low, high = AGE_LIMITS[profile.age]
    most = low + luck[0] * (high - low) - 17
    yearly = max(1e-3, -np.log1p(-min(0.99, rules.turnover_year)))
    years = -np.log(1 - luck[1] * (1 - np.exp(-yearly * most))) / yearly
    return max(1, round(12 * float(years)))


def _return_wishes(
    neighbourhood: Neighbourhood, homes: Sequence[Home], rules: Assumptions, seed: int
) -> list[ReturnWish]:
    """Return who wants what; shares are met exactly among those who must leave their home."""
    affected = [row for row, home in enumerate(homes) if _works(neighbourhood, home).empties]
    lots = _random(seed, 5).random(len(affected))
    order = [affected[at] for at in np.argsort(lots, kind="stable").tolist()]
    returning = round(rules.return_share * len(affected))
    undecided = round(rules.undecided * len(affected))
    result = [ReturnWish.RETURN] * len(homes)
    for place_in_line, row in enumerate(order):
        if place_in_line >= returning:
            still = place_in_line < returning + undecided
            result[row] = ReturnWish.UNDECIDED if still else ReturnWish.ELSEWHERE
    return result


def _works(neighbourhood: Neighbourhood, home: Home) -> Works:
    return Works.KEEP if home.block is None else neighbourhood.block_of[home.block].works


def _ties(
    how: SmallWorld | Network,
    households: Sequence[Household],
    ages: Sequence[str],
    homes: Sequence[Home],
    seed: int,
) -> tuple[Tie, ...]:
    points = np.array([(home.x, home.y) for home in homes])
    names = [household.id for household in households]
    care_for = {
        household.id: household.care or age == "65+"
        for household, age in zip(households, ages, strict=True)
    }
    if isinstance(how, SmallWorld):
        return small_world(names, points, how, seed, care_for)
    return network_ties(how, names, points, seed, care_for)


def network_ties(
    network: Network,
    names: Sequence[str],
    points: NDArray[np.float64],
    seed: int,
    care_for: dict[str, bool] | None = None,
) -> tuple[Tie, ...]:
    """Place a network on households `names` that live at `points` (n, 2).

    Weights are those of the network; kinds are made up by distance; every tie counts as named by
    both sides, for such a network does not tell. A network with more members than there are
    households loses its least tied; households it has no member for stay without ties.
    """
    part = network.largest(len(names))
    at = place(part, points, seed)
    pairs = np.sort(at[part.pairs], axis=1) if len(part.pairs) else part.pairs
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    dressed = dress(names, points, pairs[order], SmallWorld(), seed, care_for)
    return tuple(
        replace(tie, weight=float(weight), declared_by=DeclaredBy.BOTH)
        for tie, weight in zip(dressed, part.weights[order], strict=True)
    )


def _wishes(
    neighbourhood: Neighbourhood,
    households: Sequence[Household],
    ties: Sequence[Tie],
    rules: Assumptions,
    seed: int,
) -> list[Wish]:
    """Let some who come back wish to stay near whom they care for, and in their own street."""
    luck = _random(seed, 6).random((len(households), 2))
    cares = {end: tie for tie in ties if tie.kind is TieKind.CARE for end in (tie.b, tie.a)}
    streets = {
        home.street for home in neighbourhood.homes if home.stage is Stage.NEW and home.street
    }
    wishes = []
    for row, household in enumerate(households):
        if household.wish is ReturnWish.ELSEWHERE or not neighbourhood.is_affected(household):
            continue
        wanted = []
        tie = cares.get(household.id)
        if tie is not None:
            wanted.append((WishKind.HOUSEHOLD, tie.b if tie.a == household.id else tie.a))
        street = neighbourhood.home_of[household.home].street
        if luck[row, 0] < rules.wishing and street in streets:
            wanted.append((WishKind.STREET, street))
        for rank, (kind, value) in enumerate(wanted, 1):
            wishes.append(Wish(household.id, rank, kind, value))
    return wishes


def _groups(
    neighbourhood: Neighbourhood,
    households: Sequence[Household],
    ties: Sequence[Tie],
    rules: Assumptions,
    seed: int,
) -> list[Group]:
    """Let some who come back, and are tied to each other, ask to be placed together."""
    free = {
        household.id
        for household in households
        if household.wish is ReturnWish.RETURN and neighbourhood.is_affected(household)
    }
    wanted = round(rules.grouped * len(free))
    friends: dict[str, list[str]] = {}
    for tie in ties:
        if tie.a in free and tie.b in free:
            friends.setdefault(tie.a, []).append(tie.b)
            friends.setdefault(tie.b, []).append(tie.a)
    starts = sorted(friends)
    luck = _random(seed, 8).random((len(starts), 2))
    groups: list[Group] = []
    for row in np.argsort(luck[:, 0], kind="stable").tolist():
        size = min(wanted, GROUP_SIZES[int(luck[row, 1] * len(GROUP_SIZES))])
        start = starts[row]
        members = [start, *(f for f in friends[start] if f in free)][:size]
        if size < 2:
            break
        if start in free and len(members) == size:
            groups.append(Group(f"g{len(groups) + 1:02d}", tuple(sorted(members))))
            free -= set(members)
            wanted -= size
    return groups


def _with_rents(neighbourhood: Neighbourhood) -> tuple[Neighbourhood, bool]:
    """Fill in the rents of existing and new homes that have none; renovated homes keep theirs."""
    filled = False
    homes = []
    for home in neighbourhood.homes:
        if home.rent is None and home.stage is not Stage.TEMPORARY:
            rents = RENTS_NEW if home.stage is Stage.NEW else RENTS_OLD
            home = replace(home, rent=rents[min(5, home.rooms)])
            filled = True
        homes.append(home)
    return replace(neighbourhood, homes=tuple(homes)), filled


def _said(
    before: str, figures: Marginals, ties: SmallWorld | Network | None, rents_filled: bool
) -> str:
    """Return the words that say what is made up."""
    network = (
        "ties are from a real network found elsewhere, placed so that tied households live close"
        if isinstance(ties, Network)
        else "ties are made up: many near, few far"
    )
    rents = " Rents are assumptions." if rents_filled else ""
    said = (
        f"Synthetic population: no household here is real. Figures: {figures.described()}; "
        f"{network}.{rents}"
    )
    return f"{before} {said}".strip()
