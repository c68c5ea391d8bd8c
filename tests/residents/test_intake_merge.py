"""Merging forms: sixty messy ones, ties and groups of two sides, decisions, withdrawing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("rapidfuzz", reason="the intake needs rapidfuzz")

from hecht.neighbourhood import DeclaredBy, Neighbourhood, ReturnWish, TieKind, problems
from hecht.residents.intake_code import form_code
from hecht.residents.intake_findings import Mess
from hecht.residents.intake_log import current
from hecht.residents.intake_merge import Merged, merge
from hecht.residents.intake_questions import QUESTION_OF, columns
from hecht.residents.intake_reading import Row, read_amount, read_date
from hecht.residents.intake_withdraw import withdraw
from tests.residents.messy_forms import named, rows

TODAY = date(2026, 10, 1)


@pytest.fixture(scope="module")
def here() -> Neighbourhood:
    """The example neighbourhood with names."""
    return named()


@pytest.fixture(scope="module")
def sixty(here: Neighbourhood) -> Merged:
    """The sixty forms, merged."""
    return merge(here, [], [row for row, _ in rows(here)], today=TODAY)


def one(here: Neighbourhood, place: int, number: int = 2, **cells: str) -> Row:
    """Return the row of a household's form."""
    frame = {"source": "form", "date": "2026-09-10", "entered_by": "jb", "size": "2"}
    code = form_code(here.project.name, here.households[place].id)
    return Row(number, {"code": code, "wish": "return", **frame, **cells})


def code_of(here: Neighbourhood, place: int) -> str:
    return form_code(here.project.name, here.households[place].id)


def id_of(here: Neighbourhood, place: int) -> str:
    return here.households[place].id


def test_every_mess_of_sixty_forms_is_reported_and_nothing_else(
    here: Neighbourhood, sixty: Merged
) -> None:
    """Each form's findings are exactly the messes that were put in it."""
    made = rows(here)
    assert len(made) == 60
    for row, form in made:
        got = {(f.mess, f.question) for f in sixty.findings if f.row == row.number}
        assert got == set(form.expected), (row.number, form.cells)
    whole = {finding.mess for finding in sixty.findings if finding.row is None}
    assert whole == {Mess.SPELLINGS, Mess.GROUP_WAITS, Mess.GROUP_DIFFERS}


def test_none_of_sixty_forms_is_swallowed(here: Neighbourhood, sixty: Merged) -> None:
    """Every answer that was typed in is in the log, or something is reported about it."""
    for row, _ in rows(here):
        swallowed(here, row, sixty)


def swallowed(here: Neighbourhood, row: Row, merged: Merged) -> None:
    """Fail when a cell of the row is neither in the log nor in the report."""
    about = [finding for finding in merged.findings if finding.row == row.number]
    whole = {Mess.UNKNOWN_FORM, Mess.NO_SOURCE}
    if any(f.mess in whole or f.question == "result" for f in about):
        return
    household = next(h.id for h in here.households
                     if form_code(here.project.name, h.id) == row.cells["code"])  # fmt: skip
    told = {entry.question for entry in merged.log if entry.household == household}
    for column, text in row.cells.items():
        question = "near" if column.startswith("near_") else column
        if question in QUESTION_OF and text.strip():
            reported = any(question in finding.question.split(", ") for finding in about)
            assert question in told or reported, (column, text)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(columns()[6:]),
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["ja", "nee", "3", "700", "return", "elsewhere", "12", "buren van 4",
                             "care", "Putterstraat", "de wit", "-", "ja, nee", "0", "99"]),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_no_text_at_all_is_swallowed_or_breaks_the_tables(cells: dict[str, str]) -> None:
    """Whatever is typed: it is kept or reported, and the tables have no error afterwards."""
    here = _HERE
    row = Row(2, {**one(here, 20).cells, "size": "2", **cells})
    merged = merge(here, [], [row], today=TODAY)
    swallowed(here, row, merged)
    assert not [fault for fault in merged.faults if fault.severity == "error"]


_HERE = named()


def test_the_merged_neighbourhood_has_no_new_fault(here: Neighbourhood, sixty: Merged) -> None:
    """After sixty messy forms every table is as sound as before."""
    assert sixty.faults == ()
    assert problems(sixty.neighbourhood) == problems(here)
    assert sixty.neighbourhood != here


def test_merging_again_adds_nothing(here: Neighbourhood, sixty: Merged) -> None:
    """The same rows a second time leave tables and log as they are."""
    again = merge(sixty.neighbourhood, sixty.log, [row for row, _ in rows(here)], today=TODAY)
    assert again.log == sixty.log
    assert again.neighbourhood == sixty.neighbourhood
    assert again.counts["known"] > 90


def test_the_report_never_tells_who_named_whom(here: Neighbourhood, sixty: Merged) -> None:
    """No finding about a household holds another household's id, address or name."""
    others = {h.id: {h.id, h.label, here.home_of[h.home].address} - {""} for h in here.households}
    for finding in sixty.findings:
        for household, words in others.items():
            if household != finding.household:
                for language in ("nl", "en"):
                    said = f"{finding.text(language)} {finding.fix(language)}"
                    assert not any(word in said for word in words), finding
    assert any(proposal.options for proposal in sixty.proposals)


