"""A person at a real browser: Debian's Chromium, headless, driven by Playwright."""

import re
from pathlib import Path

from playwright.sync_api import expect

from .server import PASSWORD, ROOT

SCREENSHOTS = ROOT / ".build/interop-screenshots"
MAIN_BUTTON = re.compile("sign in|continue", re.I)
APPROVE = re.compile("approve|allow", re.I)
DENY = re.compile("deny|refuse", re.I)

expect.set_options(timeout=15_000)


class Person:
    """One browser profile; collects console errors and keeps a picture of every page."""

    def __init__(self, browser, vault, cookies=None, **options):
        self.vault = vault
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(15_000)
        if cookies:
            self.context.add_cookies(cookies)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message):
        # A 4xx page is itself logged as a failed load; what matters here is policy and script.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def picture(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), full_page=True)

    @property
    def email(self):
        return self.page.get_by_label(re.compile("e-?mail", re.I))

    @property
    def password(self):
        return self.page.locator("input[type=password]")

    @property
    def approve(self):
        return self.page.get_by_role("button", name=APPROVE)

    @property
    def deny(self):
        return self.page.get_by_role("button", name=DENY)

    def workspace(self, name):
        return self.page.get_by_role("checkbox", name=re.compile(re.escape(name)))

    def permission(self, scope):
        return self.page.locator(f"input[type=checkbox][value='{scope}']")

    def sign_in(self, email="ada@example.com", password=PASSWORD):
        self.email.fill(email)
        self.password.fill(password)
        self.page.get_by_role("button", name=MAIN_BUTTON).first.click()

    def choose(self, workspaces, without=()):
        """Ticks exactly `workspaces` and unticks the permissions `without`."""
        expect(self.approve).to_be_visible()
        for name in ("Northwind Studio", "Harbour Coffee", "Atlas Agency"):
            self.workspace(name).set_checked(name in workspaces)
        for scope in without:
            self.permission(scope).set_checked(False)

    def at_client(self):
        """Waits until the browser is back at the client."""
        self.page.wait_for_url(re.compile(r"/callback\?"))

    def remember_cookies(self):
        for cookie in self.context.cookies():
            self.vault.keep("cookie", cookie["value"])

    def close(self):
        self.remember_cookies()
        self.context.close()


def launch(playwright):
    """Debian's own Chromium; nothing downloads a browser."""
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(path).exists():
            # Chromium's own sandbox needs user namespaces, which containers often refuse.
            return playwright.chromium.launch(
                executable_path=path,
                args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            )
    raise AssertionError("no Chromium; install Debian's package chromium")
