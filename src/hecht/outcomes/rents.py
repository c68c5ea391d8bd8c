"""What each household pays: today, in a month of a scenario, and with habituation to it."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Home, Household, Stay, StayKind
from hecht.neighbourhood.suits import lasting_rent
from hecht.outcomes.places import Places, places
from hecht.outcomes.scene import TODAY, Scene
from hecht.rules.habituation import habituation_shares


@dataclass(frozen=True, slots=True)
class Rent:
    """The rent of one household in one month, in euros a month; None where it is not known.

    `today` is that of its home at the start, `now` that of the home it lives in. In a temporary
    home (`temporary`) it pays what it paid before. `taken_off` is what habituation takes off.
    """

    household: Household
    home: Home
    today: float | None
    now: float | None
    temporary: bool = False
    taken_off: float = 0.0

    @property
    def step(self) -> float | None:
        """Return how much more it is than today, before habituation; None when not known."""
        return None if self.now is None or self.today is None else self.now - self.today

    @property
    def paid(self) -> float | None:
        """Return what is paid in this month; None when it is not known."""
        return None if self.now is None else self.now - self.taken_off


@dataclass(frozen=True, slots=True)
class Habituation:
    """What habituation takes off the rent of one household.

    From month `start` the new rent holds, `step` euros a month more than the old one; None where
    it is not known. `shares` are taken off it in the first year from then, the second, and on.
    """

    household: str
    start: int
    step: float | None
    shares: tuple[float, ...]

    def at(self, month: int) -> float:
        """Return the euros taken off in a month; 0 where the step is not known."""
        if self.step is None or not 0 <= month - self.start < 12 * len(self.shares):
            return 0.0
        return self.step * self.shares[(month - self.start) // 12]

    @property
    def months(self) -> range:
        """Return the months in which something is taken off."""
        return range(self.start, self.start + 12 * len(self.shares))


def where_everyone_lives(scene: Scene) -> Places:
    """Return where each household lives in each month of a scene's course, read once."""
    course = scene.course
    if course is None:
        raise ValueError("without a plan nobody moves; give the scene a course")
    return scene.once("places", lambda: places(scene.neighbourhood, course))


def rents_at(scene: Scene, month: int) -> tuple[Rent, ...]:
    """Return the rents of the households that live inside in a month, in their order.

    Month TODAY is before anything has changed; `scene.end` is the last month.
    """
    here = scene.neighbourhood
    homes = {at.home.id: at.home for at in scene.homes_at(month)}
    taken = {} if month == TODAY else {one.household: one for one in habituation(scene)}
    result = []
    for household in here.households:
        old = here.home_of[household.home]
        if month == TODAY:
            result.append(Rent(household, homes.get(old.id, old), old.rent, old.rent))
            continue
        at = min(month, scene.end - 1)
        stay = _stay_in(where_everyone_lives(scene).stays.get(household.id, ()), at)
        if stay is None:
            continue
        if stay.kind is StayKind.TEMPORARY:
            home = here.home_of[stay.home]
            result.append(Rent(household, home, old.rent, old.rent, temporary=True))
            continue
        home = homes.get(stay.home, here.home_of[stay.home])
        off = taken[household.id].at(at) if household.id in taken else 0.0
        result.append(Rent(household, home, old.rent, home.rent, taken_off=off))
    return tuple(result)


def habituation(scene: Scene) -> tuple[Habituation, ...]:
    """Return what habituation takes off, for each household whose rent rises or is not known.

    It holds from the month in which a household arrives in its final home, or, for one that
    stays, in which the works on its home are finished. Empty when the policy has no habituation.
    """
    return scene.once("habituation", lambda: _habituation(scene))


def _habituation(scene: Scene) -> tuple[Habituation, ...]:
    policy = scene.neighbourhood.policy
    shares = habituation_shares(policy.habituation_years, policy.habituation_share)
    if not any(shares):
        return ()
    here, where = scene.neighbourhood, where_everyone_lives(scene)
    starts = {} if scene.course is None else scene.course.starts
    result = []
    for household in here.households:
        home = where.final.get(household.id)
        if home is None:
            continue
        arrival = where.arrival.get(household.id)
        if arrival is None:
            block = None if home.block is None else here.block_of[home.block]
            if block is None or not block.has_works or home.rent_after is None:
                continue
            arrival = starts[block.id] + block.duration
        old, new = here.home_of[household.home].rent, lasting_rent(home)
        step = None if old is None or new is None else new - old
        if step is None or step > 0:
            result.append(Habituation(household.id, arrival, step, shares))
    return tuple(result)


def _stay_in(stays: tuple[Stay, ...], month: int) -> Stay | None:
    return next((stay for stay in stays if stay.start <= month < stay.end), None)
