"""Addresses that strangers name lead to public servers and nowhere else.

The real server runs in a network of its own in which every address answers, so whatever it would
reach by mistake it would reach here, and every attempt is seen on the wire.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.closed_network import FORBIDDEN, NAMES, PUBLIC4, PUBLIC6

SPACES = ["unshare", "--user", "--map-root-user", "--net", "--mount"]


@pytest.fixture(scope="module")
def report():
    possible = shutil.which("unshare") and shutil.which("ip")
    if not possible or subprocess.run([*SPACES, "true"], capture_output=True).returncode:
        pytest.skip("this system allows no network name space")
    done = subprocess.run(
        [*SPACES, sys.executable, "-m", "harness.closed_network"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        timeout=85,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_no_packet_goes_to_an_address_that_is_not_public(report):
    wanted = {("127.0.0.1", report["port"]), (PUBLIC4, 443), (PUBLIC6, 443)}
    assert {tuple(attempt) for attempt in report["attempts"]} <= wanted
    assert report["seen"] == [["169.254.169.254", 443]], "the watch is blind"
    assert {entry[0].removeprefix("::ffff:") for entry in report["reached"]} <= {PUBLIC4, PUBLIC6}


def test_a_public_client_is_read_through_the_systems_resolver_and_trust(report):
    answer = report["answers"]["good"]
    assert answer["status"] == 200 and "A client from outside" in answer["page"], answer
    address, name, line, fields = report["reached"][0]
    assert (name, line) == ("good.client.example", "GET /client.json HTTP/1.1")
    assert address in (PUBLIC4, PUBLIC6)
    agent = fields.pop("User-Agent")
    assert agent.startswith("Wayleave/") and agent.endswith(f"(+{report['issuer']})")
    assert fields == {
        "Host": "good.client.example", "Connection": "close", "Accept": "application/json",
        "Accept-Encoding": "identity",
    }


@pytest.mark.parametrize("number", range(len(FORBIDDEN)), ids=FORBIDDEN)
def test_a_name_of_a_forbidden_address_is_refused_without_a_word_about_it(report, number):
    address = FORBIDDEN[number]
    answer = report["answers"][f"n{number}"]
    assert answer["status"] == 503 and answer["retry_after"], answer
    assert address not in answer["page"] and "refused" not in answer["page"]
    assert f"n{number}.client.example" in report["log"]
    literal = report["answers"][f"literal {address}"]
    assert literal["status"] == 400, literal


@pytest.mark.parametrize("host", ["mixed", "families", "alias", "rebound", "redirecting", "silent"])
def test_other_ways_to_a_forbidden_address_are_refused_alike(report, host):
    answer = report["answers"][host]
    assert answer["status"] == 503, answer
    other = report["answers"]["n1"]["page"].replace("n1.client", f"{host}.client")
    for word in ("302", "redirect", "10.0.0.1", "resolve", "time"):
        assert (word in answer["page"]) == (word in other), word


def test_a_name_is_looked_up_once_for_each_reading_and_taken_as_it_is(report):
    asked = [tuple(entry) for entry in report["asked"]]
    # The name server that is silent is asked again by the system's resolver itself.
    for host in NAMES.keys() - {"silent", "rebinding"}:
        assert asked.count((f"{host}.client.example", "A")) == 1, host
    assert asked.count(("rebinding.client.example", "A")) == 2
    assert not [name for name, _ in asked if "searched" in name]


def test_a_silent_name_server_holds_nobody_up(report):
    assert report["answers"]["silent"]["seconds"] < 5


def test_the_reasons_are_in_the_log_and_nothing_stays_open(report):
    assert "10.0.0.1 is refused: it is in 10.0.0.0/8, private use" in report["log"]
    assert "status 302" in report["log"]
    before, after = report["descriptors"]
    assert after <= before, report["descriptors"]
    assert report["exit"] == 0
