"""Colleagues: who else runs programmes of her organisations, or reads their group reports.

They are known by their addresses, as somebody wrote them. A name may be that of an account which
belongs to another organisation too, and is not told.
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.services import access, organisations
from surveyapp.services.organisations import People, Role
from surveyapp.web import limits
from surveyapp.web.members import Member
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("colleagues", __name__, url_prefix="/coordinator/colleagues")
Answer = str | Response | tuple[str, int]


@pages.get("")
@for_coordinators
def overview() -> str:
    """The people of a coordinator's organisations, and what each may do."""
    found = organisations.of_coordinator(signed_in().id)
    return render_template("coordinator/colleagues.html", organisations=found)


@pages.route("/<uuid:key>", methods=["GET", "POST"])
@for_coordinators
def give(key: UUID) -> Answer:
    """Invite a colleague by address; they get an account if they have none."""
    found = _organisation(key)
    form = Member(data={"role": "coordinator"})
    if request.method == "POST" and form.validate():
        limits.costly(signed_in().id)
        organisations.invite(
            key,
            email=form.email.data,
            name=form.name.data,
            language=spoken().code,
            role=form.role.data,
        )
        return _done(_("The colleague has been added."))
    back = url_for("colleagues.overview")
    page = render_template("members/give.html", form=form, organisation=found, back=back)
    return page, 422 if form.errors else 200


@pages.route(
    "/<uuid:key>/<uuid:account>/<any(coordinator, researcher):role>", methods=["GET", "POST"]
)
@for_coordinators
def take(key: UUID, account: UUID, role: Role) -> Answer:
    """Ask first, saying what passes on; then take the role away."""
    found = _organisation(key)
    member = found.find(account, role)
    if request.method == "POST":
        organisations.leave(key, account, role)
        if account == signed_in().id:
            return redirect(url_for("account.door"), code=303)
        return _done(_("The role has been taken away."))
    back = url_for("colleagues.overview")
    return render_template("members/take.html", organisation=found, member=member, back=back)


def _organisation(key: UUID) -> People:
    """An organisation in which she is a coordinator, with her colleagues."""
    wanted = access.coordinated_organisation(signed_in().id, key).id
    return next(one for one in organisations.of_coordinator(signed_in().id) if one.id == wanted)


def _done(message: str) -> Response:
    flash(message)
    return redirect(url_for("colleagues.overview"), code=303)
