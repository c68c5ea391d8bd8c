"""Which text fields of the product tell of a person, decided field by field, and markers for them.

The fields are found by looking at the dataclasses, so a new one makes a test fail until somebody
decides here what it holds.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator

ROOMS = ("neighbourhood", "residents", "consent", "rounds")
"""The rooms that keep what is about people, all of their modules."""

MODULES = (
    "area.programme",
    "planning.replan.events",
    "exchange.area_survey",
    "exchange.cohesion_survey",
    "effects.household_rows",
)
"""Modules elsewhere that do."""

DECIDED: dict[str, str] = {
    "neighbourhood.block.Block": "id name after contractor",
    "neighbourhood.dated.Amount": "rule unit source note",
    "neighbourhood.dated.NoAmount": "rule why provide",
    "neighbourhood.dated.Row": "rule unit source note",
    "neighbourhood.dated.DatedTable": "name",
    "neighbourhood.delays.Overrun": "shape",
    "neighbourhood.design.Scenario": "id name choice",
    "neighbourhood.design.Design": "units",
    "neighbourhood.home.Home": "id block !address street type label",
    "neighbourhood.household.Wish": "#household value",
    "neighbourhood.household.Group": "!id #households",
    "neighbourhood.household.Promise": "#household value",
    "neighbourhood.household.Household": "#id home !label",
    "neighbourhood.itinerary.Stay": "#household home",
    "neighbourhood.itinerary.Move": "#household origin to",
    "neighbourhood.itinerary.Course": "starts !reasons",
    "neighbourhood.mixing.MixTarget": "category",
    "neighbourhood.neighbourhood.Project": "name crs organisation contact synthetic",
    "neighbourhood.neighbourhood.Neighbourhood": "shapes",
    "neighbourhood.option.HomeType": "type",
    "neighbourhood.option.Option": "block id name label",
    "neighbourhood.problem.Problem": "table rule text fix key column value file severity",
    "neighbourhood.problem.Unread": "tables ids cells",
    "neighbourhood.public_space.PublicSpace": "id name block scenarios options",
    "neighbourhood.tie.Tie": "#a #b",
    "residents.intake_findings.Finding": "key #household question +values",
    "residents.intake_findings.OneOf": "choices chosen",
    "residents.intake_findings.Columns": "names",
    "residents.intake_findings.Option": "+value +about",
    "residents.intake_findings.Proposal": "what #household question +written",
    "residents.intake_log.Entry": "#household question !value source !entered_by +before",
    "residents.intake_log.Person": "#household kind",
    "residents.intake_merge.Merged": "counts",
    "residents.intake_people.Match": "#household",
    "residents.intake_questions.Question": "name choices fills",
    "residents.intake_reading.Row": "!cells",
    "residents.intake_reading.Named": "!written kind",
    "residents.intake_reading.Form": (
        "#code +address result source +entered_by +answers +people attempted"
    ),
    "residents.intake_response.Response": "answered reached #waiting",
    "residents.intake_tables.Tables": "counts",
    "residents.intake_texts.Texts": "language direction name translation form question choice",
    "residents.intake_withdraw.Withdrawn": "counts",
    "residents.letter.Row": "label +value icon",
    "residents.letter.Action": "+text when",
    "residents.letter.Section": "heading +paragraphs kind",
    "residents.letter.Spot": "word kind",
    "residents.letter.Appointment": "key +text +note",
    "residents.letter.Letter": (
        "#household language direction +addressee +sender place_and_date subject +greeting "
        "+first_line +closing binding #reference note reference_label page_label map_title "
        "map_about"
    ),
    "residents.letter_sections.Sections": "#code",
    "residents.letter_texts.LetterTexts": (
        "language direction name translation text count languages"
    ),
    "residents.letterhead.Letterhead": (
        "organisation address =contact_person =phone =email objection_address "
        "contact_role phone_hours website place town colour"
    ),
    "residents.my_plan.MyPlan": "+reason",
    "residents.plain_language.Finding": "rule text fix",
    "residents.plan_change.PlanChange": "block link",
    "consent.acts.Setup": "name landlord condition",
    "consent.acts.Answer": "#tenancy word source version !note",
    "consent.ballots.Ballot": "#ballot approves ranking",
    "consent.ballots.Advice": "approvals above preferred",
    "consent.book.Offer": "version file sha256",
    "consent.book.Said": "#tenancy word source version +entered_by +note",
    "consent.book.Change": "what homes",
    "consent.book.Notice": "#tenancy",
    "consent.book.Book": "name landlord condition !struck #courts #home_of unit_of_home",
    "consent.measure.UnitCount": "unit",
    "consent.measure.Count": "#standings",
    "consent.progress.UnitProgress": "unit",
    "consent.record.Draft": "kind +facts !entered_by",
    "consent.record.Entry": "kind +facts entered_at +entered_by previous seal",
    "consent.record.Fault": "text",
    "consent.roll.UnitHome": "home unit",
    "consent.roll.Tenancy": "#tenancy home !name",
    "consent.roll.Unit": "unit homes #tenancies",
    "consent.terms.UnitImpact": "unit",
    "consent.terms.Clock": "#tenancy home unit why",
    "rounds.chain.Entry": "#household home by !reason at before seal",
    "rounds.draw.Draw": "lots commitment seed word order",
    "rounds.evening.Evening": "#chosen #away #staying #shown",
    "rounds.measure.Figures": "mechanism",
    "rounds.near_groups.Asked": "homes #suits #near #singles #groups",
    "rounds.opening.Offer": "#tenants",
    "rounds.round.Turn": "code #households",
    "rounds.round.Round": "#stays name homes adapted #suits #returning #together near why",
    "rounds.together.Witness": "#pins",
    "rounds.typed.Asked": "+said",
    "area.programme.Measure": (
        "id name kind aim goal indicator owner !contact partners place money evidence !note"
    ),
    "area.programme.Goal": "id name indicator source",
    "area.programme.Programme": "name area organisation synthetic",
    "planning.replan.events.WorksDelayed": "name !note",
    "planning.replan.events.WorksDuration": "name !note",
    "planning.replan.events.WorksStartDelayed": "name !note",
    "planning.replan.events.MindChanged": "#name !note",
    "planning.replan.events.WishMade": "#name value !note",
    "planning.replan.events.CompositionChanged": "#name clear !note",
    "planning.replan.events.Birth": "#name !note",
    "planning.replan.events.Died": "#name !note",
    "planning.replan.events.Dissolved": "#name !note",
    "planning.replan.events.NewTie": "#name #other !note",
    "planning.replan.events.HomeLost": "home !note",
    "planning.replan.events.NewTemporaryHome": "!note",
    "planning.replan.events.BudgetChanged": "!note",
    "planning.replan.events.CrewsChanged": "!note",
    "planning.replan.events.PromiseMade": "#name !note",
    "planning.replan.events.TemporaryMonthsChanged": "!note",
    "planning.replan.events.HorizonChanged": "!note",
    "exchange.area_survey.Respondent": "area !household answers",
    "exchange.area_survey.Survey": "file",
    "exchange.area_survey.Compared": "code standing",
    "exchange.cohesion_survey.Survey": "+problems",
    "effects.household_rows.Scored": "#household",
    "effects.household_rows.HouseholdRow": "neighbourhood #household age",
}
"""What each text field holds, by its sign.

