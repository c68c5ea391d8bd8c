"""One way in for files of areas: telling by its columns what a file is, and reading it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from hecht.area.codes import CodeError, tidy
from hecht.area.crosswalk import CrosswalkError, Piece, apportion
from hecht.area.edition_columns import Meaning, columns_of, key_of, parse_columns
from hecht.area.reading import Reading
from hecht.exchange.area_cbs import PUBLICATIONS, read_cbs_table
from hecht.exchange.area_own import OwnDictionary, read_own_dictionary, read_own_table
from hecht.exchange.area_sheet import AreaFileError, AreaTable, read_table

AUTO = "auto"
OWN = "own"

_SES_WOA = "ses-woa"
_DISTANCE = "afstand tot"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how to know it by its columns (in small letters), and who reads it.

    `reader` is "module:function", called with the path and the year (or None).
    """

    name: str
    knows: Callable[[frozenset[str]], bool]
    reader: str = ""


def _kwb(keys: frozenset[str]) -> bool:
    codes = {"gwb_code_10", "gwb_code", "bu_code", "wk_code", "gm_code", "buurtcode", "wijkcode",
             "gemeentecode"}  # fmt: skip
    residents = ("a_inw", "aant_inw", "aantal_inwoners")
    paths = any(key.endswith("aantal inwoners (aantal)") for key in keys)
    return paths or (bool(keys & codes) and any(one in keys for one in residents))


KINDS: tuple[Kind, ...] = (
    Kind("ses_woa", lambda keys: any(_SES_WOA in key for key in keys)),
    Kind("kwb", _kwb),
    Kind("nabijheid", lambda keys: sum(_DISTANCE in key for key in keys) >= 3),
    Kind(
        "leefbaarometer",
        lambda keys: (
            bool(keys & {"rlbrmtr", "dlbrmtr", "kscore", "lbm", "afw"})
            or any(key.startswith(("rlbrmtr", "vkl", "klbrmtr")) for key in keys)
        ),
        "hecht.exchange.area_leefbaarometer:read_leefbaarometer",
    ),
    Kind(
        "police",
        lambda keys: bool(keys & {"soort misdrijf", "soortmisdrijf", "soort overlast"}),
        "hecht.exchange.area_police:read_police_codes",
    ),
)
"""Every kind of file that is known by its columns; the first that knows them reads it."""


def kind_names() -> tuple[str, ...]:
    """Return the names of the kinds of file, those that must be told apart by hand included."""
    return (AUTO, *(one.name for one in KINDS), OWN)


def read_area_file(
    path: str | Path,
    *,
    kind: str = AUTO,
    year: int | None = None,
    edition: str = "",
    dictionary: str | Path | None = None,
    crosswalk: str | Path | None = None,
    layer: str = "",
) -> Reading:
    """Read a file of areas of any kind that hecht knows, or an own table with its dictionary.

    `dictionary` is a dictionary of a table of one's own, or rows of a dictionary of columns
    (with a column dataset) for a table of CBS. `crosswalk` is a table old, new, share by which
    figures are apportioned to other borders too; `layer` is one of a map with several. Raises
    AreaFileError, DictionaryError or CrosswalkError when nothing can be made of it.
    """
    path = Path(path)
    own, columns = _dictionary(dictionary)
    table = read_table(path, kind if kind != AUTO else path.stem, layer)
    if own is not None or kind == OWN:
        if own is None:
            raise AreaFileError(
                f"{path}: a table of your own needs a dictionary of its columns; give it with "
                f"--dictionary"
            )
        reading = read_own_table(table, own, year=year, edition=edition)
    else:
        chosen = _kind(table, kind)
        if chosen.reader:
            module, _, function = chosen.reader.partition(":")
            reading = getattr(import_module(module), function)(path, year=year)
        else:
            reading = read_cbs_table(
                table, PUBLICATIONS[chosen.name], year=year, edition=edition, own=columns
            )
    if crosswalk is None:
        return reading
    return apportion(reading, read_crosswalk(Path(crosswalk)), Path(crosswalk).name)


def _kind(table: AreaTable, name: str) -> Kind:
    if name != AUTO:
        found = next((one for one in KINDS if one.name == name), None)
        if found is None:
            raise AreaFileError(f"{name!r} is not one of {', '.join(kind_names())}")
        return found
    keys = frozenset(key_of(title) for title in table.titles)
    found = next((one for one in KINDS if one.knows(keys)), None)
    if found is None:
        shown = ", ".join([*filter(None, table.titles[:8]), *(["…"] if table.titles[8:] else [])])
        raise AreaFileError(
            f"{table.file}: its columns ({shown}) are those of no table that hecht knows; give "
            f"--kind, or a dictionary of its columns with --dictionary. A table by names of areas "
            f"goes in with `hecht area names`, one of grid cells or points with `hecht area cells`"
        )
    return found


def _dictionary(path: str | Path | None) -> tuple[OwnDictionary | None, Sequence[Meaning]]:
    """Return the dictionary of an own table, or the rows of a dictionary of columns."""
    if path is None:
        return None, ()
    path = Path(path)
    if not path.is_file():
        raise AreaFileError(f"{path}: there is no such file")
    if path.suffix.lower() != ".toml":
        text = path.read_text(encoding="utf-8-sig")
        head = text.split("\n", 1)[0].replace(";", ",").lower().split(",")
        if "dataset" in (one.strip() for one in head):
            rows = parse_columns(text, path.name)
            _check_indicators(rows, path.name)
            return None, rows
    return read_own_dictionary(path), ()


def _check_indicators(rows: Sequence[Meaning], name: str) -> None:
    from hecht.area.dictionary import DictionaryError, indicators
    from hecht.area.edition_columns import NO_FIGURE

    for one in rows:
        for code in (one.indicator, one.per):
            if code and code != NO_FIGURE and code not in indicators():
                raise DictionaryError(
                    f"{name}, column {one.column}: {code} is not an indicator of hecht; "
                    f"`hecht area columns` lists them"
                )


def read_crosswalk(path: Path) -> list[Piece]:
    """Read a crosswalk: CSV with the columns old, new and share (0 to 1, or empty for 1)."""
    if not path.is_file():
        raise CrosswalkError(f"{path}: there is no such file")
    text = path.read_text(encoding="utf-8-sig")
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    missing = [one for one in ("old", "new") if one not in (reader.fieldnames or ())]
    if missing:
        raise CrosswalkError(
            f"{path.name}: column {', '.join(missing)} is missing; the columns are old, new, share"
        )
    found = []
    for record in reader:
        where = f"{path.name}, row {reader.line_num}"
        share = (record.get("share") or "1").strip().replace(",", ".")
        try:
            found.append(Piece(tidy(record["old"] or ""), tidy(record["new"] or ""), float(share)))
        except CodeError as fault:
            raise CrosswalkError(f"{where}: {fault}") from None
        except ValueError:
            raise CrosswalkError(f"{where}, share: {share!r} is not a number") from None
    return found


def dataset_columns(dataset: str, year: int) -> list[Meaning]:
    """Return what the dictionary knows of the edition of a year of a dataset."""
    return [one for one in columns_of(dataset).all() if one.holds_in(year)]
