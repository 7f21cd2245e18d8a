"""The schema: bringing a database up to date, and telling whether it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, RootTransaction, exists, inspect, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

import surveyapp
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import WRITES, db
from surveyapp.models import metadata

MIGRATIONS = Path(surveyapp.__file__).parent / "migrations"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@contextmanager
def refusals() -> Iterator[None]:
    """What is wrong with the database as ``SurveyError``: it is the operator who can mend it."""
    try:
        yield
    except CommandError as error:
        raise SurveyError(
            f"The database was made by another version of this product: {_said(error)}. Install "
            "that version, or check SURVEYAPP_DATABASE."
        ) from error
    except DBAPIError as error:
        raise _unusable(error.orig or error) from error
    except SQLAlchemyError as error:
        raise _unusable(error) from error


def _unusable(error: BaseException) -> SurveyError:
    return SurveyError(f"The database cannot be used: {_said(error)}. Check SURVEYAPP_DATABASE.")


def _said(error: BaseException) -> str:
    """The message on one line, never with the password in it."""
    text = " ".join(str(error).split()).rstrip(".")
    password = db.engine.url.password
    return text.replace(str(password), "***") if password else text


def upgrade() -> None:
    """Bring the schema up to date; on a database that is, nothing happens.

    ``SurveyError`` if there is no database to be had, or it is another version's.
    """
    with refusals():
        _make_file()
        with _unchecked() as connection, connection.begin():
            _to_head(connection)


def _to_head(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not lost, "there are rows that point to nothing"


@contextmanager
def rebuilt(wanted: str, *, replace: bool) -> Iterator[Connection]:
    """An empty schema of an earlier revision to put rows in; afterwards it is brought up to date.

    All in one transaction. ``SurveyError`` if the revision is unknown, or if there are rows that
    need not be replaced.
    """
    with refusals():
        _make_file()
        with _unchecked() as connection, _writing(connection):
            _refuse_unknown(connection, wanted)
            if not replace:
                _refuse_rows(connection)
            metadata.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
            command.upgrade(_config(connection), wanted)
            yield connection
            _to_head(connection)


def _writing(connection: Connection) -> RootTransaction:
    """A transaction for which SQLite takes its lock at once."""
    return connection.execution_options(**{WRITES: True}).begin()


def _refuse_unknown(connection: Connection, wanted: str) -> None:
    """``SurveyError`` if the rows, or what they would replace, are those of another version."""
    for name, thing in ((wanted, "backup"), (revision(connection), "database")):
        if name not in {"", *_revisions()}:
            raise SurveyError(
                f"The {thing} was made by a later version of this product (schema {name}): "
                "install that version."
            )


def _refuse_rows(connection: Connection) -> None:
    here = set(inspect(connection).get_table_names()) & set(metadata.tables)
    for name in here:
        if connection.scalar(select(exists().select_from(metadata.tables[name]))):
            raise SurveyError(
                "The database is not empty: name an empty one in SURVEYAPP_DATABASE, or add "
                "--replace to lose what is in it."
            )


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, whoever writes meanwhile."""
    engine = db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, connection.begin():
        yield connection


def revision(connection: Connection) -> str:
    """The revision of the schema; empty where there is none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _make_file() -> None:
    """Make SQLite's file, and its folder, where they are missing: they are their owner's alone."""
    if db.engine.url.get_backend_name() != "sqlite" or not db.engine.url.database:
        return
    file = Path(db.engine.url.database)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What SQLite puts beside it gets the same mode.
        file.touch(mode=0o600)
    except OSError as error:
        raise _unusable(error) from error


@contextmanager
def _unchecked() -> Iterator[Connection]:
    """A connection on which SQLite lets a table be made anew while others point to it."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        file = connection.connection.driver_connection
        assert isinstance(file, sqlite3.Connection)
        # Outside of any transaction, or SQLite does not listen.
        file.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            file.execute("PRAGMA foreign_keys = ON")


def new_migration(message: str, number: str) -> None:
    """For developers: write down what the models have that the schema lacks."""
    with db.engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


def differences() -> list[object]:
    """What the models have that the schema lacks, or the other way round."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def up_to_date() -> bool:
    """Whether the schema is the one that this version of the product wants.

    ``SurveyError`` if the database cannot be asked.
    """
    with refusals(), db.engine.connect() as connection:
        return revision(connection) == _revisions()[0]


@cache
def _revisions() -> tuple[str, ...]:
    """The revisions that this version knows, the latest first."""
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return tuple(script.revision for script in scripts)


def refuse_outdated() -> None:
    """``SurveyError`` unless the schema is the one that this version wants."""
    if not up_to_date():
        raise SurveyError("The database is not up to date: run `surveyapp upgrade` first.")
