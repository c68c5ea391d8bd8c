"""The indicators that a profile shows at once; the others of a theme stand below them, folded."""

from __future__ import annotations

from functools import cache

from hecht.area.dictionary import indicators
from hecht.area.indicator import Theme
from hecht.area.line import Line

KEY: dict[Theme, tuple[str, ...]] = {
    Theme.PEOPLE: (
        "residents", "density", "share_0_14", "share_65", "household_size",
        "households_one_person", "households_with_children", "work_participation",
        "ses_education_low",
    ),
    Theme.HOMES: (
        "homes", "homes_corporation", "homes_owned", "homes_flats", "homes_vacant", "woz_value",
        "homes_before_2000", "lbm3_homes", "lbm2_homes",
    ),
    Theme.PUBLIC_SPACE: (
        "address_density", "distance_green", "distance_park", "green_score",
        "lbm3_environment", "lbm2_environment",
    ),
    Theme.ENERGY_CLIMATE: (
        "gas_use", "electricity_use", "homes_district_heating", "homes_solar",
        "heat_stress_score",
    ),
    Theme.MOBILITY: (
        "cars_per_household", "distance_supermarket", "distance_primary_school",
        "distance_train_station", "distance_library", "lbm3_services", "lbm2_services",
    ),
    Theme.SAFETY: (
        "police_total_per_1000", "police_burglary_home_per_1000", "police_vandalism_per_1000",
        "police_assault_per_1000", "nuisance_total_per_1000", "feels_unsafe", "mark_safety",
        "lbm3_nuisance", "lbm2_safety",
    ),
    Theme.HEALTH: ("youth_care_share", "wmo_per_1000", "distance_gp"),
    Theme.POVERTY_DEBT: (
        "households_low_income", "households_social_minimum", "income_per_resident",
        "income_standardised", "persons_lowest_40", "persons_poor", "welfare_per_100",
        "wealth_median", "ses_woa",
    ),
    Theme.LONELINESS_COHESION: (
        "vm_cohesion", "vm_know_each_other", "vm_pleasant_contact", "vm_at_home",
        "contact_neighbours", "help_nearby", "lbm3_social", "lbm2_residents",
    ),
    Theme.POLARISATION_ALIENATION: (),
    Theme.OVERALL: ("lbm3_total", "lbm3_score", "lbm2_total", "lbm2_class", "mark_living"),
}  # fmt: skip

FEW = 6
"""Of a theme that has figures of none of these, so many are shown at once."""


def shown_at_once(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of one theme that are shown at once, in the order of `KEY`, and the rest.

    Figures of a theme that has none of `KEY` are shown in their own order, ranked ones first.
    Lines without a figure are never among the first.
    """
    known = [line for line in lines if line.value is not None]
    if not known:
        return (), lines
    order = KEY[known[0].indicator.theme]
    first = sorted(
        (line for line in known if line.indicator.code in order),
        key=lambda line: order.index(line.indicator.code),
    )
    if not first:
        first = sorted(known, key=lambda line: line.among is None)[:FEW]
    return tuple(first), tuple(line for line in lines if line not in first)


def first_told(code: str) -> bool:
    """Return whether an indicator is shown at once; those of a user's own are too."""
    return code in key_codes() or code not in indicators()


@cache
def key_codes() -> frozenset[str]:
    """Return the codes of all indicators that are shown at once."""
    return frozenset(code for codes in KEY.values() for code in codes)
