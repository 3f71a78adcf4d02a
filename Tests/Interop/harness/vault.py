"""Every secret that a test saw, so that the server's log can be searched for them."""

import threading
from urllib.parse import quote, unquote


class Vault:
    def __init__(self):
        self._secrets = {}
        self._lock = threading.Lock()

    def keep(self, kind, *secrets):
        """Remembers `secrets`; anything shorter than 8 characters could occur by chance."""
        with self._lock:
            for secret in secrets:
                if secret and len(secret) >= 8:
                    self._secrets[secret] = kind

    def keep_tokens(self, answer):
        """Remembers the tokens of a token endpoint's JSON answer."""
        for member in ("access_token", "refresh_token", "client_secret", "registration_access_token"):
            if isinstance(answer, dict) and isinstance(answer.get(member), str):
                self.keep(member, answer[member])

    def keep_form(self, body):
        """Remembers what a form-encoded request body carried in secret members."""
        for pair in body.split("&"):
            name, _, value = pair.partition("=")
            if name in ("code", "refresh_token", "token", "code_verifier", "password", "client_secret"):
                self.keep(name, unquote(value.replace("+", " ")))

    def kinds(self):
        with self._lock:
            return set(self._secrets.values())

    def leaks(self, text):
        """The kinds of secret that occur in `text`, plainly or percent-encoded."""
        with self._lock:
            return sorted(
                {
                    kind
                    for secret, kind in self._secrets.items()
                    if secret in text or quote(secret, safe="") in text
                }
            )
