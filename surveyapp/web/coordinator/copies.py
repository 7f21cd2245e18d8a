"""Copies: a wave for a later round, a programme for other people."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import Unfit
from surveyapp.core.wave_plan import DAYS, LONGEST_LABEL, WavePlan
from surveyapp.services import copying
from surveyapp.services.context import today
from surveyapp.services.copying import Copied
from surveyapp.web import limits
from surveyapp.web.coordinator import wave_plan
from surveyapp.web.coordinator.forms import OTHER, SAID, CopyProgramme, CopyWave
from surveyapp.web.coordinator.programmes import done, found, wave_words
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("copies", __name__, url_prefix="/coordinator")
Answer = str | Response | tuple[str, int]


@pages.route("/programmes/<uuid:key>/copy", methods=["GET", "POST"])
@for_coordinators
def programme(key: UUID) -> Answer:
    """A programme with the same questionnaire, rules and texts, and no wave yet."""
    view = found(key)
    # What is stored has none of the signs that a sentence puts around a name.
    name = spoken().gettext("Copy of %(name)s", name=view.name)
    form = CopyProgramme(data={"name": name[:200], "people": "groups"})
    form.people.offer(("leaders", "groups", "none"))
    if request.method == "POST" and form.validate():
        limits.costly(signed_in().id)
        made = copying.programme(
            view.id, name=form.name.data, coordinator=signed_in().id, people=form.people.data
        )
        return done(made, _("The programme has been copied."))
    page = render_template("coordinator/programme_copy.html", form=form, programme=view)
    return page, form.status


@pages.route("/waves/<uuid:key>/copy", methods=["GET", "POST"])
@for_coordinators
def wave(key: UUID) -> Answer:
    """Another wave like this one, its days a year or more later."""
    before = wave_plan.found(key)
    view = found(before.programme)
    later = before.plan.later(today())
    form = CopyWave(data={name: getattr(later, name) for name in DAYS} | {"label": _label(later)})
    form.offer_kinds({one.name for one in view.waves})
    if request.method != "POST" and form.kind.data != OTHER:
        form.label.data = dict.fromkeys(form.label.data, "")
    held = copying.held(before.id)
    if request.method == "POST" and form.validate():
        limits.costly(signed_in().id)
        try:
            copied = copying.wave(before.id, form.plan(), raters=form.raters.data)
        except Unfit as error:
            form.complain(error, SAID)
        else:
            flash(_told(copied))
            return redirect(url_for("coordinator.wave", key=copied.wave), code=303)
    page = render_template(
        "coordinator/wave_copy.html", form=form, wave=before, held=held, **wave_words()
    )
    return page, form.status


def _label(later: WavePlan) -> dict[str, str]:
    """What a wave may be called beside the one that it is a copy of: the year tells them apart."""
    year = f" {later.closes_on.year}"
    return {code: text[: LONGEST_LABEL - len(year)] + year for code, text in later.label.items()}


def _told(copied: Copied) -> str:
    told = [_("The wave has been prepared.")]
    if copied.raters:
        told.append(
            spoken().ngettext(
                "%(num)d rater is proposed again.",
                "%(num)d raters are proposed again.",
                copied.raters,
            )
        )
    if copied.left:
        told.append(
            spoken().ngettext(
                "%(num)d rater is not, as the programme no longer has their group.",
                "%(num)d raters are not, as the programme no longer has their groups.",
                copied.left,
            )
        )
    return " ".join(told)
