"""A server on this computer that stands in for somebody else's."""

import http.server
import threading


class Loopback:
    """Has each request answered by `answer(request, method, body)`, on threads of its own, until it is closed."""

    def __init__(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self, "GET", b"")

            def do_POST(self):
                outer.answer(self, "POST", self.rfile.read(int(self.headers.get("Content-Length", "0"))))

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
