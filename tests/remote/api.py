"""A Signals API on this machine: it keeps what it is sent, and answers as the real one does."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class Api:
    """What was asked, in order, and what there is.

    Args:
        url: where it listens.
        refuses: the status and body to answer instead, by the name of the object.
        adds: what the answers have beyond the body.
    """

    url: str = ""
    refuses: dict = field(default_factory=dict)
    adds: dict = field(default_factory=dict)
    requests: list = field(default_factory=list)
    headers: list = field(default_factory=list)
    there: set = field(default_factory=set)

    def answer(self, method, path, body):
        """201 for what is new, 400 for what is there already, 200 for its update."""
        if body["name"] in self.refuses:
            return self.refuses[body["name"]]
        known = (path.split("/")[4], body["name"], body.get("version")) in self.there
        self.there.add((path.split("/")[4], body["name"], body.get("version")))
        if method == "POST" and known:
            return 400, {"detail": "already exists"}
        return (201 if method == "POST" else 200), body | self.adds


@contextmanager
def listening():
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            api.requests.append((self.command, self.path, body))
            api.headers.append(dict(self.headers))
            status, answer = api.answer(self.command, self.path, body)
            content = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_PUT = do_POST

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        api.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield api
        finally:
            server.shutdown()
            thread.join()