def test_one_name_in_three_spellings_is_proposed_for_one_household(sixty: Merged) -> None:
    """The spellings lie together in the work list, and are counted."""
    spelled = [p.written for p in sixty.proposals if p.options and p.options[0].value == "h001"]
    assert spelled == ["Familie de Witt", "fam. d. With", "De Wit-"]
    text = next(f.text("en") for f in sixty.findings if f.mess is Mess.SPELLINGS)
    assert "3 ways" in text


def test_the_neighbours_of_a_number_are_those_beside_it(here: Neighbourhood) -> None:
    """Of "de buren van 12" the homes beside 12 are proposed before 12 itself."""
    merged = merge(here, [], [one(here, 12, near_1="de buren van 12")], today=TODAY)
    (proposal,) = merged.proposals
    assert [option.about for option in proposal.options][:2] == [
        "Putterstraat 10", "Putterstraat 14",
    ]  # fmt: skip
    assert "Putterstraat 12" in [option.about for option in proposal.options]
    assert merged.neighbourhood.ties == here.ties


def test_a_decision_makes_a_proposal_an_answer(here: Neighbourhood) -> None:
    """Given back with the work list, the named household becomes a tie, and the rest stays out."""
    row = one(here, 12, near_1="de buren van 12", near_1_kind="buren", near_2="Piet Puk")
    first = merge(here, [], [row], today=TODAY)
    keys = {proposal.written: proposal.key for proposal in first.proposals}
    decisions = {keys["de buren van 12"]: "h005", keys["Piet Puk"]: "niemand"}
    second = merge(first.neighbourhood, first.log, [row], today=TODAY, decisions=decisions)
    assert not second.proposals
    assert current(second.log)["h013", "near"].value == "h005:neighbours"
    assert any({tie.a, tie.b} == {"h005", "h013"} for tie in second.neighbourhood.ties)


@pytest.mark.parametrize(
    ("decision", "rent", "changed", "waiting"),
    [("nieuw", 700.0, 1, 0), ("OLD", 600.0, 0, 0), ("oud", 600.0, 0, 0), ("650", 600.0, 0, 1)],
)
def test_two_answers_of_one_day_wait_for_old_or_new(
    here: Neighbourhood, decision: str, rent: float, changed: int, waiting: int
) -> None:
    """The first stands until then; another word than those is no decision."""
    typed = [one(here, 12, rent_max="600"), one(here, 12, 3, rent_max="700", source="web")]
    first = merge(here, [], typed, today=TODAY)
    (proposal,) = first.proposals
    household = id_of(here, 12)
    assert first.neighbourhood.household_of[household].rent_max == 600
    decided = {proposal.key: decision}
    second = merge(first.neighbourhood, first.log, typed, today=TODAY, decisions=decided)
    assert second.neighbourhood.household_of[household].rent_max == rent
    assert second.counts.get("changed", 0) == changed
    assert len(second.proposals) == waiting
    bad = {finding.key for finding in second.findings if finding.mess is Mess.BAD_DECISION}
    assert bad == ({"decision"} if waiting else set())


def test_a_decision_that_names_nobody_is_reported(here: Neighbourhood) -> None:
    """A wrong id in the work list is no decision; it is told, and the proposal stays."""
    row = one(here, 12, near_1="de buren van 12")
    key = merge(here, [], [row], today=TODAY).proposals[0].key
    merged = merge(here, [], [row], today=TODAY, decisions={key: "h9999"})
    assert Mess.BAD_DECISION in {finding.mess for finding in merged.findings}
    assert len(merged.proposals) == 1


def pair(here: Neighbourhood) -> tuple[int, int]:
    """Return the places of two households without a tie."""
    tied = {frozenset((tie.a, tie.b)) for tie in here.ties}
    return next(
        (a, b) for a in range(20, 60) for b in range(a + 1, 60)
        if frozenset((id_of(here, a), id_of(here, b))) not in tied
    )  # fmt: skip


def tie_of(merged: Merged, one_side: str, other: str) -> DeclaredBy | None:
    """Return who named the tie of two households."""
    for tie in merged.neighbourhood.ties:
        if {tie.a, tie.b} == {one_side, other}:
            return tie.declared_by
    return None


def test_a_tie_is_one_sided_until_the_other_names_it(here: Neighbourhood) -> None:
    """The first naming makes it one-sided, the second makes it of both, taking back undoes that."""
    a, b = pair(here)
    first = merge(
        here, [], [one(here, a, near_1=code_of(here, b), near_1_kind="family")], today=TODAY
    )
    assert tie_of(first, id_of(here, a), id_of(here, b)) is DeclaredBy.A
    assert first.neighbourhood.ties[-1].kind is TieKind.FAMILY
    second = merge(
        first.neighbourhood, first.log, [one(here, b, near_1=code_of(here, a))], today=TODAY
    )
    assert tie_of(second, id_of(here, a), id_of(here, b)) is DeclaredBy.BOTH
    other = next(c for c in range(60, 90) if c not in (a, b))
    later = one(here, a, date="2026-09-20", near_1=code_of(here, other))
    third = merge(second.neighbourhood, second.log, [later], today=TODAY)
    assert tie_of(third, id_of(here, a), id_of(here, b)) is DeclaredBy.B


