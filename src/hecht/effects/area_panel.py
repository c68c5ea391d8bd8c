"""What an effect is estimated from: one outcome of many areas over time, and who had a measure.

Everything is checked when `Observations` are made, so that no method need guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Text = tuple[str, str]
"""One sentence in Dutch and in English."""


class ObservationsError(ValueError):
    """Observations from which no effect can be estimated: says what, of which area, and when."""


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """One outcome of every unit at every time, and when each unit's measure began.

    `outcome` is (units, times), nan where there is no figure. `times` rise; the steps between
    them may differ. `first_treated` is the first time at which a unit has the measure, 0 where it
    never has; from then on it always has it. `covariates` hold one number for each unit, from
    before any measure. `clusters` number the groups of units that share shocks (a municipality),
    `places` are x and y of each unit in metres, nan where
    they are not known. `remarks` say what was left out or taken
    otherwise, and must be shown. Raises ObservationsError.
    """

    units: tuple[str, ...]
    times: NDArray[np.int64]
    outcome: NDArray[np.float64]
    first_treated: NDArray[np.int64]
    covariates: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    clusters: NDArray[np.int64] | None = None
    places: NDArray[np.float64] | None = None
    name: str = "outcome"
    remarks: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        """Hold the parts against each other."""
        count = len(self.units)
        if len(set(self.units)) != count:
            twice = Counter(self.units).most_common(1)[0][0]
            raise ObservationsError(f"the unit {twice!r} stands twice among the units")
        if self.times.ndim != 1 or np.any(np.diff(self.times) <= 0):
            raise ObservationsError(f"the times must rise: {self.times.tolist()}")
        if self.outcome.shape != (count, len(self.times)):
            raise ObservationsError(
                f"the outcome is {self.outcome.shape}, with {count} units and "
                f"{len(self.times)} times it must be ({count}, {len(self.times)})"
            )
        if np.any(np.isinf(self.outcome)):
            row, column = np.argwhere(np.isinf(self.outcome))[0]
            raise ObservationsError(
                f"{self.name} of unit {self.units[row]!r} at {self.times[column]} is infinite; "
                f"leave the cell empty where there is no figure"
            )
        if np.any(self.first_treated < 0):
            row = int(np.argmax(self.first_treated < 0))
            raise ObservationsError(
                f"unit {self.units[row]!r} is first treated at {self.first_treated[row]}; give a "
                f"time, or 0 for never"
            )
        parts = {"first_treated": self.first_treated, **self.covariates}
        if self.clusters is not None:
            parts["clusters"] = self.clusters
        for name, values in parts.items():
            if values.shape != (count,):
                raise ObservationsError(f"{name} has shape {values.shape}, not ({count},)")
        if self.places is not None and self.places.shape != (count, 2):
            raise ObservationsError(f"the places have shape {self.places.shape}, not ({count}, 2)")

    @property
    def treated(self) -> NDArray[np.bool_]:
        """Return which units have the measure at some time of this panel."""
        began = self.first_treated
        result: NDArray[np.bool_] = (began > 0) & (began <= self.times[-1])
        return result

    @property
    def cohorts(self) -> tuple[int, ...]:
        """Return the times at which measures began within this panel, rising."""
        return tuple(int(one) for one in np.unique(self.first_treated[self.treated]))

    def of(self, keep: NDArray[np.bool_], *remarks: Text) -> Observations:
        """Return the observations of the units that `keep` marks, with further remarks."""
        return replace(
            self,
            units=tuple(np.array(self.units, dtype=object)[keep]),
            outcome=self.outcome[keep],
            first_treated=self.first_treated[keep],
            covariates={name: values[keep] for name, values in self.covariates.items()},
            clusters=None if self.clusters is None else self.clusters[keep],
            places=None if self.places is None else self.places[keep],
            remarks=self.remarks + remarks,
        )

    def at(self, keep: NDArray[np.bool_], *remarks: Text) -> Observations:
        """Return the observations at the times that `keep` marks, with further remarks."""
        return replace(
            self,
            times=self.times[keep],
            outcome=self.outcome[:, keep],
            remarks=self.remarks + remarks,
        )

    def prepared(self, anticipation: int = 0) -> Observations:
        """Return what can be estimated from: every unit complete, treated ones seen before.

        Left out, and told in `remarks`: times at which fewer than half of the units have a
        figure; then units without a figure at some time that is left, or without a covariate;
        then units that had the measure at every time, `anticipation` years earlier included.
        Raises ObservationsError when nothing can be compared.
        """
        seen = np.isfinite(self.outcome)
        thin = seen.mean(axis=0) < 0.5 if len(self.units) else np.ones(len(self.times), bool)
        kept = self
        if thin.any():
            years = ", ".join(str(one) for one in self.times[thin])
            kept = kept.at(
                ~thin,
                (
                    f"Weggelaten: {years}; daarvoor heeft minder dan de helft van de gebieden een "
                    f"cijfer.",
                    f"Left out: {years}; fewer than half of the areas have a figure for it.",
                ),
            )
        if len(kept.times) < 2:
            raise ObservationsError(
                f"{self.name} has figures at {len(kept.times)} time(s); an effect needs at least "
                f"one time before and one after"
            )
        kept = kept._complete()
        kept = kept._seen_before(anticipation)
        kept._comparable()
        return kept

    def _complete(self) -> Observations:
        for name, values in self.covariates.items():
            if not np.isfinite(values[self.treated]).any() and self.treated.any():
                raise ObservationsError(
                    f"no unit with the measure has a figure of {name} in a year before any measure "
                    f"for which half of the units have one; fill it in, or leave it out"
                )
        figures = np.column_stack([self.outcome, *self.covariates.values()])
        whole = np.asarray(np.isfinite(figures).all(axis=1))
        if whole.all():
            return self
        lost = named(self.units, ~whole & self.treated)
        gone, had = int((~whole).sum()), int((~whole & self.treated).sum())
        nl = f"Weggelaten: {gone} van de {len(self.units)} gebieden, omdat een cijfer ontbreekt"
        en = f"Left out: {gone} of the {len(self.units)} areas, because a figure is missing"
        if had:
            nl += f"; {had} daarvan kregen de maatregel ({lost})"
            en += f"; {had} of them had the measure ({lost})"
        return self.of(whole, (f"{nl}.", f"{en}."))

    def _seen_before(self, anticipation: int) -> Observations:
        began = self.first_treated
        always = (began > 0) & (began - anticipation <= self.times[0])
        if not always.any():
            return self
        count, who = int(always.sum()), named(self.units, always)
        return self.of(
            ~always,
            (
                f"Weggelaten: {count} gebieden die de maatregel al hadden bij het eerste cijfer, "
                f"in {self.times[0]} ({who}); er is geen ervoor om mee te vergelijken.",
                f"Left out: {count} areas that had the measure already at the first figure, in "
                f"{self.times[0]} ({who}); there is no before to compare with.",
            ),
        )

    def _comparable(self) -> None:
        if not self.treated.any():
            raise ObservationsError(
                f"no unit with complete figures of {self.name} gets the measure after "
                f"{self.times[0]} and by {self.times[-1]}; give the first time of treatment of "
                f"each treated unit, and figures from before it"
            )
        if self.treated.all() and len(self.cohorts) == 1:
            raise ObservationsError(
                f"every unit gets the measure at {self.cohorts[0]}, so there is nothing to compare "
                f"with; add units that never get it, or get it later"
            )


NAMED = 8
"""So many units are named one by one in a remark; of more, the first so many."""


def named(units: tuple[str, ...], which: NDArray[np.bool_]) -> str:
    """Return the names of the units that `which` marks, cut off where there are many."""
    names = [units[row] for row in np.flatnonzero(which)]
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a long table: the unit, the time, the outcome (None: absent), when it began.

    `where` tells the reader where the row stands ("panel.csv, row 12").
    """

    unit: str
    time: int
    outcome: float | None
    first_treated: int
    where: str = ""
    covariates: tuple[float | None, ...] = ()
    cluster: str = ""
    place: tuple[float, float] | None = None


