"""The keys of project.toml: how each is read, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from hecht.exchange.schema import FORMAT
from hecht.exchange.values import BadCell, parse_month
from hecht.neighbourhood import PRESETS, DelayRules, MixTarget, Month, Overrun, Policy

HORIZON_MAX = 600


class WrongValue(ValueError):
    """A value that cannot be used: what is wrong, and what to do (`fix`)."""

    def __init__(self, text: str, fix: str) -> None:
        """Keep the fix beside the text."""
        super().__init__(text)
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the project file: where it stands, how it is read, and what it means.

    `kind` is text, month, date, integer, number, or preset.
    """

    section: str
    name: str
    kind: str
    read: Callable[[Any], Any]
    help: str
    help_nl: str
    required: bool = False
    unit: str = ""
    example: str = ""

    @property
    def path(self) -> str:
        """The key with its section, for example "capacity.crews"."""
        return f"{self.section}.{self.name}" if self.section else self.name


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongValue("this must be text", 'put it between double quotes (")')
    return value.strip()


def _name(value: Any) -> str:
    text = _text(value)
    if not text:
        raise WrongValue("the neighbourhood has no name", "write its name")
    return text


def _format(value: Any) -> str:
    if value != FORMAT:
        raise WrongValue(f"this version of hecht reads {FORMAT}", f'write format = "{FORMAT}"')
    return FORMAT


def _month(value: Any) -> Month:
    if isinstance(value, date):
        return Month(value.year, value.month)
    try:
        return parse_month(str(value).strip())
    except BadCell as fault:
        raise WrongValue(
            str(fault), 'write year-month between quotes, for example "2027-01"'
        ) from None


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise WrongValue(
            "this is not a date", "write year-month-day, for example 2026-09-01"
        ) from None


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        number = _number(low, high)(value)
        if not float(number).is_integer():
            raise WrongValue("this must be a whole number", "leave out the decimals")
        return int(number)

    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise WrongValue("this is not a number", "write digits, without quotes")
        if not low <= value <= high:
            raise WrongValue(
                f"this must lie between {low:g} and {high:g}",
                f"write a number from {low:g} to {high:g}",
            )
        return value

    return read


def _overrun(value: Any) -> Overrun:
    try:
        return Overrun.parse(_text(value))
    except WrongValue:
        raise
    except ValueError as error:
        raise WrongValue(
            str(error),
            'write "lognormal MEDIAN P90", "triangular LEAST LIKELY MOST" or "none", for example '
            '"lognormal 1.05 1.35": half take up to 5% longer, one in ten over 35% longer',
        ) from None


