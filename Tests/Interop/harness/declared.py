"""A network of the kind that an operator declares in a file, and its declaration."""

import base64
import hashlib
import json
import secrets
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from .loopback import Loopback


class Declared(Loopback):
    """OAuth with PKCE and a client secret, two profiles, posts as JSON."""

    def __init__(self, vault):
        self.vault = vault
        self.secret = secrets.token_urlsafe(24)
        vault.keep("client_secret", self.secret)
        self.codes, self.tokens, self.posts = {}, set(), []
        super().__init__()

    def declaration(self, secret_file):
        return {
            "format": "wayleave-providers",
            "version": 1,
            "providers": [
                {
                    "network": "linkedin",
                    "clientId": "the-client",
                    "clientSecretFile": str(secret_file),
                    "authorize": {"url": self.origin + "/authorize", "scopes": ["profile", "write"]},
                    "token": {"url": self.origin + "/token"},
                    "profiles": {
                        "url": self.origin + "/me", "list": "/people", "id": "/sub", "name": "/name",
                    },
                    "publish": {
                        "steps": [
                            {
                                "url": self.origin + "/posts",
                                "json": {"author": "urn:li:person:{account}", "commentary": "{text}"},
                                "read": {"id": "header:x-restli-id"},
                                "publishes": True,
                            }
                        ],
                        "url": "https://linkedin.example/feed/{id}",
                    },
                }
            ],
        }

    def answer(self, request, method, body):
        parts = urlsplit(request.path)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/authorize":
            self.vault.keep("network state", query["state"])
            assert query["client_id"] == "the-client" and query["scope"] == "profile write", query
            code = secrets.token_urlsafe(24)
            self.vault.keep("network code", code)
            self.codes[code] = (query["redirect_uri"], query["code_challenge"])
            request.send_response(302)
            request.send_header(
                "Location", query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})
            )
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        status, content, fields = self.api(request, method, parts.path, body)
        data = json.dumps(content).encode()
        request.send_response(status)
        for name, value in fields.items():
            request.send_header(name, value)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def api(self, request, method, path, body):
        if path == "/token":
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            issued = self.codes.pop(form.get("code"), None)
            if form.get("client_secret") != self.secret or issued != (form.get("redirect_uri"), challenge):
                return 400, {"error": "invalid_grant"}, {}
            token = secrets.token_urlsafe(32)
            self.vault.keep("network token", token)
            self.tokens.add(token)
            return 200, {"access_token": token, "expires_in": 5_184_000}, {}
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {"message": "Unauthorized"}, {}
        if path == "/me":
            return 200, {"people": [{"sub": "a1", "name": "Ada at work"}, {"sub": "b2", "name": "The shop"}]}, {}
        if path == "/posts" and method == "POST":
            self.posts.append(json.loads(body))
            return 201, {}, {"x-restli-id": f"urn:li:share:{len(self.posts)}"}
        return 404, {"message": "Not found"}, {}
