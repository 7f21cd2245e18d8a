"""A leader alone with the standard: rating herself, notes, her history.

Nobody else reads this, but for what she shares.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from surveyapp.core.base import text_in
from surveyapp.core.errors import Stale
from surveyapp.core.library import guide_names, load_guide, load_standard
from surveyapp.core.reflection import LONGEST_NOTE, Guide, Page, Practice, history
from surveyapp.core.standard import StandardCompetence
from surveyapp.reporting.chart_plotly import Table
from surveyapp.reporting.chart_svg import lines
from surveyapp.reporting.charts.over_time import OverTime, over_time
from surveyapp.services import access, follow_up, reflections
from surveyapp.services.reflections import Reflection
from surveyapp.web.paging import in_pages
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.rater.forms import cleaned
from surveyapp.web.speech import _, spoken, too_long

pages = Blueprint("reflections", __name__, url_prefix="/leader/reflections")
Answer = str | Response | tuple[str, int]

SHOWN = 12
"""The latest times that are drawn: more days stand too close to be told apart on a telephone."""

FIRST = "vo-2021"
"""The edition that is offered first."""


@dataclass(frozen=True)
class Part:
    """A practice of the guide, with its name and description in the edition."""

    practice: Practice
    about: StandardCompetence

    @property
    def id(self) -> str:
        """The id of the competence in the edition."""
        return self.practice.id


@dataclass(frozen=True)
class Past:
    """Her history against one edition: a line for each practice, and the same as a table."""

    title: dict[str, str]
    charts: tuple[OverTime, ...]
    table: Table
    left_out: int


@pages.route("/", methods=["GET", "POST"])
@for_leaders
def overview() -> Answer:
    """All of a leader's own reflections with their history, and a new one."""
    if request.method == "POST":
        standard = request.form.get("standard", "")
        if standard in guide_names():
            key = reflections.begin(signed_in().id, standard)
            return redirect(url_for("reflections.read", key=key), code=303)
    found = reflections.of_account(signed_in().id)
    paging, rows = in_pages(found[::-1])
    page = render_template(
        "leader/reflections.html",
        rows=rows,
        paging=paging,
        unfinished=next((one for one in found if _to_finish(one)), None),
        editions={name: load_standard(name) for name in _editions(found)},
        past=[_past(name, found) for name in _editions(found) if _of(name, found)],
        lines=lines,
        wrong=request.method == "POST",
    )
    return page, 422 if request.method == "POST" else 200


@pages.get("/<uuid:key>")
@for_leaders
def read(key: UUID) -> Answer:
    """A leader's own reflection: what they wrote, how far it is, and where it leads."""
    found = _found(key)
    account = signed_in().id
    return render_template(
        "leader/reflection.html",
        **_shown(found),
        onward=follow_up.of_practices(account, found.standard) if found.done else {},
    )


@pages.post("/<uuid:key>/finish")
@for_leaders
def finish(key: UUID) -> Response:
    """From now on its ratings are fixed."""
    _found(key)
    reflections.finish(signed_in().id, key)
    flash(_("Your reflection is finished. You find it here whenever you like."))
    return redirect(url_for("reflections.read", key=key), code=303)


@pages.route("/<uuid:key>/practices/<practice>", methods=["GET", "POST"])
@for_leaders
def rate(key: UUID, practice: str) -> Answer:
    """One practice: statements to rate, questions to think about, room for notes."""
    found = _found(key)
    parts = _parts(load_guide(found.standard))
    place = next((n for n, one in enumerate(parts) if one.id == practice), None)
    if place is None:
        raise NotFound
    if found.written is None or found.done:
        return redirect(url_for("reflections.read", key=key), code=303)
    page, faults, stale = found.written.page(practice), {}, False
    seen = reflections.page_mark(found.written, practice)
    if request.method == "POST":
        ratings, note = _sent(parts[place].practice), cleaned(request.form.get("note"))
        faults = _too_long({"note": note})
        page = Page.model_construct(ratings=ratings, note=note)
        if faults:
            seen = request.form.get("seen", seen)
        else:
            try:
                reflections.save(signed_in().id, key, practice, page, request.form.get("seen"))
                return redirect(_next(key, parts, place), code=303)
            except Stale:
                stale = True
    shown = _shown(found) | {"part": parts[place], "number": place + 1, "page": page}
    shown |= {"faults": faults, "seen": seen, "stale": stale}
    return render_template("leader/reflection_rate.html", **shown), _status(faults, stale=stale)


