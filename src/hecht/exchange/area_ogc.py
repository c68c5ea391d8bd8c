"""Layers of an OGC API Features server, such as PDOK's, kept as one GeoJSON file."""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hecht.exchange.area_online import (
    TIMEOUT,
    Fetched,
    OnlineError,
    fetch,
    municipality_of,
    unreachable,
)
from hecht.exchange.coordinates import RD_URN

PDOK = "https://api.pdok.nl/cbs"
CRS_RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
PAGE = 1000
MOST_PAGES = 2000
_SHORT = re.compile(r"pdok:(?P<set>[\w-]+)/(?P<layer>\w+)")


def collection_of(text: str) -> str:
    """Return the address of a layer: as it is, or of "pdok:wijken-en-buurten-2024/buurten".

    Raises OnlineError for what is neither.
    """
    short = _SHORT.fullmatch(text)
    if short is not None:
        return f"{PDOK}/{short['set']}/ogc/v1/collections/{short['layer']}"
    parts = urllib.parse.urlsplit(text)
    if parts.scheme in ("http", "https") and "/collections/" in parts.path:
        return text.split("/items")[0].rstrip("/")
    raise OnlineError(
        f"{text!r} is not a layer: write pdok:wijken-en-buurten-2024/buurten, or the address of "
        f"a collection (…/ogc/v1/collections/NAME)"
    )


def fetch_layer(
    layer: str,
    cache: str | Path,
    *,
    area: str = "",
    rd: bool = True,
    refresh: bool = False,
    timeout: float = TIMEOUT,
) -> Fetched:
    """Fetch all features of a layer, page by page, or take them from the cache.

    With `rd` the server is asked for RD New; a server that has it not answers in CRS84, and the
    file says which it is. `area` is a municipality, asked of the server by `gemeentecode` as
    PDOK has it; what lies elsewhere is left out. Raises OnlineError when a page does not
    come whole: then nothing is kept of the others.
    """
    address = collection_of(layer)
    crs = CRS_RD if rd else ""
    municipality = municipality_of(area)
    asked = {
        "service": "OGC API Features", "address": address, "crs": crs, "area": municipality,
    }  # fmt: skip
    name = re.sub(r"\W+", "-", "-".join(address.split("/")[-4:]).replace("ogc-v1-collections-", ""))
    return fetch(
        cache,
        f"{name}.geojson",
        asked,
        lambda: _download(address, crs, municipality, timeout),
        refresh=refresh,
    )


def _download(address: str, crs: str, area: str, timeout: float) -> tuple[bytes, Mapping[str, str]]:
    query = {"f": "json", "limit": str(PAGE), "crs": crs, "gemeentecode": area}
    query = {name: text for name, text in query.items() if text}
    url = f"{address}/items?{urllib.parse.urlencode(query)}"
    features: list[Any] = []
    seen: set[str] = set()
    system = ""
    while url:
        if url in seen or len(seen) >= MOST_PAGES:
            raise unreachable(address, "its pages do not end", address)
        seen.add(url)
        page, system = _page(url, address, timeout)
        features += [one for one in page["features"] if _lies_in(one, area)]
        url = _next(page, url, address)
    document: dict[str, Any] = {"type": "FeatureCollection"}
    if "28992" in system:
        document["crs"] = {"type": "name", "properties": {"name": RD_URN}}
    document["features"] = features
    facts = {"features": str(len(features)), "pages": str(len(seen)), "crs": system or "CRS84"}
    return json.dumps(document, ensure_ascii=False).encode("utf-8"), facts


def _lies_in(feature: Any, area: str) -> bool:
    """Return whether a feature is of a municipality, as far as it tells."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    told = str((properties or {}).get("gemeentecode") or area)
    return not area or told == area


def _page(url: str, address: str, timeout: float) -> tuple[dict[str, Any], str]:
    """Return one page and the system its coordinates are in."""
    request = urllib.request.Request(url, headers={"Accept": "application/geo+json, */*;q=0.1"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            data = answer.read()
            system = str(answer.headers.get("Content-Crs") or "").strip("<> ")
    except urllib.error.HTTPError as error:
        why = "there is no such layer" if error.code == 404 else f"it answered {error.code}"
        raise unreachable(address, why, address) from error
    except TimeoutError as error:
        raise unreachable(address, f"no answer within {timeout:g} seconds", address) from error
    except urllib.error.URLError as error:
        late = isinstance(error.reason, TimeoutError)
        why = f"no answer within {timeout:g} seconds" if late else "there is no connection to it"
        raise unreachable(address, why, address) from error
    except (http.client.HTTPException, OSError) as error:
        raise unreachable(address, f"the answer broke off ({error!r})", address) from error
    try:
        page = json.loads(data)
        if page["type"] != "FeatureCollection" or not isinstance(page["features"], list):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        raise unreachable(address, "the answer is not a layer of features", address) from None
    return page, system


def _next(page: Mapping[str, Any], url: str, address: str) -> str:
    """Return the address of the next page, "" after the last; only the same server is followed."""
    links = page.get("links") or ()
    found = next((one["href"] for one in links if one.get("rel") == "next" and "href" in one), "")
    if not found:
        return ""
    following = urllib.parse.urljoin(url, str(found))
    if urllib.parse.urlsplit(following).netloc != urllib.parse.urlsplit(url).netloc:
        raise unreachable(address, f"its next page is at another server ({following})", address)
    return following
