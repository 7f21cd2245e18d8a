"""The operator's pages: organisations and who has which role in them. No answers, no reports."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import SurveyError
from surveyapp.services import organisations
from surveyapp.services.organisations import People, Role
from surveyapp.web.members import Member, Named
from surveyapp.web.permissions import for_operators
from surveyapp.web.speech import _, spoken

pages = Blueprint("operator", __name__, url_prefix="/operator")
Answer = str | Response | tuple[str, int]


@pages.get("/")
@for_operators
def home() -> str:
    """All organisations, in numbers."""
    return render_template("operator/home.html", organisations=organisations.overview())


@pages.route("/organisations/new", methods=["GET", "POST"])
@for_operators
def new() -> Answer:
    """Make an organisation."""
    form = Named()
    if request.method == "POST" and form.validate():
        try:
            key = organisations.create(form.name.data)
        except SurveyError:
            return _name_page(_taken(form))
        return _done(key, _("The organisation has been made. Now name its first coordinator."))
    return _name_page(form)


@pages.get("/organisations/<uuid:key>")
@for_operators
def organisation(key: UUID) -> str:
    """One organisation: who has which role in it."""
    return render_template("operator/organisation.html", organisation=organisations.people(key))


@pages.route("/organisations/<uuid:key>/name", methods=["GET", "POST"])
@for_operators
def rename(key: UUID) -> Answer:
    """Give an organisation another name."""
    found = organisations.people(key)
    form = Named(data={"name": found.name})
    if request.method == "POST" and form.validate():
        try:
            organisations.rename(key, form.name.data)
        except SurveyError:
            return _name_page(_taken(form), found)
        return _done(key, _("The organisation has another name now."))
    return _name_page(form, found)


@pages.route("/organisations/<uuid:key>/people", methods=["GET", "POST"])
@for_operators
def give(key: UUID) -> Answer:
    """Give somebody a role; they get an account if they have none."""
    found = organisations.people(key)
    form = Member(data={"role": "coordinator"})
    if request.method == "POST" and form.validate():
        organisations.invite(
            key,
            email=form.email.data,
            name=form.name.data,
            language=spoken().code,
            role=form.role.data,
        )
        return _done(key, _("The role has been given."))
    back = url_for("operator.organisation", key=key)
    page = render_template("members/give.html", form=form, organisation=found, back=back)
    return page, 422 if form.errors else 200


@pages.route(
    "/organisations/<uuid:key>/people/<uuid:account>/<any(coordinator, researcher):role>",
    methods=["GET", "POST"],
)
@for_operators
def take(key: UUID, account: UUID, role: Role) -> Answer:
    """Ask first, saying what passes on; then take the role away."""
    found = organisations.people(key)
    member = found.find(account, role)
    if request.method == "POST":
        organisations.leave(key, account, role)
        return _done(key, _("The role has been taken away."))
    back = url_for("operator.organisation", key=key)
    return render_template("members/take.html", organisation=found, member=member, back=back)


def _taken(form: Named) -> Named:
    form.name.errors = [_("There is an organisation of that name already.")]
    return form


def _name_page(form: Named, found: People | None = None) -> Answer:
    page = render_template("operator/name.html", form=form, organisation=found)
    return page, 422 if form.errors else 200


def _done(key: UUID, message: str) -> Response:
    flash(message)
    return redirect(url_for("operator.organisation", key=key), code=303)
