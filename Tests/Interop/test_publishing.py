"""Tools that work in a workspace, through the whole server: the demo's content, a post's life, the scheduler."""

import json
import time

from harness.raw import RawClient, RawPerson, tool

SCOPES = (
    "workspace:read social_profiles:read posts:read posts:write posts:publish workflows:read workflows:run"
)


def connected(demo):
    client = RawClient(demo)
    query = RawPerson(demo).approve(client.authorization(scope=SCOPES))
    token = client.redeem(query["code"]).json["access_token"]
    demo.vault.keep("access_token", token)
    workspaces = tool(demo, token, "list_workspaces")["workspaces"]
    return token, next(each["id"] for each in workspaces if each["name"] == "Northwind Studio")


def test_a_post_is_made_previewed_and_published(demo):
    token, studio = connected(demo)
    assert len(tool(demo, token, "list_posts", workspaceId=studio, statuses=["POSTED"])["posts"]) >= 2
    profiles = tool(demo, token, "list_social_profiles", workspaceId=studio, provider="demo")["profiles"]
    profile = next(each["id"] for each in profiles if each["status"] == "connected")
    made = tool(
        demo, token, "create_post",
        workspaceId=studio, caption="From a test", socialProfileIds=[profile], idempotencyKey="interop-1",
    )
    assert made["status"] == "DRAFT"
    post = {"workspaceId": studio, "postGroupId": made["postGroupId"]}
    assert tool(demo, token, "preview_post", **post)["problems"] == []
    out = tool(demo, token, "publish_post", **post)
    assert out["status"] == "POSTED"
    assert out["profiles"][0]["attempts"][0]["url"].startswith("https://demo.example/")
    assert tool(demo, token, "delete_post", **post)["error"]["code"] == "wrong_status"


def test_a_workflow_runs_by_itself(demo):
    token, studio = connected(demo)
    workflows = tool(demo, token, "list_workflows", workspaceId=studio)["workflows"]
    announce = next(each["id"] for each in workflows if each["name"] == "Say it now")
    run = tool(demo, token, "run_workflow", workspaceId=studio, workflowId=announce, input={"text": "Now"})
    deadline = time.monotonic() + 60
    while run["status"] not in ("SUCCEEDED", "FAILED") and time.monotonic() < deadline:
        time.sleep(0.5)
        run = tool(demo, token, "get_workflow_run", workspaceId=studio, runId=run["runId"])
    assert run["status"] == "SUCCEEDED", run


def test_what_a_tool_made_is_in_the_export(demo):
    token, studio = connected(demo)
    tool(demo, token, "create_post", workspaceId=studio, caption="Exported")
    exported = json.loads(demo.run("publishing", "export", "Northwind Studio").stdout)
    assert "Exported" in [post["caption"] for post in exported["posts"]]
    assert len(exported["workflows"]) == 3
