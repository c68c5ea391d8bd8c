"""A small server on this machine that answers as OData and OGC API servers do, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Local(ThreadingHTTPServer):
    """The server: `table` and `pages` are what it has, `ill` how it misbehaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.table: dict[str, list[dict]] = {}
        self.pages: list[list[dict]] = []
        self.ill = ""
        self.crs = "<http://www.opengis.net/def/crs/EPSG/0/28992>"

    @property
    def host(self) -> str:
        """Return name and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Local

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        server, url = self.server, urlsplit(self.path)
        server.asked.append(self.path)
        if server.ill == "gone":
            self.send_error(404)
        elif server.ill == "busy":
            self.send_error(503)
        elif server.ill == "garbage":
            self._send(b"<html>Sorry</html>")
        elif server.ill == "slow":
            time.sleep(1.5)
        elif server.ill == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "10000")
            self.end_headers()
            self.wfile.write(b'{"type": "Feat')
        elif "/collections/" in url.path:
            self._features(parse_qs(url.query))
        else:
            self._odata(url.path.rstrip("/").rpartition("/")[2], parse_qs(url.query))

    def _odata(self, name: str, query: dict[str, list[str]]) -> None:
        table = self.server.table
        if name not in table:
            value = [{"name": one, "url": one} for one in (*table, "UntypedDataSet")]
            self._json({"value": value})
            return
        rows = table[name]
        if name != "TypedDataSet":
            self._json({"value": rows})
            return
        at = int(query.get("skip", ["0"])[0])
        found = {"value": rows[at : at + 2]}
        if at + 2 < len(rows):
            found["odata.nextLink"] = (
                f"http://{self.server.host}{urlsplit(self.path).path}?skip={at + 2}"
            )
        self._json(found)

    def _features(self, query: dict[str, list[str]]) -> None:
        at = int(query.get("page", ["0"])[0])
        links = []
        other = "localhost:1" if self.server.ill == "astray" else self.server.host
        following = at if self.server.ill == "endless" else at + 1
        if following < len(self.server.pages):
            path = urlsplit(self.path).path
            links.append({"rel": "next", "href": f"http://{other}{path}?page={following}"})
        self._json({"type": "FeatureCollection", "features": self.server.pages[at], "links": links})

    def _json(self, document: dict) -> None:
        self._send(json.dumps(document).encode())

    def _send(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        if self.server.crs:
            self.send_header("Content-Crs", self.server.crs)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def local_server() -> Iterator[Local]:
    """Give a server that runs on this machine; it stops when the block ends."""
    server = Local()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
