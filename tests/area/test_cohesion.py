"""The cohesion score and what an area answered, against cases reckoned by hand."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from hecht.area import cohesion

CODES = ("know", "pleasant", "cosy", "home")


def _answers(*said):
    return dict(zip(CODES, said, strict=True))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((5, 1, 1, 1), 10.0),  # worth 4 4 4 4
        ((1, 5, 5, 5), 0.0),  # worth 0 0 0 0
        ((3, 3, 3, 3), 5.0),  # worth 2 2 2 2
        ((4, 2, 3, 1), 7.5),  # worth 3 3 2 4: 12/16 of 10
        ((2, 4, None, 5), 10 * 2 / 12),  # worth 1 1 - 0
        ((9, 2, 2, 2), 7.5),  # don't know is left out: 9/12 of 10
        ((9, None, 2, 2), None),
        ((None, None, None, None), None),
    ],
)
def test_score_by_hand(said, expected):
    """The score is what the answers are worth, stretched to 0-10, and needs three answers."""
    found = cohesion.score(_answers(*said))
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))


@pytest.mark.parametrize("wrong", [0, 6, -1, 2.5, True])
def test_score_refuses_what_is_no_answer(wrong):
    """A figure that stands for no answer is refused, and the statement named."""
    with pytest.raises(ValueError, match="pleasant"):
        cohesion.score(_answers(2, wrong, 2, 2))


@drawn(st.lists(st.one_of(st.none(), st.integers(1, 5), st.just(9)), min_size=4, max_size=4))
def test_score_stays_in_its_range(said):
    """A score lies within 0-10, and mirrored answers give the mirrored score."""
    found = cohesion.score(_answers(*said))
    mirrored = cohesion.score(_answers(*(6 - one if one and one < 9 else one for one in said)))
    if found is None:
        assert mirrored is None
    else:
        assert 0 <= found <= 10
        assert found + mirrored == pytest.approx(10)


def test_other_keys_do_not_matter():
    """The score ignores answers to the questions that are not of the scale."""
    assert cohesion.score(_answers(5, 1, 1, 1) | {"unsafe": 1, "household": 77}) == 10


def test_summary_by_hand():
    """Shares count those who agree, with Wilson's interval; scores have a t-interval."""
    said = [_answers(5, 1, 1, 1)] * 6 + [_answers(3, 3, 3, 3)] * 6
    found = cohesion.summarise({"A": said}, 10)["A"]
    assert found["score"].value == pytest.approx(7.5)
    # s = sqrt(12 * 2.5**2 / 11), t(0.975; 11) = 2.200985
    assert found["score"].high - 7.5 == pytest.approx(2.200985 * (75 / 11) ** 0.5 / 12**0.5, 1e-6)
    assert found["pleasant"].value == 50
    assert found["know"].value == 0
    # Wilson for 6 of 12, from the textbook formula with z = 1.96: 0.2538 to 0.7462
    assert found["pleasant"].low == pytest.approx(25.38, abs=0.01)
    assert found["pleasant"].high == pytest.approx(74.62, abs=0.01)
    assert found["unsafe"] == cohesion.Summary(None, 0)


def test_small_areas_are_hidden():
    """A small area is hidden; with the total told, so is the next smallest (C7)."""
    said = _answers(4, 2, 2, 2)
    people = {
        "small": [said] * 4,
        "middle": [said, _answers(1, 5, 5, 5)] * 6,
        "large": [said, _answers(1, 5, 5, 5)] * 20,
        "none": [],
    }
    alone = cohesion.summarise(people, 10)
    found = cohesion.summarise(people, 10, total_told=True)
    for code in ("score", *CODES):
        assert alone["small"][code] == cohesion.Summary(None, None)
        assert alone["middle"][code].n == 12
        assert found["small"][code] == cohesion.Summary(None, None)
        assert found["middle"][code] == cohesion.Summary(None, None)
        assert found["large"][code].n == 40
        assert found["none"][code] == cohesion.Summary(None, 0)


def test_every_question_says_what_is_known_of_it():
    """Each question has both languages; verified words and country figures have a source."""
    for item in cohesion.items():
        assert all(item.text[language] for language in ("nl", "en"))
        assert not item.verified or item.source.startswith("https://")
        if item.answers:
            assert len(item.answers["nl"]) == len(item.answers["en"])
            assert item.agree < len(item.answers["nl"])
    for one in cohesion.benchmarks().values():
        assert one.source.startswith("https://")
        assert one.same or (one.note and one.note_nl)
    assert set(cohesion.words("nl")) == set(cohesion.words("en"))


def test_there_is_no_questionnaire_in_other_languages():
    """A language that is not there is refused, with those that are."""
    with pytest.raises(ValueError, match="nl or en"):
        cohesion.words("fr")
