"""Consent: the 70% of article 7:220 BW. Who is counted, what was said, what follows. No files."""

from hecht.consent.acts import Added, Answer, Setup, add, offer_facts, opening, says_condition
from hecht.consent.ballots import Advice, Ballot, advice
from hecht.consent.book import SOURCES, WITHDRAWN, Book, Offer, Said, replay
from hecht.consent.certificate import certificate, faults, record_faults
from hecht.consent.measure import (
    Count,
    Standing,
    UnitCount,
    Verdict,
    contradictions,
    count,
    more_than_once,
    unit_count,
)
from hecht.consent.progress import Progress, UnitProgress, progress
from hecht.consent.record import ConsentError, Draft, Entry, Fault, Reading, read_record
from hecht.consent.roll import Tenancy, Unit, UnitHome, roll
from hecht.consent.terms import (
    Clock,
    ClockState,
    Impact,
    advice_ends,
    clocks,
    impact,
    impacts,
    objection_ends,
    reasons_end,
)

__all__ = [
    "SOURCES",
    "WITHDRAWN",
    "Added",
    "Advice",
    "Answer",
    "Ballot",
    "Book",
    "Clock",
    "ClockState",
    "ConsentError",
    "Count",
    "Draft",
    "Entry",
    "Fault",
    "Impact",
    "Offer",
    "Progress",
    "Reading",
    "Said",
    "Setup",
    "Standing",
    "Tenancy",
    "Unit",
    "UnitCount",
    "UnitHome",
    "UnitProgress",
    "Verdict",
    "add",
    "advice",
    "advice_ends",
    "certificate",
    "clocks",
    "contradictions",
    "count",
    "faults",
    "impact",
    "impacts",
    "more_than_once",
    "objection_ends",
    "offer_facts",
    "opening",
    "progress",
    "read_record",
    "reasons_end",
    "record_faults",
    "replay",
    "roll",
    "says_condition",
    "unit_count",
]
