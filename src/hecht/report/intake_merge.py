"""The report of merging forms, for the team: as lines of text and as a page.

It names households by their id and never tells who named whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from hecht.neighbourhood import Project
from hecht.report.page import environment
from hecht.report.words import Words
from hecht.residents.intake_findings import Finding
from hecht.residents.intake_merge import Merged
from hecht.residents.intake_mess_texts import TO_KNOW, mess_name


@dataclass(frozen=True)
class Line:
    """One finding as it is told; `row` is "" when it is about the whole."""

    row: str
    household: str
    question: str
    text: str
    fix: str


@dataclass(frozen=True)
class Kind:
    """The findings of one kind, with a heading; `id` marks its place on the page."""

    id: str
    name: str
    lines: tuple[Line, ...]


def kinds(merged: Merged, words: Words) -> tuple[list[Kind], list[Kind]]:
    """Return what was found, by kind: what asks something of the team, and what is to know."""
    found = [
        (mess, Kind(mess.value, mess_name(mess, words.language),
                    tuple(_line(one, words.language) for one in group)))
        for mess, group in groupby(merged.findings, key=lambda one: one.mess)
    ]  # fmt: skip
    return (
        [kind for mess, kind in found if mess not in TO_KNOW],
        [kind for mess, kind in found if mess in TO_KNOW],
    )


def merge_lines(
    merged: Merged, words: Words, *, folder: str, work_list: str, written: bool
) -> list[str]:
    """Return the report as lines of text: every finding, what was merged, and what is next.

    `folder` is the neighbourhood, `work_list` the file that was written, "" for none; `written`
    is False when the folder was left as it was.
    """
    _ = words.gettext
    told = []
    to_do, to_know = kinds(merged, words)
    for title, some in ((_("To do"), to_do), (_("To know"), to_know)):
        told += [title.upper(), ""] if some else []
        for kind in some:
            told.append(f"{kind.name} ({words.number(len(kind.lines))})")
            told += [f"  {_where(one, words)}{one.text}; {one.fix}" for one in kind.lines]
            told.append("")
    told += sums(merged, words)
    if merged.proposals:
        told.append(
            _("The work list: %(file)s", file=work_list)
            if work_list
            else _("Write the work list with --work-list FILE.csv.")
        )
    if not written:
        return [*told, _("The neighbourhood folder was left as it was.")]
    return [*told, _("Next: hecht check %(folder)s", folder=folder)]


def sums(merged: Merged, words: Words) -> list[str]:
    """Return what came of the forms as a whole, in sentences."""
    _, count = words.gettext, merged.counts
    told = [
        lead(merged, words),
        _(
            "Answers: %(added)s added, %(changed)s of them changed something, %(known)s were "
            "there already.",
            added=words.number(merged.added),
            changed=words.number(count.get("changed", 0)),
            known=words.number(count.get("known", 0)),
        ),
        _(
            "Ties: %(new)s new, %(confirmed)s confirmed by the other side. Now both sides named "
            "%(both)s, and one side %(one)s.",
            new=words.number(count.get("ties_new", 0)),
            confirmed=words.number(count.get("ties_confirmed", 0)),
            both=words.number(count.get("ties_both_sides", 0)),
            one=words.number(count.get("ties_one_sided", 0)),
        ),
        _(
            "Groups that all members asked for: %(number)s.",
            number=words.number(count.get("groups", 0)),
        ),
    ]
    if merged.proposals:
        told.append(waiting(merged, words))
    return told


def lead(merged: Merged, words: Words) -> str:
    """Return how many forms came in, and of how many households there are answers."""
    return words.ngettext(
        "%(n)s form was read, with answers of %(households)s household(s).",
        "%(n)s forms were read, with answers of %(households)s households.",
        merged.counts.get("forms", 0),
        households=words.number(merged.counts.get("households", 0)),
    )


def waiting(merged: Merged, words: Words) -> str:
    """Return how much waits for a decision."""
    return words.ngettext(
        "%(n)s thing waits for a decision in the work list.",
        "%(n)s things wait for a decision in the work list.",
        len(merged.proposals),
    )


def merge_page(merged: Merged, language: str = "nl", *, written: bool = True) -> str:
    """Return the report as one HTML page, for the team only.

    `written` is False when the folder was left as it was. Raises ValueError for an unknown
    language.
    """
    project: Project = merged.neighbourhood.project
    words = Words(language, project.start)
    to_do, to_know = kinds(merged, words)
    return (
        environment(words)
        .get_template("intake_merge.html.j2")
        .render(
            project=project,
            lead=lead(merged, words),
            written=written,
            figures=_figures(merged, words),
            waiting=waiting(merged, words) if merged.proposals else "",
            parts=[
                ("to-do", words.gettext("To do"), to_do),
                ("to-know", words.gettext("To know"), to_know),
            ],
        )
    )


def _figures(merged: Merged, words: Words) -> list[tuple[str, str, str]]:
    """Return (what, the number, what is said of it) for the top of the page."""
    _, count = words.gettext, merged.counts
    return [
        (
            _("Answers added"),
            words.number(merged.added),
            _(
                "%(changed)s changed something, %(known)s were there already.",
                changed=words.number(count.get("changed", 0)),
                known=words.number(count.get("known", 0)),
            ),
        ),
        (
            _("Waits for a decision"),
            words.number(len(merged.proposals)),
            _("Nothing of it is in the tables yet."),
        ),
        (
            _("New ties"),
            words.number(count.get("ties_new", 0)),
            _(
                "In all, both sides named %(both)s ties, and one side %(one)s.",
                both=words.number(count.get("ties_both_sides", 0)),
                one=words.number(count.get("ties_one_sided", 0)),
            ),
        ),
    ]


def _line(finding: Finding, language: str) -> Line:
    row = "" if finding.row is None else str(finding.row)
    return Line(
        row, finding.household, finding.columns(language), finding.text(language),
        finding.fix(language),
    )  # fmt: skip


def _where(line: Line, words: Words) -> str:
    row = words.gettext("row %(row)s", row=line.row) if line.row else ""
    told = ", ".join(part for part in (row, line.household, line.question) if part)
    return f"{told}: " if told else ""
