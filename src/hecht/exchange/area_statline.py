"""Tables of StatLine over OData, through `cbsodata`, kept as the CSV file of an export with codes.

The dimension columns keep the names and codes of OData (`WijkenEnBuurten`, `Perioden`), without
the spaces behind them; beside the areas stands the column `Wijken en buurten` with their names.
The columns of figures have the path of their topic and their unit, as in an export by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hecht.area.codes import within
from hecht.exchange.area_online import (
    TIMEOUT,
    Fetched,
    OnlineError,
    fetch,
    municipality_of,
    unreachable,
)
from hecht.exchange.tables import Dialect, csv_text
from hecht.exchange.values import render

CBS = "opendata.cbs.nl"
OTHERS = "dataderden.cbs.nl"
"""Where the police and other publishers have their tables."""
TABLE = re.compile(r"\d{5}[A-Za-z]{3}")
AREAS = "WijkenEnBuurten"
PERIODS = "Perioden"
NAMES = "Wijken en buurten"


def catalog_of(table: str) -> str:
    """Return where a table most likely is: those of the police begin with 47."""
    return OTHERS if table.startswith("47") else CBS


def fetch_statline(
    table: str,
    cache: str | Path,
    *,
    years: Sequence[int] = (),
    area: str = "",
    catalog: str = "",
    refresh: bool = False,
    secure: bool = True,
) -> Fetched:
    """Fetch a table, or take it from the cache; its title is among the facts.

    `years` are asked of tables with periods, and `area` (a municipality) with all that lies in it
    of tables with areas. `secure` is False for a server that speaks plain HTTP. Raises
    OnlineError when `cbsodata` is not installed, nothing answers, or the answer is no table.
    """
    if not TABLE.fullmatch(table):
        raise OnlineError(f"{table!r} is not the number of a table of StatLine, such as 85618NED")
    host = catalog or catalog_of(table)
    municipality = municipality_of(area)
    asked = {
        "service": "OData v3", "catalog": host, "table": table,
        "years": ",".join(str(year) for year in sorted(years)), "area": municipality,
    }  # fmt: skip
    return fetch(
        cache, f"statline-{table}.csv", asked,
        lambda: _download(table, host, years, municipality, secure), refresh=refresh,
    )  # fmt: skip


def _download(
    table: str, host: str, years: Sequence[int], area: str, secure: bool
) -> tuple[bytes, Mapping[str, str]]:
    page = f"https://{host}/statline, table {table}: CSV with the codes of areas"
    try:
        import cbsodata
        import requests
    except ImportError as error:
        raise OnlineError("fetching needs cbsodata; pip install 'hecht[area]'") from error
    before = cbsodata.options.use_https
    cbsodata.options.use_https = secure
    try:
        # cbsodata 1.3.5 leaves out the data set that `typed` names, so this gives the typed one
        found = cbsodata.download_data(
            table, typed=False, filters=_filter(years, area), catalog_url=host, timeout=TIMEOUT
        )
    except requests.Timeout as error:
        raise unreachable(host, f"no answer within {TIMEOUT:g} seconds", page) from error
    except requests.ConnectionError as error:
        raise unreachable(host, "there is no connection to it", page) from error
    except requests.HTTPError as error:
        status = getattr(error.__cause__, "response", None)
        code = getattr(status, "status_code", None)
        why = f"there is no table {table}" if code == 404 else f"it answered {code or error}"
        raise unreachable(f"{host}, table {table},", why, page) from error
    except requests.RequestException as error:
        raise unreachable(host, f"the answer broke off ({error})", page) from error
    except (ValueError, KeyError, TypeError) as error:
        why = f"the answer is not that of a table ({error!r})"
        raise unreachable(f"{host}, table {table},", why, page) from error
    finally:
        cbsodata.options.use_https = before
    try:
        return _as_csv(found, area)
    except (KeyError, TypeError, AttributeError) as error:
        why = f"the answer lacks what a table has ({error!r})"
        raise unreachable(f"{host}, table {table},", why, page) from error


def _filter(years: Sequence[int], area: str) -> str | None:
    """Return what is asked of the server, as an OData filter; None for everything."""
    parts = []
    if years:
        one = " or ".join(f"startswith({PERIODS},'{year}')" for year in sorted(years))
        parts.append(f"({one})")
    if area:
        one = " or ".join(f"startswith({AREAS},'{kind}{area[2:]}')" for kind in ("GM", "WK", "BU"))
        parts.append(f"({one})")
    return " and ".join(parts) or None


def _as_csv(found: Mapping[str, Any], area: str) -> tuple[bytes, Mapping[str, str]]:
    """Return the rows as CSV with the names of their topics, and the table's title."""
    properties = found["DataProperties"]
    dimensions = [one["Key"] for one in properties if "Dimension" in str(one.get("Type"))]
    topics = [one for one in properties if one.get("Type") == "Topic"]
    groups = {one["ID"]: one for one in properties if one.get("Type") == "TopicGroup"}
    names = {str(one["Key"]).strip(): str(one["Title"]).strip() for one in found.get(AREAS, ())}
    header = [*dimensions, *([NAMES] if AREAS in dimensions else [])]
    header += [_path(one, groups) for one in topics]
    rows = []
    for one in found["TypedDataSet" if "TypedDataSet" in found else "UntypedDataSet"]:
        code = str(one.get(AREAS) or "").strip()
        if area and AREAS in dimensions and not within(code, area):
            continue
        cells = [str(one[key] or "").strip() for key in dimensions]
        if AREAS in dimensions:
            cells.append(names.get(code, ""))
        cells += [render(_number(one[topic["Key"]]), ",") for topic in topics]
        rows.append(cells)
    info = found["TableInfos"][0]
    facts = {"title": str(info["Title"]).strip(), "modified": str(info.get("Modified") or "")}
    return csv_text(header, rows, Dialect(";", ",", True)).encode("utf-8"), facts


def _number(cell: Any) -> Any:
    return cell.strip() if isinstance(cell, str) else cell


def _path(topic: Mapping[str, Any], groups: Mapping[Any, Mapping[str, Any]]) -> str:
    """Return the titles of a topic's groups and its own, with its unit in brackets."""
    parts = [str(topic["Title"]).strip()]
    above = groups.get(topic.get("ParentID"))
    while above is not None and len(parts) < 20:
        parts.insert(0, str(above["Title"]).strip())
        above = groups.get(above.get("ParentID"))
    unit = str(topic.get("Unit") or "").strip()
    return "/".join(parts) + (f" ({unit})" if unit else "")
