"""Fetching tables and layers from a server on this machine: paging, keeping, all that can fail."""

import csv
import hashlib
import json

import pytest

from hecht.exchange.area_ogc import collection_of, fetch_layer
from hecht.exchange.area_online import OnlineError
from hecht.exchange.area_police import read_police
from hecht.exchange.area_shapes import read_area_shapes
from hecht.exchange.area_statline import catalog_of, fetch_statline
from tests.exchange.local_server import local_server

TABLE = {
    "TableInfos": [{"Title": "Geregistreerde misdrijven 2023 ", "Modified": "2024-03-01"}],
    "DataProperties": [
        {"ID": 0, "Key": "SoortMisdrijf", "Type": "Dimension", "Title": "Soort misdrijf"},
        {"ID": 1, "Key": "WijkenEnBuurten", "Type": "GeoDimension", "Title": "Wijken en buurten"},
        {"ID": 2, "Key": "Perioden", "Type": "TimeDimension", "Title": "Perioden"},
        {"ID": 3, "Type": "TopicGroup", "Title": "Cijfers", "ParentID": None},
        {"ID": 4, "Key": "GeregistreerdeMisdrijven_1", "Type": "Topic", "ParentID": 3,
         "Title": "Geregistreerde misdrijven", "Unit": "aantal"},
    ],
    "WijkenEnBuurten": [
        {"Key": "BU07580001", "Title": "Heuvel"}, {"Key": "GM0758    ", "Title": "Breda"}
    ],
    "TypedDataSet": [
        {"ID": at, "SoortMisdrijf": "0.0.0 ", "WijkenEnBuurten": code, "Perioden": "2022JJ00",
         "GeregistreerdeMisdrijven_1": value}
        for at, (code, value) in enumerate(
            [("BU07580001", 12), ("GM0758    ", 400), ("BU07590001", 7), ("WK075800  ", None)]
        )
    ],
}  # fmt: skip


def _feature(code):
    ring = [[100000, 400000], [100100, 400000], [100100, 400100], [100000, 400000]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"buurtcode": code, "buurtnaam": f"Buurt {code[-1]}"},
    }


@pytest.fixture
def server(monkeypatch):
    """A server on this machine, reached without a proxy."""
    import cbsodata

    monkeypatch.setitem(cbsodata.options.requests, "proxies", {})
    monkeypatch.setenv("no_proxy", "*")
    with local_server() as running:
        running.table = TABLE
        running.pages = [[_feature("BU07580001")], [_feature("BU07580002")]]
        yield running


def _statline(server, tmp_path, **options):
    return fetch_statline(
        "47018NED", tmp_path / "cache", catalog=server.host, secure=False, **options
    )


def _layer(server, tmp_path, **options):
    return fetch_layer(f"http://{server.host}/x-2024/ogc/v1/collections/buurten",
                       tmp_path / "cache", **options)  # fmt: skip


def test_a_table_becomes_an_export_with_codes(server, tmp_path):
    """All pages of a table are fetched; codes lose their spaces, topics get path and unit."""
    got = _statline(server, tmp_path)
    with got.path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows == [
        ["SoortMisdrijf", "WijkenEnBuurten", "Perioden", "Wijken en buurten",
         "Cijfers/Geregistreerde misdrijven (aantal)"],
        ["0.0.0", "BU07580001", "2022JJ00", "Heuvel", "12"],
        ["0.0.0", "GM0758", "2022JJ00", "Breda", "400"],
        ["0.0.0", "BU07590001", "2022JJ00", "", "7"],
        ["0.0.0", "WK075800", "2022JJ00", "", ""],
    ]  # fmt: skip
    assert got.facts["title"] == "Geregistreerde misdrijven 2023"
    reading, _ = read_police(got.path)
    found = {one.area: one.value for one in reading.figures()}
    assert found == {"BU07580001": 12, "GM0758": 400, "BU07590001": 7, "WK075800": None}


def test_years_and_area_are_asked_of_the_server(server, tmp_path):
    """The filter goes to the server, and what lies outside the municipality is left out."""
    got = _statline(server, tmp_path, years=[2022, 2021], area="gm0758")
    asked = next(one for one in server.asked if "filter" in one)
    assert "startswith%28Perioden%2C%272021%27%29" in asked
    assert "BU0758" in asked
    assert "BU07590001" not in got.path.read_text("utf-8")


def test_what_was_fetched_is_kept(server, tmp_path):
    """The second time nothing is asked; with refresh it is; another request is another file."""
    first = _statline(server, tmp_path)
    count = len(server.asked)
    again = _statline(server, tmp_path)
    assert (again.before, again.when, again.path) == (True, first.when, first.path)
    assert len(server.asked) == count
    assert _statline(server, tmp_path, refresh=True).before is False
    assert len(server.asked) == 2 * count
    assert _statline(server, tmp_path, years=[2022]).path != first.path
    told = json.loads(first.path.with_name(f"{first.path.name}.request.json").read_text("utf-8"))
    assert told["sha256"] == hashlib.sha256(first.path.read_bytes()).hexdigest()
    assert told["asked"]["table"] == "47018NED"


