"""glewlwyd (C, SQLite) with a configuration, a database and tokens of its own.

Its tokens are signed and its database is its own affair, so it makes them itself: a public client
takes one grant by authorization code and then refreshes it, which costs no hash of a secret.
"""

import json
import secrets
import shutil
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from harness import Child

PROGRAM = shutil.which("glewlwyd")
# Debian's package has the same below /usr/share/doc, which smaller images leave out.
SCHEMA = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
# The one user of a fresh database and the scopes it has there.
USER = {"username": "admin", "password": "password"}
ASKING, ASKED = "g_admin", "g_profile"
CLIENT, REDIRECT = "bench", "http://127.0.0.1:9/callback"
DAY = 86_400
CONFIGURATION = """
port = {port}
bind_address = "127.0.0.1"
external_url = "http://127.0.0.1:{port}"
api_prefix = "api"
log_mode = "console"
log_level = "WARNING"
cookie_secure = 0
hash_algorithm = "SHA512"
user_module_path = "/usr/lib/glewlwyd/user"
client_module_path = "/usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "/usr/lib/glewlwyd/scheme"
plugin_module_path = "/usr/lib/glewlwyd/plugin"
database = {{ type = "sqlite3"; path = "{database}"; }};
"""


def process(folder, port):
    """The server on a fresh database, as a child process."""
    if not SCHEMA.exists():
        raise SystemExit(f"glewlwyd is installed but not its schema, {SCHEMA}")
    path = folder / "glewlwyd.db"
    database = sqlite3.connect(path)
    database.executescript(SCHEMA.read_text())
    database.close()
    configuration = folder / "glewlwyd.conf"
    configuration.write_text(CONFIGURATION.format(port=port, database=path))
    return Child([PROGRAM, f"--config-file={configuration}"], folder / "glewlwyd.log")


class Unfollowed(urllib.request.HTTPRedirectHandler):
    """Nobody listens where the codes are sent to: they are taken from the redirect itself."""

    def redirect_request(self, *arguments):
        return None


class Service:
    """Sets the running server up through its API and has it issue tokens."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"
        self.introspection = f"{self.issuer}/api/oidc/introspect"
        # The session of the administrator is a cookie.
        self.opener = urllib.request.build_opener(
            Unfollowed, urllib.request.HTTPCookieProcessor()
        )

    def ask(self, method, path, body=None, kind="application/json"):
        """Headers and body of the answer; the bench ends where it is a refusal."""
        request = urllib.request.Request(
            f"{self.issuer}/api/{path}", body, {"Content-Type": kind}, method=method
        )
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 302:
                return error.headers, b""
            place, said = path.split("?")[0], error.read().decode(errors="replace")
            raise SystemExit(f"glewlwyd answered {method} {place} with {error.code}: {said}")

    def send(self, method, path, **fields):
        self.ask(method, path, json.dumps(fields).encode())

    def set_up(self):
        """A public client that the user trusts, and the OpenID Connect module."""
        self.send("POST", "auth/", **USER)
        self.send(
            "POST", "client/", client_id=CLIENT, name=CLIENT, confidential=False, enabled=True,
            scope=[], redirect_uri=[REDIRECT], authorization_type=["code", "refresh_token"],
            token_endpoint_auth_method=["none"],
        )
        # HMAC is the cheapest signature to check.
        self.send("POST", "mod/plugin/", module="oidc", name="oidc", display_name="oidc",
                  enabled=True, parameters={
                      "iss": self.issuer, "jwt-type": "sha", "jwt-key-size": "256",
                      "key": secrets.token_urlsafe(32), "code-duration": 600,
                      "access-token-duration": DAY, "refresh-token-duration": DAY,
                      "allow-non-oidc": True, "auth-type-code-enabled": True,
                      "auth-type-refresh-enabled": True, "introspection-revocation-allowed": True,
                      "introspection-revocation-auth-scope": [ASKING],
                  })
        self.send("PUT", f"auth/grant/{CLIENT}", scope=f"{ASKING} {ASKED}")

    def token(self, **form):
        _, body = self.ask("POST", "oidc/token", urlencode({"client_id": CLIENT, **form}).encode(),
                           "application/x-www-form-urlencoded")
        return json.loads(body)

    def grant(self, scope):
        """A grant by authorization code, as the signed-in user gives it."""
        query = urlencode({"response_type": "code", "client_id": CLIENT, "scope": scope,
                           "redirect_uri": REDIRECT, "state": "bench", "g_continue": ""})
        headers, _ = self.ask("GET", f"oidc/auth?{query}")
        location = headers.get("Location", "")
        code = parse_qs(urlsplit(location).query).get("code")
        if not code:
            raise SystemExit(f"glewlwyd gave no code for {scope} but sent to {location!r}")
        return self.token(grant_type="authorization_code", code=code[0], redirect_uri=REDIRECT)

    def authorization(self):
        """A bearer token that may ask: Basic costs 150,000 rounds of PBKDF2 with every call."""
        return f"Bearer {self.grant(ASKING)['access_token']}"

    def tokens(self, count):
        refresh = self.grant(ASKED)["refresh_token"]
        return [
            self.token(grant_type="refresh_token", refresh_token=refresh)["access_token"]
            for _ in range(count)
        ]
