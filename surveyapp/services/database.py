"""The schema: bringing a database up to date, and telling whether it is."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

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


def upgrade() -> None:
    """Bring the schema up to date; on a database that is, nothing happens."""
    if db.engine.url.get_backend_name() == "sqlite" and db.engine.url.database:
        Path(db.engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        with db.engine.begin() as connection:
            command.upgrade(_config(connection), "head")
    except OperationalError as error:
        raise SurveyError(
            f"The database cannot be opened: {error.orig}. Check SURVEYAPP_DATABASE."
        ) from error


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
    """Whether the schema is the one that this version of the product wants."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        wanted = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        return context.get_current_revision() == wanted
