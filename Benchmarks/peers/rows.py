"""The database of the peers: one row a token, looked up by the token itself."""

import sqlite3
import threading

SCOPES = "workspace:read posts:read posts:write"
_local = threading.local()


def fill(path, tokens, client, resource, expires_at):
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(
        "CREATE TABLE tokens (token TEXT PRIMARY KEY, client TEXT, scope TEXT, resource TEXT,"
        " expires_at INTEGER) WITHOUT ROWID"
    )
    database.executemany(
        "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
        ((token, client, SCOPES, resource, expires_at) for token in tokens),
    )
    database.commit()
    database.close()


def find(path, token):
    """The row of a token or None, over a connection of the running thread."""
    if not hasattr(_local, "database"):
        _local.database = sqlite3.connect(path)
    query = "SELECT client, scope, resource, expires_at FROM tokens WHERE token = ?"
    return _local.database.execute(query, (token,)).fetchone()
