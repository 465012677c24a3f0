"""A file over HTTP on loopback, from a process of its own so that sending costs the receiver nothing."""

from __future__ import annotations

import atexit
import subprocess
import sys
from pathlib import Path

__all__ = ["serve"]

_SERVER = """
import http.server, pathlib, shutil, sys
path = pathlib.Path(sys.argv[1])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(path.stat().st_size))
        self.end_headers()
        with path.open("rb") as file:
            shutil.copyfileobj(file, self.wfile, 1 << 20)
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


def serve(path: Path) -> str:
    """Serve the file until this process ends; its URL."""
    server = subprocess.Popen([sys.executable, "-c", _SERVER, str(path)], stdout=subprocess.PIPE, text=True)
    atexit.register(server.terminate)
    assert server.stdout is not None
    return f"http://127.0.0.1:{server.stdout.readline().strip()}/"