`!` a name or free words about a person: a marker is planted in it. `+` taken over from such a
field, or made for the household itself or for staff. `#` the code of a household, tenancy, group or
form. `=` the landlord's own staff, as they stand on its letters. Without a sign it tells of no
person.
"""


def text_fields() -> Iterator[tuple[str, str]]:
    """Yield each dataclass of those modules, and each of its fields that can hold text."""
    for name in _modules():
        module = importlib.import_module(f"hecht.{name}")
        for kind in vars(module).values():
            if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
                continue
            # what begins with _ is at work only inside its module
            if kind.__module__ != module.__name__ or kind.__name__.startswith("_"):
                continue
            for field in dataclasses.fields(kind):
                if re.search(r"\b(?:str|Any)\b", str(field.type)):
                    yield f"{name}.{kind.__name__}", field.name


def _modules() -> Iterator[str]:
    for room in ROOMS:
        package = importlib.import_module(f"hecht.{room}")
        for module in pkgutil.iter_modules(package.__path__):
            yield f"{room}.{module.name}"
    yield from MODULES


def decided(sign: str = "") -> set[tuple[str, str]]:
    """Return the fields that were decided on, all or those with a sign."""
    return {
        (kind, word.lstrip("!+#="))
        for kind, words in DECIDED.items()
        for word in words.split()
        if word.startswith(sign)
    }


def marker(kind: str, field: str) -> str:
    """Return the marker of a personal field, a word that stands nowhere else."""
    place = sorted(decided("!")).index((kind, field))
    return f"Zwanenveld{chr(97 + place // 26)}{chr(97 + place % 26)}merk"
