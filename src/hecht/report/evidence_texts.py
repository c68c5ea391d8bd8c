"""The fixed texts of the page of evidence, in both languages."""

from __future__ import annotations

from types import SimpleNamespace

_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Wat werkt, en wat niet", "What works, and what does not"),
    "over": ("Bewijs over herstructurering", "Evidence on restructuring"),
    "skip": ("Naar de inhoud", "Skip to the contents"),
    "lead": (
        "{count} bevindingen, waarvan {failures} over iets dat niet werkte of tegen mensen werkte. "
        "Bij elke staat even groot wat zij niet laat zien.",
        "{count} findings, {failures} of them on something that did not work or worked against "
        "people. With each it says, just as large, what it does not show.",
    ),
    "lead_one": (
        "Eén bevinding. Er staat even groot bij wat zij niet laat zien.",
        "One finding. With it it says, just as large, what it does not show.",
    ),
    "themes": ("Thema's", "Themes"),
    "scale": ("Hoe sterk is een bevinding?", "How strong is a finding?"),
    "scale_lead": (
        "De stippen tellen wat de opzet van het onderzoek kan zeggen, niet of de uitkomst "
        "belangrijk is. De meeste bevindingen over terugkeer zijn tellingen en berichten.",
        "The dots count what the design of a study can tell, not whether its outcome matters. "
        "Most findings on return are counts and accounts.",
    ),
    "scale_source": (
        "Naar de Maryland Scientific Methods Scale (Sherman 1997).",
        "After the Maryland Scientific Methods Scale (Sherman 1997).",
    ),
    "strength": ("Sterkte", "Strength"),
    "finding": ("Wat er gevonden is", "What was found"),
    "not_shown": ("Wat dit niet laat zien", "What this does not show"),
    "measure": ("Maatregel", "Measure"),
    "what": ("Wat er gedaan is", "What was done"),
    "to_whom": ("Bij wie", "To whom"),
    "where": ("Waar en wanneer", "Where and when"),
    "design": ("Opzet", "Design"),
    "figure": ("Cijfer", "Figure"),
    "source": ("Bron", "Source"),
    "failure": ("Werkte niet, of werkte tegen mensen", "Did not work, or worked against people"),
    "also": ("Ook over dit thema", "Also on this theme"),
    "out_of": ("van 5", "of 5"),
    "none": ("Er is niets gevonden dat hieraan voldoet.", "Nothing was found that fits."),
}


def texts(language: str) -> SimpleNamespace:
    """Return the texts in a language by name; `lead` and `lead_one` are to be filled in."""
    at = 0 if language == "nl" else 1
    return SimpleNamespace(**{name: pair[at] for name, pair in _TEXTS.items()})
