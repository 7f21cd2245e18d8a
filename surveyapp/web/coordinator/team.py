"""Who coordinates a programme: colleagues of the organisation join, and leave it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from surveyapp.services import access, team
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _

pages = Blueprint("team", __name__, url_prefix="/coordinator/programmes/<uuid:key>/coordinators")


@pages.get("")
@for_coordinators
def overview(key: UUID) -> str:
    """Who coordinates a programme, and which colleagues could."""
    programme = access.coordinated_programme(signed_in().id, key)
    colleagues = team.of_programme(programme.id)
    return render_template("coordinator/team.html", programme=programme, colleagues=colleagues)


@pages.post("/<uuid:account>/add")
@for_coordinators
def add(key: UUID, account: UUID) -> Response:
    """Let a colleague coordinate a programme as well."""
    team.add(access.coordinated_programme(signed_in().id, key).id, account)
    return _done(key, _("The colleague coordinates this programme now."))


@pages.post("/<uuid:account>/take")
@for_coordinators
def take(key: UUID, account: UUID) -> Response:
    """Take a programme from a colleague; they can be added again at any time."""
    team.take(access.coordinated_programme(signed_in().id, key).id, account)
    if account == signed_in().id:
        return redirect(url_for("coordinator.home"), code=303)
    return _done(key, _("The colleague does not coordinate this programme any more."))


def _done(key: UUID, message: str) -> Response:
    flash(message)
    return redirect(url_for("team.overview", key=key), code=303)
