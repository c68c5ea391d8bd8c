"""What makes a text hard to read is found, and plain text is left alone."""

from __future__ import annotations

import pytest

from hecht.residents.plain_language import hard_words, lint, sentences, words

PLAIN = """Uw huis is oud. Het is niet goed genoeg meer.

U komt terug in de Putterstraat. Wij bouwen daar een nieuw huis voor u.
- U verhuist in mei.
- Wij betalen de verhuizing."""


def _rules(text: str, language: str = "nl") -> list[str]:
    return [finding.rule for finding in lint(text, language)]


def test_plain_text_has_nothing_to_mend() -> None:
    """A text in short active sentences passes."""
    assert lint(PLAIN) == []


def test_sentences_end_at_marks_lists_and_empty_lines_not_at_abbreviations() -> None:
    """An abbreviation is no end; an item of a list is a sentence."""
    text = "Bel mevr. Smit of dhr. Jansen. Dat kan!\n\nU krijgt:\n- een huis\n- een sleutel"
    assert sentences(text) == [
        "Bel mevr. Smit of dhr. Jansen.",
        "Dat kan!",
        "U krijgt:",
        "een huis",
        "een sleutel",
    ]


def test_a_long_sentence_is_named_with_its_number_of_words() -> None:
    """Fifteen words pass, sixteen do not; numbers are no words."""
    fifteen = " ".join(["huis"] * 15)
    assert lint(f"{fifteen} 12 13.") == []
    (finding,) = lint(f"{fifteen} huis.")
    assert finding.rule == "long-sentence"
    assert "16 words" in finding.fix


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Indien u dat wilt, komt u terug.", "indien"),
        ("Wij praten over de fasering.", "fasering"),
        ("Dit is ten behoeve van u.", "ten behoeve van"),
    ],
)
def test_hard_words_come_with_an_easier_one(text: str, word: str) -> None:
    """Each hard word, also of several words, is found with what to say instead."""
    (finding,) = lint(text)
    assert finding.rule == "hard-word"
    assert repr(hard_words("nl")[word]) in finding.fix


def test_a_word_is_hard_only_as_a_whole() -> None:
    """A hard word within another word is not found."""
    assert lint("De voormede is een veld.") == []


def test_passives_are_named_when_there_are_many() -> None:
    """One passive sentence is let by; more than a tenth of them are named."""
    one = "De woning wordt in mei gesloopt."
    two = "Uw spullen worden door ons verhuisd. De sleutel wordt aan u gegeven."
    assert _rules(one) == []
    assert _rules(two) == ["passive", "passive"]
    assert _rules("Wij worden blij. Het wordt mei. U wordt oma.") == []


def test_english_has_its_own_rules() -> None:
    """English text is judged by English words and passives."""
    assert _rules("We utilise a plan.", "en") == ["hard-word"]
    assert _rules("Your home is demolished. The key is handed over.", "en") == ["passive"] * 2


def test_names_that_residents_know_are_no_long_words() -> None:
    """A street name may be long."""
    text = "U woont in de Burgemeesterbrokxlaantje."
    assert _rules(text) == ["long-word"]
    assert lint(text, known=frozenset({"Burgemeesterbrokxlaantje"})) == []


def test_a_language_without_rules_is_refused() -> None:
    """There is no silent pass for a language that cannot be judged."""
    with pytest.raises(ValueError, match="no rules for 'tr'"):
        lint("Merhaba", "tr")


def test_words_leave_numbers_out() -> None:
    """Numbers and marks are no words; hyphens and apostrophes stay within one."""
    assert words("In 2027 bouwen we 38 hoek-woningen, foto's!") == [
        "In", "bouwen", "we", "hoek-woningen", "foto's",
    ]  # fmt: skip


def test_hard_words_have_each_an_easier_word_that_is_not_hard_itself() -> None:
    """No hard word is explained by another one."""
    for language in ("nl", "en"):
        listed = hard_words(language)
        assert len(listed) > 20
        for hard, say in listed.items():
            assert say
            assert hard != say
            assert not any(f" {other} " in f" {say} " for other in listed)
