"""People from a spreadsheet: a page to choose it, a preview that marks what is wrong, the import.

Between preview and import the rows wait in the page itself, signed; nothing is kept here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as Answer

from surveyapp.core.errors import NotAllowed
from surveyapp.core.people_sheet import CellFault, Table, example, letters
from surveyapp.core.spelling import shown
from surveyapp.services import access, people, spreadsheets
from surveyapp.services.context import secret
from surveyapp.services.people import Preview, Target
from surveyapp.web import limits
from surveyapp.web.bodies import takes_file
from surveyapp.web.coordinator.wrong_cells import TROUBLES, sentence
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("people", __name__, url_prefix="/coordinator/waves")

MOST_FAULTS, MOST_ROWS, LONGEST = 100, 25, 80
"""How many faults are told at once, how many rows without any are shown, and letters of a cell."""

LARGEST_PARCEL = 900_000
"""What a form can carry, in characters."""

HOURS_12 = 12 * 60 * 60

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Page = str | tuple[str, int]


@pages.get("/<uuid:key>/people")
@for_coordinators
def choose(key: UUID) -> Page:
    """Where the file is chosen, and a template for it."""
    return _chosen(_wave(key))


@pages.post("/<uuid:key>/people")
@for_coordinators
@takes_file(2 * spreadsheets.LARGEST)
def preview(key: UUID) -> Page:
    """What the file would do, or every cell that is wrong. Nothing is imported yet."""
    wave = _wave(key)
    limits.costly(signed_in().id)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _chosen(wave, _("Choose a file first."))
    try:
        table = spreadsheets.read(sent.read())
    except spreadsheets.Unreadable as error:
        return _chosen(wave, TROUBLES[error.trouble]())
    return _previewed(wave, table, people.preview(wave.id, table))


@pages.post("/<uuid:key>/people/import")
@for_coordinators
def bring(key: UUID) -> Page | Answer:
    """Import what was previewed; where the wave has changed since, show that first."""
    wave = _wave(key)
    limits.costly(signed_in().id)
    try:
        state, table = _unpacked(wave, request.form.get("parcel", ""))
    except BadData:
        flash(_("This preview is too old: choose the file again."))
        return redirect(url_for("people.choose", key=wave.id), code=303)
    found, done = people.import_(wave.id, table, state)
    if not done:
        told = _("The wave has changed since this preview. Nothing was imported: look again.")
        return _previewed(wave, table, found, told)
    flash(_done(found))
    return redirect(url_for("coordinator.wave", key=wave.id), code=303)


@pages.get("/<uuid:key>/people.<any(csv, xlsx):kind>")
@for_coordinators
def template(key: UUID, kind: str) -> Response:
    """A file to begin with: the columns, and an example for each rater group."""
    rows = example(_wave(key).rules, spoken().code)
    name = _("people")
    make = spreadsheets.as_csv(rows) if kind == "csv" else spreadsheets.as_workbook(rows, name)
    answer = Response(make, content_type=KINDS[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer


def _wave(key: UUID) -> Target:
    """The wave, for whoever coordinates it, as long as people can be added."""
    found = access.coordinated_wave(signed_in().id, key)
    wave = people.target(found.id)
    if wave.state == "closed":
        raise NotAllowed("This wave is closed: nobody can be added any more.")
    return wave


def _chosen(wave: Target, fault: str = "") -> Page:
    page = render_template("coordinator/people.html", wave=wave, fault=fault)
    return page, 422 if fault else 200


@dataclass(frozen=True)
class Cell:
    """A cell as the preview shows it; ``wrong`` are the sentences beside it."""

    place: str
    text: str
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A row of the preview; its ``head`` stands for the row as a whole."""

    head: Cell
    cells: tuple[Cell, ...]


def _previewed(wave: Target, table: Table, found: Preview, told: str = "") -> Page:
    parcel = "" if found.faults else _packed(wave, table, found.state)
    if len(parcel) > LARGEST_PARCEL:
        return _chosen(wave, _("These are too many people for one file: divide it into two."))
    faults = found.faults[:MOST_FAULTS]
    header, *rows = _rows(table, found, faults)
    page = render_template(
        "coordinator/people_preview.html",
        wave=wave,
        found=found,
        table=table,
        told=told,
        faults=[(fault, sentence(fault)) for fault in faults],
        header=header,
        rows=rows,
        more=_filled(table) - 1 - len(rows),
        without=_without(wave, found),
        parcel=parcel,
    )
    return page, 422 if found.faults else 200


def _rows(table: Table, found: Preview, faults: tuple[CellFault, ...]) -> Iterator[Row]:
    """The header, and the rows with something wrong; the first rows where there is nothing."""
    header = found.reading.header
    wanted = dict.fromkeys(fault.row for fault in faults)
    if not faults:
        filled = (number for number, row in enumerate(table.rows, 1) if any(row))
        wanted = dict.fromkeys(number for number, _row in zip(filled, range(MOST_ROWS + 1)))  # noqa: B905
    wanted.pop(header, None)
    wrong: dict[tuple[int, int], list[str]] = {}
    for fault in faults:
        wrong.setdefault((fault.row, fault.column), []).append(sentence(fault))
    width = len(table.rows[header - 1]) if table.rows else 0
    for number in (header, *wanted):
        yield _row(table, number, width, wrong)


def _row(table: Table, number: int, width: int, wrong: dict[tuple[int, int], list[str]]) -> Row:
    texts = table.rows[number - 1] if number <= len(table.rows) else ()
    whole, *cells = (
        Cell(
            letters(column) + str(number),
            _legible(texts[column - 1]) if 0 < column <= len(texts) else "",
            tuple(wrong.get((number, column), ())),
        )
        for column in range(width + 1)
    )
    return Row(whole, tuple(cells))


def _legible(text: str) -> str:
    """A text as a page can show it."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(sign if shown(sign) else " " for sign in short)


def _filled(table: Table) -> int:
    return sum(any(row) for row in table.rows)


def _without(wave: Target, found: Preview) -> list[tuple[dict[str, str], list[str]]]:
    """The rater groups in which nobody is asked about some of the leaders."""
    return [
        (group.label, leaders)
        for group in wave.rules.groups
        if (leaders := found.reading.without(group.id))
    ]


def _parcels(wave: Target) -> URLSafeTimedSerializer:
    """For one wave and one person: what she previewed cannot be changed or sent by others."""
    return URLSafeTimedSerializer(secret(), salt=f"people {wave.id} {signed_in().id}")


def _packed(wave: Target, table: Table, state: str) -> str:
    rows = [(number, *row) for number, row in enumerate(table.rows, 1) if any(row)]
    return str(_parcels(wave).dumps([state, rows]))


def _unpacked(wave: Target, parcel: str) -> tuple[str, Table]:
    state, rows = _parcels(wave).loads(parcel, max_age=HOURS_12)
    known: dict[int, list[Any]] = {number: row for number, *row in rows}
    return state, Table(tuple(tuple(known.get(n, ())) for n in range(1, max(known) + 1)))


def _done(found: Preview) -> str:
    if not found.changes:
        return _("Everybody in this file was known already: nothing has changed.")
    leaders, raters = found.leaders, found.raters
    return _(
        "The people have been imported: %(leaders)s new school leaders, %(raters)s new raters, "
        "%(changed)s changed.",
        leaders=leaders.new,
        raters=raters.new,
        changed=leaders.changed + raters.changed,
    )
