"""The command line beside a running server: effective on the very next request."""

import json
import shlex
import shutil
import socket
import subprocess
from urllib.parse import urlsplit

import pytest

from harness.raw import RawClient, RawPerson, call_tool, introspect
from harness.server import BINARY, Process, free_port


def listed(text):
    value = json.loads(text)
    return next(v for v in value.values() if isinstance(v, list)) if isinstance(value, dict) else value


@pytest.mark.parametrize(
    "command", ["user", "workspace", "client", "resource-server", "grant", "audit"]
)
def test_lists_are_text_and_json(demo, command):
    RawClient(demo).connect()
    assert isinstance(listed(demo.run(command, "list", "--json").stdout), list)
    text = demo.run(command, "list").stdout
    assert text.strip() and "wla_" not in text


def test_the_demo_people_are_there(demo):
    people = {each["email"] for each in listed(demo.run("user", "list", "--json").stdout)}
    assert {"ada@example.com", "grace@example.com"} <= people
    places = {each["name"] for each in listed(demo.run("workspace", "list", "--json").stdout)}
    assert {"Northwind Studio", "Harbour Coffee", "Atlas Agency", "Grace's Garden"} <= places


def test_a_revoked_grant_is_dead_on_the_next_call(demo):
    client = RawClient(demo, client_name="To be revoked")
    token = client.connect()
    grant = introspect(demo, token["access_token"]).json["grant_id"]
    shown = json.loads(demo.run("grant", "show", grant, "--json").stdout)
    assert shown["id"] == grant
    assert call_tool(demo, token["access_token"]).status == 200
    demo.run("grant", "revoke", grant, "--yes")
    assert call_tool(demo, token["access_token"]).status == 401
    assert introspect(demo, token["access_token"]).json == {"active": False}
    assert client.refresh(token["refresh_token"]).json["error"] == "invalid_grant"


def test_a_destructive_command_without_a_terminal_wants_yes(demo):
    token = RawClient(demo).connect()["access_token"]
    grant = introspect(demo, token).json["grant_id"]
    done = demo.run("grant", "revoke", grant, ok=False)
    assert done.returncode == 2 and "--yes" in done.stderr
    assert introspect(demo, token).json["active"] is True


def test_a_token_is_inspected_but_never_printed(demo):
    token = RawClient(demo).connect()["access_token"]
    done = demo.run("token", "inspect", "--json", stdin=token)
    assert token not in done.stdout + done.stderr
    assert introspect(demo, token).json["grant_id"] in done.stdout
    garbage = demo.run("token", "inspect", stdin="wla_garbage", ok=False)
    assert "wla_garbage" not in garbage.stdout + garbage.stderr


def test_a_new_person_signs_in_at_once(demo, vault):
    vault.keep("password", "a long enough passphrase")
    demo.run("user", "add", "new@example.com", "--name", "New Person", "--password-stdin",
             stdin="a long enough passphrase\n")
    demo.run("workspace", "add", "New Place", "--owner", "new@example.com")
    client = RawClient(demo, client_name="For the newcomer")
    _, answer = RawPerson(demo, email=None).sign_in(
        client.authorization(), "new@example.com", "a long enough passphrase"
    )
    assert "New Place" in answer.text and "Northwind Studio" not in answer.text


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["grant"], ["grant", "revoke"], ["grant", "list", "--unheard-of"],
     ["demo", "--listen", "nonsense"]],
)
def test_wrong_usage_is_2_and_one_sentence(arguments):
    process = Process(*arguments)
    process.child.wait(timeout=20)
    process.stop()
    assert process.child.returncode == 2, process.output()
    assert process.output("stderr").strip() and "Fatal" not in process.output()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["grant", "--help"], ["demo", "--help"], ["--version"]]
)
def test_help_is_on_standard_output(arguments):
    process = Process(*arguments)
    process.child.wait(timeout=20)
    process.stop()
    assert process.child.returncode == 0 and process.output("stdout").strip()


