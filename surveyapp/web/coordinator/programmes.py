"""A coordinator's programmes: making one with its first wave, and what it is."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotFound, Stale, Unfit
from surveyapp.core.wave_plan import PULSE, READY
from surveyapp.services import (
    access,
    history,
    organisations,
    preparing,
    programme_views,
    programmes,
)
from surveyapp.services.programme_views import Choice, WholeProgramme
from surveyapp.web.coordinator.forms import OTHER, SAID, EditProgramme, NewProgramme, WaveForm
from surveyapp.web.coordinator.history import told
from surveyapp.web.coordinator.inputs import names_of_languages
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("programmes", __name__, url_prefix="/coordinator/programmes")
Answer = str | Response | tuple[str, int]


@pages.route("/new", methods=["GET", "POST"])
@for_coordinators
def new() -> Answer:
    """A programme and its first wave in one form."""
    own = organisations.run_by(signed_in().id)
    if not own:
        raise NotFound("Nobody has asked you to begin programmes.")
    choices = programme_views.choices()
    form = NewProgramme()
    form.organisation.offer(str(key) for key in own)
    form.instrument.offer(choice.id for choice in choices)
    form.offer_kinds()
    if request.method == "POST" and form.validate():
        try:
            key = programmes.create(
                organisation=UUID(form.organisation.data),
                name=form.name.data,
                instrument=form.instrument.data,
                coordinator=signed_in().id,
                wave=form.plan(),
            )
        except Unfit as error:
            form.complain(error, SAID)
        else:
            return done(key, _("The programme has been made, and its first wave prepared."))
    page = render_template(
        "coordinator/programme_new.html",
        form=form,
        organisations={str(one): name for one, name in own.items()},
        instruments={choice.id: choice for choice in choices},
        **wave_words(),
    )
    return page, form.status


@pages.get("/<uuid:key>")
@for_coordinators
def programme(key: UUID) -> str:
    """What a programme is, and what to do next."""
    view = found(key)
    done = told(history.of_programme(view.id).lines)
    return render_template("coordinator/programme.html", programme=view, history=done)


@pages.route("/<uuid:key>/waves/new", methods=["GET", "POST"])
@for_coordinators
def new_wave(key: UUID) -> Answer:
    """Another wave of a programme."""
    view = found(key)
    form = WaveForm()
    form.offer_kinds({wave.name for wave in view.waves})
    if request.method == "POST" and form.validate():
        try:
            wave = preparing.make(view.id, form.plan())
        except Unfit as error:
            form.complain(error, SAID)
        else:
            flash(_("The wave has been prepared."))
            return redirect(url_for("coordinator.wave", key=wave), code=303)
    page = render_template("coordinator/wave_new.html", form=form, programme=view, **wave_words())
    return page, form.status


@pages.route("/<uuid:key>/edit", methods=["GET", "POST"])
@for_coordinators
def edit(key: UUID) -> Answer:
    """Another name, questionnaire or minimum for comments."""
    view = found(key)
    choices = {choice.id: choice for choice in programme_views.choices()}
    form = EditProgramme(
        data={
            "name": view.name,
            "instrument": view.instrument.id,
            "minimum_comments": view.rules.minimum_comments,
            "version": view.version,
        }
    )
    form.instrument.offer(choices)
    if request.method == "POST" and form.validate():
        try:
            programmes.change(
                view.id,
                form.version.version,
                name=form.name.data,
                instrument=form.instrument.data,
                minimum_comments=form.minimum_comments.data,
            )
            return done(view.id, _("The programme has been changed."))
        except Stale:
            view = found(key)
            _met(form, view, choices[form.instrument.data])
    page = render_template(
        "coordinator/programme_edit.html", form=form, programme=view, instruments=choices
    )
    return page, form.status


def _met(form: EditProgramme, now: WholeProgramme, chosen: Choice) -> None:
    """What stands there now, beside what was typed."""
    code = spoken().code
    form.met(
        now.version,
        (_("Name of the programme"), now.name, form.name.data),
        (_("Questionnaire"), text_in(now.instrument.title, code), text_in(chosen.title, code)),
        (
            _("Minimum for comments"),
            str(now.rules.minimum_comments),
            str(form.minimum_comments.data),
        ),
    )


def wave_words() -> dict[str, Any]:
    """What the fields of a wave are described with."""
    return {"ready": READY, "other": OTHER, "pulse": PULSE, "names": names_of_languages()}


def found(key: UUID) -> WholeProgramme:
    """The programme, for whoever coordinates it."""
    return programme_views.whole(access.coordinated_programme(signed_in().id, key).id)


def done(programme: UUID, message: str) -> Response:
    """Back to the programme, saying what was done."""
    flash(message)
    return redirect(url_for("programmes.programme", key=programme), code=303)
