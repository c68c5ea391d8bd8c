"""What is said of areas and their figures: themes, ranks, trends, and why a figure is not there."""

from __future__ import annotations

from hecht.area.indicator import Indicator, Theme
from hecht.area.line import Line
from hecht.area.panel import Absent, Level
from hecht.area.regression import Regression
from hecht.area.standing import Rank, beside
from hecht.area.trend import Direction
from hecht.report.words import N_, Words

UNITS = (
    N_("persons"),
    N_("per 1,000 residents"),
    N_("households"),
    N_("residents per km2"),
    N_("homes"),
    N_("thousand euro"),
    N_("points"),
    N_("establishments"),
    N_("cars"),
    N_("cars per km2"),
    N_("vehicles"),
    N_("class 1-5"),
    N_("addresses per km2"),
    N_("number"),
    N_("score"),
    N_("points from the mean"),
    N_("points since the last measurement"),
    N_("class 1-9"),
    N_("as in the grid file"),
    N_("crimes a year"),
    N_("a year per 1,000 residents"),
    N_("reports a year"),
    N_("addresses"),
    N_("euro per m2"),
    N_("as in the file"),
    N_("jobs"),
    N_("respondents"),
    N_("score 0-10"),
    N_("% of respondents"),
    N_("mark 1-10"),
)
"""The units that have words in them; %, km, kWh and the like are the same everywhere."""

SCALES = ("class ", "score", "mark ", "as in ")
"""How the units begin that tell on what scale a figure is, and not what is counted."""


def theme_names(words: Words) -> dict[Theme, str]:
    """Return what the themes are called."""
    _ = words.gettext
    return {
        Theme.PEOPLE: _("Residents and households"),
        Theme.HOMES: _("Homes"),
        Theme.PUBLIC_SPACE: _("Public space"),
        Theme.ENERGY_CLIMATE: _("Energy and climate"),
        Theme.MOBILITY: _("Mobility and services"),
        Theme.SAFETY: _("Safety"),
        Theme.HEALTH: _("Health and care"),
        Theme.POVERTY_DEBT: _("Poverty and debt"),
        Theme.LONELINESS_COHESION: _("Loneliness and cohesion"),
        Theme.POLARISATION_ALIENATION: _("Polarisation and alienation"),
        Theme.OVERALL: _("Liveability as a whole"),
    }


def level_names(words: Words) -> dict[Level, tuple[str, str]]:
    """Return what the kinds of areas are called: one, and more."""
    _ = words.gettext
    return {
        Level.COUNTRY: (_("country"), _("countries")),
        Level.MUNICIPALITY: (_("municipality"), _("municipalities")),
        Level.DISTRICT: (_("district (wijk)"), _("districts (wijken)")),
        Level.NEIGHBOURHOOD: (_("neighbourhood (buurt)"), _("neighbourhoods (buurten)")),
        Level.OTHER: (_("area"), _("areas")),
    }


def label(indicator: Indicator, words: Words) -> str:
    """Return the name of an indicator."""
    return indicator.label_nl if words.language == "nl" else indicator.label


def unit(indicator: Indicator, words: Words) -> str:
    """Return the unit of an indicator."""
    return unit_name(indicator.unit, words)


def unit_name(code: str, words: Words) -> str:
    """Return a unit as it is read."""
    name = "thousand euro" if code == "1,000 euro" else code
    return words.gettext(name) if name in UNITS else name


def number(indicator: Indicator, value: float, words: Words) -> str:
    """Return a figure in as many decimals as the indicator has, with a true minus sign."""
    return words.number(value, indicator.decimals).replace("-", "−")


def amount(indicator: Indicator, value: float, words: Words) -> str:
    """Return a figure with its unit, in as many decimals as the indicator has."""
    return with_unit(value, indicator.unit, indicator.decimals, words)


def with_unit(value: float, code: str, decimals: int, words: Words) -> str:
    """Return a figure with a unit as dictionaries write it; a scale stands in brackets."""
    text = words.number(value, decimals).replace("-", "−")
    name = unit_name(code, words)
    if not name or code == "number":  # the name of such a figure says what is counted
        return text
    if code.startswith(SCALES):
        return f"{text} ({name})"
    return f"{text}{name}" if name.startswith("%") else f"{text} {name}"


def beside_words(line: Line, words: Words) -> tuple[str, str]:
    """Tell a figure beside those of comparable areas: the words, and good, bad or "".

    Favourable and less favourable are said only of indicators of which one side is better.
    """
    _ = words.gettext
    found, where = line.peers, beside(line)
    if found is None or where is None:
        return "", ""
    count = {"n": words.number(max(found.lower, found.higher)), "m": words.number(found.known)}
    if where is Rank.MIDDLE:
        return _("about as in comparable areas"), ""
    up = where in (Rank.HIGH, Rank.HIGHEST)
    every = where in (Rank.HIGHEST, Rank.LOWEST)
    if not line.indicator.better:
        if up:
            text = (
                _("higher than in all %(m)s comparable areas", **count)
                if every
                else _("higher than in %(n)s of %(m)s comparable areas", **count)
            )
        else:
            text = (
                _("lower than in all %(m)s comparable areas", **count)
                if every
                else _("lower than in %(n)s of %(m)s comparable areas", **count)
            )
        return text, ""
    if up == (line.indicator.better == "more"):
        text = (
            _("more favourable than all %(m)s comparable areas", **count)
            if every
            else _("more favourable than %(n)s of %(m)s comparable areas", **count)
        )
        return text, "good"
    text = (
        _("less favourable than all %(m)s comparable areas", **count)
        if every
        else _("less favourable than %(n)s of %(m)s comparable areas", **count)
    )
    return text, "bad"


