"""A native client's loopback listener, to which the browser is sent back."""

import http.server
import queue
import threading
from urllib.parse import parse_qsl, urlsplit


class Callback:
    """Collects the queries of all visits to `/callback` on a free port."""

    def __init__(self, vault, host="127.0.0.1"):
        self.visits = queue.Queue()
        self.vault = vault
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urlsplit(self.path)
                if parts.path == "/callback":
                    query = dict(parse_qsl(parts.query, keep_blank_values=True))
                    outer.vault.keep("code", query.get("code"))
                    outer.visits.put(query)
                body = b"<!doctype html><title>Back at the client</title><p>You can close this."
                self.send_response(200 if parts.path == "/callback" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.uri = f"http://{host}:{self.server.server_address[1]}/callback"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self, seconds=30):
        """The query of the next visit."""
        return self.visits.get(timeout=seconds)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
