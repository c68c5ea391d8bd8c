"""What is there: blocks, homes, households, ties, works, policy, months. Pure data, no files."""

from hecht.neighbourhood.block import Block, Works
from hecht.neighbourhood.delays import DelayRules, Overrun
from hecht.neighbourhood.home import Home, Stage
from hecht.neighbourhood.household import (
    Group,
    Household,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Wish,
    WishKind,
)
from hecht.neighbourhood.itinerary import Course, Move, MoveKind, Stay, StayKind
from hecht.neighbourhood.months import Month
from hecht.neighbourhood.neighbourhood import Capacity, Neighbourhood, Polygon, Project, Ring
from hecht.neighbourhood.policy import PRESETS, Policy, preset
from hecht.neighbourhood.problems import Problem, problems
from hecht.neighbourhood.tie import DeclaredBy, Tie, TieKind

__all__ = [
    "PRESETS",
    "Block",
    "Capacity",
    "Course",
    "DeclaredBy",
    "DelayRules",
    "Group",
    "Home",
    "Household",
    "Month",
    "Move",
    "MoveKind",
    "Neighbourhood",
    "Overrun",
    "Policy",
    "Polygon",
    "Problem",
    "Project",
    "Promise",
    "PromiseKind",
    "PromiseStatus",
    "ReturnWish",
    "Ring",
    "Stage",
    "Stay",
    "StayKind",
    "Tie",
    "TieKind",
    "Wish",
    "WishKind",
    "Works",
    "preset",
    "problems",
]
