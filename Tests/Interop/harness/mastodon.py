"""A Mastodon server, as its public documents describe it, with one account and a page that asks."""

import base64
import hashlib
import json
import secrets
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from .loopback import Loopback

SCOPES = "read:accounts read:statuses write:media write:statuses"


class Mastodon(Loopback):
    """Registers applications, asks a person, gives tokens and takes statuses; refuses what the real one refuses."""

    def __init__(self, vault, maximum=500):
        self.vault = vault
        self.maximum = maximum
        self.apps, self.codes, self.tokens = {}, {}, {}
        self.statuses, self.keys = [], {}
        self.requests = []
        # While this is a list, answers are kept there instead of being sent through the browser.
        self.held = None
        super().__init__()

    def answer(self, request, method, body):
        parts = urlsplit(request.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.requests.append((method, parts.path, dict(request.headers.items())))
        form = {}
        if request.headers.get("Content-Type") == "application/x-www-form-urlencoded":
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if parts.path == "/oauth/authorize":
            return self.ask(request, query) if method == "GET" else self.decide(request, form)
        if not request.headers.get("User-Agent"):
            return self.send(request, 403, {"error": "no agent"})
        status, content = self.api(request, method, parts.path, form, body)
        return self.send(request, status, content)

    def api(self, request, method, path, form, body):
        if path == "/.well-known/oauth-authorization-server":
            return 200, {
                "issuer": self.origin + "/",
                "authorization_endpoint": self.origin + "/oauth/authorize",
                "token_endpoint": self.origin + "/oauth/token",
                "app_registration_endpoint": self.origin + "/api/v1/apps",
                "code_challenge_methods_supported": ["S256"],
            }
        if path == "/api/v1/apps":
            if not form.get("client_name") or not form.get("redirect_uris"):
                return 422, {"error": "Validation failed"}
            client, secret = secrets.token_urlsafe(16), secrets.token_urlsafe(24)
            self.vault.keep("client_secret", secret)
            self.apps[client] = (secret, form["redirect_uris"], form["scopes"])
            return 200, {"id": "1", "client_id": client, "client_secret": secret}
        if path == "/oauth/token":
            return self.redeem(form)
        if path == "/oauth/revoke":
            secret, _, _ = self.apps.get(form.get("client_id"), (None, None, None))
            if not secret or form.get("client_secret") != secret:
                return 403, {"error": "unauthorized_client"}
            self.tokens.pop(form.get("token"), None)
            return 200, {}
        if path == "/api/v2/instance":
            return 200, {"configuration": {"statuses": {"max_characters": self.maximum, "max_media_attachments": 4}}}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return 401, {"error": "The access token is invalid"}
        if path == "/api/v1/accounts/verify_credentials":
            return 200, {"id": "42", "acct": "ada", "display_name": "Ada at the fake", "avatar": None}
        if path == "/api/v1/statuses" and method == "POST":
            return self.publish(request, body)
        return 404, {"error": "Record not found"}

    def redeem(self, form):
        secret, redirect, scopes = self.apps.get(form.get("client_id"), (None, None, None))
        if not secret or form.get("client_secret") != secret:
            return 401, {"error": "invalid_client"}
        issued = self.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if issued != (form["client_id"], form.get("redirect_uri"), challenge):
            return 400, {"error": "invalid_grant"}
        token = secrets.token_urlsafe(32)
        self.vault.keep("network token", token)
        self.tokens[token] = scopes
        return 200, {"access_token": token, "token_type": "Bearer", "scope": scopes, "created_at": 1}

    def publish(self, request, body):
        if request.headers.get("Content-Type") != "application/json":
            return 422, {"error": "the fake wants JSON"}
        key = request.headers.get("Idempotency-Key")
        if not key:
            return 422, {"error": "the fake wants a key"}
        if key not in self.keys:
            text = json.loads(body)["status"]
            if len(text) > self.maximum:
                return 422, {"error": "Validation failed: Text character limit exceeded"}
            self.statuses.append(text)
            self.keys[key] = len(self.statuses)
        return 200, {"id": str(self.keys[key]), "url": f"https://mastodon.example/@ada/{self.keys[key]}"}

    def ask(self, request, query):
        """The page on which a person decides."""
        _, redirect, scopes = self.apps.get(query.get("client_id"), (None, None, None))
        sound = (
            redirect and query.get("redirect_uri") == redirect and query.get("scope") == scopes == SCOPES
            and query.get("response_type") == "code" and query.get("code_challenge_method") == "S256"
        )
        if not sound:
            return self.send(request, 400, {"error": "invalid request"})
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{query[name]}">'
            for name in ("client_id", "redirect_uri", "state", "code_challenge")
        )
        page = (
            "<!doctype html><title>Authorization required</title><h1>Wayleave wants access</h1>"
            f'<form method="post" action="/oauth/authorize">{hidden}'
            '<button name="choice" value="yes">Authorize</button>'
            '<button name="choice" value="no">Deny</button></form>'
        )
        return self.send(request, 200, page)

    def decide(self, request, form):
        if form["choice"] == "yes":
            code = secrets.token_urlsafe(24)
            self.vault.keep("network code", code)
            self.codes[code] = (form["client_id"], form["redirect_uri"], form["code_challenge"])
            answer = {"code": code, "state": form["state"]}
        else:
            answer = {"error": "access_denied", "error_description": "denied", "state": form["state"]}
        self.vault.keep("network state", form["state"])
        address = form["redirect_uri"] + "?" + urlencode(answer)
        if self.held is not None:
            self.held.append(address)
            return self.send(request, 200, "<!doctype html><title>Held</title><h1>Held</h1>")
        request.send_response(302)
        request.send_header("Location", address)
        request.send_header("Content-Length", "0")
        request.end_headers()

    @staticmethod
    def send(request, status, content):
        is_page = isinstance(content, str)
        body = content.encode() if is_page else json.dumps(content).encode()
        request.send_response(status)
        request.send_header("Content-Type", "text/html; charset=utf-8" if is_page else "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
