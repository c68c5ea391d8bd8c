"""Dated Dutch rules as tables and small functions, each with its source."""

from hecht.rules.consent import consents_needed, enough_consent, presumed_reasonable
from hecht.rules.dated import Amount, DatedTable, NoAmount, RuleTableError, look_up, parse, table
from hecht.rules.moving_allowance import moving_allowance
from hecht.rules.notice import landlord_notice_months
from hecht.rules.rent_limits import capping_limit, social_rent_limit
from hecht.rules.terms import term

__all__ = [
    "Amount",
    "DatedTable",
    "NoAmount",
    "RuleTableError",
    "capping_limit",
    "consents_needed",
    "enough_consent",
    "landlord_notice_months",
    "look_up",
    "moving_allowance",
    "parse",
    "presumed_reasonable",
    "social_rent_limit",
    "table",
    "term",
]
