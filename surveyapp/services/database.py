"""The schema: bringing a database up to date, and telling whether it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

import surveyapp
from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
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
        _make_folder()
        with _unchecked() as connection, connection.begin():
            command.upgrade(_config(connection), "head")
            if connection.dialect.name == "sqlite":
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                assert not lost, "a migration left rows behind that point to nothing"


def _make_folder() -> None:
    """Make the folder of SQLite's file where it is missing."""
    if db.engine.url.get_backend_name() != "sqlite" or not db.engine.url.database:
        return
    try:
        Path(db.engine.url.database).parent.mkdir(parents=True, exist_ok=True)
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
        context = MigrationContext.configure(connection)
        wanted = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        return context.get_current_revision() == wanted


def refuse_outdated() -> None:
    """``SurveyError`` unless the schema is the one that this version wants."""
    if not up_to_date():
        raise SurveyError("The database is not up to date: run `surveyapp upgrade` first.")
