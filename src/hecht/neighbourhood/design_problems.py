"""What is wrong with a design beside its neighbourhood: options, scenarios, public space."""

from __future__ import annotations

from hecht.neighbourhood.design import Design
from hecht.neighbourhood.problem import Problem, Unread


def design_problems(design: Design, unread: Unread | None = None) -> list[Problem]:
    """Return every problem in the options, scenarios and public space of a design, in one go.

    `unread` tells what could not be read, so that one fault is not reported as many; in it the
    tables "options", "option_homes" and "scenarios" stand for files of which rows are missing.
    Positions count the options, the lines of their programmes and the choices of the scenarios,
    each in order. Never raises on a design whose fields have their proper types.
    """
    from hecht.neighbourhood import faults_options, faults_spaces
    from hecht.neighbourhood.look import Look

    own = ("options", "option_homes", "scenarios", "public_space")
    told = unread or Unread()
    basic = Unread(told.tables, told.ids, frozenset(c for c in told.cells if c[0] not in own))
    seen = faults_options.DesignLook(design, Look(design.neighbourhood, basic))
    checks = (*faults_options.CHECKS, *faults_spaces.CHECKS)
    found = [problem for check in checks for problem in check(seen)]
    return [one for one in found if (one.table, one.position, one.column) not in told.cells]
