"""The pages of a consent measurement: its result for a court, its progress for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hecht.consent import Book, Count, Progress, Standing, Verdict
from hecht.neighbourhood import Month
from hecht.report.page import environment
from hecht.report.words import Words


def certificate_page(found: Mapping[str, Any], file: str, language: str = "nl") -> str:
    """Return the page of a certificate as HTML; `file` is the name of the JSON beside it.

    The page has every tenancy by its id, so it is for the court and the landlord only. Raises
    ValueError for an unknown language.
    """
    words = _words(language, date.fromisoformat(found["reference_date"]))
    _ = words.gettext
    standings = standing_words(words)
    return _page(
        words,
        name=found["name"],
        title=_("Result of the consent measurement"),
        lead=_lead(found["units"], words),
        notice=_(
            "This page names tenancies. It is for the landlord and the court, not for publication."
        ),
        facts=[
            (_("Landlord"), found["landlord"]),
            (_("Reference date"), _day(found["reference_date"], words)),
            (_("Tenants could answer"), _span(found["opens"], found["closes"], words)),
            (_("Closed on"), _day(found["closed_on"], words)),
            (_("Condition in the offer"), found["condition"]),
            (_("Rule"), _("At least 7 of 10 tenancies on the reference date, in whole numbers")),
            *[
                (_("Text of the offer, version %(version)s", version=one["version"]), one["sha256"])
                for one in found["offers"]
            ],
            (_("Seal of the last row"), found["head"]),
        ],
        unit_heads=[
            _("Building unit"),
            _("Homes"),
            _("Tenancies"),
            _("Yes needed"),
            *standings.values(),
        ],
        units=[
            (
                one["unit"],
                *(words.number(one[name]) for name in ("homes", "tenancies", "yes_needed")),
                *(words.number(one[kind.value]) for kind in standings),
            )
            for one in found["units"]
        ],
        follows=[(one["unit"], follows(Verdict(one["verdict"]), words)) for one in found["units"]],
        tenancies=[
            (
                one["tenancy"],
                one["unit"],
                one["home"],
                standings[Standing(one["standing"])],
                words.listed([str(row) for row in one["rows"]]) or "–",
            )
            for one in found["tenancies"]
        ],
        recount=_(
            "%(file)s has the whole record and says how to count it again. With hecht: hecht "
            "consent verify %(file)s. With nothing but Python: the program in the documentation.",
            file=file,
        ),
    )


def progress_page(book: Book, counted: Count, shown: Progress, language: str = "nl") -> str:
    """Return the page that everybody may see: counts per unit, nobody named (C7)."""
    words = _words(language, book.reference_date)
    _ = words.gettext
    hidden = _("not shown: small group")
    if shown.total is None:
        lead = _("How many tenancies say yes in all is not told: it would say who did.")
    else:
        lead = _(
            "%(yes)s of %(all)s tenancies say yes.",
            yes=words.number(shown.total[0]),
            all=words.number(shown.total[1]),
        )
    reached = {True: _("reached"), False: _("not reached"), None: hidden}
    numbers = [(one, (one.tenancies, one.needed, one.yes)) for one in shown.units]
    return _page(
        words,
        name=book.name,
        title=_("Consent measurement: where it stands")
        if not counted.closed
        else _("Consent measurement: the result"),
        lead=lead,
        notice="",
        facts=[
            (_("Landlord"), book.landlord),
            (_("Reference date"), _day(str(book.reference_date), words)),
            (_("Tenants could answer"), _span(str(book.opens), str(book.closes), words)),
            (_("Condition in the offer"), book.condition),
            (_("Rule"), _("At least 7 of 10 tenancies on the reference date, in whole numbers")),
        ],
        unit_heads=[
            _("Building unit"),
            _("Tenancies"),
            _("Yes needed"),
            _("Yes"),
            _("Seven of ten"),
        ],
        units=[
            (
                one.unit,
                *("–" if value is None else words.number(value) for value in values),
                reached[one.enough],
            )
            for one, values in numbers
        ],
        follows=[
            (one.unit, hidden if one.verdict is None else follows(one.verdict, words))
            for one in shown.units
        ],
        tenancies=[],
        recount="",
    )


def standing_words(words: Words) -> dict[Standing, str]:
    """Return what each standing of a tenancy is called."""
    _ = words.gettext
    return {
        Standing.YES: _("Yes"),
        Standing.NO: _("No"),
        Standing.UNCLEAR: _("Two answers on one day"),
        Standing.WITHDRAWN: _("Withdrawn"),
        Standing.EARLIER_TEXT: _("Only to an earlier text"),
        Standing.SILENT: _("No answer"),
    }


def follows(verdict: Verdict, words: Words) -> str:
    """Return what follows from the count of a unit."""
    _ = words.gettext
    return {
        Verdict.OPEN: _("Tenants can still answer and withdraw."),
        Verdict.PRESUMED: _(
            "The proposal is presumed reasonable. The landlord writes to every tenant who did not "
            "agree. After that letter a tenant has eight weeks to go to court."
        ),
        Verdict.BELOW_SHARE: _(
            "Fewer than 7 of 10 agree, so by its own condition the proposal binds nobody. The "
            "landlord can make a better proposal and ask anew, or go to court."
        ),
        Verdict.TOO_SMALL: _(
            "There are fewer than ten homes, so the rule of 7 of 10 does not hold here. The "
            "landlord needs the agreement of each tenant, or must go to court."
        ),
        Verdict.NOBODY: _("Nobody rented here on the day that counts. So there was nobody to ask."),
    }[verdict]


def _page(words: Words, **values: Any) -> str:
    return environment(words).get_template("consent.html.j2").render(**values)


def _lead(units: list[Mapping[str, Any]], words: Words) -> str:
    asked = [one for one in units if one["tenancies"]]
    good = sum(one["verdict"] == Verdict.PRESUMED.value for one in asked)
    return words.ngettext(
        "In %(good)s of %(n)s building unit the proposal is presumed reasonable.",
        "In %(good)s of %(n)s building units the proposal is presumed reasonable.",
        len(asked),
        good=words.number(good),
    )


def _words(language: str, day: date) -> Words:
    return Words(language, Month(day.year, day.month))


def _day(text: str, words: Words) -> str:
    from babel.dates import format_date

    return str(format_date(date.fromisoformat(text), "d MMMM yyyy", locale=words.language))


def _span(first: str, last: str, words: Words) -> str:
    return words.gettext(
        "from %(first)s up to and with %(last)s", first=_day(first, words), last=_day(last, words)
    )
