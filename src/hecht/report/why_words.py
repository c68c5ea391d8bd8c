"""Why a figure is not known, in the reader's language.

Outcomes tell it in English, for machines and files; here the sentences they are made of are
recognised and told again. A sentence that is not recognised is shown as it is, so nothing is lost.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hecht.report.words import N_, Words

SENTENCES = (
    N_(
        "look the amount up in an official publication and add a row to %(file)s: rule "
        "%(rule)s, a period that holds %(day)s, the amount, its source, verified yes"
    ),
    N_("look the amount up and add a row %(rule)s to %(file)s"),
    N_("the amount of %(amount)s for %(rule)s on %(day)s is not verified (%(note)s)"),
    N_("there is no amount for %(rule)s on %(day)s (%(note)s)"),
    N_("the table %(table)s has no row for %(rule)s on %(day)s"),
    N_("it is a figure of a whole plan, known at its end"),
    N_("it cannot be computed"),
    N_("%(figure)s was not measured"),
    N_("nothing is known of where %(ids)s lived"),
    N_("add its stays to the plan"),
    N_("what is lost during the works is known once there is a plan"),
    N_("make one"),
    N_("there are no households"),
    N_("no household whose home is lost or emptied wished to return"),
    N_("no household's home is lost or emptied"),
    N_("no household that can stay wished to"),
    N_("no household whose home is lost or emptied is undecided"),
    N_("no tie was near at the start"),
    N_("no ties are known"),
    N_("all ties that were near at the start have weight 0"),
    N_("no tie near at the start is between two households that wished to stay"),
    N_("the ties between those that stay have weight 0"),
    N_("the project does not say of which year its euros are"),
    N_("the cost of the works on %(ids)s is not given"),
    N_("the works on %(ids)s have no start month"),
    N_("the old or new rent of %(ids)s is not given"),
    N_("there is no verified moving allowance for %(n)s household(s) that move in %(ids)s"),
    N_("hidden: it is about fewer than %(n)s households"),
    N_("no household of the neighbourhood lives in a permanent home in this month"),
    N_("no rent rises in this month"),
    N_("no household has a limit"),
    N_("the year of the rents is not given"),
    N_("write price_year in project.toml"),
    N_("the income of %(ids)s is not given"),
    N_("the points or the rent of %(ids)s are not known"),
    N_("no such home is let in this month"),
    N_("no unit of %(ids)s is given"),
    N_("home %(ids)s could not be valued: %(note)s"),
    N_("the points of the rent system need the package woningwaardering; install it with %(note)s"),
    N_("fill the column %(column)s of homes.csv (of new homes in option_homes.csv)"),
    N_("fill the column %(column)s of homes.csv (for new homes of %(file)s)"),
    N_(
        "fill the column %(column)s of homes.csv and fill the column %(other)s of %(file)s "
        "(or of homes.csv, for homes named there)"
    ),
    N_("fill the column %(column)s of %(file)s (or of homes.csv, for homes named there)"),
    N_("fill the column %(column)s of %(file)s"),
    N_("fill column %(column)s of %(file)s"),
    N_("correct column %(column)s of %(file)s"),
    N_("fill footprint, green, paved and water of its option that keeps in options.csv"),
    N_("fill places in %(file)s"),
    N_("fill it in %(file)s"),
    N_("add it to options.csv (what lies there today stands with the option that keeps)"),
    N_("add one to options.csv (what stands there today stands with the option that keeps)"),
    N_(
        "give footprint, green, paved and water in options.csv (today's stand with the option"
        " that keeps), or the footprint and an outline of all land"
    ),
    N_("add it to %(file)s"),
    N_("add them to %(file)s"),
    N_("draw the green, paved and water areas in %(file)s"),
    N_("draw them in %(file)s, kind %(kind)s, with how many in places (0 when there are none)"),
    N_("draw them in %(file)s, kind %(kind)s"),
    N_("draw them as lines of kind street or path in %(file)s"),
    N_("draw them as %(words)s of kind %(kind)s in %(file)s"),
    N_("draw it in %(file)s"),
    N_("whether there is gas of %(ids)s is not given"),
    N_("whether every home is off gas of %(ids)s is not given"),
    N_("the land of %(blocks)s is not known"),
    N_("the footprint of %(blocks)s is not given"),
    N_("the floor area of %(blocks)s is not given, nor its storeys"),
    N_("works are going on at %(blocks)s then"),
    N_("the land today of block %(ids)s is not given"),
    N_("the age of household %(ids)s is not given"),
    N_("the tenure of home %(ids)s is not given"),
    N_("the street of %(ids)s is not given"),
    N_("the %(words)s of block %(ids)s is not given"),
    N_("the %(words)s of %(n)s of %(m)s %(whose)s is not given: %(ids)s"),
    N_("how many %(words)s there are at %(ids)s is not given"),
    N_("%(what)s of %(ids)s is not given"),
    N_("block %(ids)s has no land"),
    N_("block %(ids)s has no buildings and no paving"),
    N_("block %(ids)s has more car-free front doors than front doors"),
    N_("no block has buildings or paving at that moment"),
    N_("homes stand in a block that is a building site at that moment"),
    N_("home %(ids)s lies in no block, so that nothing is known of the ground around it"),
    N_("no home stands in a block"),
    N_("no home stands in this month"),
    N_("there is no home in this month"),
    N_("no home can be lived in at that moment"),
    N_("there are no homes to share over"),
    N_("there are no homes"),
    N_("there is no ground at that moment"),
    N_("there is no home"),
    N_("there is no land"),
    N_("there is no building"),
    N_("there is nobody to count"),
    N_("nobody lives there"),
    N_("all that are counted are of one class, so that none can be apart"),
    N_("no front door is shared by two or more that are counted"),
    N_("none that are counted are in a block"),
    N_("no area of public space is drawn"),
    N_("no public green, paved ground, playground or meeting place is drawn as an area"),
    N_("no street or path is drawn"),
    N_(
        "no street or path lies within 100 m of the front door of home %(ids)s (with no "
        "barrier between)"
    ),
    N_("no street or path lies within 100 m of %(what)s %(ids)s (with no barrier between)"),
    N_("no %(what)s is drawn"),
    N_("no public %(words)s are drawn"),
    N_("the public parking places are not drawn"),
    N_("a folder holds no tree crowns"),
    N_("a map of crowns from the air would be needed"),
    N_("from half of the homes no stop can be reached on foot"),
    N_("half of the older households cannot walk to any meeting place"),
    N_("no household of 55 or over lives here at that moment"),
    N_("there are fewer than two benches at that moment"),
    N_("a bench has no other bench within %(n)s km of walking"),
)
"""What reasons are made of, joined by semicolons; the first that fits is taken.