@pages.route("/<uuid:key>/notes", methods=["GET", "POST"])
@for_leaders
def notes(key: UUID) -> Answer:
    """Change the notes, also of one that is finished."""
    found = _found(key)
    if found.written is None:
        return redirect(url_for("reflections.read", key=key), code=303)
    parts = _parts(load_guide(found.standard))
    texts, faults = {one.id: found.written.page(one.id).note for one in parts}, {}
    seen = reflections.notes_mark(found.written, texts)
    stale = False
    if request.method == "POST":
        texts = {one.id: cleaned(request.form.get(f"note-{one.id}")) for one in parts}
        faults = _too_long(texts)
        if faults:
            seen = request.form.get("seen", seen)
        else:
            try:
                reflections.change_notes(signed_in().id, key, texts, request.form.get("seen"))
                flash(_("Your notes have been saved."))
                return redirect(url_for("reflections.read", key=key), code=303)
            except Stale:
                stale = True
    shown = _shown(found) | {"texts": texts, "faults": faults, "seen": seen, "stale": stale}
    return render_template("leader/reflection_notes.html", **shown), _status(faults, stale=stale)


@pages.route("/<uuid:key>/delete", methods=["GET", "POST"])
@for_leaders
def delete(key: UUID) -> Answer:
    """Ask, then delete it."""
    found = _found(key)
    if request.method == "POST":
        reflections.remove(signed_in().id, key)
        flash(_("The reflection has been deleted."))
        return redirect(url_for("reflections.overview"), code=303)
    return render_template("leader/reflection_delete.html", **_shown(found))


def _found(key: UUID) -> Reflection:
    """One of hers; for everybody else there is none."""
    access.own_reflection(signed_in().id, key)
    return reflections.of_key(signed_in().id, key)


def _shown(found: Reflection) -> dict[str, object]:
    """What every page about one reflection shows."""
    guide = load_guide(found.standard)
    return {
        "reflection": found,
        "edition": load_standard(found.standard),
        "guide": guide,
        "parts": _parts(guide),
    }


def _parts(guide: Guide) -> list[Part]:
    edition = load_standard(guide.standard)
    return [Part(practice, edition.competence(practice.id)) for practice in guide.practices]


def _sent(practice: Practice) -> dict[str, int]:
    """The ratings that were given; what is none of the five points leaves a statement open."""
    sent = {one.id: request.form.get(f"rate-{one.id}", "") for one in practice.statements}
    return {key: int(value) for key, value in sent.items() if value in {"1", "2", "3", "4", "5"}}


def _too_long(notes: dict[str, str]) -> dict[str, str]:
    return {
        name: too_long(note, LONGEST_NOTE, spoken())
        for name, note in notes.items()
        if len(note) > LONGEST_NOTE
    }


def _next(key: UUID, parts: list[Part], place: int) -> str:
    """Where the button that was pressed leads: on, back, or to the overview of this one."""
    step = 1 if "next" in request.form else -1 if "back" in request.form else len(parts)
    if 0 <= place + step < len(parts):
        return url_for("reflections.rate", key=key, practice=parts[place + step].id)
    return url_for("reflections.read", key=key)


def _status(faults: dict[str, str], *, stale: bool) -> int:
    return 409 if stale else 422 if faults else 200


def _editions(found: tuple[Reflection, ...]) -> list[str]:
    """The edition that she used last first, else ours; then the others."""
    last = next((one.standard for one in found[::-1] if one.standard in guide_names()), FIRST)
    return sorted(guide_names(), key=lambda name: (name != last, name != FIRST, name))


def _to_finish(one: Reflection) -> bool:
    return one.written is not None and not one.done and one.standard in guide_names()


def _of(name: str, found: tuple[Reflection, ...]) -> list[Reflection]:
    return [one for one in found if one.standard == name and one.done]


def _past(name: str, found: tuple[Reflection, ...]) -> Past:
    """Her history against an edition: the latest times, each practice a line."""
    edition, guide = load_standard(name), load_guide(name)
    done = _of(name, found)
    written = [(one.day, one.written) for one in done[-SHOWN:] if one.written]
    charts = tuple(
        over_time(key, text_in(edition.competence(key).name, spoken().code), moments, spoken())
        for key, moments in history(guide, written).items()
    )
    return Past(edition.title, charts, _table(charts), max(len(done) - SHOWN, 0))


def _table(charts: tuple[OverTime, ...]) -> Table:
    """A row for each day, a column for each practice."""
    days = [spot.day for spot in charts[0].spots]
    rows = tuple(
        (day, *(chart.spots[place].value.text for chart in charts))
        for place, day in enumerate(days)
    )
    return Table((_("Finished on"), *(chart.title for chart in charts)), rows)
