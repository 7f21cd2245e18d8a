"""What the forms for signing in have in common."""

from flask import make_response, render_template
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import Field

from surveyapp.web.errors import retry_after
from surveyapp.web.speech import _, spoken


def printable(text: str | None) -> str:
    """What was typed, without signs that no address has and no database takes."""
    return "".join(sign for sign in text or "" if sign.isprintable())


def form_too_old(form: FlaskForm) -> None:
    """Say in words that the token of a form is not valid any more."""
    if form.csrf_token.errors:
        form.csrf_token.errors = []
        form.form_errors = [_("This form was open for too long: try again.")]


def waiting(
    template: str, form: FlaskForm, field: Field, error: TooManyRequests, **values: object
) -> Response:
    """The page of a form again, which says when there is room for another try."""
    seconds = retry_after(error)
    field.errors = [_("That was tried too often. Try again %(when)s.", when=spoken().wait(seconds))]
    answer = make_response(render_template(template, form=form, **values), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
