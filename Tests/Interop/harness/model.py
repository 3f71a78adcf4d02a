"""An OpenAI-compatible endpoint, as its public documents describe it: streamed texts, and pictures in base64."""

import base64
import json
import threading

from .loopback import Loopback

# One red pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


class Model(Loopback):
    """Streams `words` as one draft; with `failing` set it answers 500 to everything."""

    def __init__(self, key, words):
        self.key, self.words, self.failing = key, words, False
        self.requests = []
        # What is asked waits for an answer while this is not set.
        self.answering = threading.Event()
        self.answering.set()
        super().__init__()
        self.base = f"{self.origin}/v1"

    def answer(self, handler, method, body):
        if method != "POST":
            return handler.send_error(501)
        body = json.loads(body)
        self.requests.append((handler.path, body))
        self.answering.wait(60)
        if handler.headers["Authorization"] != f"Bearer {self.key}":
            return self.send(handler, 401, {"error": {"message": "no such key"}})
        if handler.headers["Content-Type"] != "application/json":
            return self.send(handler, 415, {"error": {"message": "JSON, please"}})
        if self.failing:
            return self.send(handler, 500, {"error": {"message": "out of order"}})
        if handler.path == "/v1/images/generations":
            picture = base64.b64encode(PNG).decode()
            return self.send(handler, 200, {"created": 1, "data": [{"b64_json": picture}]})
        if handler.path != "/v1/chat/completions":
            return self.send(handler, 404, {"error": {"message": "unknown address"}})
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        text = f"HEADLINE: Oak, by hand\n\n{self.words}"
        for part in (text[:7], text[7:20], text[20:]):
            self.event(handler, {"choices": [{"index": 0, "delta": {"content": part}}]})
        self.event(handler, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        handler.wfile.write(b"data: [DONE]\n\n")

    @staticmethod
    def event(handler, value):
        value = {"object": "chat.completion.chunk", "model": "oak-1", **value}
        handler.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")
        handler.wfile.flush()

    @staticmethod
    def send(handler, status, value):
        body = json.dumps(value).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
