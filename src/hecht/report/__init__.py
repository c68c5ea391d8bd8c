"""Pages made from a plan: the report, and a page for each household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hecht.report.household import write_household_pages
    from hecht.report.page import write_report

__all__ = ["write_household_pages", "write_report"]


def __getattr__(name: str) -> Any:
    """Load the pages, with the templates they need, when they are first asked for."""
    if name == "write_report":
        from hecht.report.page import write_report

        return write_report
    if name == "write_household_pages":
        from hecht.report.household import write_household_pages

        return write_household_pages
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
