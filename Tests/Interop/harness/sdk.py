"""The official MCP Python SDK, untouched, in the line that this environment has installed."""

import contextlib
import importlib.metadata
import json
import queue
import time
from urllib.parse import urlsplit

import anyio
from anyio.from_thread import start_blocking_portal
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata

VERSION = importlib.metadata.version("mcp")
LINE = int(VERSION.split(".")[0])

if LINE >= 2:
    import httpx2 as httpx
    from mcp import Client
    from mcp.shared.auth import AuthorizationCodeResult

    MODES = ["auto", "legacy"]
else:
    import httpx
    from mcp import ClientSession

    MODES = ["legacy"]


class Memory:
    """The SDK's token storage, in memory."""

    def __init__(self, vault):
        self.vault = vault
        self.tokens = None
        self.client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.vault.keep("access_token", tokens.access_token)
        self.vault.keep("refresh_token", tokens.refresh_token)
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.vault.keep("client_secret", client.client_secret)
        self.client = client


class SdkClient:
    """One MCP client application and a record of what it exchanged with the server."""

    def __init__(self, resource, callback, vault, mode="legacy", on_question=None, **metadata):
        """`on_question` shows the person what the server asks in the middle of a call."""
        self.on_question = on_question
        self.resource = resource
        self.mode = mode
        self.callback = callback
        self.memory = Memory(vault)
        self.vault = vault
        self.exchanges = []
        self.token_grants = []
        self.to_visit = queue.Queue()
        self.provider = OAuthClientProvider(
            server_url=resource,
            client_metadata=OAuthClientMetadata(
                client_name=f"Interop SDK {VERSION}",
                redirect_uris=[callback.uri],
                grant_types=["authorization_code", "refresh_token"],
                response_types=["code"],
                **metadata,
            ),
            storage=self.memory,
            redirect_handler=self._redirect,
            callback_handler=self._called_back,
        )

    async def _redirect(self, url):
        self.to_visit.put(url)

    async def _called_back(self):
        query = await anyio.to_thread.run_sync(self.callback.next)
        if LINE >= 2:
            return AuthorizationCodeResult(
                code=query["code"], state=query.get("state"), iss=query.get("iss")
            )
        return query["code"], query.get("state")

    async def _record(self, response):
        request = response.request
        self.exchanges.append((request.method, urlsplit(str(request.url)).path, response.status_code))
        if urlsplit(str(request.url)).path == "/token":
            body = request.content.decode()
            self.vault.keep_form(body)
            self.token_grants.append("refresh_token" if "grant_type=refresh" in body else "code")

    @contextlib.asynccontextmanager
    async def _session(self):
        async with httpx.AsyncClient(
            auth=self.provider,
            event_hooks={"response": [self._record]},
            timeout=httpx.Timeout(30),
        ) as http:
            transport = streamable_http_client(self.resource, http_client=http)
            if LINE >= 2:
                async with Client(
                    transport, mode=self.mode, elicitation_callback=self.on_question
                ) as client:
                    yield client
            else:
                async with transport as (reading, writing, _):
                    async with ClientSession(reading, writing) as session:
                        await session.initialize()
                        yield session

    def expire_access_token(self):
        """Makes the SDK's own clock say that the access token is over."""
        self.provider.context.token_expiry_time = 1

    def run(self, journey, *visits, seconds=60):
        """Runs `journey(session)` in the background while `visits` serve the browser in turn.

        Each visit is called with the authorization URL that the SDK wants opened. More URLs than
        visits is a failure: the client asked the person again without need.
        """

        async def whole():
            async with self._session() as session:
                return await journey(session)

        with start_blocking_portal() as portal:
            future = portal.start_task_soon(whole)
            deadline = time.monotonic() + seconds
            waiting = list(visits)
            try:
                while not future.done():
                    assert time.monotonic() < deadline, f"the client hangs: {self.exchanges}"
                    try:
                        url = self.to_visit.get(timeout=0.2)
                    except queue.Empty:
                        continue
                    assert waiting, f"the browser is asked for once more: {self.exchanges}"
                    waiting.pop(0)(url)
                result = future.result()
            except BaseException:
                future.cancel()
                raise
        assert not waiting, f"{len(waiting)} visits never happened: {self.exchanges}"
        return result


def outcome(result):
    """Whether a tool failed, and its structured content, by the names of either SDK line."""
    if LINE >= 2:
        return result.is_error, result.structured_content
    return result.isError, result.structuredContent


def structured(result):
    """The structured content of a tool result, or its text read as JSON."""
    failed, value = outcome(result)
    assert not failed, result
    return value if value is not None else json.loads(result.content[0].text)
