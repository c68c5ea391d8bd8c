"""The page of the questionnaire: every question with its figures, in two languages."""

import re

import pytest

from hecht.area.cohesion import items
from hecht.report.questionnaire import questionnaire_page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_question_is_asked(language):
    """Each question stands there once, with a box for each answer and the figure to type."""
    page = questionnaire_page(language)
    assert f'<html lang="{language}">' in page
    for item in items():
        assert page.count(f"<legend>{item.text[language]}</legend>".replace("'", "&#39;")) == 1
        boxes = re.findall(rf'<input type="radio" name="{item.code}"> <span>(\d+) ', page)
        wanted = [str(one) for one in range(1, item.most + 1)]
        assert boxes == (wanted if item.kind == "mark" else [*wanted, "9"])


def test_it_fetches_nothing():
    """The page holds all it needs, and no script."""
    page = questionnaire_page()
    assert not re.search(r'(src|href)="|url\(|<script', page)


def test_other_languages():
    """A language that is not there is refused."""
    with pytest.raises(ValueError, match="nl or en"):
        questionnaire_page("tr")
