"""The words of calendar files, in Dutch and in English."""

from __future__ import annotations

from datetime import date

from hecht.neighbourhood import PromiseStatus, Works

_TEXTS: dict[str, tuple[str, str]] = {
    "reference": (
        "Peildatum van de huurcontracten die meetellen",
        "Reference date of the tenancies that are counted",
    ),
    "opens": (
        "Eerste dag waarop huurders kunnen antwoorden",
        "First day on which tenants can answer",
    ),
    "closes": (
        "Laatste dag waarop huurders kunnen antwoorden of hun antwoord kunnen intrekken",
        "Last day on which tenants can answer or withdraw",
    ),
    "advice": (
        "Laatste dag van de zes weken voor advies",
        "Last day of the six weeks for advice",
    ),
    "reasons": (
        "Laatste dag om op te schrijven waarom het advies niet wordt gevolgd",
        "Last day for written reasons when the advice is not followed",
    ),
    "objection": (
        "Laatste dag van de acht weken van huurcontract {tenancy}",
        "Last day of the eight weeks of tenancy {tenancy}",
    ),
    "objection_bare": (
        "Laatste dag van acht weken waarin een huurder naar de rechter kan",
        "Last day of eight weeks in which a tenant can go to court",
    ),
    "over": (" (voorbij)", " (over)"),
    "no_term": ("Huurcontract {tenancy}: {state}", "Tenancy {tenancy}: {state}"),
    "no_notice": ("nog geen brief verstuurd", "no notice sent yet"),
    "new_vote": ("nieuwe stemming nodig", "a new vote is needed"),
    "measured": ("Draagvlakmeting: {name}", "Consent measurement: {name}"),
    "works_start": ("Start van de werkzaamheden: {block}", "Works start: {block}"),
    "works_end": ("Laatste dag van de werkzaamheden: {block}", "Last day of works: {block}"),
    "works_latest": (
        "Uiterste dag waarop de werkzaamheden af moeten zijn: {block}",
        "Latest day by which works must be finished: {block}",
    ),
    "latest_note": (
        "Volgens het plan zijn ze af op {day}.",
        "By the plan they are finished on {day}.",
    ),
    "keep": ("Blijft zoals het is.", "Kept as it is."),
    "renovate_occupied": (
        "Renovatie terwijl er mensen wonen.",
        "Renovated while people live there.",
    ),
    "renovate_empty": ("Leeg gerenoveerd.", "Emptied and renovated."),
    "rebuild": ("Sloop en nieuwbouw.", "Demolished and rebuilt."),
    "build": ("Nieuwbouw op lege grond.", "Built on empty land."),
    "moves_one": ("1 verhuizing in deze maand", "1 move in this month"),
    "moves": ("{count} verhuizingen in deze maand", "{count} moves in this month"),
    "moves_bare": ("Verhuizingen in deze maand", "Moves in this month"),
    "hidden": (
        "Het aantal staat er niet bij, omdat dat over te weinig huishoudens iets zou zeggen.",
        "The number is not told, since it would tell something about too few households.",
    ),
    "move_to": ("{household} naar {home}", "{household} to {home}"),
    "move_out": ("{household} uit de buurt", "{household} out of the neighbourhood"),
    "notice_one": (
        "Laatste dag om 1 huishouden te vertellen dat het in {month} verhuist",
        "Last day to tell 1 household that it moves in {month}",
    ),
    "notice": (
        "Laatste dag om {count} huishoudens te vertellen dat ze in {month} verhuizen",
        "Last day to tell {count} households that they move in {month}",
    ),
    "notice_bare": (
        "Laatste dag om huishoudens te vertellen dat ze in {month} verhuizen",
        "Last day to tell households that they move in {month}",
    ),
    "notice_note": (
        "Aankondiging volgens het beleid van dit project: {months} kalendermaanden vooraf.",
        "Notice by the policy of this project: {months} calendar months before.",
    ),
    "promise": (
        "Laatste dag van een toezegging: {household} woont dan in de definitieve woning",
        "Last day of a promise: {household} lives in its final home by then",
    ),
    "promise_bare": (
        "Laatste dag van toezeggingen over wanneer iemand in de definitieve woning woont",
        "Last day of promises on when somebody lives in the final home",
    ),
    "informed": ("Stand: meegedeeld.", "Status: told."),
    "offered": ("Stand: aangeboden.", "Status: offered."),
    "accepted": (
        "Stand: aanvaard. Dit bindt het plan.",
        "Status: accepted. This binds the plan.",
    ),
    "temporary_from_one": (
        "Er komt 1 tijdelijke woning beschikbaar",
        "1 temporary home becomes available",
    ),
    "temporary_from": (
        "Er komen {count} tijdelijke woningen beschikbaar",
        "{count} temporary homes become available",
    ),
    "temporary_until_one": (
        "Laatste dag waarop 1 tijdelijke woning beschikbaar is",
        "Last day on which 1 temporary home is available",
    ),
    "temporary_until": (
        "Laatste dag waarop {count} tijdelijke woningen beschikbaar zijn",
        "Last day on which {count} temporary homes are available",
    ),
}
_LANGUAGES = ("nl", "en")


class CalendarTexts:
    """The words of calendar files in one language ("nl" or "en")."""

    def __init__(self, language: str) -> None:
        """Choose the language; raises ValueError for one that is not there."""
        if language not in _LANGUAGES:
            known = " and ".join(_LANGUAGES)
            raise ValueError(f"there is no calendar in {language!r}; there is in {known}")
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its values filled in."""
        return _TEXTS[key][_LANGUAGES.index(self.language)].format(**values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return the text of one or of more."""
        return self(f"{key}_one" if count == 1 else key, count=count, **values)

    def works(self, works: Works) -> str:
        """Return what is done to a block, as a sentence."""
        return self(works.value)

    def status(self, status: PromiseStatus) -> str:
        """Return how firm a promise is, as a sentence."""
        return self(status.value)

    def month(self, day: date) -> str:
        """Return the month of a day in words."""
        return self._date(day, "MMMM y")

    def day(self, day: date) -> str:
        """Return a day in words."""
        return self._date(day, "d MMMM y")

    def _date(self, day: date, pattern: str) -> str:
        from babel.dates import format_date

        return str(format_date(day, pattern, locale=self.language))
