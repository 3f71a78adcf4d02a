"""Plain HTTP with the standard library: what is sent is exactly what is written here."""

import http.client
import json
from urllib.parse import urlencode, urlsplit


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        assert self.media_type == "application/json", f"{self.status} {self.headers} {self.body!r}"
        return json.loads(self.body)

    @property
    def media_type(self):
        return (self.headers["Content-Type"] or "").split(";")[0].strip()

    def __repr__(self):
        return f"<{self.status} {dict(self.headers.items())} {self.body[:300]!r}>"


def request(method, url, headers=None, body=None, timeout=20):
    """Sends one request on its own connection and returns the answer, redirects included."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        connection.request(method, target, body=body, headers=headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


def get(url, **headers):
    return request("GET", url, {name.replace("_", "-"): value for name, value in headers.items()})


def post_form(url, fields, headers=None):
    """Posts a form; `fields` is a mapping, a list of pairs or the encoded text itself."""
    body = fields if isinstance(fields, str) else urlencode(fields)
    return request(
        "POST",
        url,
        {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})},
        body,
    )


def post_json(url, value, headers=None):
    body = value if isinstance(value, (str, bytes)) else json.dumps(value)
    return request("POST", url, {"Content-Type": "application/json", **(headers or {})}, body)
