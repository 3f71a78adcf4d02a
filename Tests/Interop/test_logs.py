"""The request log: a line for each request, and no secret in any of them."""

import json
import signal

from harness import http
from harness.raw import RawClient, RawPerson, call_tool, introspect


def test_json_lines_name_the_request_but_never_its_secrets(start_demo):
    demo = start_demo("--log-format", "json")
    client = RawClient(demo, token_endpoint_auth_method="client_secret_basic")
    assert client.secret
    public = RawClient(demo)
    token = public.connect()
    renewed = public.refresh(token["refresh_token"]).json
    introspect(demo, renewed["access_token"])
    call_tool(demo, renewed["access_token"])
    http.get(demo.issuer + "/mcp?access_token=" + renewed["access_token"])
    http.get(demo.issuer + "/callback?code=wlc_secret-looking-code")
    http.request("GET", demo.issuer + "/sign-in", {"Cookie": "session=a-cookie-of-mine"})
    RawPerson(demo).visit(public.authorization())
    demo.vault.keep("code", "wlc_secret-looking-code")
    demo.vault.keep("cookie", "a-cookie-of-mine")
    demo.wait_for('"/sign-in"')

    assert demo.stop() == 0
    lines = [json.loads(line) for line in demo.request_log.splitlines()]
    paths = {line.get("path") for line in lines}
    assert {"/token", "/introspect", "/mcp", "/register", "/authorize"} <= paths
    requests = [line for line in lines if line.get("path")]
    assert all(line.get("status") and line.get("method") for line in requests)
    assert len({line["request"] for line in requests}) == len(requests)
    assert demo.vault.leaks(demo.request_log) == []
    kinds = demo.vault.kinds()
    assert {"access_token", "refresh_token", "code", "client_secret", "password", "cookie"} <= kinds


def test_an_interrupt_ends_it_cleanly(start_demo):
    demo = start_demo()
    assert http.get(demo.issuer + "/healthz").status == 200
    assert demo.stop(signal.SIGINT) == 0
