"""What a client publishes about itself, on a free port of this computer."""

import http.server
import json
import secrets
import threading

from .raw import RawClient


class Published:
    """Serves JSON documents by path and remembers which were read."""

    def __init__(self):
        self.documents = {}
        self.reads = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.reads.append((self.path, dict(self.headers.items())))
                document = outer.documents.get(self.path)
                body = json.dumps(document).encode()
                self.send_response(404 if document is None else 200)
                self.send_header("Content-Type", "application/json")
                # Each flow reads anew, so that a test sees a change at once.
                self.send_header("Cache-Control", "no-store")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def paths(self):
        return [path for path, _ in self.reads]

    def publish_client(self, redirect, path="/client.json", **members):
        """Publishes a metadata document and returns its address, the client_id."""
        address = self.origin + path
        self.documents[path] = {
            "client_id": address,
            "client_name": "Published client",
            "redirect_uris": [redirect],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            **members,
        }
        return address

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class PublishedClient(RawClient):
    """A client that is known by the address of its document and registers nowhere."""

    def __init__(self, demo, address):
        self.demo = demo
        self.id, self.secret = address, None
        self.verifier = secrets.token_urlsafe(48)
        self.state = secrets.token_urlsafe(16)
