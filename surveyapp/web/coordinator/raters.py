"""The people asked about one leader in an open wave, and what is done about one of them.

Nothing here tells who has answered: a page, a refusal or a message is the same whatever she did.
"""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, Field, SelectField, StringField

from surveyapp.core.base import text_in
from surveyapp.core.errors import SurveyError
from surveyapp.languages import language, languages
from surveyapp.services import access, invitees, queue, raters
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.invitations import Rater, Taken, invite
from surveyapp.services.raters import Subject
from surveyapp.web import limits, paging
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("raters", __name__, url_prefix="/coordinator/assessments/<uuid:key>/raters")
Answer = str | Response | tuple[str, int]


class Person(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody to ask."""

    name = StringField()
    address = EmailField()
    group = SelectField(validate_choice=False)
    language = SelectField(validate_choice=False)


class Address(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Another address."""

    address = EmailField()


@pages.get("")
@for_coordinators
def overview(key: UUID) -> str:
    """Who is asked, by rater group, and whose address the mail server refused."""
    found = raters.page(_mine(key), paging.asked())
    return render_template("coordinator/raters.html", found=found)


@pages.route("/add", methods=["GET", "POST"])
@for_coordinators
def add(key: UUID) -> Answer:
    """Ask one more."""
    subject = raters.subject(_mine(key))
    form = Person(language=spoken().code)
    form.group.choices = [(one.id, text_in(one.label, spoken().code)) for one in subject.groups]
    form.language.choices = [(code, language(code).name) for code in languages()]
    if request.method == "POST" and _sound(form) and _invited(subject, form):
        return _done(
            subject, _("The rater has been added. The invitation leaves when you send it.")
        )
    page = render_template("coordinator/rater_add.html", subject=subject, form=form)
    return page, 422 if form.errors else 200


def _sound(form: Person) -> bool:
    """Whether all is filled in as it should be; else each field says what is wrong."""
    if not form.validate():
        return False
    _try(form.name, lambda: checked_name(form.name.data or ""), _("Enter the name, on one line."))
    _try(form.address, lambda: checked_address(form.address.data or ""), _no_address())
    for field in (form.group, form.language):
        if field.data not in dict(field.choices):
            field.errors = [_("Choose one of these.")]
    return not form.errors


def _try(field: Field, check: Callable[[], object], sentence: str) -> None:
    try:
        check()
    except SurveyError:
        field.errors = [sentence]


def _no_address() -> str:
    return _("This is not an e-mail address that mail can go to: write it as name@school.example.")


def _invited(subject: Subject, form: Person) -> bool:
    limits.costly(signed_in().id)
    rater = Rater(form.group.data, form.name.data, form.address.data, form.language.data)
    return _unless_taken(form.address, lambda: invite(subject.assessment, [rater]))


def _unless_taken(field: Field, deed: Callable[[], None]) -> bool:
    try:
        deed()
    except Taken:
        field.errors = [
            _("This address was asked about this school leader already: nobody is asked twice.")
        ]
        return False
    return True


@pages.route("/<uuid:rater>/address", methods=["GET", "POST"])
@for_coordinators
def address(key: UUID, rater: UUID) -> Answer:
    """Correct an address that was mistyped."""
    subject, row = raters.subject(_mine(key)), raters.one(key, rater)
    form = Address(address=row.address)
    if request.method == "POST" and form.validate():
        written = form.address.data or ""
        _try(form.address, lambda: checked_address(written), _no_address())
        if not form.errors and _readdressed(form.address, key, rater):
            return _done(
                subject,
                _(
                    "The address has been corrected. "
                    "A new link goes there; the old one no longer works."
                ),
            )
    page = render_template("coordinator/rater_address.html", subject=subject, rater=row, form=form)
    return page, 422 if form.errors else 200


def _readdressed(field: Field, key: UUID, rater: UUID) -> bool:
    limits.costly(signed_in().id)
    return _unless_taken(field, lambda: invitees.readdress(key, rater, field.data))


@pages.route("/<uuid:rater>/<any(renew, withdraw):step>", methods=["GET", "POST"])
@for_coordinators
def decide(key: UUID, rater: UUID, step: str) -> Answer:
    """Ask first, saying what cannot be undone; then make a rater's link anew, or withdraw them."""
    subject, row = raters.subject(_mine(key)), raters.one(key, rater)
    if request.method != "POST":
        return render_template("coordinator/rater_step.html", subject=subject, rater=row, step=step)
    limits.costly(signed_in().id)
    if step == "renew":
        invitees.renew(key, rater)
        return _done(
            subject,
            _("A new link has been made. It goes there by e-mail; the old one no longer works."),
        )
    invitees.withdraw(key, rater)
    return _done(subject, _("The invitation has been withdrawn."))


def _mine(key: UUID) -> UUID:
    """An assessment of a programme that she coordinates, and not about herself."""
    return access.coordinated_assessment(signed_in().id, key).id


def _done(subject: Subject, message: str) -> Response:
    queue.wake()
    flash(message)
    return redirect(url_for("raters.overview", key=subject.assessment), code=303)
