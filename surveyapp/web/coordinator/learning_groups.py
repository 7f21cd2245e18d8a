"""Learning groups and their leaders, one at a time."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import NotAllowed, NotFound, Stale, Unfit
from surveyapp.languages import languages
from surveyapp.services import access, learning_groups, programmes
from surveyapp.services.learning_groups import LeaderDetail
from surveyapp.services.programme_views import GroupView, WholeProgramme
from surveyapp.web import limits
from surveyapp.web.coordinator.forms import SAID, GroupForm, LeaderForm, NewLeader
from surveyapp.web.coordinator.inputs import OurForm, names_of_languages
from surveyapp.web.coordinator.programmes import done, found
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("learning_groups", __name__, url_prefix="/coordinator")
Answer = str | Response | tuple[str, int]


@pages.route("/programmes/<uuid:key>/groups", methods=["GET", "POST"])
@for_coordinators
def new(key: UUID) -> Answer:
    """Another learning group."""
    view = found(key)
    form = GroupForm()
    if request.method == "POST" and form.validate():
        group = programmes.add_group(view.id, form.name.data)
        return _to_group(group, _("The learning group has been added."))
    page = render_template("coordinator/learning_group_new.html", form=form, programme=view)
    return page, form.status


@pages.route("/groups/<uuid:key>", methods=["GET", "POST"])
@for_coordinators
def group(key: UUID) -> Answer:
    """A learning group with its leaders, and another name for it."""
    view, group = _group(key)
    form = GroupForm(data={"name": group.name, "version": group.name})
    if request.method == "POST" and form.validate():
        try:
            learning_groups.rename(key, form.version.data, form.name.data)
            return _to_group(key, _("The learning group has been renamed."))
        except Stale:
            view, group = _group(key)
            form.met(group.name, (_("Name"), group.name, form.name.data))
    page = render_template(
        "coordinator/learning_group.html", form=form, programme=view, group=group
    )
    return page, form.status


@pages.route("/groups/<uuid:key>/remove", methods=["GET", "POST"])
@for_coordinators
def remove(key: UUID) -> Answer:
    """Take a learning group away: ask first, or say why not."""
    view, group = _group(key)
    status = 200
    if request.method == "POST":
        try:
            learning_groups.remove(key)
            return done(view.id, _("The learning group has been removed."))
        except NotAllowed:
            # Somebody brought a leader into it meanwhile.
            status = 409
            view, group = _group(key)
    page = render_template(
        "coordinator/learning_group_remove.html", form=OurForm(), programme=view, group=group
    )
    return page, status


@pages.route("/groups/<uuid:key>/leaders", methods=["GET", "POST"])
@for_coordinators
def add(key: UUID) -> Answer:
    """Another school leader in a learning group."""
    view, group = _group(key)
    form = NewLeader(data={"language": spoken().code})
    form.language.offer(languages())
    if request.method == "POST" and form.validate():
        limits.costly(signed_in().id)
        try:
            learning_groups.add_leader(
                key,
                name=form.name.data,
                email=form.email.data,
                school=form.school.data,
                language=form.language.data,
            )
            return _to_group(key, _("The school leader has been added."))
        except Unfit as error:
            form.complain(error, SAID)
    page = render_template(
        "coordinator/leader_new.html",
        form=form,
        programme=view,
        group=group,
        names=names_of_languages(),
    )
    return page, form.status


@pages.route("/leaders/<uuid:key>", methods=["GET", "POST"])
@for_coordinators
def leader(key: UUID) -> Answer:
    """Another school or learning group for a school leader."""
    leader, view = _leader(key)
    form = LeaderForm(
        data={"school": leader.school, "group": str(leader.group), "version": leader.mark}
    )
    groups = {str(group.id): group.name for group in view.groups}
    form.group.offer(groups)
    if request.method == "POST" and form.validate():
        group = UUID(form.group.data)
        try:
            learning_groups.change_leader(
                key, form.version.data, school=form.school.data, group=group
            )
            return _to_group(group, _("The school leader has been changed."))
        except Unfit as error:
            form.complain(error, SAID)
        except Stale:
            leader, view = _leader(key)
            form.met(
                leader.mark,
                (_("School"), leader.school, form.school.data),
                (_("Learning group"), groups[str(leader.group)], groups[form.group.data]),
            )
    page = render_template(
        "coordinator/leader.html", form=form, programme=view, leader=leader, groups=groups
    )
    return page, form.status


@pages.route("/leaders/<uuid:key>/remove", methods=["GET", "POST"])
@for_coordinators
def take_out(key: UUID) -> Answer:
    """Take a school leader out of the programme: ask first, or say why not."""
    leader, view = _leader(key)
    status = 200
    if request.method == "POST":
        try:
            learning_groups.remove_leader(key)
            return _to_group(leader.group, _("The school leader has been taken out."))
        except NotAllowed:
            # A wave was opened meanwhile.
            status = 409
            leader, view = _leader(key)
    page = render_template(
        "coordinator/leader_remove.html", form=OurForm(), programme=view, leader=leader
    )
    return page, status


def _group(key: UUID) -> tuple[WholeProgramme, GroupView]:
    """A learning group with its programme, for whoever coordinates that."""
    view = found(access.coordinated_group(signed_in().id, key).programme_id)
    for group in view.groups:
        if group.id == key:
            return view, group
    raise NotFound("There is no such learning group.")


def _leader(key: UUID) -> tuple[LeaderDetail, WholeProgramme]:
    """A school leader with her programme, for whoever coordinates that."""
    leader = learning_groups.leader(access.coordinated_leader(signed_in().id, key).id)
    return leader, found(leader.programme)


def _to_group(key: UUID, message: str) -> Response:
    flash(message)
    return redirect(url_for("learning_groups.group", key=key), code=303)
