"""Where in a database a text can be found: in SQLite's files, in the rows of PostgreSQL."""

from pathlib import Path

from sqlalchemy import text

from surveyapp.extensions import db


def traces(sought: str | bytes) -> list[str]:
    """The files or tables that hold this; of SQLite also freed pages and the log."""
    db.session.rollback()
    written = sought.encode() if isinstance(sought, str) else sought
    return _in_files(written) if db.engine.dialect.name == "sqlite" else _in_rows(written)


def _in_files(written: bytes) -> list[str]:
    db.session.remove()
    file = Path(str(db.engine.url.database))
    found = file.parent.glob(f"{file.name}*")
    return sorted(one.name for one in found if written in one.read_bytes())


def _in_rows(written: bytes) -> list[str]:
    """Looks at whole rows as text, in which bytes are written in hexadecimal."""
    query = 'SELECT count(*) FROM "{0}" t WHERE strpos(t::text, :plain) + strpos(t::text, :hex) > 0'
    values = {"plain": written.decode(errors="replace"), "hex": written.hex()}
    tables = [*db.metadata.tables, "alembic_version"]
    return [table for table in tables if db.session.scalar(text(query.format(table)), values)]
