"""Drafts by a model of the operator's choice, through a server that was told of one."""

import secrets

import pytest

from harness import http
from harness.model import Model
from harness.raw import RawClient, RawPerson
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


def call(server, token, name, **arguments):
    answer = http.post_json(
        server.resource,
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}},
        {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2025-11-25",
            "Authorization": f"Bearer {token}",
        },
    )
    assert answer.status == 200, answer
    return answer.json["result"]


def test_a_model_writes_and_draws_and_its_failure_leaves_nothing(server, model):
    client = RawClient(server, client_name="Drafting assistant")
    query = RawPerson(server).approve(client.authorization(scope=SCOPES))
    token = client.redeem(query["code"]).json["access_token"]
    server.vault.keep("access_token", token)
    workspaces = call(server, token, "list_workspaces")["structuredContent"]["workspaces"]
    studio = next(each["id"] for each in workspaces if each["name"] == "Northwind Studio")

    prompt = "Announce the oak desk that we finished this week"
    result = call(
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
        listed = call(server, token, "list_posts", workspaceId=studio, limit=50)
        return [each["postGroupId"] for each in listed["structuredContent"]["posts"]]

    before = posts()
    model.failing = True
    failed = call(server, token, "create_ai_post", workspaceId=studio, prompt=prompt)
    model.failing = False
    assert failed["isError"] is True
    error = failed["structuredContent"]["error"]
    assert error["hint"] and "127.0.0.1" not in str(error) and model.key not in str(error)
    assert posts() == before
