"""What each rule of the dated tables is called on the screen, and what each table is about."""

from __future__ import annotations

SUBJECTS = {
    "moving_allowance": "Moving allowance",
    "terms": "Terms of law",
    "rent_limits": "Rent limits",
    "parking_norms": "Parking: examples, every municipality has its own norms",
    "green_norms": "Green and streets: guides and rules of thumb",
    "climate_norms": "Rain and heat: examples, every municipality has its own norms",
    "energy": "Heat and gas by energy label: estimates",
    "option_defaults": "First options of `hecht options --write`: not verified is an assumption, "
    "and is used as such",
}

_HOMES = {"row": "a home in a row", "stacked": "a stacked home"}
_LABELS = ("better", "A", "B", "C", "D", "E", "F", "G")

LABELS = {
    "moving_allowance": "least moving allowance, for a move on this day (BW 7:220, 7:275)",
    "landlord_notice_base": "landlord's term of notice, to begin with (BW 7:271)",
    "landlord_notice_per_year": "  longer for each full year of tenancy",
    "landlord_notice_max": "  at most",
    "consent_share": "consent from which a renovation proposal is presumed reasonable (BW 7:220)",
    "consent_least_homes": "  in a complex of at least",
    "consent_objection": "  term to go to court for a tenant who did not agree",
    "advice_term": "least term for advice of the tenants' organisation (Overlegwet)",
    "advice_reasons": "  term for written reasons not to follow it",
    "free_letting_share": "share of social lettings that may go to higher incomes (Woningwet)",
    "capping_limit_low": "aftoppingsgrens, 1 or 2 persons",
    "capping_limit_high": "aftoppingsgrens, 3 or more persons",
    "social_rent_limit": "highest starting rent of a social home (DAEB)",
    "quality_discount_limit": "kwaliteitskortingsgrens",
    "fitting_share": "lettings to low incomes that must be at or below the aftoppingsgrens",
    "parking_social": "parking norm, social rented home",
    "parking_owned": "parking norm, owned home",
    "parking_mid": "parking norm, mid-rent home",
    "parking_market": "parking norm, market-rent home",
    "cars_social": "cars of a social rented home, as counted; not a norm",
    "green_per_home": "green and water for each home",
    "bench_stretch": "longest walk between two benches",
    "friendly_doors": "front doors from which a street is friendly",
    "tree_distance": "longest distance from a home to a tree",
    "water_storage": "rain to hold for each m2 of new building",
    "water_storage_amsterdam": "  as proposed in Amsterdam; not used",
    "heat_green_share": "share of green and water from which a block is cool",
    "heat_green_share_low": "  below which it is hot",
    "cooling_per_green": "cooling of the air by green",
    **{
        f"heat_{form}_{label}_{part}": (
            f"heat that {home} with label {'A+ or better' if label == 'better' else label} asks for"
            if part == "home"
            else "  and for each m2 of floor area"
        )
        for form, home in _HOMES.items()
        for label in _LABELS
        for part in ("home", "m2")
    },
    "hot_water_row": "heat for hot water of a home in a row",
    "hot_water_stacked": "heat for hot water of a stacked home",
    "gas_space_heat": "heat of rooms from natural gas",
    "gas_hot_water": "heat of hot water from natural gas",
    "gas_co2": "CO2 of natural gas",
    "renovate_base": "renovating with people in it: months for any block",
    "renovate_pace": "  homes that are added in a month",
    "renovate_cost": "  cost",
    "renovate_label": "  label that it gives",
    "renovate_rent_step": "  what rents rise by",
    "renovate_empty_base": "renovating without people in it: months for any block",
    "renovate_empty_pace": "  homes that are added in a month",
    "renovate_empty_cost": "  cost",
    "renovate_empty_label": "  label that it gives",
    "renovate_empty_gas": "  whether there is gas afterwards",
    "renovate_empty_rent_step": "  what rents rise by",
    "demolition_cost": "cost of demolishing",
    "build_base": "demolishing and building: months for any block",
    "build_pace": "  homes that are added in a month",
    "build_cost": "  cost of building, for each m2 of usable floor area",
    "build_label": "  label of new homes",
    "build_gas": "  whether they have gas",
    "build_rent_factor": "  rent of new homes",
    "build_accessible_share": "  share of the homes on the ground floor or with a lift that is "
    "accessible",
    "build_storage": "  rain held for each m2 of building",
    "build_bicycles": "  bicycle places",
    "build_green_share": "  share of the unbuilt ground that is green",
    "dense_factor": "building denser: homes",
    "dense_storeys_more": "  storeys more than now",
    "dense_lift_from": "  storeys from which there is a lift",
    "dense_least_homes": "  homes below which a block gets no denser option",
    "dense_rooms": "  rooms of the homes that are added",
    "dense_area": "  floor area of the homes that are added",
    "dense_rent": "  rent of the homes that are added",
    "dense_outdoor": "  balcony of the homes that are added",
    "gross_to_usable": "gross floor area",
    "row_storeys": "storeys of homes in a row",
    "open_ground": "unbuilt ground of a block whose outline is that of its buildings",
    "green_share": "share of the unbuilt ground that is green now",
}
