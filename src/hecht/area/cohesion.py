"""The questionnaire on living together: its questions, its score, and what an area answered.

The four statements are those of the Dutch Veiligheidsmonitor (safety monitor) whose shares
Statistics Netherlands publishes (StatLine 85146NED). Which words were verified, and where, is
said at each item of `cohesion.toml`. The score is reckoned as the publisher describes its sister
scales: what each answer is worth, added up and stretched to 0-10. That a score needs three of the
four statements is a rule of hecht's own, since the publisher's was not found.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from hecht.outcomes.disclosure import protect
from hecht.outcomes.returning import Share

DONT_KNOW = 9
"""What is typed for "don't know"; left out of every figure."""
LEAST_ANSWERED = 3
"""So many of the four statements must be answered for a score."""
LEVEL = 0.95


class AnswerKind(StrEnum):
    """How a question is answered."""

    STATEMENT = "statement"
    """1 (fully agree) to 5 (fully disagree)."""
    CHOICE = "choice"
    """The number of the answer, from 1."""
    MARK = "mark"
    """A mark from 1 to 10."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `agree` is the last answer that counts in the published share.

    `text` and `answers` are by language. `verified` tells whether the Dutch words were read in a
    text that quotes the survey, at `source`.
    """

    code: str
    kind: AnswerKind
    text: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    reversed: bool
    agree: int
    verified: bool
    source: str

    @property
    def most(self) -> int:
        """Return the highest figure that may be typed, "don't know" apart."""
        return 10 if self.kind is AnswerKind.MARK else len(self.answers["nl"])


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What the country answered; `same` is False where it is a rough guide only, as noted."""

    code: str
    year: int
    value: float
    same: bool
    source: str
    note: str = ""
    note_nl: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an area answered to one question: a mean or a percentage, with its 95% interval.

    All figures are None when too few answered for it to be shown; `low` and `high` also where
    there is no telling.
    """

    value: float | None
    n: int | None
    low: float | None = None
    high: float | None = None


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("hecht.area").joinpath("tables", "cohesion.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def items() -> tuple[Item, ...]:
    """Return the questions in the order of the form."""
    return tuple(_item(one) for one in _data()["item"])


def _item(one: Mapping[str, Any]) -> Item:
    kind = AnswerKind(one["kind"])
    if kind is AnswerKind.STATEMENT:
        answers = {language: tuple(said) for language, said in _data()["scale"]["answers"].items()}
    elif kind is AnswerKind.CHOICE:
        answers = {language: tuple(one[f"answers_{language}"]) for language in ("nl", "en")}
    else:
        answers = {}
    return Item(
        code=one["code"],
        kind=kind,
        text={language: one[language] for language in ("nl", "en")},
        answers=answers,
        reversed=bool(one.get("reversed", False)),
        agree=int(one.get("agree", 2)),
        verified=one["verified"] == "yes",
        source=one["source"],
    )


def statements() -> tuple[Item, ...]:
    """Return the four statements of which the score is made."""
    return tuple(one for one in items() if one.kind is AnswerKind.STATEMENT)


@lru_cache(maxsize=1)
def benchmarks() -> Mapping[str, Benchmark]:
    """Return the country's figures by the code of the question, "score" for the score."""
    return {
        one["code"]: Benchmark(
            one["code"],
            int(one["year"]),
            float(one["value"]),
            one["same"] == "yes",
            one["source"],
            one.get("note", ""),
            one.get("note_nl", ""),
        )
        for one in _data()["benchmark"]
    }


def words(language: str) -> Mapping[str, str]:
    """Return the words of the form that are no questions; raises ValueError without that language.

    Languages are "nl" and "en".
    """
    try:
        return dict(_data()["words"][language])
    except KeyError:
        raise ValueError(f"there is no questionnaire in {language!r}; choose nl or en") from None


def scale_known() -> str:
    """Return what is known of the published scale and what is not."""
    return str(_data()["scale"]["known"])


def score(answers: Mapping[str, int | None]) -> float | None:
    """Return the cohesion of one respondent's neighbourhood, 0 to 10, by four statements.

    `answers` holds 1 (fully agree) to 5 (fully disagree) by the statement's code (`know`,
    `pleasant`, `cosy`, `home`); absent, None and 9 are no answer, and other keys are ignored.
    Agreeing fully is worth 4 and disagreeing fully 0, the other way round for `know`; the score
    is 10/4 of the mean worth of what was answered. None when fewer than three were answered.
    Raises ValueError for a figure that is no answer.
    """
    worth = [
        _worth(item, answer)
        for item in statements()
        if (answer := given(item, answers.get(item.code))) is not None
    ]
    if len(worth) < LEAST_ANSWERED:
        return None
    return sum(worth) / len(worth) * 10 / 4