def gather(rows: Iterable[Row], name: str, covariates: tuple[str, ...] = ()) -> Observations:
    """Make observations of the rows of a long table; units and times in rising order.

    A covariate is the figure of the first time, or of the first before any measure at which half
    of the units have one; that is told. Raises ObservationsError for a unit that stands twice at
    one time, or whose start of treatment, cluster or place changes over time.
    """
    seen: dict[tuple[str, int], Row] = {}
    first: dict[str, Row] = {}
    for row in rows:
        before = seen.setdefault((row.unit, row.time), row)
        if before is not row:
            raise ObservationsError(
                f"{row.where}: unit {row.unit!r} at {row.time} stands here a second time"
                + (f", after {before.where}" if before.where else "")
            )
        _same(first.get(row.unit), row)
        if row.unit not in first or row.time < first[row.unit].time:
            first[row.unit] = row
    if not seen:
        raise ObservationsError("there are no rows with a unit and a time")
    units = tuple(sorted(first))
    times = np.array(sorted({time for _, time in seen}), dtype=np.int64)
    at_unit = {unit: place for place, unit in enumerate(units)}
    at_time = {int(time): place for place, time in enumerate(times)}
    outcome = np.full((len(units), len(times)), np.nan)
    for (unit, time), row in seen.items():
        if row.outcome is not None:
            outcome[at_unit[unit], at_time[time]] = row.outcome
    firsts = [first[unit] for unit in units]
    clusters = {one: at for at, one in enumerate(sorted({row.cluster for row in firsts}))}
    places = [row.place for row in firsts]
    began = np.array([row.first_treated for row in firsts], dtype=np.int64)
    early = times[times < began[began > 0].min()] if np.any(began > 0) else times
    measured: dict[str, NDArray[np.float64]] = {}
    remarks: list[Text] = []
    for at, covariate in enumerate(covariates):
        measured[covariate], when = _covariate(seen, units, early, at)
        if when is not None and when != times[0]:
            remarks.append(_covariate_remark(covariate, when))
    return Observations(
        units=units,
        times=times,
        outcome=outcome,
        first_treated=began,
        covariates=measured,
        clusters=(
            np.array([clusters[row.cluster] for row in firsts], dtype=np.int64)
            if len(clusters) > 1
            else None
        ),
        places=(
            np.array([(np.nan, np.nan) if one is None else one for one in places], dtype=float)
            if any(one is not None for one in places)
            else None
        ),
        name=name,
        remarks=tuple(remarks),
    )


