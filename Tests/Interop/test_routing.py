"""Methods, files, health and the habits of HTTP that every address shares."""

import re
import socket
import time

import pytest

from harness import http

ROUTES = [
    ("/.well-known/oauth-authorization-server", {"GET", "HEAD"}),
    ("/.well-known/oauth-protected-resource/mcp", {"GET", "HEAD"}),
    ("/token", {"POST"}),
    ("/register", {"POST"}),
    ("/revoke", {"POST"}),
    ("/introspect", {"POST"}),
    ("/mcp", {"POST"}),
    ("/healthz", {"GET", "HEAD"}),
    ("/readyz", {"GET", "HEAD"}),
]


@pytest.mark.parametrize("path, methods", ROUTES)
def test_other_methods_are_405_with_allow(demo, path, methods):
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        if method in methods:
            continue
        answer = http.request(method, demo.issuer + path)
        assert answer.status in (405, 401) if path == "/mcp" else answer.status == 405, answer
        if answer.status == 405:
            allowed = {name.strip() for name in answer.headers["Allow"].split(",")}
            assert methods <= allowed and method not in allowed
            assert answer.media_type != "text/html"


@pytest.mark.parametrize(
    "path", ["/.well-known/oauth-authorization-server", "/healthz", "/sign-in", "/nothing"]
)
def test_head_has_the_head_of_get(demo, path):
    whole, head = (http.request(method, demo.issuer + path) for method in ("GET", "HEAD"))
    assert head.status == whole.status and head.body == b""
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.headers["Content-Length"] is not None


def test_health(demo):
    assert http.get(demo.issuer + "/healthz").status == 200
    assert http.get(demo.issuer + "/readyz").status == 200


def test_every_answer_names_its_request(demo):
    names = set()
    for path in ("/healthz", "/nothing", "/.well-known/nothing", "/sign-in"):
        answer = http.get(demo.issuer + path)
        name = answer.headers["X-Request-Id"]
        assert name, answer
        names.add(name)
    assert len(names) == 4
    deadline = time.monotonic() + 10
    while not all(name in demo.request_log for name in names):
        assert time.monotonic() < deadline, "a request that no line of the log names"
        time.sleep(0.05)


def test_pages_are_locked_down(demo):
    answer = http.request("GET", demo.issuer + "/sign-in", {"Accept": "text/html"})
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy and "unsafe-inline" not in policy
    assert "form-action 'self'" not in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_assets_are_cached_by_their_tag(demo):
    page = http.request("GET", demo.issuer + "/sign-in").text
    path = re.search(r'href="/assets/([^"]+\.css)"', page).group(1)
    first = http.get(f"{demo.issuer}/assets/{path}")
    assert first.status == 200 and first.media_type == "text/css"
    tag = first.headers["ETag"]
    again = http.request("GET", f"{demo.issuer}/assets/{path}", {"If-None-Match": tag})
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert http.get(demo.issuer + "/assets/../Package.swift").status in (400, 404)
    assert http.get(demo.issuer + "/assets/nothing.css").status == 404


RAW = [
    (b"GET / HTTP/1.1\r\n\r\n", b" 400 "),
    (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b" 400 "),
    (b"POST /token HTTP/1.1\r\nHost: {h}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", b" 400 "),
    (b"POST /token HTTP/1.1\r\nHost: {h}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b" 400 "),
    (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: {h}\r\n\r\n", b" 414 "),
    (b"GET / HTTP/1.1\r\nHost: {h}\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", b" 431 "),
    (b"POST /token HTTP/1.1\r\nHost: {h}\r\nContent-Length: 99999999\r\n\r\n", b" 413 "),
    (b"GARBAGE\r\n\r\n", b" 400 "),
]


@pytest.mark.parametrize("sent, status", RAW)
def test_broken_http_is_answered_and_closed(demo, sent, status):
    with socket.create_connection(("127.0.0.1", demo.port), timeout=20) as connection:
        connection.sendall(sent.replace(b"{h}", f"127.0.0.1:{demo.port}".encode()))
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionResetError:
            pass
    assert received.startswith(b"HTTP/1.1" + status), received[:200]
    assert b"<html" not in received.lower()
    assert http.get(demo.issuer + "/healthz").status == 200


def test_pipelined_requests_are_answered_in_order(demo):
    host = f"127.0.0.1:{demo.port}"
    paths = ["/healthz", "/nothing", "/.well-known/nothing", "/healthz"]
    text = "".join(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n" for path in paths[:-1])
    text += f"GET {paths[-1]} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", demo.port), timeout=20) as connection:
        connection.sendall(text.encode())
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    statuses = [int(part.split(b" ")[1]) for part in received.split(b"HTTP/1.1")[1:] if b" " in part
                for part in [b"HTTP/1.1" + part]]
    assert statuses == [200, 404, 404, 200]


def test_expect_continue(demo):
    with socket.create_connection(("127.0.0.1", demo.port), timeout=20) as connection:
        connection.sendall(
            f"POST /token HTTP/1.1\r\nHost: 127.0.0.1:{demo.port}\r\nExpect: 100-continue\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        interim = connection.recv(65536)
        assert interim.startswith(b"HTTP/1.1 100 "), interim
        connection.sendall(b"x")
        final = b""
        while chunk := connection.recv(65536):
            final += chunk
    assert b"HTTP/1.1 401 " in interim + final
