"""Drafts by a model of the operator's choice, through a server that was told of one."""

import json
import secrets
import time
import urllib.request

import pytest

from harness.model import Model
from harness.raw import RawClient, RawPerson, tool_result
from harness.server import Process
from test_publishing import SCOPES

WORDS = "A desk of oak from the hills behind our workshop, 160 centimetres wide. Come and see it."


@pytest.fixture(scope="module")
def model(vault):
    key = "sk-" + secrets.token_urlsafe(24)
    vault.keep("model key", key)
    model = Model(key, WORDS)
    yield model
    model.close()


@pytest.fixture(scope="module")
def server(model, start_demo, tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "model"
    path.write_text(model.key + "\n")
    path.chmod(0o600)
    return start_demo(
        "--ai-endpoint", model.base, "--ai-model", "oak-1", "--ai-key-file", str(path),
        "--image-endpoint", model.base, "--image-model", "oak-image", "--image-key-file", str(path),
    )


def refused(*arguments):
    """The exit code and the words of a server that does not start."""
    process = Process(*arguments)
    try:
        process.child.wait(timeout=60)
    finally:
        code = process.stop()
    return code, process.output()


@pytest.mark.parametrize("command", ["serve", "demo", "mcp"])
@pytest.mark.parametrize(
    "given, needed",
    [
        (["--ai-endpoint", "http://127.0.0.1:9/v1"], "--ai-model"),
        (["--ai-model", "oak-1"], "--ai-endpoint"),
        (["--ai-key-file", "key"], "--ai-endpoint"),
        (["--image-endpoint", "http://127.0.0.1:9/v1"], "--image-model"),
        (["--image-model", "oak-image"], "--image-endpoint"),
        (["--image-key-file", "key"], "--image-endpoint"),
    ],
)
def test_half_of_a_model_is_wrong_usage(command, given, needed, tmp_path):
    place = ["--data", str(tmp_path / "data")] if command == "demo" else ["--database", str(tmp_path / "data")]
    extra = ["--introspect", "http://127.0.0.1:9/introspect", "--credential", "rs_x:y"] if command == "mcp" else []
    code, words = refused(command, "--listen", "127.0.0.1:0", *place, *extra, *given)
    assert code == 2, words
    assert given[0] in words and needed in words, words
    assert not list(tmp_path.iterdir()), "a file was made"


@pytest.mark.parametrize("text, mode, words", [("", 0o600, "empty"), ("sk-open\n", 0o666, "mode 0666")])
def test_a_key_file_without_a_key_or_open_to_everybody_is_refused(text, mode, words, tmp_path):
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(mode)
    endpoint = ["--ai-endpoint", "http://127.0.0.1:9/v1", "--ai-model", "m", "--ai-key-file", str(path)]
    code, said = refused("demo", "--listen", "127.0.0.1:0", "--data", str(tmp_path / "data"), *endpoint)
    assert code == 1 and words in said and str(path) in said, said
    router = ["--introspect", "http://127.0.0.1:9/introspect", "--credential-file", str(path)]
    code, said = refused("mcp", "--listen", "127.0.0.1:0", *router)
    assert code == 1 and words in said and str(path) in said, said
    assert "sk-open" not in said


def test_a_key_that_others_can_read_is_warned_of_once(start_demo, server, vault, tmp_path):
    path = tmp_path / "key"
    key = "sk-" + secrets.token_urlsafe(24)
    vault.keep("model key", key)
    path.write_text(key)
    path.chmod(0o444)
    demo = start_demo(
        "--ai-endpoint", "http://127.0.0.1:9/v1", "--ai-model", "m", "--ai-key-file", str(path)
    )
    demo.wait_for('"mode":"0444"')
    demo.stop()
    lines = [line for line in demo.request_log.splitlines() if str(path) in line]
    assert len(lines) == 1 and "0600" in lines[0], lines
    assert "Other accounts" not in server.request_log


def test_a_model_writes_and_draws_and_its_failure_leaves_nothing(server, model):
    client = RawClient(server, client_name="Drafting assistant")
    query = RawPerson(server).approve(client.authorization(scope=SCOPES))
    token = client.redeem(query["code"]).json["access_token"]
    server.vault.keep("access_token", token)
    workspaces = tool_result(server, token, "list_workspaces")["structuredContent"]["workspaces"]
    studio = next(each["id"] for each in workspaces if each["name"] == "Northwind Studio")

    prompt = "Announce the oak desk that we finished this week"
    result = tool_result(
        server, token, "create_ai_post", workspaceId=studio, prompt=prompt, generateImage=True
    )
    assert result["isError"] is False, result
    post = result["structuredContent"]
    assert post["status"] == "DRAFT" and post["caption"] == WORDS
    assert post["generation"]["generator"] == "oak-1", post["generation"]
    assert post["generation"]["headline"] == "Oak, by hand"
    assert [each["type"] for each in post["media"]] == ["image/png"]

    paths = [path for path, _ in model.requests]
    assert paths == ["/v1/chat/completions", "/v1/images/generations"]
    chat = model.requests[0][1]
    assert chat["model"] == "oak-1" and chat["stream"] is True
    assert any(prompt in message["content"] for message in chat["messages"])

    def posts():
        listed = tool_result(server, token, "list_posts", workspaceId=studio, limit=50)
        return [each["postGroupId"] for each in listed["structuredContent"]["posts"]]

    before = posts()
    model.failing = True
    failed = tool_result(server, token, "create_ai_post", workspaceId=studio, prompt=prompt)
    model.failing = False
    assert failed["isError"] is True
    error = failed["structuredContent"]["error"]
    assert error["hint"] and "127.0.0.1" not in str(error) and model.key not in str(error)
    assert posts() == before


def test_a_server_ends_while_a_model_is_at_work_and_a_client_waits(start_demo, vault):
    """The model never answers: the server lets go of it, and answers the client first."""
    key = "sk-" + secrets.token_urlsafe(24)
    vault.keep("model key", key)
    model = Model(key, WORDS)
    model.answering.clear()
    try:
        demo = start_demo("--ai-endpoint", model.base, "--ai-model", "oak-1")
        client = RawClient(demo, client_name="Patient assistant")
        query = RawPerson(demo).approve(client.authorization(scope=SCOPES))
        token = client.redeem(query["code"]).json["access_token"]
        vault.keep("access_token", token)
        workspaces = tool_result(demo, token, "list_workspaces")["structuredContent"]["workspaces"]
        studio = next(each["id"] for each in workspaces if each["name"] == "Northwind Studio")
        begun = tool_result(demo, token, "create_ai_campaign", workspaceId=studio, prompt="Announce our oak desk")
        look = {"workspaceId": studio, "campaignId": begun["structuredContent"]["campaignId"]}
        body = {
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "get_ai_campaign", "arguments": look, "_meta": {"progressToken": 1}},
        }
        request = urllib.request.Request(
            demo.resource,
            json.dumps(body).encode(),
            {
                "Content-Type": "application/json",
                "Accept": "application/json, text/event-stream",
                "MCP-Protocol-Version": "2025-11-25",
                "Authorization": f"Bearer {token}",
            },
        )
        with urllib.request.urlopen(request, timeout=60) as stream:
            lines = iter(stream.readline, b"")
            first = next(line for line in lines if b"data:" in line)
            assert b"0 of 5 posts" in first
            deadline = time.monotonic() + 60
            while not model.requests:
                assert time.monotonic() < deadline, "the model is never asked"
                time.sleep(0.1)
            assert demo.stop() == 0
            rest = b"".join(lines)
        assert b'"result"' in rest and b"GENERATING" in rest, rest
    finally:
        model.answering.set()
        model.close()