def _preset(value: Any) -> str:
    if value not in PRESETS:
        near = get_close_matches(str(value), PRESETS, n=1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise WrongValue("there is no such preset", f"{meant}choose {', '.join(PRESETS)}")
    return str(value)


_MIXING_FIX = (
    'write under [[mixing]]: attribute = "income", category = "middle", low = 0.2, high = 0.4'
)


def _mixing(value: Any) -> tuple[MixTarget, ...]:
    """Read the tables under [[mixing]], or a text with a bar between targets (in a workbook)."""
    if isinstance(value, str):
        rows: list[Any] = [part for part in value.split("|") if part.strip()]
    elif isinstance(value, list):
        rows = value
    else:
        raise WrongValue("a mixing target needs two brackets on each side", _MIXING_FIX)
    result: list[MixTarget] = []
    for number, row in enumerate(rows, start=1):
        try:
            target = MixTarget.parse(row if isinstance(row, str) else _mixing_words(row))
        except ValueError as error:
            raise WrongValue(f"mixing target {number}: {error}", _MIXING_FIX) from None
        if any((t.attribute, t.category) == (target.attribute, target.category) for t in result):
            raise WrongValue(
                f"mixing target {number}: {target.attribute.value} {target.category} has a target "
                "already",
                "keep one of the two",
            )
        result.append(target)
    for attribute in dict.fromkeys(target.attribute for target in result):
        least = sum(target.low for target in result if target.attribute is attribute)
        if least > 1 + 1e-9:
            raise WrongValue(
                f"the least shares asked of {attribute.value} add up to {least:g}, more than all",
                "lower some of them",
            )
    return tuple(result)


def _mixing_words(row: Any) -> str:
    """Return a target's table as the text that MixTarget reads; raises ValueError."""
    if not isinstance(row, dict):
        raise ValueError("this is no table")
    strange = [key for key in row if key not in ("attribute", "category", "low", "high")]
    if strange:
        raise ValueError(f"there is no key {strange[0]}")
    for key in ("attribute", "category"):
        if not isinstance(row.get(key), str) or len(row[key].split()) != 1:
            raise ValueError(f"{key} is missing or no single word")
    return f"{row['attribute']} {row['category']} {row.get('low', 0.0)} {row.get('high', 1.0)}"


# fmt: off
PROJECT_KEYS: tuple[Key, ...] = (
    Key("", "format", "text", _format, "The version of this format.",
        "De versie van dit formaat.", True, example=FORMAT),
    Key("", "name", "text", _name, "The neighbourhood's name.",
        "De naam van de buurt.", True, example="Merelbuurt"),
    Key("", "start", "month", _month, "The first month that is planned.",
        "De eerste maand van de planning.", True, example="2027-01"),
    Key("", "horizon", "integer", _whole(1, HORIZON_MAX), "How many months are planned.",
        "Hoeveel maanden er gepland wordt.", True, "months", "36"),
    Key("", "crs", "text", _text,
        "The coordinate system of homes.csv; only EPSG:28992 (RD New) is read.",
        "Het coördinatenstelsel van homes.csv; alleen EPSG:28992 (RD) wordt gelezen.",
        example="EPSG:28992"),
    Key("", "announced", "month", _month,
        "The month in which households hear the plan; notice runs from it. Left out: the start.",
        "De maand waarin bewoners het plan horen; de aanzegtermijn loopt vanaf dan. Leeg: start.",
        example="2026-09"),
    Key("", "reference_date", "date", _date, "The date from which rights run (peildatum).",
        "De peildatum.", example="2026-09-01"),
    Key("", "price_year", "integer", _whole(1900, 2200), "The year of all euros.",
        "Het prijspeil van alle bedragen.", example="2026"),
    Key("", "organisation", "text", _text, "Who plans.",
        "Wie er plant.", example="Woonstichting De Merel"),
    Key("", "contact", "text", _text, "Whom residents can ask, as shown in the report.",
        "Bij wie bewoners terechtkunnen, zoals in het rapport staat.",
        example="wijkteam@example.org"),
    Key("", "synthetic", "text", _text,
        "What is made up, in words; shown wherever figures are shown. Left out: nothing is.",
        "Wat verzonnen is, in woorden; staat bij alle cijfers. Leeg: niets.",
        example="households and ties"),
    Key("", "mixing", "text", _mixing,
        "What share of all households a class of them should have in the end, as a goal for who "
        "comes to live in homes that are left free; never a ground to refuse who returns. In the "
        "file a table [[mixing]] for each, with attribute (household_type, income or age), "
        "category, low and high; in a workbook as in the example, with a bar between targets.",
        "Welk aandeel een groep aan het eind van alle huishoudens moet zijn, als doel voor wie in "
        "vrijgekomen woningen komt wonen; nooit een reden om een terugkeerder te weigeren. "
        "Schrijf als in het voorbeeld, met een streep tussen doelen.",
        example="income middle 0.2 0.4"),
    Key("capacity", "crews", "integer", _whole(1, 1000),
        "How many crews can be at work in a month. Left out: 1.",
        "Hoeveel bouwploegen er in een maand aan het werk kunnen zijn. Leeg: 1.", example="1"),
    Key("capacity", "budget_per_year", "number", _number(0, 1e12),
        "The most that works may cost in a calendar year. Left out: no limit.",
        "Wat het werk per kalenderjaar hoogstens mag kosten. Leeg: geen grens.",
        unit="euro/year", example="4000000"),
    Key("policy", "preset", "preset", _preset,
        "A named set of weights, from which the keys below may differ. Left out: balanced.",
        "Een vaste set gewichten, waarvan de regels hieronder mogen afwijken. Leeg: balanced.",
        example="balanced"),
)


# fmt: on
POLICY_NL: Mapping[str, str] = {
    "notice_months": "Zo lang van tevoren hoort een huishouden van zijn verhuizing.",
    "temporary_months_max": "Zo lang mag een huishouden hoogstens in wisselwoningen wonen.",
    "temporary_rooms_slack": "Zoveel kamers mag een wisselwoning minder hebben dan de norm.",
    "near_m": "Binnen deze afstand, of in hetzelfde blok, zijn twee woningen dichtbij.",
    "far_m": "Vanaf deze afstand is de nabijheid 0.",
    "one_sided_tie": "Een band die één kant noemde telt voor dit deel van zijn gewicht.",
    "care_tie": "Een zorgband telt zoveel keer zijn gewicht.",
    "family_tie": "Een familieband telt zoveel keer zijn gewicht.",
    "friends_tie": "Een band tussen vrienden telt zoveel keer zijn gewicht.",
    "neighbours_tie": "Een band tussen buren telt zoveel keer zijn gewicht.",
    "turnover_year": "Gewone doorstroming: het deel van de huishoudens dat per jaar verhuist.",
    "temporary_month_cost": "Wat een ingekochte wisselwoning kost zolang er iemand woont.",
    "extra_move_cost": "Wat de verhuurder betaalt voor elke verhuizing na de eerste.",
    "habituation_years": "Huurgewenning: zoveel jaar gaat een deel van de huursprong eraf. "
    "Geen wet vraagt dit; het sociaal plan zegt het.",
    "habituation_share": "Huurgewenning: het deel van de huursprong dat er in het eerste jaar "
    "afgaat; het wordt elk jaar even veel minder. Een aanname, zonder bron.",
    "discount_rate": "Het deel waarmee kosten van een jaar later minder tellen in de contante "
    "waarde. De reële voet voor publieke projecten vanaf 2021 (rwseconomie.nl/discontovoet); dat "
    "die bij een verhuurder past is een aanname.",
    "points_return": "Voor elk huishouden dat wilde terugkeren en dat doet.",
    "points_undecided": "Voor elk huishouden dat nog twijfelde en in de buurt eindigt.",
    "points_tie_near": "Voor elke band die aan het eind dichtbij is, maal zijn gewicht.",
    "points_tie_closeness": "Voor elke band, maal zijn gewicht, maal de nabijheid aan het eind.",
    "points_separation_month": "Aftrek voor elke maand waarin een band die aan het begin dichtbij "
    "was dat niet is, maal zijn gewicht.",
    "points_alone": "Aftrek voor elk huishouden dat een band dichtbij had, blijft, en er aan het "
    "eind geen heeft.",
    "points_extra_move": "Aftrek voor elke verhuizing van een huishouden na de eerste.",
    "points_temporary_month": "Aftrek voor elke maand van een huishouden in een wisselwoning.",
    "points_same_month": "Voor elke band, dichtbij aan het begin, van twee huishoudens die in "
    "dezelfde maand in hun definitieve woning komen, maal zijn gewicht.",
    "points_wish": "Voor een vervulde wens van rang 1; elke volgende rang telt half zo zwaar.",
    "points_group": "Voor elke groep waarvan alle leden dicht bij elkaar eindigen.",
    "points_vacant_month": "Aftrek voor elke maand waarin een woning leegstaat voor het plan.",
    "points_duration_month": "Aftrek voor elke maand tot het laatste werk klaar is.",
    "points_cost": "Aftrek voor elke 1.000 euro aan extra verhuizingen en wisselwoningen.",
    "points_broken_announcement": "Bij een nieuw plan: aftrek voor elk huishouden dat een andere "
    "woning te horen krijgt dan eerst, en nog eens voor elk dat andere maanden te horen krijgt.",
    "group_price_max": "Wat het samen plaatsen van één groep alle anderen hoogstens mag kosten.",
    "fairness_margin": "Dit deel van de punten voor banden mag worden opgegeven voor de "
    "huishoudens die het slechtst af zijn.",
    "fairness_all_ties": "Hoe zwaar het telt als een huishouden al zijn banden dichtbij verliest, "
    "naast extra verhuizingen en maanden in een wisselwoning, wanneer gezocht wordt wie het "
    "slechtst af is.",
}
"""The meaning of each rule of the policy in Dutch, for the workbook."""


def _policy_reader(rule: Any) -> Callable[[Any], Any]:
    low, high = rule.metadata["low"], rule.metadata["high"]
    return _whole(int(low), int(high)) if isinstance(rule.default, int) else _number(low, high)


POLICY_KEYS: tuple[Key, ...] = tuple(
    Key("policy", rule.name, "integer" if isinstance(rule.default, int) else "number",
        _policy_reader(rule), rule.metadata["help"], POLICY_NL[rule.name],
        unit=rule.metadata["unit"], example=f"{rule.default:g}")
    for rule in fields(Policy)
)  # fmt: skip
DELAY_KEYS: tuple[Key, ...] = tuple(
    Key("delays", rule.name, "text" if isinstance(rule.default, Overrun) else "number",
        _overrun if isinstance(rule.default, Overrun)
        else _number(rule.metadata["low"], rule.metadata["high"]),
        rule.metadata["help"], rule.metadata["help_nl"], example=str(rule.default))
    for rule in fields(DelayRules)
)  # fmt: skip
ALL_KEYS = PROJECT_KEYS + POLICY_KEYS + DELAY_KEYS
KEYS = {key.path: key for key in ALL_KEYS}
SECTIONS = ("", "capacity", "policy", "delays")
