"""Introspection beside the authorization routes of the MCP Python SDK, which has none of its own."""

import base64
import os
import secrets

from mcp.server.auth.provider import AccessToken
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

import rows

DATABASE = os.environ["PEER_DATABASE"]
CREDENTIAL = base64.b64encode(os.environ["PEER_CREDENTIAL"].encode()).decode()


def load_access_token(token):
    """What a provider of the SDK answers its routes with."""
    row = rows.find(DATABASE, token)
    if row is None:
        return None
    client, scope, resource, expires_at = row
    return AccessToken(
        token=token, client_id=client, scopes=scope.split(), expires_at=expires_at,
        resource=resource,
    )


async def introspect(request):
    if not secrets.compare_digest(request.headers.get("authorization", ""), f"Basic {CREDENTIAL}"):
        return JSONResponse({"error": "invalid_client"}, 401)
    form = await request.form()
    token = load_access_token(form.get("token", ""))
    if token is None:
        return JSONResponse({"active": False})
    return JSONResponse({
        "active": True, "client_id": token.client_id, "scope": " ".join(token.scopes),
        "exp": token.expires_at, "token_type": "Bearer", "aud": token.resource,
    })


app = Starlette(routes=[Route("/introspect", introspect, methods=["POST"])])
