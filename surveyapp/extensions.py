"""Extensions of Flask, made once and bound to an app by ``create_app``."""

import sqlite3
from typing import Any

from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection, Engine, event

from surveyapp.models import metadata

WRITES = "surveyapp_writes"
"""Execution option of a transaction that will write; SQLite then takes its lock at once."""

db = SQLAlchemy(metadata=metadata)
csrf = CSRFProtect()
login = LoginManager()


def prepare(engine: Engine) -> None:
    """Give SQLite what the promises need: foreign keys, WAL, durable commits, secure delete."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "foreign_keys = ON",
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "busy_timeout = 10000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