def _worth(item: Item, answer: int) -> int:
    return answer - 1 if item.reversed else 5 - answer


def given(item: Item, answer: float | None) -> int | None:
    """Return an answer, or None for none; raises ValueError for a figure that is no answer."""
    if answer is None or (answer == DONT_KNOW and item.kind is not AnswerKind.MARK):
        return None
    if isinstance(answer, bool) or answer != int(answer) or not 1 <= answer <= item.most:
        dont = "" if item.kind is AnswerKind.MARK else f", or {DONT_KNOW} for don't know"
        raise ValueError(f"{answer!r} is no answer to {item.code}: it is 1 to {item.most}{dont}")
    return int(answer)


def summarise(
    answers: Mapping[str, Sequence[Mapping[str, int | None]]],
    threshold: int,
    *,
    total_told: bool = False,
) -> dict[str, dict[str, Summary]]:
    """Return, by area and by question, what was answered; "score" is the cohesion score.

    `answers` holds each area's respondents. Figures of fewer than `threshold` answers are hidden
    (C7). Where the figure of all areas together is told too (`total_told`), it would give a lone
    hidden area away; then those of other areas are hidden with it. Means have a t-interval, shares
    a Wilson interval, both as if respondents were drawn at random; who did not answer may differ,
    which no interval shows.
    """
    result: dict[str, dict[str, Summary]] = {area: {} for area in answers}
    for item in items():
        told = {
            area: [one for who in said if (one := given(item, who.get(item.code))) is not None]
            for area, said in answers.items()
        }
        if item.kind is AnswerKind.MARK:
            found = _means({area: [float(one) for one in said] for area, said in told.items()},
                           threshold, total_told)  # fmt: skip
        else:
            found = _shares(item, told, threshold, total_told)
        for area, summary in found.items():
            result[area][item.code] = summary
    for area, summary in _means(_scores(answers), threshold, total_told).items():
        result[area]["score"] = summary
    return result


def _scores(
    answers: Mapping[str, Sequence[Mapping[str, int | None]]],
) -> dict[str, list[float]]:
    return {
        area: [one for one in map(score, said) if one is not None] for area, said in answers.items()
    }


def _shares(
    item: Item, told: Mapping[str, Sequence[int]], threshold: int, total_told: bool
) -> dict[str, Summary]:
    cells = {
        area: Share(sum(one <= item.agree for one in said), len(said))
        for area, said in told.items()
    }
    if total_told:
        shown = protect(cells, threshold).cells
    else:
        shown = {area: None if 0 < one.whole < threshold else one for area, one in cells.items()}
    return {area: _share(share) for area, share in shown.items()}


def _share(share: Share | None) -> Summary:
    if share is None:
        return Summary(None, None)
    if share.whole == 0:
        return Summary(None, 0)
    low, high = wilson(share.part, share.whole)
    return Summary(100 * share.part / share.whole, share.whole, 100 * low, 100 * high)


def _means(
    told: Mapping[str, Sequence[float]], threshold: int, total_told: bool
) -> dict[str, Summary]:
    hidden = _hidden({area: len(said) for area, said in told.items()}, threshold, total_told)
    return {
        area: Summary(None, None) if area in hidden else mean_interval(said)
        for area, said in told.items()
    }


def _hidden(counts: Mapping[str, int], threshold: int, total_told: bool) -> set[str]:
    """Return the areas whose mean is hidden: the small ones, and more until they are not alone.

    The mean of all together would give one hidden area away, and so would a hidden rest of fewer
    than `threshold`; an area in which nobody answered hides nothing.
    """
    hidden = {area for area, count in counts.items() if 0 < count < threshold}
    rest = sorted(
        (area for area, count in counts.items() if count >= threshold),
        key=lambda area: (counts[area], area),
    )
    while (
        total_told
        and hidden
        and rest
        and (len(hidden) < 2 or sum(counts[area] for area in hidden) < threshold)
    ):
        hidden.add(rest.pop(0))
    return hidden


def mean_interval(values: Sequence[float]) -> Summary:
    """Return a mean with its 95% t-interval; no interval for fewer than two values."""
    n = len(values)
    if n == 0:
        return Summary(None, 0)
    mean = math.fsum(values) / n
    if n == 1:
        return Summary(mean, 1)
    from scipy.special import stdtrit

    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in values) / (n - 1))
    reach = float(stdtrit(n - 1, 0.5 + LEVEL / 2)) * spread / math.sqrt(n)
    return Summary(mean, n, mean - reach, mean + reach)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95% interval of a share by Wilson's score method, as shares from 0 to 1."""
    z = 1.959963984540054
    share = part / whole
    middle = share + z * z / (2 * whole)
    reach = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
