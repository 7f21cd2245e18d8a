"""A wave before it opens: its name and days, and taking it back. And moving its last day."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import NotAllowed, NotFound, Stale, Unfit
from surveyapp.core.wave_plan import DAYS
from surveyapp.services import access, preparing, waves
from surveyapp.services.preparing import Prepared
from surveyapp.web.coordinator.forms import SAID, Deadline, EditWave
from surveyapp.web.coordinator.inputs import Versioned, names_of_languages
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("wave_plan", __name__, url_prefix="/coordinator/waves/<uuid:key>")
Answer = str | Response | tuple[str, int]


@pages.route("/edit", methods=["GET", "POST"])
@for_coordinators
def edit(key: UUID) -> Answer:
    """Another name or other days, as long as the wave has not opened."""
    wave = found(key)
    if wave.state != "prepared":
        raise NotFound("Nothing can be changed in a wave that has been opened.")
    days = {name: getattr(wave.plan, name) for name in DAYS}
    form = EditWave(data={"label": wave.plan.label, "version": wave.version} | days)
    if request.method == "POST" and form.validate():
        try:
            preparing.change(wave.id, form.version.version, form.plan(wave.plan.kind))
            return _done(wave.id, _("The wave has been changed."))
        except Unfit as error:
            form.complain(error, SAID)
        except Stale:
            _met(form, found(key))
    page = render_template(
        "coordinator/wave_edit.html", form=form, wave=wave, names=names_of_languages()
    )
    return page, form.status


def _met(form: EditWave, now: Prepared) -> None:
    """What stands there now, beside what was typed."""
    languages = names_of_languages()
    labels = [
        (languages[code], now.plan.label.get(code, ""), text)
        for code, text in form.label.data.items()
    ]
    words = {
        "closes_on": _("Last day"),
        "proposals_until": _("School leaders propose raters until"),
        "sends_on": _("Invitations leave on"),
    }
    days = [
        (word, _day(getattr(now.plan, name)), _day(form[name].data)) for name, word in words.items()
    ]
    form.met(now.version, *labels, *days)


def _day(day: object) -> str:
    return spoken().date(day) if day else _("none")  # type: ignore[arg-type]


@pages.route("/deadline", methods=["GET", "POST"])
@for_coordinators
def deadline(key: UUID) -> Answer:
    """Another last day."""
    wave = found(key)
    if wave.state == "closed":
        raise NotFound("The last day of a closed wave stands.")
    form = Deadline(data={"closes_on": wave.plan.closes_on, "version": wave.version})
    if request.method == "POST" and form.validate():
        try:
            waves.move_deadline(wave.id, form.closes_on.data, form.version.version)
            return _done(wave.id, _("The last day has been moved."))
        except Unfit as error:
            form.complain(error, SAID)
        except Stale:
            wave = found(key)
            typed = _day(form.closes_on.data)
            form.met(wave.version, (_("Last day"), _day(wave.plan.closes_on), typed))
    return render_template("coordinator/deadline.html", form=form, wave=wave), form.status


@pages.route("/remove", methods=["GET", "POST"])
@for_coordinators
def remove(key: UUID) -> Answer:
    """Take back a wave that has not opened: ask first, or say why not."""
    wave = found(key)
    if wave.state != "prepared":
        raise NotFound("A wave that has been opened stays.")
    form = Versioned(data={"version": wave.version})
    status = 200
    if request.method == "POST" and form.validate():
        try:
            preparing.remove(wave.id, form.version.version)
            flash(_("The wave has been removed."))
            return redirect(url_for("programmes.programme", key=wave.programme), code=303)
        except NotAllowed:
            # Changed meanwhile, opened, or somebody was proposed for it: look again.
            wave, status = found(key), 409
            form.met(wave.version)
    return render_template("coordinator/wave_remove.html", form=form, wave=wave), status


def found(key: UUID) -> Prepared:
    """The wave as it was planned, for whoever coordinates it."""
    return preparing.prepared(access.coordinated_wave(signed_in().id, key).id)


def _done(wave: UUID, message: str) -> Response:
    flash(message)
    return redirect(url_for("coordinator.wave", key=wave), code=303)
