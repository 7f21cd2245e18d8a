"""The rater groups of a programme: one page for each, with what its choices mean to a rater."""

from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotAllowed, NotFound, Stale, Unfit
from surveyapp.core.rater_group import FLOOR, RaterGroup
from surveyapp.services import rater_groups
from surveyapp.services.programme_views import WholeProgramme
from surveyapp.web.coordinator.forms import ANONYMOUS, IDENTIFIED, SAID, RaterGroupForm
from surveyapp.web.coordinator.inputs import Versioned, names_of_languages
from surveyapp.web.coordinator.programmes import done, found
from surveyapp.web.permissions import for_coordinators
from surveyapp.web.speech import _, spoken

pages = Blueprint("rater_groups", __name__, url_prefix="/coordinator/programmes/<uuid:key>/raters")
Answer = str | Response | tuple[str, int]


@pages.route("", methods=["GET", "POST"])
@for_coordinators
def new(key: UUID) -> Answer:
    """Another rater group."""
    view = found(key)
    form = _form(view, None)
    if request.method == "POST" and form.validate():
        try:
            rater_groups.add(view.id, form.version.version, form.wanted())
            return done(view.id, _("The rater group has been added."))
        except Unfit as error:
            form.complain(error, SAID)
        except Stale:
            form.met(found(key).version)
    return _page(view, form, None)


@pages.route("/<name>", methods=["GET", "POST"])
@for_coordinators
def edit(key: UUID, name: str) -> Answer:
    """Another name, policy or minimum of a rater group."""
    view = found(key)
    group = _group(view, name)
    if group is None and request.method != "POST":
        raise NotFound("There is no such rater group.")
    form = _form(view, group)
    if request.method == "POST" and form.validate():
        try:
            rater_groups.change(view.id, form.version.version, name, form.wanted())
            return done(view.id, _("The rater group has been changed."))
        except Unfit as error:
            form.complain(error, SAID)
        except (Stale, NotFound):
            # Changed meanwhile, or removed: then she may add it again as she typed it.
            view = found(key)
            group = _group(view, name)
            _met(form, view.version, group)
    return _page(view, form, group)


def _group(view: WholeProgramme, name: str) -> RaterGroup | None:
    return next((group for group in view.rules.groups if group.id == name), None)


@pages.route("/<name>/remove", methods=["GET", "POST"])
@for_coordinators
def remove(key: UUID, name: str) -> Answer:
    """Take a rater group out: ask first, or say why not."""
    view = found(key)
    group = rater_groups.named(view.rules, name)
    form = Versioned(data={"version": view.version})
    status = 200
    if request.method == "POST" and form.validate():
        try:
            rater_groups.remove(view.id, form.version.version, name)
            return done(view.id, _("The rater group has been removed."))
        except NotAllowed:
            # Changed meanwhile, the last one, or somebody was proposed for it: look again.
            view, status = found(key), 409
            form.met(view.version)
    page = render_template(
        "coordinator/rater_group_remove.html",
        form=form,
        programme=view,
        group=group,
        proposed=rater_groups.proposed(view.id, name),
    )
    return page, status


def _form(view: WholeProgramme, group: RaterGroup | None) -> RaterGroupForm:
    known = (
        {"label": group.label, "minimum": group.minimum, "policy": _policy(group)} if group else {}
    )
    form = RaterGroupForm(data={"minimum": FLOOR, "version": view.version} | known)
    form.policy.offer((ANONYMOUS, IDENTIFIED))
    return form


def _policy(group: RaterGroup) -> str:
    return IDENTIFIED if group.identified else ANONYMOUS


def _met(form: RaterGroupForm, version: int, now: RaterGroup | None) -> None:
    """What stands there now, beside what was typed: of a group that was removed, nothing."""
    languages = names_of_languages()
    if now is None:
        typed = text_in(form.label.texts, spoken().code)
        form.met(version, (_("Name of the group"), _("removed"), typed))
        return
    labels = [
        (languages[code], now.label.get(code, ""), text) for code, text in form.label.data.items()
    ]
    said = {ANONYMOUS: _("Anonymous"), IDENTIFIED: _("Identified")}
    form.met(
        version,
        *labels,
        (_("How they answer"), said[_policy(now)], said[form.policy.data]),
        (_("Minimum"), str(now.minimum), str(form.minimum.data)),
    )


def _page(view: WholeProgramme, form: RaterGroupForm, group: RaterGroup | None) -> Answer:
    page = render_template(
        "coordinator/rater_group.html",
        form=form,
        programme=view,
        group=group,
        names=names_of_languages(),
        identified=IDENTIFIED,
    )
    return page, form.status