def test_a_changed_file_is_not_trusted(server, tmp_path):
    """A file in the cache that is no longer what was fetched is refused, until refreshed."""
    got = _statline(server, tmp_path)
    got.path.write_text("changed", encoding="utf-8")
    with pytest.raises(OnlineError, match="--refresh"):
        _statline(server, tmp_path)
    assert _statline(server, tmp_path, refresh=True).sha256 == got.sha256


@pytest.mark.parametrize(
    ("ill", "said"),
    [
        ("gone", "no table 47018NED"),
        ("busy", "503"),
        ("garbage", "not that of a table"),
        ("cut", "broke off|no connection|not that of a table"),
    ],
)
def test_a_table_that_does_not_come(server, tmp_path, ill, said):
    """Errors, garbage and a cut connection are told with what to do; it is asked but once."""
    server.ill = ill
    with pytest.raises(OnlineError, match=said) as caught:
        _statline(server, tmp_path)
    assert "hecht area import" in str(caught.value)
    assert not (tmp_path / "cache").exists()
    assert len(server.asked) == 1


def test_a_table_that_lacks_a_part(server, tmp_path):
    """An answer without the rows or columns of a table is no table."""
    server.table = {name: rows for name, rows in TABLE.items() if name != "DataProperties"}
    with pytest.raises(OnlineError, match="lacks"):
        _statline(server, tmp_path)


def test_without_a_network(tmp_path, monkeypatch):
    """Where nothing listens the message names the server and the way by hand."""
    import cbsodata

    monkeypatch.setitem(cbsodata.options.requests, "proxies", {})
    monkeypatch.setenv("no_proxy", "*")
    with local_server() as gone:
        host = gone.host
    with pytest.raises(OnlineError, match=f"{host} could not be fetched: there is no connection"):
        fetch_statline("47018NED", tmp_path, catalog=host, secure=False)
    with pytest.raises(OnlineError, match="there is no connection"):
        fetch_layer(f"http://{host}/x/collections/buurten", tmp_path)


def test_pages_of_a_layer(server, tmp_path):
    """All pages of a layer become one GeoJSON file in RD New, which reads as outlines."""
    got = _layer(server, tmp_path)
    assert (got.facts["features"], got.facts["pages"]) == ("2", "2")
    assert "crs=http" in server.asked[0]
    shapes, problems = read_area_shapes(got.path)
    assert not problems
    assert [one.code for one in shapes] == ["BU07580001", "BU07580002"]
    assert shapes[0].outline.bounds == (100000, 400000, 100100, 400100)
    assert _layer(server, tmp_path).before


def test_a_layer_of_one_municipality(server, tmp_path):
    """The municipality is asked of the server; what lies elsewhere is left out all the same."""
    server.pages = [[_feature("BU07580001"), _feature("BU07590002")]]
    server.pages[0][0]["properties"]["gemeentecode"] = "GM0758"
    server.pages[0][1]["properties"]["gemeentecode"] = "GM0759"
    got = _layer(server, tmp_path, area="GM0758")
    assert "gemeentecode=GM0758" in server.asked[0]
    assert [one.code for one in read_area_shapes(got.path)[0]] == ["BU07580001"]


def test_a_layer_in_degrees(server, tmp_path):
    """A server that answers in CRS84 gives a file without a system named, as GeoJSON is."""
    server.crs = ""
    got = _layer(server, tmp_path, rd=False)
    assert "crs" not in json.loads(got.path.read_text("utf-8"))
    assert got.facts["crs"] == "CRS84"


@pytest.mark.parametrize(
    ("ill", "said", "asked"),
    [
        ("gone", "no such layer", 1),
        ("busy", "503", 1),
        ("garbage", "not a layer", 1),
        ("cut", "broke off", 1),
        ("slow", "no answer within 0.3 seconds", 1),
        ("endless", "do not end", 2),
        ("astray", "another server", 1),
    ],
)
def test_a_layer_that_does_not_come(server, tmp_path, ill, said, asked):
    """Whatever goes wrong on the way is told; nothing is kept, and nothing asked twice."""
    server.ill = ill
    with pytest.raises(OnlineError, match=said):
        _layer(server, tmp_path, timeout=0.3)
    assert not (tmp_path / "cache").exists()
    assert len(server.asked) <= asked


def test_what_is_asked_must_be_something(tmp_path):
    """Numbers of tables, names of layers and codes of municipalities are checked first."""
    assert catalog_of("47018NED") == "dataderden.cbs.nl"
    assert catalog_of("85618NED") == "opendata.cbs.nl"
    assert collection_of("pdok:wijken-en-buurten-2024/buurten") == (
        "https://api.pdok.nl/cbs/wijken-en-buurten-2024/ogc/v1/collections/buurten"
    )
    for text in ("file:///etc/collections/x", "buurten", "pdok:buurten"):
        with pytest.raises(OnlineError, match="not a layer"):
            collection_of(text)
    with pytest.raises(OnlineError, match="StatLine"):
        fetch_statline("85618", tmp_path)
    with pytest.raises(OnlineError, match="municipality"):
        fetch_statline("85618NED", tmp_path, area="WK034400")