def _covariate(
    seen: Mapping[tuple[str, int], Row],
    units: tuple[str, ...],
    early: NDArray[np.int64],
    at: int,
) -> tuple[NDArray[np.float64], int | None]:
    """Return a covariate at the first time with figures of half of the units, and that time.

    Never of a time with a measure: the measure may have changed it. NaN and None without any.
    """
    for time in early.tolist():
        rows = [seen.get((unit, time)) for unit in units]
        cells = [None if row is None else row.covariates[at] for row in rows]
        values = np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
        if 2 * np.isfinite(values).sum() >= len(units):
            return values, time
    return np.full(len(units), np.nan), None


def _covariate_remark(covariate: str, when: int) -> Text:
    return (
        f"Van {covariate} is het cijfer van {when} genomen, het eerste jaar waarvoor de helft van "
        f"de gebieden er een heeft.",
        f"Of {covariate} the figure of {when} was taken, the first year for which half of the "
        f"areas have one.",
    )


def _same(before: Row | None, row: Row) -> None:
    """Refuse a start of treatment, cluster or place that changes from one row to another."""
    if before is None:
        return
    for what, old, new in (
        ("first treated", before.first_treated, row.first_treated),
        ("cluster", before.cluster, row.cluster),
        ("place", before.place, row.place),
    ):
        if old != new:
            fix = "a measure that began does not end here: give every row of a unit its first time"
            raise ObservationsError(
                f"{row.where}: the {what} of unit {row.unit!r} is {new!r} at {row.time} and "
                f"{old!r} at {before.time}; "
                + (fix if what == "first treated" else "it must be the same in all rows of a unit")
            )
