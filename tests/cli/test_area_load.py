"""`hecht area load` against a server on this machine: from the request to figures in a panel."""

from functools import partial

import pytest
from typer.testing import CliRunner

from hecht.cli.area import app
from hecht.exchange import area_statline
from hecht.exchange.area_store import open_panel
from tests.exchange.local_server import local_server
from tests.exchange.test_area_online import TABLE, _feature

KWB = {
    "TableInfos": [{"Title": "Kerncijfers wijken en buurten 2023"}],
    "DataProperties": [
        {"ID": 0, "Key": "WijkenEnBuurten", "Type": "GeoDetail Dimension", "Title": "W"},
        {"ID": 1, "Type": "TopicGroup", "Title": "Bevolking", "ParentID": None},
        {"ID": 2, "Key": "AantalInwoners_5", "Type": "Topic", "ParentID": 1,
         "Title": "Aantal inwoners", "Unit": "aantal"},
    ],
    "WijkenEnBuurten": [{"Key": "BU07580001", "Title": "Heuvel"}],
    "TypedDataSet": [{"ID": 0, "WijkenEnBuurten": "BU07580001", "AantalInwoners_5": 2000}],
}  # fmt: skip


@pytest.fixture
def server(monkeypatch):
    """A server on this machine, over plain HTTP and without a proxy."""
    import cbsodata

    monkeypatch.setitem(cbsodata.options.requests, "proxies", {})
    monkeypatch.setenv("no_proxy", "*")
    plain = partial(area_statline.fetch_statline, secure=False)
    monkeypatch.setattr(area_statline, "fetch_statline", plain)
    with local_server() as running:
        yield running


def _load(*words):
    return CliRunner().invoke(app, ["load", *map(str, words)])


def _history(panel):
    return {(one.indicator, one.year): one.value for one in open_panel(panel).history("BU07580001")}


def test_tables_into_a_panel(server, tmp_path):
    """Residents and crimes of one buurt are loaded, and the second gets a rate by the first."""
    panel = tmp_path / "panel"
    server.table = KWB
    done = _load("85618NED", "--catalog", server.host, "--to", panel)
    assert done.exit_code == 0, done.output + str(done.exception)
    assert _history(panel)["residents", 2023] == 2000
    server.table = TABLE | {
        "TypedDataSet": [one | {"Perioden": "2023JJ00"} for one in TABLE["TypedDataSet"]]
    }
    done = _load("47018NED", "--catalog", server.host, "--to", panel, "--inside", "GM0758")
    assert done.exit_code == 0, done.output + str(done.exception)
    assert _history(panel)["police_total_per_1000", 2023] == 6
    again = _load("47018NED", "--catalog", server.host, "--to", panel, "--inside", "GM0758")
    assert "kept since" in again.output


def test_a_layer_into_a_panel(server, tmp_path):
    """A layer of areas gives its key figures and its outlines, of the year in its address."""
    one = _feature("BU07580001")
    one["properties"] |= {"aantal_inwoners": 1500}
    server.pages = [[one]]
    layer = f"http://{server.host}/cbs/wijken-en-buurten-2024/ogc/v1/collections/buurten"
    done = _load(layer, "--to", tmp_path / "panel")
    assert done.exit_code == 0, done.output + str(done.exception)
    assert _history(tmp_path / "panel")["residents", 2024] == 1500
    shapes = open_panel(tmp_path / "panel").shapes(["BU07580001"])
    assert shapes["BU07580001"].bounds == (100000, 400000, 100100, 400100)


@pytest.mark.parametrize("years", ["22", "2020-x", "a"])
def test_years_must_be_years(tmp_path, years):
    """What is no year is refused before anything is asked."""
    assert _load("85618NED", "--years", years, "--to", tmp_path).exit_code == 2


def test_offline(server, tmp_path):
    """Where the server is ill the exit code is not 0 and there is no panel."""
    server.ill = "busy"
    done = _load("85618NED", "--catalog", server.host, "--to", tmp_path / "panel")
    assert "hecht area import" in str(done.exception)
    assert not (tmp_path / "panel").exists()
