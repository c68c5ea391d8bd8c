"""How long before the end of a tenancy a landlord must give notice."""

from __future__ import annotations

from datetime import date

from hecht.neighbourhood import Month
from hecht.rules.terms import term


def landlord_notice_months(tenancy_start: Month | None, notice: Month) -> int | None:
    """Return the landlord's term of notice in months; None when the tenancy's start is unknown.

    Three months, and one more for each full year of tenancy, six at most: article 7:271
    paragraph 5 BW, read at https://avcadvocaten.nl/opzegging-woonruimte/. Raises ValueError when
    the tenancy starts after the notice.
    """
    if tenancy_start is None:
        return None
    lived = notice.since(tenancy_start)
    if lived < 0:
        raise ValueError(
            f"the tenancy starts in {tenancy_start}, after the notice of {notice}; correct either"
        )
    day = date(notice.year, notice.number, 1)
    base = term("landlord_notice_base", day)
    longer = lived // 12 * term("landlord_notice_per_year", day)
    return min(term("landlord_notice_max", day), base + longer)
