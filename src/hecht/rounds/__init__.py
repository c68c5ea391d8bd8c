"""Choosing rounds: the order, the draw, safe choice, other mechanisms, and the evening itself."""

from hecht.rounds.chain import Entry, Kind, entries_from
from hecht.rounds.draw import Draw, commitment, drawn_order
from hecht.rounds.evening import Evening, replay
from hecht.rounds.opening import open_round
from hecht.rounds.order import By, GroupPlace, OrderRule
from hecht.rounds.round import Round, RoundError, Turn, round_from
from hecht.rounds.safety import Safety

__all__ = [
    "By",
    "Draw",
    "Entry",
    "Evening",
    "GroupPlace",
    "Kind",
    "OrderRule",
    "Round",
    "RoundError",
    "Safety",
    "Turn",
    "commitment",
    "drawn_order",
    "entries_from",
    "open_round",
    "replay",
    "round_from",
]
