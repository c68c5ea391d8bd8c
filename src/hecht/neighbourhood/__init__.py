"""What is there: blocks, homes, households, ties, works, policy, months. Pure data, no files."""

from hecht.neighbourhood.block import Block, Works
from hecht.neighbourhood.delays import DelayRules, Overrun
from hecht.neighbourhood.design import AS_PLANNED, Design, Scenario
from hecht.neighbourhood.home import LABELS, Home, Stage, Tenure
from hecht.neighbourhood.household import (
    AgeClass,
    Group,
    Household,
    IncomeClass,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Wish,
    WishKind,
)
from hecht.neighbourhood.itinerary import Course, Move, MoveKind, Stay, StayKind
from hecht.neighbourhood.mixing import HouseholdType, MixTarget, PeopleAttribute
from hecht.neighbourhood.months import Month
from hecht.neighbourhood.neighbourhood import Capacity, Neighbourhood, Polygon, Project, Ring
from hecht.neighbourhood.option import Access, HomeType, Land, Option
from hecht.neighbourhood.policy import PRESETS, Policy, preset
from hecht.neighbourhood.problems import Problem, problems
from hecht.neighbourhood.public_space import PublicSpace, SpaceKind
from hecht.neighbourhood.tie import DeclaredBy, Tie, TieKind

__all__ = [
    "AS_PLANNED",
    "LABELS",
    "PRESETS",
    "Access",
    "AgeClass",
    "Block",
    "Capacity",
    "Course",
    "DeclaredBy",
    "DelayRules",
    "Design",
    "Group",
    "Home",
    "HomeType",
    "Household",
    "HouseholdType",
    "IncomeClass",
    "Land",
    "MixTarget",
    "Month",
    "Move",
    "MoveKind",
    "Neighbourhood",
    "Option",
    "Overrun",
    "PeopleAttribute",
    "Policy",
    "Polygon",
    "Problem",
    "Project",
    "Promise",
    "PromiseKind",
    "PromiseStatus",
    "PublicSpace",
    "ReturnWish",
    "Ring",
    "Scenario",
    "SpaceKind",
    "Stage",
    "Stay",
    "StayKind",
    "Tenure",
    "Tie",
    "TieKind",
    "Wish",
    "WishKind",
    "Works",
    "preset",
    "problems",
]
