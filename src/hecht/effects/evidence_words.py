"""The fixed words of the library of evidence, and what they are called in both languages."""

from __future__ import annotations

from hecht.effects.evidence import Entry, Strength
from hecht.effects.words import figure

MEASURES: dict[str, tuple[str, str]] = {
    "return_promise": ("Promise of return", "Belofte van terugkeer"),
    "group_relocation": ("Moving as a group", "Verhuizen als groep"),
    "individual_relocation": ("Moving one by one", "Verhuizen één voor één"),
    "choosing_together": ("Choosing homes together", "Samen woningen kiezen"),
    "order_of_choice": ("Order of choice", "Volgorde van kiezen"),
    "temporary_homes": ("Temporary homes", "Wisselwoningen"),
    "fast_rebuilding": ("Rebuilding fast, in small steps", "Snel bouwen in kleine stappen"),
    "priority": ("Priority for a home elsewhere", "Voorrang op een woning elders"),
    "guidance": ("Guidance and aftercare", "Begeleiding en nazorg"),
    "information": ("Information in time", "Op tijd vertellen"),
    "ballot": ("Ballot or consent", "Stemming of instemming"),
    "written_rights": ("Rights in writing", "Rechten op papier"),
    "resident_records": ("Keeping records of residents", "Bijhouden waar bewoners blijven"),
    "rent_moderation": ("Rents held down for returners", "Lagere huur voor terugkeerders"),
    "demolition": ("Demolition and new building", "Sloop en nieuwbouw"),
    "mixing": ("Mixing of homes and incomes", "Mengen van woningen en inkomens"),
    "renovation": ("Renovation", "Renovatie"),
    "public_space": ("Green, sport and public space", "Groen, sport en openbare ruimte"),
    "area_programme": ("A broad programme for an area", "Brede wijkaanpak"),
}
"""The kinds of measures of the entries that come with hecht: English and Dutch.

One's own entries may name others; those are shown as they are written.
"""

WITHOUT_ENTRIES: dict[str, tuple[str, str]] = {
    "meeting_place": ("A place to meet", "Een plek om elkaar te zien"),
}
"""Kinds of measures that could be suggested, and of which the library has no entry."""

STRENGTHS: dict[Strength, tuple[str, str]] = {
    Strength.STATED: ("stated, not studied", "gezegd, niet onderzocht"),
    Strength.CROSS_SECTION: (
        "one moment, or before and after only",
        "één moment, of alleen voor en na",
    ),
    Strength.BEFORE_AFTER: (
        "before and after, comparison not shown to be alike",
        "voor en na, vergelijking niet aantoonbaar gelijk",
    ),
    Strength.COMPARED: (
        "before and after, with comparison",
        "voor en na, met vergelijkingsgroep",
    ),
    Strength.QUASI_RANDOM: ("as good as by lot", "zo goed als geloot"),
    Strength.RANDOMISED: ("by lot", "geloot"),
}
"""What each strength is called: English and Dutch."""

SOURCE_KINDS: dict[str, tuple[str, str]] = {
    "official": ("official or first-hand", "officieel of uit de eerste hand"),
    "research": ("research", "onderzoek"),
    "professional": ("professional press or firm", "vakpers of bureau"),
    "news": ("news", "nieuws"),
    "campaign": ("campaign", "actiegroep"),
    "own": ("own result", "eigen uitkomst"),
}
"""What kinds of sources are called: English and Dutch."""


def measure_label(measure: str, language: str) -> str:
    """Return what a measure is called; the word itself when it is not a known one."""
    known = MEASURES.get(measure) or WITHOUT_ENTRIES.get(measure)
    return measure.replace("_", " ") if known is None else known[language == "nl"]


def strength_label(strength: Strength, language: str) -> str:
    """Return what a strength is called."""
    return STRENGTHS[strength][language == "nl"]


def source_kind_label(kind: str, language: str) -> str:
    """Return what a kind of source is called; nothing when it is not told."""
    known = SOURCE_KINDS.get(kind)
    return kind if known is None else known[language == "nl"]


NO_FIGURE = ("no figure", "geen cijfer")
"""What stands where the source has no figure: English and Dutch."""


def figure_text(entry: Entry, language: str) -> str:
    """Return the figure of an entry as its source gives it, with interval and unit.

    Own results come with all the digits of the machine; three of them are shown.
    """
    if entry.effect is None:
        return NO_FIGURE[language == "nl"]
    text = f"{_number(entry.effect, entry, language)} {entry.text('unit', language)}"
    if entry.low is None or entry.high is None or entry.level is None:
        return text
    level = f"{round(100 * entry.level)}%"
    low, high = _number(entry.low, entry, language), _number(entry.high, entry, language)
    if language == "nl":
        return f"{text} ({level}-interval {low} tot {high})"
    return f"{text} ({level} interval {low} to {high})"


def verified_text(entry: Entry, language: str) -> str:
    """Return whether the source itself was read; nothing where it was."""
    if entry.verified:
        return ""
    return (
        "niet nagegaan in de bron zelf" if language == "nl" else "not verified in the source itself"
    )


def _number(value: float, entry: Entry, language: str) -> str:
    if entry.source_kind == "own":
        return figure(value, language)
    text = f"{value:g}".replace("-", "−")
    return text.replace(".", ",") if language == "nl" else text
