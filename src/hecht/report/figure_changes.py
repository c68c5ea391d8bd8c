"""A change of a figure in words: "11 more ties kept"."""

from __future__ import annotations

from hecht.report.words import Words


def figure_words(name: str, change: float, words: Words) -> str:
    """Return a change of a figure as "11 more ties kept"; nothing for one that is not told."""
    n, ngettext = abs(round(change)), words.ngettext
    if not n:
        return ""
    more = {
        "returned_of_wishing": ngettext(
            "%(n)s household more returns", "%(n)s households more return", n
        ),
        "ties_kept_count": ngettext("%(n)s more tie kept", "%(n)s more ties kept", n),
        "alone": ngettext("%(n)s household more left alone", "%(n)s households more left alone", n),
        "separation_months": ngettext(
            "%(n)s month more in which near ties are apart",
            "%(n)s months more in which near ties are apart",
            n,
        ),
        "moves": ngettext("%(n)s move more", "%(n)s moves more", n),
        "months_temporary": ngettext(
            "%(n)s month more in temporary homes", "%(n)s months more in temporary homes", n
        ),
        "households_first_wish_met": ngettext(
            "%(n)s first wish more met", "%(n)s first wishes more met", n
        ),
        "groups_together": ngettext("%(n)s group more together", "%(n)s groups more together", n),
        "duration_months": ngettext(
            "the works finished %(n)s month later", "the works finished %(n)s months later", n
        ),
        "vacant_home_months": ngettext(
            "%(n)s month more in which homes stand empty",
            "%(n)s months more in which homes stand empty",
            n,
        ),
    }
    fewer = {
        "returned_of_wishing": ngettext(
            "%(n)s household fewer returns", "%(n)s households fewer return", n
        ),
        "ties_kept_count": ngettext("%(n)s tie fewer kept", "%(n)s ties fewer kept", n),
        "alone": ngettext(
            "%(n)s household fewer left alone", "%(n)s households fewer left alone", n
        ),
        "separation_months": ngettext(
            "%(n)s month less in which near ties are apart",
            "%(n)s months less in which near ties are apart",
            n,
        ),
        "moves": ngettext("%(n)s move fewer", "%(n)s moves fewer", n),
        "months_temporary": ngettext(
            "%(n)s month less in temporary homes", "%(n)s months less in temporary homes", n
        ),
        "households_first_wish_met": ngettext(
            "%(n)s first wish fewer met", "%(n)s first wishes fewer met", n
        ),
        "groups_together": ngettext("%(n)s group fewer together", "%(n)s groups fewer together", n),
        "duration_months": ngettext(
            "the works finished %(n)s month sooner", "the works finished %(n)s months sooner", n
        ),
        "vacant_home_months": ngettext(
            "%(n)s month less in which homes stand empty",
            "%(n)s months less in which homes stand empty",
            n,
        ),
    }
    return (more if change > 0 else fewer).get(name, "")
