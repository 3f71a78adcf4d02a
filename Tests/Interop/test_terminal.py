"""What a person meets who runs a command at a terminal."""

import json

from harness.server import PASSWORD
from harness.terminal import Terminal

NEW = "amber kettle under snow"


def test_a_password_is_asked_for_twice_and_never_shown(demo, vault):
    vault.keep("password", NEW)
    with Terminal("user", "add", "dora@example.com", "--name", "Dora",
                  "--database", str(demo.database)) as terminal:
        terminal.wait_for("New password for dora@example.com: ")
        assert not terminal.echoes
        terminal.type(NEW + "\n")
        terminal.wait_for("The same again: ")
        terminal.type(NEW + "\n")
        assert terminal.end() == 0
        assert "Added dora@example.com" in terminal.shown and NEW not in terminal.shown


def test_two_different_passwords_change_nothing(demo):
    with Terminal("user", "passwd", "ada@example.com",
                  "--database", str(demo.database)) as terminal:
        terminal.wait_for("New password")
        terminal.type(NEW + "\n")
        terminal.wait_for("again")
        terminal.type(NEW + "!\n")
        assert terminal.end() == 1
        assert "differ" in terminal.shown and NEW not in terminal.shown


def test_ctrl_c_at_a_password_gives_the_echo_back(demo):
    with Terminal("user", "passwd", "ada@example.com",
                  "--database", str(demo.database)) as terminal:
        terminal.wait_for("New password")
        terminal.type("half a pass\x03")
        code = terminal.end()
        assert code != 0 and terminal.echoes
        assert "half a pass" not in terminal.shown and PASSWORD not in terminal.shown


def test_a_destructive_command_asks_and_no_is_the_default(demo):
    def people():
        return demo.run("user", "list", "--json").stdout

    demo.run("user", "add", "eve@example.com", "--name", "Eve", "--password-stdin", stdin=NEW)
    for answer, code in [("\n", 1), ("n\n", 1), ("yes please\n", 1), ("y\n", 0)]:
        assert "eve@example.com" in people()
        with Terminal("user", "remove", "eve@example.com",
                      "--database", str(demo.database)) as terminal:
            terminal.wait_for(r"\[y/N\] ")
            terminal.type(answer)
            assert terminal.end() == code, terminal.shown
    assert "eve@example.com" not in json.dumps(json.loads(people()))