What is filled in: `ids` and `blocks` are lists of ids, `what` must be one of PHRASES, `words` and
`whose` are phrases where they are known, `note` a phrase or a user's own,
`file` the name of a file; others stay as they are.
"""

PHRASES = (
    N_("the rent"),
    N_("the label"),
    N_("the floor area"),
    N_("the heat"),
    N_("the private outdoor space"),
    N_("the tenure of every home"),
    N_("the energy label of every home"),
    N_("the number of parking places"),
    N_("the green"),
    N_("the paved ground"),
    N_("the storage of rain"),
    N_("the cost of the works"),
    N_("homes outside the blocks"),
    N_("footprint"),
    N_("green"),
    N_("paved"),
    N_("water"),
    N_("storage"),
    N_("water storage"),
    N_("floor_area"),
    N_("number of parking places"),
    N_("number of bicycle places"),
    N_("number of car-free front doors"),
    N_("parking places"),
    N_("bicycle places"),
    N_("number of children"),
    N_("tenure"),
    N_("rent"),
    N_("size"),
    N_("income"),
    N_("age"),
    N_("households"),
    N_("homes"),
    N_("points"),
    N_("lines"),
    N_("meeting place"),
    N_("playground"),
    N_("bench"),
    N_("stop"),
    N_("tree"),
    N_("barrier"),
    N_("green area"),
    N_("no source"),
    N_("not found"),
    N_("no public source was found"),
    N_("rests on background knowledge; no public source was read"),
    N_("no public norm for mid-rent homes was read"),
    N_("no public norm for market-rent homes was read"),
    N_("public_space.gpkg (or .geojson)"),
    N_("half of heat_green_share: an assumption of hecht to tell warm from hot"),
)
"""Words that are filled in."""

MORE = N_("%(ids)s and %(n)s more")
BLOCKS = (N_("block %(ids)s"), N_("blocks %(ids)s"))
_LISTS = re.compile(r", | and ")


def told(why: str, words: Words) -> str:
    """Return in the reader's language why a figure is not known."""
    if words.language == "en":
        return why
    parts = why.split("; ")
    result = []
    while parts:
        # a note in a sentence may hold a semicolon too, so the longest sentence goes first
        for count in range(len(parts), 0, -1):
            found = _sentence("; ".join(parts[:count]), words)
            if found is not None or count == 1:
                result.append(parts[0] if found is None else found)
                parts = parts[count:]
                break
    return "; ".join(result)


def is_known(why: str) -> bool:
    """Tell whether every sentence of a reason can be told in other languages."""
    parts = why.split("; ")
    if not parts or not why:
        return True
    return any(
        _match("; ".join(parts[:count])) is not None
        and (count == len(parts) or is_known("; ".join(parts[count:])))
        for count in range(len(parts), 0, -1)
    )


def _sentence(text: str, words: Words) -> str | None:
    found = _match(text)
    if found is None:
        return None
    message, values = found
    return words.gettext(message) % {name: _part(name, values[name], words) for name in values}


def _part(name: str, text: str, words: Words) -> str:
    """Return what is filled in, in the reader's language."""
    if name in ("what", "whose", "note", "file"):
        return words.gettext(text) if text in PHRASES else text
    if name == "words":
        return words.listed([_part("what", one, words) for one in _LISTS.split(text)])
    if name == "blocks":
        for message in BLOCKS:
            found = _pattern(message).fullmatch(text)
            if found is not None:
                return words.gettext(message, ids=_part("ids", found["ids"], words))
    if name in ("ids", "blocks"):
        more = _pattern(MORE).fullmatch(text)
        if more is not None and more["n"].isdigit():
            return words.gettext(MORE, ids=_part("ids", more["ids"], words), n=more["n"])
        return ", ".join(_part("what", one, words) for one in text.split(", "))
    return text


@lru_cache(maxsize=1024)
def _match(text: str) -> tuple[str, dict[str, str]] | None:
    """Return the message that a sentence was made from, and what was filled in."""
    for message in SENTENCES:
        found = _pattern(message).fullmatch(text)
        if found is not None:
            return message, found.groupdict()
    return None


@lru_cache(maxsize=512)
def _pattern(message: str) -> re.Pattern[str]:
    """Return the pattern of the texts that a message makes."""
    parts = re.split(r"%\((\w+)\)s", message)
    return re.compile(
        "".join(
            f"(?P<{part}>{_filled(part)})" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        )
    )


def _filled(name: str) -> str:
    """Return the pattern of what may be filled in under a name; only a note holds a semicolon."""
    if name in ("what", "whose"):
        return "|".join(re.escape(phrase) for phrase in sorted(PHRASES, key=len, reverse=True))
    return ".+?" if name == "note" else "[^;]+?"