def test_a_group_is_made_when_all_its_members_ask_for_it(here: Neighbourhood) -> None:
    """One that asks waits; when the others name the same people the group is there."""
    a, b = pair(here)
    first = merge(here, [], [one(here, a, group_with=code_of(here, b))], today=TODAY)
    assert first.neighbourhood.groups == ()
    assert Mess.GROUP_WAITS in {finding.mess for finding in first.findings}
    second = merge(
        first.neighbourhood, first.log, [one(here, b, group_with=code_of(here, a))], today=TODAY
    )
    (group,) = second.neighbourhood.groups
    assert set(group.households) == {id_of(here, a), id_of(here, b)}


def test_of_two_answers_the_later_date_counts_whatever_the_order(here: Neighbourhood) -> None:
    """An older form that is typed in last does not undo a newer one, and is reported."""
    new = one(here, 30, rent_max="700", date="2026-09-20")
    old = one(here, 30, rent_max="600", date="2026-09-01", source="web")
    first = merge(here, [], [new], today=TODAY)
    merged = merge(first.neighbourhood, first.log, [old], today=TODAY)
    assert merged.neighbourhood.household_of[id_of(here, 30)].rent_max == 700
    assert Mess.OLDER in {finding.mess for finding in merged.findings}


def test_two_answers_of_one_day_wait_for_a_decision(here: Neighbourhood) -> None:
    """The first stays until the work list says new."""
    both = [one(here, 30, rent_max="600"), one(here, 30, 3, rent_max="700", source="web")]
    merged = merge(here, [], both, today=TODAY)
    assert merged.neighbourhood.household_of[id_of(here, 30)].rent_max == 600
    key = merged.proposals[0].key
    decided = merge(merged.neighbourhood, merged.log, both, today=TODAY, decisions={key: "new"})
    assert decided.neighbourhood.household_of[id_of(here, 30)].rent_max == 700
    assert not decided.proposals


def test_an_answer_that_the_tables_contradict_is_left_out_and_reported(
    here: Neighbourhood,
) -> None:
    """A size that needs more rooms than the household may have is not kept; the rest is."""
    limited = next(p for p, h in enumerate(here.households) if h.rooms_max is not None and p > 9)
    merged = merge(here, [], [one(here, limited, size="20", helper="Ada")], today=TODAY)
    assert not merged.faults
    assert merged.neighbourhood.households[limited].size == 2
    found = [f for f in merged.findings if f.mess is Mess.CONTRADICTORY]
    assert [f.household for f in found] == [id_of(here, limited)]
    assert current(merged.log)[id_of(here, limited), "helper"].value == "Ada"


def test_withdrawing_leaves_nothing(here: Neighbourhood) -> None:
    """Fields are as before, and answers, wishes, ties and groups of the household are gone."""
    a, b = pair(here)
    mine = one(
        here, a, wish="elsewhere", rent_max="700", step_free="ja", wish_street="Putterstraat",
        near_1=code_of(here, b), group_with=code_of(here, b), helper="MARKER", remark="MARKER",
    )  # fmt: skip
    theirs = one(here, b, near_1=code_of(here, a), group_with=code_of(here, a))
    merged = merge(here, [], [mine, theirs], today=TODAY)
    household = id_of(here, a)
    assert merged.neighbourhood.groups
    done = withdraw(merged.neighbourhood, merged.log, household)
    own = done.neighbourhood.household_of[household]
    assert own == here.household_of[household]
    assert own.wish is ReturnWish.RETURN
    assert not [entry for entry in done.log if entry.household == household]
    assert "MARKER" not in repr(done)
    assert not [wish for wish in done.neighbourhood.wishes if wish.household == household]
    assert done.neighbourhood.groups == ()
    sides = {DeclaredBy.A: "a", DeclaredBy.B: "b"}
    for tie in done.neighbourhood.ties:
        if household in (tie.a, tie.b):
            assert getattr(tie, sides[tie.declared_by]) != household
    assert not [f for f in problems(done.neighbourhood) if f.severity == "error"]


def test_withdrawing_an_unknown_household_is_refused(here: Neighbourhood) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match="no household 'h9999'"):
        withdraw(here, [], "h9999")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("650", 650), ("€ 650,-", 650), ("650,50", 650.5), ("1.250,50", 1250.5), ("1.250", 1250),
     ("650 euro", 650), ("600-700", None), ("weinig", None), ("", None)],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, amount: float | None) -> None:
    """Dutch amounts are read; a range and words are not."""
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-09-03", date(2026, 9, 3)), ("3-9-2026", date(2026, 9, 3)),
     ("03/09/2026", date(2026, 9, 3)), ("31-2-2026", None), ("gisteren", None)],
)  # fmt: skip
def test_dates_as_people_write_them(text: str, day: date | None) -> None:
    """Day before month; a day that does not exist is no date."""
    assert read_date(text) == day