FEW_AREAS = 30
"""Among so many areas or fewer, they are counted; among more, told in percents."""


def among_words(line: Line, words: Words) -> str:
    """Tell where a figure lies among all areas of the panel; "" where it is not ranked."""
    if line.among is None:
        return ""
    _, share = words.gettext, line.among.percentile
    values = {"n": words.number(line.among.count), "areas": level_names(words)[line.of.level][1]}
    if share == 0:
        return _("the lowest of the %(n)s %(areas)s with this figure", **values)
    if share == 1:
        return _("the highest of the %(n)s %(areas)s with this figure", **values)
    if line.among.count <= FEW_AREAS:
        return _(
            "higher than in %(lower)s of the other %(m)s %(areas)s with this figure",
            lower=words.number(round(share * (line.among.count - 1))),
            m=words.number(line.among.count - 1),
            areas=values["areas"],
        )
    return _(
        "higher than in %(share)s of the %(n)s %(areas)s with this figure",
        share=words.percent(share),
        **values,
    )


def trend_words(line: Line, words: Words) -> str:
    """Tell the trend: which way, how much a year, and the interval."""
    _ = words.gettext
    found = line.trend
    if found is None or line.value is None:
        return ""
    if found.direction is Direction.SHORT:
        if found.years == 1:
            return _("one year only")
        (first, before), (last, now) = line.points
        return _(
            "%(before)s in %(first)s, %(now)s in %(last)s; two years are too short for a trend",
            before=words.number(before, line.indicator.decimals),
            now=words.number(now, line.indicator.decimals),
            first=str(first),
            last=str(last),
        )
    if found.slope is None or found.low is None or found.high is None:
        return ""
    digits = line.indicator.decimals + 1
    values = {
        "slope": signed(found.slope, digits, words),
        "low": signed(found.low, digits, words),
        "high": signed(found.high, digits, words),
    }
    if found.direction is Direction.UP:
        return _("rising: %(slope)s a year (%(low)s to %(high)s)", **values)
    if found.direction is Direction.DOWN:
        return _("falling: %(slope)s a year (%(low)s to %(high)s)", **values)
    return _("no clear direction: %(slope)s a year (%(low)s to %(high)s)", **values)


def signed(value: float, digits: int, words: Words) -> str:
    """Return a number with its sign; no sign where it rounds to zero."""
    text = words.number(abs(value), digits)
    if not any(digit in text for digit in "123456789"):
        return text
    return ("+" if value > 0 else "−") + text


def absent_words(absent: Absent, words: Words) -> str:
    """Tell why there is no figure."""
    _ = words.gettext
    return {
        Absent.NONE: "",
        Absent.NOT_PUBLISHED: _("not published: secret, unreliable or not applicable"),
        Absent.NOT_YET: _("not yet published in this edition"),
        Absent.SMALL: _("not shown: it rests on too few people or homes"),
    }[absent]


def unavailable_words(reason: str, words: Words) -> str:
    """Tell why a criterion for comparable areas could not be used."""
    _ = words.gettext
    return {
        "unknown": _("no such indicator in this panel"),
        "no own figure": _("this area has no figure of it"),
        "few figures": _("fewer than half of the areas have a figure of it"),
        "all alike": _("all areas are alike in it"),
        "one year": _("measured in one year only"),
    }.get(reason, reason)


def regression_words(line: Line, found: Regression, words: Words) -> str:
    """Tell what regression to the mean does to a figure, and no more than that."""
    digits = line.indicator.decimals
    values = {
        "name": label(line.indicator, words),
        "first": str(found.first),
        "last": str(found.last),
        "expected": signed(found.expected, digits, words),
        "low": signed(found.low, digits, words),
        "high": signed(found.high, digits, words),
        "common": signed(found.common, digits, words),
        "change": signed(found.change, digits, words),
        "n": words.number(found.areas),
        "r": words.number(found.correlation, 2),
    }
    _ = words.gettext
    if found.below:
        return _(
            "%(name)s: in %(first)s this area was among the lowest tenth. By the line through the "
            "other areas, one that began so low changes on average by %(expected)s up to %(last)s "
            "(95%%: %(low)s to %(high)s) beside the %(common)s of all areas: so much may be "
            "expected here without a measure of its own. The area itself changed by %(change)s. "
            "(Correlation of both years over %(n)s other areas: %(r)s.)",
            **values,
        )
    return _(
        "%(name)s: in %(first)s this area was among the highest tenth. By the line through the "
        "other areas, one that began so high changes on average by %(expected)s up to %(last)s "
        "(95%%: %(low)s to %(high)s) beside the %(common)s of all areas: so much may be expected "
        "here without a measure of its own. The area itself changed by %(change)s. (Correlation "
        "of both years over %(n)s other areas: %(r)s.)",
        **values,
    )
