"""The drill: what was backed up comes back whole, on either database, and goes on working."""

import hashlib
import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask
from sqlalchemy import select, text

from surveyapp.core.errors import LinkGone, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models import metadata
from surveyapp.models.invitation import Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.wave import Wave
from surveyapp.services import (
    audit,
    backup_file,
    backups,
    database,
    invitations,
    progress,
    reports,
    responses,
    results,
    waves,
)
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.conftest import new_app

Rows = dict[str, list[dict[str, Any]]]

LETTER = "Wat ik zie: 'quotes', \"dubbele\", \\ en een € — zó.\nEn een tweede regel."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "surveyapp.backup"


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, upgraded: Path, tmp_path: Path) -> Iterator[Flask]:
    """The product on another machine, with the same secret: upgraded, empty, of either kind."""
    url = f"sqlite:///{tmp_path}/new/folder/other.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").fresh()
    app = new_app(url)
    yield app
    with app.app_context():
        db.engine.dispose()


def everything() -> Rows:
    """All rows of all tables, as the models read them."""
    with database.snapshot() as connection:
        return {
            table.name: [
                {name: backup_file.written(value) for name, value in row.items()}
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in metadata.sorted_tables
        }


def filled(cast: Cast) -> str:
    """A wave that is handed out, and one under way with a draft and waiting mail: its token."""
    people.released_wave(cast, "pre")
    key = people.assessment(people.open_wave(cast, "post"))
    first, second, *_ = people.invite(key, count=6)
    people.answer(first, texts={"keep": LETTER})
    responses.save(invitations.open_link(second), {"vision-1": 4}, {"keep": LETTER})
    with transaction() as session:
        invitation = session.scalars(select(Invitation.id).where(Invitation.state == "prepared"))
        session.add(OutboxMessage(invitation_id=invitation.first(), kind="drill"))
    db.session.remove()
    return second


@pytest.mark.usefixtures("context")
def test_what_was_backed_up_comes_back_whole_on_either_database(
    cast: Cast, file: Path, elsewhere: Flask
) -> None:
    token = filled(cast)
    before = everything()
    made = backups.make(file)
    assert made.unfrozen == 1
    assert made.rows == sum(map(len, before.values()))
    assert everything() == before, "a backup only reads"
    with elsewhere.app_context():
        restored = backups.restore(file)
        assert restored.rows == made.rows
        waiting = [row for row in before["outbox"] if row["state"] == "waiting"]
        assert restored.waiting == len(waiting) > 0
        after = everything()
        event = after["audit_event"].pop(_place_of_restoring(after))
        assert event["actor_id"] is None
        assert after == before
        assert database.differences() == []
        _goes_on(token)


def _place_of_restoring(rows: Rows) -> int:
    return next(
        place
        for place, row in enumerate(rows["audit_event"])
        if row["action"] == "database restored"
    )


def _goes_on(token: str) -> None:
    """Links open, drafts can be read, reports too, and the wave can be frozen and handed out."""
    opened = invitations.open_link(token)
    assert responses.draft(opened).texts == {"keep": LETTER}
    people.answer(token, seed=2, texts={"keep": LETTER})
    wave = db.session.scalars(select(Wave.id).where(Wave.name == "post")).one()
    for other in people.tokens(people.assessment(wave), "teacher"):
        with suppress(LinkGone):
            people.answer(other, seed=3)
    people.freeze(wave)
    reports.release_wave(wave)
    for name in ("pre", "post"):
        wave = db.session.scalars(select(Wave.id).where(Wave.name == name)).one()
        assert reports.stored(people.assessment(wave)).leader == "Alice de Vries"


@pytest.mark.rule("S2")
@pytest.mark.usefixtures("context")
def test_rows_stand_in_the_order_of_their_random_keys(cast: Cast, file: Path) -> None:
    people.answered_wave(cast)
    db.session.remove()
    backups.make(file)
    with ZipFile(file) as archive:
        for name in ("invitation", "response", "comment"):
            lines = archive.read(f"{name}.jsonl").decode().splitlines()
            keys = [json.loads(line)["id"] for line in lines]
            assert len(keys) > 20
            assert keys == sorted(keys)


@pytest.mark.rule("S2", "S5")
@pytest.mark.usefixtures("context")
def test_a_backup_holds_what_stands_in_the_tables_and_nothing_else(cast: Cast, file: Path) -> None:
    people.released_wave(cast)
    db.session.remove()
    backups.make(file)
    rows = everything()
    with ZipFile(file) as archive:
        assert archive.comment == b""
        assert set(archive.namelist()) == {"manifest.json", *(f"{name}.jsonl" for name in rows)}
        for name, known in rows.items():
            assert [
                json.loads(line) for line in archive.read(f"{name}.jsonl").splitlines()
            ] == known
        manifest = json.loads(archive.read("manifest.json"))
    assert set(manifest) == {"format", "made_at", "revision", "tables"}
    assert all(set(table) == {"name", "columns", "rows", "sha256"} for table in manifest["tables"])
    assert rows["comment"] == rows["draft"] == []


@pytest.mark.usefixtures("context")
def test_the_file_is_for_its_owner_only_and_leaves_no_scraps(file: Path) -> None:
    backups.make(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".")] == []