def test_a_taken_port_is_said_plainly(demo, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        process = Process("demo", "--listen", address, "--data", str(tmp_path / "data"))
        process.child.wait(timeout=30)
        process.stop()
    assert process.child.returncode == 1
    assert address in process.output("stderr")


def test_the_demo_stays_on_loopback(tmp_path):
    process = Process("demo", "--listen", "0.0.0.0:0", "--data", str(tmp_path / "data"))
    process.child.wait(timeout=30)
    process.stop()
    assert process.child.returncode in (1, 2)
    assert "loopback" in process.output("stderr")


def doctor(demo, *arguments):
    return subprocess.run(
        [str(BINARY), "doctor", "--database", str(demo.database), *arguments],
        capture_output=True, text=True, timeout=60,
    )


def test_the_doctor_finds_a_running_server_well(demo):
    done = doctor(demo, "--issuer", demo.issuer, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["ok"], report
    subjects = {each["subject"]: each["status"] for each in report["findings"]}
    for subject in ("options", "pages", "issuer", "folder", "keys", "database", "audit log", "clock"):
        assert subjects[subject] == "ok", (subject, report)
    text = doctor(demo, "--issuer", demo.issuer).stdout
    assert text.rstrip().splitlines()[-1].startswith("Nothing is wrong")


def test_the_doctor_says_what_is_wrong_and_fails(demo):
    port = urlsplit(demo.issuer).port
    done = doctor(demo, "--issuer", f"http://localhost:{port}")
    assert done.returncode == 1 and done.stderr == ""
    assert f"calls itself {demo.issuer}" in done.stdout or "cannot be an issuer" in done.stdout
    silent = doctor(demo, "--issuer", f"http://127.0.0.1:{free_port()}")
    assert silent.returncode == 1 and "does not answer" in silent.stdout
    assert "One thing is wrong" in silent.stdout


def completed(shell, words):
    """What a shell offers for the last of `words`."""
    script = subprocess.run(
        [str(BINARY), "completions", shell], capture_output=True, text=True, timeout=30, check=True
    ).stdout
    if shell == "bash":
        quoted = " ".join(shlex.quote(word) for word in words)
        script += f"\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _wayleave"
        script += "\nprintf '%s\\n' \"${COMPREPLY[@]}\""
        line = ["bash", "-c", script]
    else:
        line = ["fish", "--no-config", "-c", f"{script}\ncomplete -C {shlex.quote(' '.join(words))}"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=30)
    assert done.stderr == "", done.stderr
    return {each.partition("\t")[0] for each in done.stdout.split("\n") if each}


# Bash is everywhere; the other is tried where it is.
SHELLS = ["bash"] + (["fish"] if shutil.which("fish") else [])


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_options_and_words(shell, tmp_path):
    assert {"serve", "grant", "doctor"} <= completed(shell, ["wayleave", ""])
    assert completed(shell, ["wayleave", "gr"]) == {"grant"}
    assert {"list", "show", "revoke"} <= completed(shell, ["wayleave", "grant", ""])
    assert {"--active", "--since", "--json", "--help"} <= completed(shell, ["wayleave", "grant", "list", "--"])
    assert completed(shell, ["wayleave", "serve", "--log-format", ""]) == {"human", "json"}
    (tmp_path / "wayleave.db").write_text("")
    offered = completed(shell, ["wayleave", "user", "list", "--database", str(tmp_path) + "/"])
    assert any(each.endswith("wayleave.db") for each in offered), offered


def test_scripts_are_sound_for_their_shells():
    for shell in ("bash", "zsh", "fish"):
        script = subprocess.run(
            [str(BINARY), "completions", shell], capture_output=True, text=True, timeout=30, check=True
        ).stdout
        assert "wayleave" in script
        if shutil.which(shell):
            checked = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, timeout=30)
            assert checked.returncode == 0 and checked.stderr == "", checked.stderr
    wrong = subprocess.run([str(BINARY), "completions", "csh"], capture_output=True, text=True, timeout=30)
    assert wrong.returncode == 2 and "bash, zsh or fish" in wrong.stderr
