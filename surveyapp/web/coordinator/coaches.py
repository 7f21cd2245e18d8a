"""The coaches of a learning group: to add one by address, and to take one off."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.services import access, coaching
from surveyapp.services.coaching import Coached
from surveyapp.web import limits
from surveyapp.web.members import Somebody
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("coaches", __name__, url_prefix="/coordinator/groups/<uuid:key>/coaches")
Answer = str | Response | tuple[str, int]


@pages.route("", methods=["GET", "POST"])
@for_coordinators
def overview(key: UUID) -> Answer:
    """Who coaches a learning group, and a form to add somebody."""
    group = _group(key)
    form = Somebody()
    if request.method == "POST" and form.validate():
        limits.costly(signed_in().id)
        coaching.give(group.id, email=form.email.data, name=form.name.data, language=spoken().code)
        return _done(key, _("The coach has been added."))
    page = render_template("coordinator/coaches.html", form=form, group=group)
    return page, 422 if form.errors else 200


@pages.route("/<uuid:account>", methods=["GET", "POST"])
@for_coordinators
def take(key: UUID, account: UUID) -> Answer:
    """Ask first; then the coach coaches the group no longer."""
    group = _group(key)
    coach = group.find(account)
    if request.method == "POST":
        coaching.take(group.id, account)
        return _done(key, _("The coach has been removed."))
    return render_template("coordinator/coach_take.html", group=group, coach=coach)


def _group(key: UUID) -> Coached:
    """A learning group, for whoever coordinates its programme."""
    return coaching.of_group(access.coordinated_group(signed_in().id, key).id)


def _done(key: UUID, message: str) -> Response:
    flash(message)
    return redirect(url_for("coaches.overview", key=key), code=303)
