"""Whom the pages trust: known clients, lookalikes, and the operator's own registry."""

import json
import re
import signal

import pytest
from playwright.sync_api import expect

from harness.raw import RawClient, session_cookies

CLAUDE = "https://claude.ai/api/mcp/auth_callback"


def open_consent(demo, person, name, redirect):
    client = RawClient(demo, redirect_uris=[redirect], client_name=name)
    person.context.add_cookies(
        [
            {"name": key, "value": value, "url": demo.issuer}
            for key, value in session_cookies(demo, "ada@example.com").items()
        ]
    )
    person.page.goto(client.authorization(redirect_uri=redirect))
    expect(person.approve).to_be_visible()
    return person.page.get_by_role("region", name=re.compile("where the access goes", re.I))


def test_a_known_callback_is_marked_as_verified(demo, person):
    sign = open_consent(demo, person, "Claude", CLAUDE)
    person.picture("trust-verified")
    expect(sign).to_contain_text("Verified")
    expect(sign).to_contain_text("an address of Claude by Anthropic")
    expect(sign).not_to_contain_text("Not verified")


@pytest.mark.parametrize(
    "case, name, redirect, words",
    [
        ("name", "Claude", "https://evil.example/cb", "This may not be Claude."),
        ("homograph", "Сlаudе", "https://evil.example/cb", "This is probably not Claude."),
        ("local", "ChatGPT", "http://localhost:9/cb", "This may not be ChatGPT."),
        ("mixed", "Pауments", "https://pay.example/cb", "letters of different alphabets"),
    ],
)
def test_t4_a_known_name_elsewhere_is_warned_of(demo, person, case, name, redirect, words):
    sign = open_consent(demo, person, name, redirect)
    person.picture(f"trust-{case}")
    expect(sign).to_contain_text("Not verified")
    expect(sign).to_contain_text(words)


def test_an_honest_local_client_gets_the_usual_words(demo, person):
    sign = open_consent(demo, person, "Claude Code", "http://localhost:3118/callback")
    person.picture("trust-plausible")
    expect(sign).to_contain_text("Not verified")
    expect(sign).to_contain_text("Any program can choose that name.")
    expect(sign).not_to_contain_text("This may not be")


def registry(callback):
    return json.dumps(
        {
            "format": 1,
            "clients": [
                {"id": "reports", "name": "Reports", "vendor": "Northwind", "names": ["Reports"],
                 "callbacks": [callback]}
            ],
        }
    )


def test_the_operators_registry_is_read_again_on_sighup(start_demo, new_person, tmp_path):
    path = tmp_path / "known.json"
    path.write_text(registry("https://reports.example/one"))
    demo = start_demo("--known-clients", str(path))
    one = open_consent(demo, new_person(), "Reports", "https://reports.example/one")
    expect(one).to_contain_text("an address of Reports by Northwind")

    path.write_text(registry("https://reports.example/two"))
    demo.child.send_signal(signal.SIGHUP)
    demo.wait_for("known clients read again")
    two = open_consent(demo, new_person(), "Reports", "https://reports.example/two")
    expect(two).to_contain_text("an address of Reports by Northwind")
    one = open_consent(demo, new_person(), "Reports", "https://reports.example/one")
    expect(one).to_contain_text("This may not be Reports.")

    path.write_text(registry("http://reports.example/three"))
    demo.child.send_signal(signal.SIGHUP)
    demo.wait_for(r"known clients not changed.*clients\[0\]\.callbacks\[0\] is refused")
    two = open_consent(demo, new_person(), "Reports", "https://reports.example/two")
    expect(two).to_contain_text("an address of Reports by Northwind")


def test_a_broken_registry_stops_the_start(demo, tmp_path):
    path = tmp_path / "known.json"
    path.write_text('{"format": 1,\n "clients": [}')
    from harness.server import Process

    process = Process(
        "demo", "--listen", "127.0.0.1:0", "--data", str(tmp_path / "d"), "--known-clients",
        str(path),
    )
    process.wait_for("line 2, column 14")
    assert process.child.wait(timeout=20) == 1