@pytest.mark.usefixtures("context")
def test_what_is_there_is_overwritten_only_when_asked(file: Path) -> None:
    backups.make(file)
    before = file.read_bytes()
    with pytest.raises(SurveyError, match="--overwrite"):
        backups.make(file)
    assert file.read_bytes() == before
    backups.make(file, overwrite=True)
    assert file.read_bytes() != before


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("size", [0, 1, 5_000, 10_000])
def test_on_a_full_disk_the_old_backup_stays_whole(cast: Cast, file: Path, size: int) -> None:
    backups.make(file)
    before = file.read_bytes()
    people.answered_wave(cast)
    db.session.remove()
    with small_disk(size), pytest.raises(SurveyError) as refusal:
        backups.make(file, overwrite=True)
    assert "cannot be written: File too large. What was there before is untouched." in str(
        refusal.value
    )
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".")] == []


@pytest.mark.usefixtures("context")
def test_what_happens_meanwhile_is_not_in_the_backup(
    app: Flask, cast: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.answered_wave(cast)
    db.session.remove()
    before = everything()
    original = backups._rows

    def busy(connection: sa.Connection, table: sa.Table) -> Iterator[backup_file.Row]:
        if table.name == "programme":
            with db.engine.connect() as other, other.begin():
                other.execute(text("DELETE FROM comment"))
        return original(connection, table)

    monkeypatch.setattr(backups, "_rows", busy)
    backups.make(file)
    assert everything()["comment"] == []
    with ZipFile(file) as archive:
        assert len(archive.read("comment.jsonl").splitlines()) == len(before["comment"]) > 0


@pytest.mark.usefixtures("context")
def test_a_database_that_holds_something_is_left_alone(cast: Cast, file: Path) -> None:
    backups.make(file)
    people.open_wave(cast)
    db.session.remove()
    before = everything()
    with pytest.raises(SurveyError, match="--replace"):
        backups.restore(file)
    assert everything() == before


@pytest.mark.usefixtures("context")
def test_what_is_replaced_is_gone(cast: Cast, file: Path) -> None:
    backups.make(file)
    wave = people.open_wave(cast)
    db.session.remove()
    backups.restore(file, replace=True)
    with pytest.raises(NotFound):
        progress.view(wave)
    assert next(deed.action for deed in audit.everything()) == "database restored"


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The same ZIP with other content."""
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _other_name(parts: dict[str, bytes]) -> None:
    parts["account.jsonl"] = parts["account.jsonl"].replace(b"Alice", b"Alina")


def _no_manifest(parts: dict[str, bytes]) -> None:
    del parts["manifest.json"]


def _no_table(parts: dict[str, bytes]) -> None:
    del parts["response.jsonl"]


def _empty_manifest(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b"{}"


def _later_version(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps(manifest | {"revision": "9999"}).encode()


def _other_rows(parts: dict[str, bytes]) -> None:
    """As a tampering hand would, fingerprints and all: two accounts with one address."""
    line = json.loads(parts["account.jsonl"].splitlines()[0]) | {"id": uuid4().hex}
    parts["account.jsonl"] += json.dumps(line).encode() + b"\n"
    manifest = json.loads(parts["manifest.json"])
    for table in manifest["tables"]:
        table["sha256"] = hashlib.sha256(parts[f"{table['name']}.jsonl"]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_other_name, "changed or damaged"),
        (_no_manifest, "no whole backup"),
        (_no_table, "no whole backup"),
        (_empty_manifest, "no whole backup"),
        (_later_version, "later version of this product"),
        (_other_rows, "rows of account do not fit"),
    ],
)
def test_a_backup_that_cannot_be_trusted_changes_nothing(
    cast: Cast, file: Path, change: Callable[[dict[str, bytes]], None], sentence: str
) -> None:
    backups.make(file)
    rewritten(file, change)
    before = everything()
    with pytest.raises(SurveyError, match=sentence) as refusal:
        backups.restore(file, replace=True)
    assert "@" not in str(refusal.value)
    assert everything() == before


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(cast: Cast, file: Path, share: float) -> None:
    backups.make(file)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(SurveyError, match="no whole backup"):
        backups.restore(file, replace=True)


@pytest.mark.usefixtures("context")
def test_a_flipped_byte_is_noticed_wherever_it_is(cast: Cast, file: Path) -> None:
    backups.make(file)
    content = file.read_bytes()
    with ZipFile(file) as archive:
        info = archive.getinfo("account.jsonl")
    place = info.header_offset + 30 + len(info.filename) + 60
    file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    with pytest.raises(SurveyError, match="no whole backup"):
        backups.restore(file, replace=True)


@pytest.mark.usefixtures("context")
def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(SurveyError, match=f"{file.name} cannot be read: No such file"):
        backups.restore(file)


@pytest.mark.usefixtures("context")
def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    cast: Cast, file: Path, elsewhere: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.released_wave(cast)
    db.session.remove()
    before = everything()
    with database._unchecked() as connection, connection.begin():
        command.downgrade(database._config(connection), "0001")
        then = sa.MetaData()
        then.reflect(connection, only=lambda name, _: name != "alembic_version")
    # As the product of that time would have written it.
    for table in then.tables.values():
        for column in table.columns:
            now = metadata.tables[table.name].columns[column.name]
            column.type = now.type
    monkeypatch.setattr(backups, "metadata", then)
    backups.make(file)
    monkeypatch.undo()
    with elsewhere.app_context():
        backups.restore(file)
        after = everything()
        assert [row["action"] for row in after.pop("audit_event")] == ["database restored"]
        assert database.up_to_date()
    for name, table in then.tables.items():
        columns = {column.name for column in table.columns}
        assert _only(after[name], columns) == _only(before[name], columns), name
    assert {"response", "invitation"} < set(then.tables)
    assert "outbox" not in then.tables


def _only(rows: list[dict[str, Any]], columns: set[str]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in columns} for row in rows]


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_addresses_that_are_due_do_not_come_back(cast: Cast, file: Path) -> None:
    wave = people.answered_wave(cast)
    waves.close_wave(wave)
    results.freeze_wave(wave, date.today() - timedelta(days=40))
    db.session.remove()
    backups.make(file)
    restored = backups.restore(file, replace=True)
    assert restored.addresses.invitations > 20
    assert not [row for row in everything()["invitation"] if row["email"] or row["name"]]


@pytest.mark.usefixtures("context")
def test_a_crash_while_restoring_leaves_what_was_there(
    cast: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.released_wave(cast)
    db.session.remove()
    backups.make(file)
    before = everything()
    original = backups._fill

    def crash(connection: sa.Connection, table: Any, backup: Any) -> None:
        if table.name == "report":
            raise KeyboardInterrupt
        original(connection, table, backup)

    monkeypatch.setattr(backups, "_fill", crash)
    with pytest.raises(KeyboardInterrupt):
        backups.restore(file, replace=True)
    assert everything() == before


def test_every_column_of_the_models_fits_into_a_backup() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            assert backup_file.kind_of(column) in backup_file.KINDS
    with pytest.raises(TypeError, match="add it to KINDS"):
        backup_file.kind_of(sa.Column("share", sa.Numeric()))
