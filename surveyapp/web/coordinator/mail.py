"""The mail of a wave: invitations that leave, what did not arrive, and the days of what is planned.

Nothing here is about one rater: all of a wave are invited, sent again, reminded or stopped at once.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.services import access, invitations, outbox, queue, reminders, schedule
from surveyapp.web import limits, paging
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _

pages = Blueprint("mail", __name__, url_prefix="/coordinator/waves/<uuid:key>/mail")
Answer = Response | tuple[str, int]

DECISIONS: dict[str, Callable[[UUID], object]] = {
    "send": invitations.send,
    "refused": lambda wave: outbox.send_again(wave, "refused"),
    "failed": lambda wave: outbox.send_again(wave, "failed"),
    "uncertain": lambda wave: outbox.send_again(wave, "uncertain"),
    "leave": outbox.leave,
    "stop": schedule.stop,
    "go-on": schedule.go_on,
}


@pages.get("")
@for_coordinators
def overview(key: UUID) -> Answer:
    """How far the invitations are, and when those missing are reminded."""
    return _page(_wave(key))


@pages.post("/<name>")
@for_coordinators
def decide(key: UUID, name: str) -> Response:
    """Send what was not sent yet, or decide about what is in trouble."""
    wave = _wave(key)
    if name not in DECISIONS:
        raise NotFound("There is nothing of that name to decide.")
    limits.costly(signed_in().id)
    DECISIONS[name](wave)
    queue.wake()
    return _done(wave, _("Done: this page shows what has been sent."))


@pages.post("/reminders")
@for_coordinators
def plan(key: UUID) -> Answer:
    """Other days for reminders."""
    wave = _wave(key)
    written = [day for day in request.form.getlist("day") if day]
    try:
        reminders.plan(wave, [date.fromisoformat(day) for day in written])
    except (ValueError, SurveyError):
        return _page(wave, days=written)
    return _done(wave, _("The days for reminders have been changed."))


@pages.post("/day")
@for_coordinators
def send_on(key: UUID) -> Answer:
    """The day on which invitations leave by themselves; empty for none."""
    wave = _wave(key)
    written = request.form.get("sends_on", "").strip()
    try:
        schedule.plan(wave, date.fromisoformat(written) if written else None)
    except (ValueError, SurveyError):
        return _page(wave, sends_on=written)
    return _done(wave, _("The day on which invitations leave has been changed."))


def _wave(key: UUID) -> UUID:
    """A wave that has been opened, for whoever coordinates it."""
    wave = access.coordinated_wave(signed_in().id, key)
    if wave.state == "prepared":
        raise NotFound("There is no mail before a wave opens.")
    return wave.id


def _page(wave: UUID, *, days: list[str] | None = None, sends_on: str | None = None) -> Answer:
    """The page; with ``days`` or ``sends_on`` as they were typed where these cannot be."""
    plan = schedule.of_wave(wave)
    kept = days or [day.isoformat() for day in plan.reminders]
    fields = [*kept, *[""] * reminders.MOST][: reminders.MOST]
    wrong = "day" if days else "sends_on" if sends_on else ""
    page = render_template(
        "coordinator/mail.html",
        wave=plan,
        mail=outbox.of_wave(wave, paging.asked()),
        days=fields,
        sends_on=sends_on or (plan.sends_on.isoformat() if plan.sends_on else ""),
        wrong=wrong,
    )
    return page, 422 if wrong else 200


def _done(wave: UUID, message: str) -> Response:
    flash(message)
    return redirect(url_for("mail.overview", key=wave), code=303)
