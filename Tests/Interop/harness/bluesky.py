"""A server of the AT Protocol with one account, as its lexicons describe it."""

import json
import secrets
from urllib.parse import parse_qsl, urlsplit

from .loopback import Loopback

ACCOUNT = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
HANDLE = "ada.example.com"


class Bluesky(Loopback):
    """Makes sessions for an app password and keeps records; access tokens end when a test says so."""

    def __init__(self, vault):
        self.vault = vault
        self.password = "-".join(secrets.token_hex(2) for _ in range(4))
        vault.keep("app password", self.password)
        self.access, self.refresh = set(), set()
        self.records = {}
        self.refreshed = 0
        super().__init__()

    def answer(self, request, method, body):
        self.send(request, *self.reply(request, body))

    def reply(self, request, body):
        parts = urlsplit(request.path)
        query = dict(parse_qsl(parts.query))
        method = parts.path.removeprefix("/xrpc/com.atproto.")
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "server.createSession":
            sent = json.loads(body)
            if (sent.get("identifier"), sent.get("password")) != (HANDLE, self.password):
                return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            return 200, self.tokens()
        if method == "server.refreshSession":
            if body or token not in self.refresh:
                return 400, {"error": "ExpiredToken"}
            self.refresh.discard(token)
            self.refreshed += 1
            return 200, self.tokens()
        if method == "server.deleteSession":
            if token not in self.refresh:
                return 400, {"error": "ExpiredToken"}
            self.refresh.discard(token)
            self.access.clear()
            return 200, {}
        if method == "repo.getRecord":
            if query.get("rkey") == "self":
                return 200, {"uri": "at://x", "value": {"displayName": "Ada at the sky"}}
            record = self.records.get(query.get("rkey"))
            return (200, {"uri": "at://x", "value": record}) if record else (400, {"error": "RecordNotFound"})
        if token not in self.access:
            return 400, {"error": "ExpiredToken", "message": "Token has expired"}
        if method == "repo.createRecord":
            sent = json.loads(body)
            sound = sent["repo"] == ACCOUNT and sent["collection"] == "app.bsky.feed.post" and len(sent["rkey"]) == 13
            if not sound or sent["rkey"] in self.records:
                return 400, {"error": "InvalidRequest"}
            self.records[sent["rkey"]] = sent["record"]
            return 200, {"uri": f"at://{ACCOUNT}/app.bsky.feed.post/{sent['rkey']}", "cid": "bafy"}
        return 404, {"error": "NotFound"}

    def tokens(self):
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.vault.keep("network token", access, refresh)
        self.access.add(access)
        self.refresh.add(refresh)
        return {"did": ACCOUNT, "handle": HANDLE, "accessJwt": access, "refreshJwt": refresh, "active": True}

    @staticmethod
    def send(request, status, content):
        body = json.dumps(content).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
