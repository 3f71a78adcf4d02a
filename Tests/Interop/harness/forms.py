"""Reads and fills the forms of a page the way a browser without JavaScript does."""

from html.parser import HTMLParser
from urllib.parse import urljoin


class Form:
    def __init__(self, action, method):
        self.action = action
        self.method = method.upper()
        self.controls = []  # (name, value, type, checked)
        self.buttons = []  # (label, name, value)

    def has(self, kind):
        return any(control[2] == kind for control in self.controls)

    def filled(self, texts=None, tick=None, button=None):
        """The pairs that a browser sends: `texts` by type or name, `tick` by (name, value)."""
        pairs = []
        for name, value, kind, checked in self.controls:
            if not name:
                continue
            if kind in ("checkbox", "radio"):
                if tick(name, value) if tick else checked:
                    pairs.append((name, value))
            else:
                pairs.append((name, (texts or {}).get(kind, (texts or {}).get(name, value))))
        if button:
            label, name, value = next(b for b in self.buttons if button.lower() in b[0].lower())
            if name:
                pairs.append((name, value))
        return pairs


class _Reader(HTMLParser):
    def __init__(self, base):
        super().__init__()
        self.base = base
        self.forms = []
        self.current = None
        self.button = None
        self.text = []

    def handle_starttag(self, tag, attributes):
        value = dict(attributes)
        if tag == "form":
            self.current = Form(
                urljoin(self.base, value.get("action") or self.base), value.get("method") or "get"
            )
            self.forms.append(self.current)
        elif tag == "input" and self.current:
            kind = value.get("type", "text")
            self.current.controls.append(
                (value.get("name"), value.get("value") or ("on" if kind == "checkbox" else ""),
                 kind, "checked" in value)
            )
        elif tag == "button" and self.current:
            self.button = ["", value.get("name"), value.get("value") or ""]

    def handle_data(self, data):
        if self.button:
            self.button[0] += data
        if data.strip():
            self.text.append(data.strip())

    def handle_endtag(self, tag):
        if tag == "form":
            self.current = None
        elif tag == "button" and self.button:
            if self.current:
                self.current.buttons.append(tuple(self.button))
            self.button = None


def read_forms(html, base):
    """The forms of a page at the address `base`."""
    reader = _Reader(base)
    reader.feed(html)
    return reader.forms


def visible_text(html):
    reader = _Reader("")
    reader.feed(html)
    return " ".join(reader.text)
