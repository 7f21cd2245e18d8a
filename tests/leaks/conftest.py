"""Leaks are looked for on SQLite and on PostgreSQL, through services and pages."""

from tests.services.conftest import database_url, postgres
from tests.web.conftest import assessment, bob, client

__all__ = ["assessment", "bob", "client", "database_url", "postgres"]
