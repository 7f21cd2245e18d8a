"""The second step of signing in, the same after a password, a link and single sign-on."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired

from surveyapp.services import passkeys, second_factor
from surveyapp.services.accounts import Person
from surveyapp.web import limits
from surveyapp.web.account.entering import enter, halfway
from surveyapp.web.account.forms import form_too_old, printable, waiting
from surveyapp.web.account.passkeys import answered, asked, refusal
from surveyapp.web.permissions import public
from surveyapp.web.speech import _

pages = Blueprint("second", __name__, url_prefix="/sign-in")

LONGEST = 40
"""Characters: no code is longer, with all that people type between its parts."""


class Code(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A code of the app, or a recovery code."""

    code = StringField(filters=[printable])


@pages.route("/second", methods=["GET", "POST"])
@public
def ask() -> str | Response | tuple[str, int]:
    """Ask for a code of whoever did the first step; others begin with that one."""
    half = halfway()
    if half is None:
        return redirect(url_for("account.sign_in"), 303)
    person, place = half
    form, page = Code(), "account/second.html"
    if request.method != "POST":
        return render_template(page, form=form, **_ways(person))
    try:
        if _right(person, form):
            return enter(person.id, place)
    except TooManyRequests as error:
        return waiting(page, form, form.code, error, **_ways(person))
    form_too_old(form)
    return render_template(page, form=form, **_ways(person)), 422


def _ways(person: Person) -> dict[str, object]:
    """Which second steps she has; a passkey is asked for where there is one."""
    factors = second_factor.of(person.id)
    options = asked(passkeys.ask(person.id)) if factors.passkeys and passkeys.offered() else ""
    return {"factors": factors, "options": options}


def _right(person: Person, form: Code) -> bool:
    """Whether what was sent is hers; what is wrong stands in the form."""
    if "credential" in request.form:
        right = form.validate() and answered(request.form["credential"], person.id) is not None
        if not right:
            form.form_errors = [refusal(request.form["credential"])]
        return right
    form.code.validators = [DataRequired(_("Enter a code."))]
    if not form.validate():
        return False
    right = _code_right(person, form.code.data)
    if not right:
        form.code.errors = [_("This code is not right, or it has been used before.")]
    return right


def _code_right(person: Person, code: str) -> bool:
    """Whether the code is hers; ``TooManyRequests``, and no look at it, after too many."""
    guess = limits.code(person.id)
    right = len(code) <= LONGEST and second_factor.check(person.id, code)
    if right:
        limits.right(guess)
    return right
