"""The fixtures: one demo server for most tests, a browser, and the search of the log."""

import importlib.util

import pytest
from playwright.sync_api import sync_playwright

from harness.callback import Callback
from harness.person import Person, launch
from harness.server import BINARY, Demo
from harness.vault import Vault


# The libraries of other people are installed beside the newest SDK only.
collect_ignore = [] if importlib.util.find_spec("authlib") else ["test_libraries.py"]


@pytest.fixture(scope="session")
def vault():
    return Vault()


@pytest.fixture(scope="session")
def start_demo(vault, tmp_path_factory):
    """Starts further servers; every one is stopped, and its log searched, at the end."""
    assert BINARY.exists(), f"{BINARY} is missing; run make build"
    running = []

    def start(*options, limits=()):
        running.append(Demo(tmp_path_factory.mktemp("data"), vault, *options, limits=limits))
        return running[-1]

    yield start
    codes = [server.stop() for server in running]
    assert codes == [0] * len(codes), f"exit codes {codes}"
    for server in running:
        assert vault.leaks(server.request_log) == [], "secrets in the log"


@pytest.fixture(scope="session")
def demo(start_demo):
    return start_demo()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def new_person(browser, vault):
    """Makes people; at the end none of their pages may have broken its own policy."""
    people = []

    def make(**options):
        people.append(Person(browser, vault, **options))
        return people[-1]

    yield make
    complaints = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.close()
    assert complaints == []


@pytest.fixture
def person(new_person):
    return new_person()


@pytest.fixture
def callback(vault):
    listener = Callback(vault)
    yield listener
    listener.close()
