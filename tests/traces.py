"""Where in a database a text can be found: in SQLite's files, in the rows of PostgreSQL."""

from pathlib import Path

from sqlalchemy import text

from surveyapp.extensions import db


def traces(written: str) -> list[str]:
    """The files or tables that hold this text; of SQLite also freed pages and the log."""
    db.session.rollback()
    return _in_files(written) if db.engine.dialect.name == "sqlite" else _in_rows(written)


def _in_files(written: str) -> list[str]:
    db.session.remove()
    file = Path(str(db.engine.url.database))
    found = file.parent.glob(f"{file.name}*")
    return sorted(one.name for one in found if written.encode() in one.read_bytes())


def _in_rows(written: str) -> list[str]:
    """Looks at whole rows as text, in which bytes are written in hexadecimal."""
    query = 'SELECT count(*) FROM "{0}" t WHERE strpos(t::text, :plain) + strpos(t::text, :hex) > 0'
    values = {"plain": written, "hex": written.encode().hex()}
    tables = [*db.metadata.tables, "alembic_version"]
    return [table for table in tables if db.session.scalar(text(query.format(table)), values)]
