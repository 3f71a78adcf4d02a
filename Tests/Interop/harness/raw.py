"""A client and a person made of nothing but HTTP requests."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from . import http
from .forms import read_forms
from .server import PASSWORD

REDIRECT = "http://127.0.0.1:49152/callback"


class RawPerson:
    """Signs in and decides by posting forms; keeps cookies, runs no script.

    Signed in as `email` already, for sign-ins of one source are rationed; `None` for a stranger.
    """

    def __init__(self, demo, email="ada@example.com"):
        self.demo = demo
        self.cookies = dict(session_cookies(demo, email)) if email else {}

    def _send(self, method, url, body=None):
        headers = {"Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = self.demo.issuer
        answer = http.request(method, url, headers, body)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            if value:
                self.cookies[name] = value
                self.demo.vault.keep("cookie", value)
            else:
                self.cookies.pop(name, None)
        return answer

    def visit(self, url):
        """Follows redirects within the issuer; returns (address, answer) where that ends."""
        return self._follow(url, self._send("GET", url))

    def submit(self, form, **filling):
        body = urlencode(form.filled(**filling))
        return self._follow(form.action, self._send("POST", form.action, body))

    def _follow(self, url, answer):
        for _ in range(8):
            if answer.status in (302, 303):
                target = urljoin(url, answer.headers["Location"])
            elif "url=" in (answer.headers["Refresh"] or ""):
                # A page that says goodbye and goes on by itself.
                target = urljoin(url, answer.headers["Refresh"].split("url=", 1)[1])
            else:
                return url, answer
            if not target.startswith(self.demo.issuer + "/"):
                return target, answer
            url, answer = target, self._send("GET", target)
        raise AssertionError(f"redirected in circles at {url}")

    def sign_in(self, url, email="ada@example.com", password=PASSWORD):
        """Visits `url`, fills in the sign-in form there, and returns where that leads."""
        place, answer = self.visit(url)
        form = next(f for f in read_forms(answer.text, place) if f.has("password"))
        return self.submit(form, texts={"email": email, "password": password})

    def approve(self, url, tick=None, button="approve"):
        """Decides on the consent page; returns the query of the redirect to the client."""
        place, answer = self.visit(url)
        deciding = next(
            form for form in read_forms(answer.text, place) if form.has("checkbox")
        )

        def chosen(name, value):
            # The client runs on the browser's own machine, and nobody wants to be asked again later.
            if tick is None:
                return name not in ("elsewhere", "confirm")
            return name != "elsewhere" and tick(name, value)

        place, answer = self.submit(deciding, tick=chosen, button=button)
        assert not place.startswith(self.demo.issuer), f"{place} {answer}"
        query = dict(parse_qsl(urlsplit(place).query, keep_blank_values=True))
        self.demo.vault.keep("code", query.get("code"))
        return query


def session_cookies(demo, email):
    """The cookies of a browser in which `email` signed in once for all tests."""
    if email not in demo.sessions:
        person = RawPerson(demo, email=None)
        place, answer = person.sign_in(demo.issuer + "/sign-in", email)
        assert place == demo.issuer + "/account", answer
        demo.sessions[email] = person.cookies
    return demo.sessions[email]


class RawClient:
    """Registers, authorizes and asks for tokens with parameters in plain sight.

    Each one is a client of its own: a second approval of the same client keeps what the first one allowed.
    """

    def __init__(self, demo, **metadata):
        self.demo = demo
        answer = http.post_json(
            demo.issuer + "/register",
            {
                "redirect_uris": [REDIRECT],
                "client_name": f"Raw client {secrets.token_hex(4)}",
                "token_endpoint_auth_method": "none",
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"],
                **metadata,
            },
        )
        assert answer.status == 201, answer
        self.registration = answer.json
        self.demo.vault.keep_tokens(self.registration)
        self.id = self.registration["client_id"]
        self.secret = self.registration.get("client_secret")
        self.verifier = secrets.token_urlsafe(48)
        self.state = secrets.token_urlsafe(16) + "+/= ~"

    @property
    def challenge(self):
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def authorization(self, **changes):
        """The authorization URL; a change to `None` leaves the parameter out."""
        parameters = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": REDIRECT,
            "state": self.state,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
            "resource": self.demo.resource,
            "scope": "workspace:read posts:read posts:write",
            **changes,
        }
        kept = {name: value for name, value in parameters.items() if value is not None}
        return f"{self.demo.issuer}/authorize?{urlencode(kept)}"

    def token(self, headers=None, **fields):
        kept = {"client_id": self.id, **fields}
        body = urlencode({name: value for name, value in kept.items() if value is not None})
        self.demo.vault.keep_form(body)
        answer = http.post_form(self.demo.issuer + "/token", body, headers)
        if answer.status == 200:
            self.demo.vault.keep_tokens(answer.json)
        return answer

    def redeem(self, code, **changes):
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": self.verifier,
            "resource": self.demo.resource,
            **changes,
        }
        return self.token(**fields)

    def refresh(self, refresh_token, **changes):
        fields = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "resource": self.demo.resource,
            **changes,
        }
        return self.token(**fields)

    def connect(self, person=None, **approval):
        """The whole flow; returns the token answer's JSON."""
        query = (person or RawPerson(self.demo)).approve(self.authorization(), **approval)
        assert query["state"] == self.state
        assert query["iss"] == self.demo.issuer
        answer = self.redeem(query["code"])
        assert answer.status == 200, answer
        return answer.json


def call_tool(demo, token, name="list_workspaces", arguments=None, resource=None):
    """A legacy `tools/call` with a bearer token, as one HTTP request."""
    demo.vault.keep("access_token", token)
    return http.post_json(
        resource or demo.resource,
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
         "params": {"name": name, "arguments": arguments or {}}},
        {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2025-11-25",
            "Authorization": f"Bearer {token}",
        },
    )


def tool_result(demo, token, name, **arguments):
    """The result of a call that was let in, be it an error of the tool."""
    answer = call_tool(demo, token, name, arguments)
    assert answer.status == 200, answer
    return answer.json["result"]


def tool(demo, token, name, **arguments):
    """What a call that was let in says in `structuredContent`."""
    return tool_result(demo, token, name, **arguments)["structuredContent"]


def introspect(demo, token, headers=None, **fields):
    demo.vault.keep("access_token", token)
    return http.post_form(
        demo.issuer + "/introspect",
        {"token": token, **fields},
        demo.basic() if headers is None else headers,
    )
