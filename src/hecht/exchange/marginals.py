"""Figures from which households are made up: how many of each size, kind, age and tenure.

Three sources: figures of your own (TOML or CSV), a row of the CBS table "Kerncijfers wijken en
buurten", and for what these lack the Netherlands as a whole. Every figure says where it is from.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SIZES = ("1", "2", "3", "4", "5+")
KINDS = ("single", "couple", "lone_parent", "family")
AGES = ("15-24", "25-44", "45-64", "65+")
TENURES = ("owner", "association", "other_rent")
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "size": SIZES,
    "kind": KINDS,
    "age": AGES,
    "tenure": TENURES,
}
"""The dimensions and their categories. `couple` is every household of more than one without
children, `family` a couple with children, `age` that of the reference person."""

SIZE_BY_KIND: dict[str, dict[str, float]] = {
    "single": {"1": 3_266_042},
    "couple": {"2": 2_314_612, "3": 44_321},
    "lone_parent": {"2": 375_750, "3": 176_748, "4": 58_135},
    "family": {"3": 770_893, "4": 905_095, "5+": 358_648},
}
"""Households in the Netherlands on 1 January 2023. CBS StatLine 37975 (kinds), 70133ned (couples
of two), 71487ned (children of lone parents and of couples; a couple with one child is taken for
three persons, and so on; other housemates are left aside)."""

AGE_BY_KIND: dict[str, dict[str, float]] = {
    "15-24": {"single": 386, "couple": 41, "lone_parent": 7, "family": 10},
    "25-44": {"single": 1456, "couple": 621, "lone_parent": 447, "family": 2117},
    "45-64": {"single": 1901, "couple": 1423, "lone_parent": 803, "family": 3013},
    "65+": {"single": 3576, "couple": 3186, "lone_parent": 150, "family": 331},
}
"""How age and kind go together; only the proportions between cells count, the totals are fitted.
Municipality of De Bilt, 1 January 2025, CBS StatLine 71486ned, five-year classes added up; couples
of three and more are families, less the 38% of lone parents who have more than one child."""

TENURE_BY_KIND: dict[str, dict[str, float]] = {
    "owner": {"single": 0.7, "couple": 1.2, "lone_parent": 0.7, "family": 1.35},
    "association": {"single": 1.3, "couple": 0.75, "lone_parent": 1.8, "family": 0.65},
    "other_rent": {"single": 1.6, "couple": 0.8, "lone_parent": 0.7, "family": 0.5},
}
"""How tenure and kind go together: an assumption of hecht, no source."""

PERSONS_BY_AGE = {"15-24": 0.1225, "25-44": 0.2482, "45-64": 0.2822, "65+": 0.1820}
"""Shares of the Dutch population, CBS map of municipalities 2016, weighted by inhabitants."""

HEADSHIP = {"15-24": 0.20, "25-44": 0.52, "45-64": 0.58, "65+": 0.68}
"""Households for each person of an age: an assumption of hecht, no source; the sum is fitted."""

NATIONAL_TENURE = {"owner": 4_634_411, "association": 2_312_981, "other_rent": 1_166_607}
"""Dwellings in the Netherlands on 1 January 2023, CBS StatLine 82900NED."""

NATIONAL = "the Netherlands (CBS 2016-2023)"


class MarginalsError(ValueError):
    """Figures that cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Marginals:
    """Shares of households by kind, age and tenure, and by size.

    Each maps every category to a share; shares of a dimension add up to 1. `source` tells of
    each dimension where its figures are from.
    """

    kind: Mapping[str, float]
    age: Mapping[str, float]
    tenure: Mapping[str, float]
    size: Mapping[str, float]
    source: Mapping[str, str] = field(default_factory=dict)

    def described(self) -> str:
        """Return the sources in words, each named once."""
        groups: dict[str, list[str]] = {}
        for dimension, source in self.source.items():
            groups.setdefault(source, []).append(dimension)
        return "; ".join(f"{', '.join(names)}: {source}" for source, names in groups.items())


def national() -> Marginals:
    """Return the figures of the Netherlands."""
    return completed({}, {})


