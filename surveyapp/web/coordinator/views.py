"""The coordinator's pages: her programmes, and one wave at a glance. Never who answered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import NotAllowed
from surveyapp.core.spelling import on_one_line
from surveyapp.services import (
    access,
    comments,
    glance,
    history,
    list_counts,
    organisations,
    programmes,
    progress,
    pulses,
    schedule,
    waves,
    work,
)
from surveyapp.services.glance_query import Wish
from surveyapp.services.paging import Paging
from surveyapp.services.progress import WaveView
from surveyapp.services.work import Kind
from surveyapp.web import limits, paging
from surveyapp.web.coordinator.history import told
from surveyapp.web.coordinator.work import batch, busy
from surveyapp.web.coordinator.work import told as told_of_work
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("coordinator", __name__, url_prefix="/coordinator")
Answer = str | Response | tuple[str, int]

LONGEST = 100
"""Letters of a name that is looked for."""

LATEST = 10
"""Lines of the history at the foot of a wave."""


@dataclass(frozen=True)
class Step:
    """A step with a wave that cannot be undone, and when it is due."""

    name: str
    due: Callable[[WaveView], bool]
    take: Callable[[UUID], object]


def _close(wave: UUID) -> None:
    """The links die at once; working out the figures is the worker's."""
    waves.close_wave(wave)
    _ask("freeze", wave)


def _ask(kind: Kind, wave: UUID) -> None:
    work.ask(wave, kind, spoken().code)


STEPS = {
    step.name: step
    for step in (
        Step("open", lambda wave: wave.state == "prepared" and wave.leaders > 0, waves.open_wave),
        Step("close", lambda wave: wave.state == "open", _close),
        # Only where closing was interrupted: the wave is shut, its figures are not all made.
        Step(
            "freeze",
            lambda wave: wave.state == "closed" and wave.count("open") > 0,
            partial(_ask, "freeze"),
        ),
        Step("release", lambda wave: wave.count("frozen") > 0, partial(_ask, "release")),
    )
}


@pages.get("/")
@for_coordinators
def home() -> str:
    """The programmes that a coordinator has, with their waves."""
    listed = Paging.at(paging.asked(), programmes.count(signed_in().id))
    found = programmes.overview(signed_in().id, listed.number)
    return render_template(
        "coordinator/home.html",
        paging=listed,
        programmes=found,
        waiting=list_counts.waiting([wave.id for one in found for wave in one.waves]),
        may_begin=bool(organisations.run_by(signed_in().id)),
    )


@pages.get("/waves/<uuid:key>")
@for_coordinators
def wave(key: UUID) -> str:
    """A wave at a glance: what needs attention first."""
    view, wish = _view(key), _wish()
    seen = glance.glance(view, wish, paging.asked()) if view.kept else None
    done = history.of_wave(view.id)
    due = [name for name, step in STEPS.items() if step.due(view)]
    looks = work.of_wave(view.id)
    shown = [row.assessment for row in seen.rows] if seen and view.count("frozen") else []
    return render_template(
        "coordinator/wave.html",
        wave=view,
        due=[] if busy(looks) else due,
        work=told_of_work(view.id, looks, due),
        batch=batch(looks),
        glance=seen,
        wish=wish,
        learning_groups=glance.learning_groups(view) if seen else (),
        to_read=comments.to_read(shown, signed_in().id),
        ready=pulses.ready(view.programme_id) if _awaits_choices(view) else None,
        own=access.led_in(signed_in().id, view.id) if view.state == "open" else set(),
        history=told(done.lines[:LATEST]),
        more_history=len(done.lines) > LATEST,
    )


@pages.get("/waves/<uuid:key>/history")
@for_coordinators
def past(key: UUID) -> str:
    """All that was done with a wave, a page at a time."""
    view = _view(key)
    done = history.of_wave(view.id, paging.asked())
    return render_template(
        "coordinator/history.html", wave=view, paging=done.paging, history=told(done.lines)
    )


def _wish() -> Wish:
    """Which leaders she asked for; what cannot be a learning group is none."""
    try:
        group = UUID(request.args.get("group", ""))
    except ValueError:
        group = None
    written = request.args.get("name", "")[:LONGEST]
    return Wish(group, on_one_line(written))


@pages.route("/waves/<uuid:key>/<any(open, close, freeze, release):name>", methods=["GET", "POST"])
@for_coordinators
def step(key: UUID, name: str) -> Answer:
    """Ask first, saying what cannot be undone; then do it, or have the worker do it."""
    view = _view(key)
    if busy(work.of_wave(view.id)):
        return _done(view, _("One step at a time: another one is still under way."))
    if name == "freeze" and _frozen(view):
        return _done(view, _("The figures are frozen already."))
    if not STEPS[name].due(view):
        raise NotAllowed("This step has been taken, or is not due yet.")
    if request.method != "POST":
        return _asked(view, name)
    limits.costly(signed_in().id)
    if name == "open" and "send" in request.form:
        waves.open_wave(view.id, send=True)
        return _done(view, _("The wave is open, and the invitations are on their way."))
    STEPS[name].take(view.id)
    return _done(view, _told(name))


def _asked(view: WaveView, name: str) -> str:
    """The page that asks first."""
    return render_template(
        "coordinator/step.html",
        wave=view,
        step=name,
        lacking=glance.totals(view).in_need if name == "close" else 0,
        planned=schedule.of_wave(view.id).sends_on if name == "open" else None,
        dropped=list_counts.dropped(view.id) if name == "open" else None,
        ready=pulses.ready(view.programme_id) if _awaits_choices(view) else None,
        starts=pulses.first_day(view.id) if name == "open" else None,
    )


def _awaits_choices(view: WaveView) -> bool:
    """Whether a pulse is to open, for the leaders who will have chosen priorities by then."""
    return view.pulse and view.state == "prepared"


def _frozen(view: WaveView) -> bool:
    """Whether figures wait to be handed out, and none to be frozen."""
    return view.count("frozen") > 0 and view.count("open") == 0


def _view(key: UUID) -> WaveView:
    """The wave, for whoever coordinates it."""
    return progress.view(access.coordinated_wave(signed_in().id, key).id)


def _done(view: WaveView, message: str) -> Response:
    if message:
        flash(message)
    return redirect(url_for("coordinator.wave", key=view.id), code=303)


def _told(name: str) -> str:
    """What was done at once; of what the worker does, the page tells how far it is."""
    return {"open": _("The wave is open."), "close": _("The wave is closed.")}.get(name, "")
