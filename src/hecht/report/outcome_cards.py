"""Every outcome with its explanation, its table and its small chart."""

from __future__ import annotations

from hecht.planning.plan import Plan
from hecht.report.figures import Card, Measure, Teller


def cards(tell: Teller, plan: Plan) -> list[Card]:
    """Return every outcome of a plan with its explanation, table and chart."""
    return [
        _returning(tell, plan),
        _kept(tell, plan),
        _apart(tell),
        _alone(tell),
        _moves(tell),
        _temporary(tell),
        _wishes(tell),
        _time(tell),
        _money(tell, plan),
    ]


def _returning(tell: Teller, plan: Plan) -> Card:
    _ = tell.words.gettext
    explanation = [_("Returning is ending in a permanent home in the neighbourhood.")]
    turnover = tell.plan.get("ordinary_turnover")
    if turnover is not None:
        explanation.append(
            _(
                "For comparison: of an ordinary neighbourhood, %(share)s moves out in a year, "
                "which is %(total)s in the time these works take.",
                share=f"{tell.words.number(plan.neighbourhood.policy.turnover_year * 100, 1)}%",
                total=tell.words.percent(turnover),
            )
        )
    return tell.card(
        "return",
        _("Return"),
        tuple(explanation),
        [
            Measure(
                _("Of those who wished to return"),
                "returned_of_wishing",
                "households_wishing",
                True,
            ),
            Measure(
                _("Of all who lose or empty their home"),
                "returned_of_affected",
                "households_affected",
                True,
            ),
            Measure(
                _("Of the whole neighbourhood"),
                "returned_of_all",
                "households_all",
                True,
            ),
        ],
    )


def _kept(tell: Teller, plan: Plan) -> Card:
    _ = tell.words.gettext
    near = tell.words.number(plan.neighbourhood.policy.near_m)
    return tell.card(
        "ties",
        _("Ties kept"),
        (
            _(
                "A tie is near when two households live within %(metres)s metres of each other, "
                "or in the same block. It is kept when it is near at the start and at the end.",
                metres=near,
            ),
        ),
        [
            Measure(_("Kept"), "ties_kept_count", "ties_near_start", True),
            Measure(
                _("Kept, without those who wished to leave"),
                "ties_kept_staying_count",
                "ties_near_start_staying",
                True,
            ),
            Measure(_("Lost"), "ties_lost_count", charted=False),
            Measure(
                _("of which because somebody leaves"), "ties_lost_by_leaving_count", charted=False
            ),
            Measure(_("Gained: near only at the end"), "ties_gained_count", charted=False),
        ],
    )


def _apart(tell: Teller) -> Card:
    _ = tell.words.gettext
    return tell.card(
        "apart",
        _("Apart in between"),
        (
            _(
                "For each tie that was near at the start: the months in which the two do not "
                "live near each other, added up over all ties. After somebody has left, every "
                "month counts."
            ),
        ),
        [Measure(_("Months apart"), "separation_months", None, False)],
    )


def _alone(tell: Teller) -> Card:
    _ = tell.words.gettext
    return tell.card(
        "alone",
        _("Left alone"),
        (
            _(
                "Households that had at least one tie near, still live here at the end, and then "
                "have nobody near with whom they had a tie."
            ),
        ),
        [Measure(_("Households"), "alone", "alone_of", False)],
    )


def _moves(tell: Teller) -> Card:
    _ = tell.words.gettext
    return tell.card(
        "moves",
        _("Moves"),
        (
            _(
                "Every change of home counts as a move; the move out of a home that is demolished "
                "is the first. Whoever goes straight to a new home moves once."
            ),
        ),
        [
            Measure(_("All moves"), "moves", None, False),
            Measure(_("Straight to a permanent home"), "moves_direct"),
            Measure(_("To a temporary home"), "moves_to_temporary"),
            Measure(_("From a temporary to a permanent home"), "moves_return"),
            Measure(_("Out of the neighbourhood"), "moves_leave"),
            Measure(_("Households that move"), "households_moving", charted=False),
            Measure(_("Most moves of one household"), "most_moves", charted=False),
        ],
    )


def _temporary(tell: Teller) -> Card:
    _ = tell.words.gettext
    return tell.card(
        "temporary-months",
        _("Months in temporary homes"),
        (
            _(
                "A temporary home is a unit that was brought in, or a home that still stands "
                "until its own works start."
            ),
        ),
        [
            Measure(_("Months, all together"), "months_temporary", None, False),
            Measure(_("of which in units brought in"), "months_bought_in"),
            Measure(
                _("Units brought in that are in use at once, at most"),
                "temporary_homes",
                None,
                False,
                charted=False,
            ),
            Measure(_("Households"), "households_temporary", charted=False),
            Measure(_("Longest for one household, in months"), "longest_temporary", charted=False),
        ],
    )


def _wishes(tell: Teller) -> Card:
    _ = tell.words.gettext
    return tell.card(
        "wishes",
        _("Wishes and groups"),
        (
            _(
                "Households could name wishes in order of importance, and up to six households "
                "could ask to be placed together."
            ),
        ),
        [
            Measure(_("Wishes met"), "wishes_met", "wishes", True),
            Measure(
                _("Households whose dearest wish is met"),
                "households_first_wish_met",
                "households_with_wish",
            ),
            Measure(_("Groups placed together"), "groups_together", "groups"),
        ],
    )


def _time(tell: Teller) -> Card:
    _ = tell.words.gettext
    return tell.card(
        "time",
        _("Duration and empty homes"),
        (
            _(
                "Empty months are the months in which homes stand empty because of the plan: "
                "before their works, or waiting for the household they are meant for."
            ),
        ),
        [
            Measure(_("Months until all is finished"), "duration_months", None, False),
            Measure(
                _("Empty months of all homes"),
                "vacant_home_months",
                None,
                False,
                unit="home",
            ),
        ],
    )


def _money(tell: Teller, plan: Plan) -> Card:
    _ = tell.words.gettext
    year = plan.neighbourhood.project.price_year
    explanation = [
        _("Amounts in euros of %(year)s.", year=str(year))
        if year
        else _("Amounts in euros; the price year is not given."),
    ]
    if "cost_allowances" in tell.why:
        explanation.append(
            _(
                "For the moving allowance no verified amount is known on these dates. It is left "
                "out, and there is no total."
            )
        )
    return tell.card(
        "money",
        _("Money"),
        tuple(explanation),
        [
            Measure(_("Works"), "cost_works", charted=False),
            Measure(_("Moving allowances"), "cost_allowances"),
            Measure(_("Units brought in"), "cost_temporary_homes"),
            Measure(_("Further moves, paid by the landlord"), "cost_extra_moves"),
            Measure(_("Rent lost while homes stand empty"), "cost_lost_rent"),
            Measure(_("What is known, together"), "cost_known", charted=False),
            Measure(_("Total"), "cost_total", charted=False),
        ],
    )
