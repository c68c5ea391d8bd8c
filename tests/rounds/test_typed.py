"""What is typed at the keyboard of an evening."""

import pytest

from hecht.rounds import Kind, RoundError
from hecht.rounds.typed import Asked, Help, Wishes, understood
from tests.rounds.test_evening import opened, three


def test_every_line_becomes_what_it_says() -> None:
    """The verbs, with reasons that hold spaces and apostrophes."""
    evening = opened(three())
    assert understood(evening, " ") == understood(evening, "?") == Help()
    assert understood(evening, "absent") == Wishes(1)
    assert understood(evening, "all") == Wishes(None)
    asked = understood(evening, "withdraw h1 naar z'n dochter")
    assert asked == Asked(Kind.WITHDRAW, {"household": "h1", "reason": "naar z'n dochter"})
    asked = understood(evening, "stay h1 t3 gewend daar")
    assert asked == Asked(Kind.STAY, {"household": "h1", "home": "t3", "reason": "gewend daar"})
    assert understood(evening, "undo 12 typefout") == Asked(
        Kind.UNDO, {"of": 12, "reason": "typefout"}
    )
    assert understood(evening, "rejoin h1") == Asked(Kind.REJOIN, {"household": "h1"})


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("undo twaalf typefout", "undo NUMBER REASON"),
        ("undo 12", "undo NUMBER REASON"),
        ("withdraw h1", "withdraw HOUSEHOLD REASON"),
        ("stay h1 t3", "stay HOUSEHOLD HOME REASON"),
        ("rejoin", "rejoin HOUSEHOLD"),
        ("one two three four", "HOUSEHOLD HOME"),
    ],
)
def test_what_is_not_understood_says_how_to_type_it(line: str, how: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(RoundError, match=how):
        understood(opened(three()), line)
