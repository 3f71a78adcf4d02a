"""Authlib's introspection endpoint (RFC 7662) in Flask, over SQLite."""

import os
import secrets

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import Flask

import rows

DATABASE = os.environ["PEER_DATABASE"]
NAME, SECRET = os.environ["PEER_CREDENTIAL"].split(":", 1)


class ResourceServer(ClientMixin):
    """The one that may ask."""

    def check_client_secret(self, client_secret):
        return secrets.compare_digest(SECRET, client_secret)

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"


class Introspection(IntrospectionEndpoint):
    CLIENT_AUTH_METHODS = ["client_secret_basic"]

    def query_token(self, token_string, token_type_hint):
        return rows.find(DATABASE, token_string)

    def check_permission(self, token, client, request):
        return True

    def authenticate_token(self, request, client):
        self.check_params(request, client)
        return self.query_token(request.form["token"], request.form.get("token_type_hint"))

    def create_introspection_payload(self, token):
        return self.introspect_token(token) if token else {"active": False}

    def introspect_token(self, token):
        client, scope, resource, expires_at = token
        return {
            "active": True, "client_id": client, "scope": scope, "exp": expires_at,
            "token_type": "Bearer", "aud": resource,
        }


app = Flask(__name__)
server = AuthorizationServer(
    app,
    query_client=lambda name: ResourceServer() if name == NAME else None,
    save_token=lambda token, request: None,
)
server.register_endpoint(Introspection)


@app.post("/introspect")
def introspect():
    return server.create_endpoint_response(Introspection.ENDPOINT_NAME)
