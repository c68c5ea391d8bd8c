"""The words and tables of `hecht round`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hecht.neighbourhood import Neighbourhood
    from hecht.rounds import Evening
    from hecht.rounds.measure import Figures

AT_THE_KEYBOARD = """Type:
  HOME                         the household in turn takes it (or: HOUSEHOLD HOME); with show
                               behind it, it permits others to see what it chose
  pass                         the turn passes
  absent | all                 by stated wishes: for who is absent, or for all that is left
  withdraw HOUSEHOLD REASON    it leaves the round
  rejoin HOUSEHOLD             it comes back
  stay HOUSEHOLD HOME REASON   it stays for good in its temporary home
  undo NUMBER REASON           takes back an entry; it stays in the log
  hide HOUSEHOLD               others may no longer see what it chose
  help | stop                  this list; stop for now"""

COLUMNS = {
    "mechanism": "mechanism",
    "returning": "return",
    "wishing": "of",
    "first_wish": "1st wish",
    "some_wish": "a wish",
    "with_wish": "of",
    "rank_median": "median rank",
    "rank_worst": "worst rank",
    "ties_kept": "ties kept",
    "ties_near": "of",
    "alone": "alone",
    "passed_over": "passed over",
    "groups_near": "groups near",
    "groups": "of",
    "efficient": "efficient",
}
PEOPLE = ("returning", "first_wish", "some_wish", "ties_kept", "alone", "passed_over")
"""Counts of households or ties: small ones, and small remainders, are hidden from the public."""


def opened(evening: Evening) -> list[str]:
    """Return what was opened, and for whom no home can be kept."""
    fixed, guard = evening.round, evening.guard
    lines = [
        f"{len(fixed.order)} households, {len(fixed.homes)} homes ({len(fixed.adapted)} adapted).",
        f"Order: {fixed.why}.",
    ]
    if guard.without:
        lines.append(
            f"There are too few suitable homes: none can be kept for {len(guard.without)} "
            f"household(s): {', '.join(guard.without)}."
        )
    else:
        lines.append("A suitable home is kept for everyone.")
    if guard.apart:
        groups = "; ".join(", ".join(group) for group in guard.apart)
        lines.append(f"Not kept near each other (a home for each member is): {groups}.")
    return lines


def turn_record(evening: Evening, place: Neighbourhood | None) -> dict[str, Any]:
    """Return the present turn: each household's safe homes, and the ties that may be shown."""
    turn = evening.turn()
    if turn is None:
        return {"code": None, "households": {}, "in_doubt": evening.in_doubt()}
    menus = {one: evening.menu(one) for one in turn.households if evening.waiting(one)}
    return {
        "code": turn.code,
        "adapted_only": turn.adapted_only,
        "households": {one: _homes(evening, place, one, menu) for one, menu in menus.items()},
        "method": evening.guard.method,
        "in_doubt": evening.in_doubt(),
    }


def _homes(
    evening: Evening, place: Neighbourhood | None, household: str, menu: list[str]
) -> list[dict[str, Any]]:
    if place is None:
        return [{"home": home} for home in menu]
    return [_home(evening, place, household, home) for home in menu]


def _home(evening: Evening, place: Neighbourhood, household: str, home: str) -> dict[str, Any]:
    from hecht.rounds.company import company, shown_near

    people = company(place, evening, household, home)
    return {
        "home": home,
        "address": place.home_of[home].address or place.home_of[home].street,
        "type": place.home_of[home].type,
        "near": shown_near(place, evening, household, home),
        "your_people_near": people.near,
        "your_people_farther": people.farther,
        "your_people_unknown": people.unknown,
    }


def turn_lines(evening: Evening, place: Neighbourhood | None) -> list[str]:
    """Return the present turn in words."""
    record = turn_record(evening, place)
    if record["code"] is None:
        return ["Everybody has had a turn."]
    part = ", adapted homes only" if record["adapted_only"] else ""
    lines = [f"Turn of {record['code']}{part}. Method: {record['method']}."]
    for household, menu in record["households"].items():
        lines.append(f"{household}: {len(menu)} safe homes")
        for one in menu:
            rest = [one[key] for key in ("type", "address") if one.get(key)]
            if "near" in one:
                rest.append(_ties(one))
            lines.append("  " + "  ".join([one["home"], *rest]))
    if record["in_doubt"]:
        lines.append(f"No home can be kept for: {', '.join(record['in_doubt'])}.")
    return lines


def _ties(one: dict[str, Any]) -> str:
    """Return who is near a home, and what it does to the ties of who chooses."""
    near = f"near: {', '.join(one['near'])}" if one["near"] else "nobody near let it be seen"
    parts = [("near", "near"), ("farther", "farther"), ("unknown", "not known yet")]
    people = [f"{one[f'your_people_{key}']} {word}" for key, word in parts]
    return f"{near}; your people: {', '.join(people)}"


def visible(one: Figures, public: bool) -> dict[str, Any]:
    """Return figures for staff, or without what tells of fewer than ten households (C7).

    Those are also the households that a count leaves of its whole, and those that take part and
    are not in a whole that is told.
    """
    record = one.as_dict()
    if not public:
        return record
    from hecht.outcomes.disclosure import Audience

    least = Audience.PUBLIC.threshold
    whole_of = {
        "returning": "wishing",
        "first_wish": "with_wish",
        "some_wish": "with_wish",
        "ties_kept": "ties_near",
    }
    facts = one.as_dict()
    for key in PEOPLE:
        value, whole = facts[key], facts[whole_of.get(key, "taking_part")]
        if whole < least or (min(value, whole - value) < least and value not in (0, whole)):
            record[key] = None
    for name in ("wishing", "with_wish", "ties_near"):
        if 0 < facts[name] < least:
            record[name] = None
    rest = [one.taking_part - one.wishing, one.taking_part - one.with_wish]
    if one.taking_part < least or any(0 < few < least for few in rest):
        record["taking_part"] = None
    if one.taking_part < least:
        record["rank_median"] = None
    if one.groups < least:
        record["groups"] = record["groups_near"] = None
    record["rank_worst"] = None  # the place of one household
    return record


def table(records: list[dict[str, Any]]) -> str:
    """Return records of figures as a Markdown table; a hidden figure is a dash."""
    rows = [list(COLUMNS.values())]
    rows += [[_cell(record[key]) for key in COLUMNS] for record in records]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]])


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