def completed(
    known: Mapping[str, Mapping[str, float]],
    source: Mapping[str, str],
    mean_size: float | None = None,
) -> Marginals:
    """Fill up with the Netherlands what is not known. `known` maps a dimension to its figures.

    Without sizes, they follow from the kinds; `mean_size` then bends them to a mean number of
    persons. Raises MarginalsError for figures that are negative, unknown or all nothing.
    """
    shares = {name: _shares(name, figures) for name, figures in known.items()}
    kind = shares.get("kind") or _shares("kind", _sums(SIZE_BY_KIND))
    age = shares.get("age") or households_by_age(PERSONS_BY_AGE)
    tenure = shares.get("tenure") or _shares("tenure", NATIONAL_TENURE)
    size = shares.get("size") or size_from_kind(kind, mean_size)
    sources = {name: source.get(name, NATIONAL) for name in ("kind", "age", "tenure")}
    sources["size"] = source.get("size", "follows from kind")
    return Marginals(kind, age, tenure, size, sources)


def households_by_age(persons: Mapping[str, float]) -> dict[str, float]:
    """Return shares of households by age of the reference person, from persons by age."""
    return _shares("age", {age: persons[age] * HEADSHIP[age] for age in AGES})


def size_by_kind(mean_size: float | None, kind: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return for each kind the shares of sizes; bent so that the mean size comes out.

    The national sizes within a kind are multiplied by e^(t * persons), with t such that all
    kinds together have the mean. A mean that no t reaches gives the nearest.
    """
    bend = 0.0 if mean_size is None else _bend_for(mean_size, kind)
    return {name: _bent(name, bend) for name in KINDS}


def size_from_kind(kind: Mapping[str, float], mean_size: float | None = None) -> dict[str, float]:
    """Return shares of sizes that follow from the kinds."""
    within = size_by_kind(mean_size, kind)
    return {size: sum(kind[name] * within[name].get(size, 0.0) for name in KINDS) for size in SIZES}


def _bent(name: str, bend: float) -> dict[str, float]:
    from math import exp

    weights = {
        size: count * exp(bend * persons_in(size)) for size, count in SIZE_BY_KIND[name].items()
    }
    total = sum(weights.values())
    return {size: weight / total for size, weight in weights.items()}


def persons_in(size: str) -> float:
    """Return the persons in a household of a size; five and more are 5.3 on average.

    5.3 is an assumption; CBS publishes no mean for that class in the tables used here.
    """
    return 5.3 if size == "5+" else float(size)


def _bend_for(mean_size: float, kind: Mapping[str, float]) -> float:
    def mean(bend: float) -> float:
        return sum(
            kind[name] * share * persons_in(size)
            for name in KINDS
            for size, share in _bent(name, bend).items()
        )

    low, high = -6.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if mean(middle) < mean_size else (low, middle)
    return (low + high) / 2


def _sums(table: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {name: sum(row.values()) for name, row in table.items()}


def _shares(dimension: str, figures: Mapping[str, float]) -> dict[str, float]:
    categories = DIMENSIONS[dimension]
    unknown = [name for name in figures if name not in categories]
    if unknown:
        raise MarginalsError(
            f"{dimension} has no category {unknown[0]!r}; it has {', '.join(categories)}"
        )
    if any(not value >= 0 for value in figures.values()) or not sum(figures.values()) > 0:
        raise MarginalsError(f"the figures for {dimension} must be 0 or more, and not all 0")
    total = sum(figures.values())
    return {name: figures.get(name, 0.0) / total for name in categories}


def read_marginals(path: str | Path) -> Marginals:
    """Read figures of your own; what is not in the file is taken from the Netherlands.

    TOML has a table for each dimension (`[kind]` with `single = 120`, and so on) and may have
    `mean_size` and `source`. CSV has the columns dimension, category and value; `mean_size` is a
    dimension without category. Counts and shares are both fine. Raises MarginalsError.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MarginalsError(f"{file} cannot be read ({error})") from error
    known, mean_size, source = (
        _from_csv(text, file.name) if file.suffix.lower() == ".csv" else _from_toml(text, file.name)
    )
    return completed(known, dict.fromkeys(known, source or file.name), mean_size)


Parsed = tuple[dict[str, dict[str, float]], float | None, str]


def _from_toml(text: str, name: str) -> Parsed:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MarginalsError(f"{name} is not TOML: {error}") from error
    known: dict[str, dict[str, float]] = {}
    for key, value in document.items():
        if key in DIMENSIONS and isinstance(value, dict):
            known[key] = {str(cat): _figure(name, key, cat, val) for cat, val in value.items()}
        elif key not in ("mean_size", "source"):
            raise MarginalsError(
                f"{name}: {key!r} is not known; use {', '.join(DIMENSIONS)}, mean_size, source"
            )
    mean = document.get("mean_size")
    mean_size = None if mean is None else _figure(name, "mean_size", "", mean)
    return known, mean_size, str(document.get("source", ""))


def _from_csv(text: str, name: str) -> Parsed:
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    if not {"dimension", "category", "value"} <= set(rows.fieldnames or ()):
        raise MarginalsError(f"{name} needs the columns dimension, category and value")
    known: dict[str, dict[str, float]] = {}
    mean_size = None
    for row in rows:
        dimension, category = row["dimension"].strip(), (row["category"] or "").strip()
        value = _figure(name, dimension, category, row["value"], rows.line_num)
        if dimension == "mean_size":
            mean_size = value
        elif dimension in DIMENSIONS:
            known.setdefault(dimension, {})[category] = value
        else:
            raise MarginalsError(
                f"{name}, row {rows.line_num}: {dimension!r} is not known; use "
                f"{', '.join(DIMENSIONS)} or mean_size"
            )
    return known, mean_size, ""


def _figure(name: str, dimension: str, category: object, value: object, row: int = 0) -> float:
    try:
        return float(str(value).replace(",", "."))
    except ValueError as error:
        where = f"{name}, row {row}" if row else name
        raise MarginalsError(
            f"{where}: {dimension} {category} is {value!r}, not a number"
        ) from error


def read_kwb(path: str | Path, code: str) -> Marginals:
    """Read the row of one neighbourhood from CBS Kerncijfers wijken en buurten, as CSV.

    Used are a_1p_hh, a_hh_z_k and a_hh_m_k (kinds), g_hhgro (mean size), a_15_24 to a_65_oo
    (ages) and p_koopw, p_wcorpw, p_ov_hw (tenure). A figure that CBS leaves out (".") makes its
    whole dimension fall back on the Netherlands. Raises MarginalsError when the row is absent.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MarginalsError(f"{file} cannot be read ({error})") from error
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    row = next((row for row in rows if code in (row.get("gwb_code"), row.get("gwb_code_10"))), None)
    if row is None:
        raise MarginalsError(f"{file.name} has no row with gwb_code {code}")
    known: dict[str, dict[str, float]] = {}
    kinds = _kwb_figures(row, ("a_1p_hh", "a_hh_z_k", "a_hh_m_k"))
    if kinds is not None:
        alone, without, with_children = kinds
        lone = _sums(SIZE_BY_KIND)["lone_parent"]
        lone_share = lone / (lone + _sums(SIZE_BY_KIND)["family"])
        known["kind"] = {
            "single": alone,
            "couple": without,
            "lone_parent": with_children * lone_share,
            "family": with_children * (1 - lone_share),
        }
    ages = _kwb_figures(row, ("a_15_24", "a_25_44", "a_45_64", "a_65_oo"))
    if ages is not None:
        known["age"] = households_by_age(dict(zip(AGES, ages, strict=True)))
    tenures = _kwb_figures(row, ("p_koopw", "p_wcorpw", "p_ov_hw"))
    if tenures is not None:
        known["tenure"] = dict(zip(TENURES, tenures, strict=True))
    mean = _kwb_figures(row, ("g_hhgro",))
    source = f"CBS Kerncijfers wijken en buurten, {row.get('regio', '').strip()} ({code})"
    return completed(known, dict.fromkeys(known, source), None if mean is None else mean[0])


def _kwb_figures(row: Mapping[str, str], columns: tuple[str, ...]) -> list[float] | None:
    """Return the figures of some columns, or None when one is missing or all are nothing."""
    figures = []
    for column in columns:
        try:
            figures.append(float((row.get(column) or ".").strip().replace(",", ".")))
        except ValueError:
            return None
    return figures if sum(figures) > 0 and min(figures) >= 0 else None
