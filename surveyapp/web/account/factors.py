"""The second step: setting up an app for codes, taking it away, and recovery codes."""

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired

from surveyapp.core.errors import NotAllowed
from surveyapp.services import second_factor
from surveyapp.services.context import secret
from surveyapp.web import limits
from surveyapp.web.account.entering import fresh, stay
from surveyapp.web.account.forms import form_too_old, printable, waiting
from surveyapp.web.permissions import anybody_signed_in, signed_in
from surveyapp.web.speech import _

pages = Blueprint("factors", __name__, url_prefix="/account")

PATIENCE = 3600
"""Seconds for which a secret that is shown can be taken into use."""


class SetUp(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The first code of the app."""

    code = StringField(filters=[printable])


@pages.route("/app", methods=["GET", "POST"])
@anybody_signed_in
@fresh
def app() -> str | Response | tuple[str, int]:
    """Show a secret to an app for codes; its first code takes it into use."""
    form, key = SetUp(), _shown()
    form.code.validators = [DataRequired(_("Enter a code."))]
    values = {"square": _square(key), "key": _in_fours(key), "shown": _signed(key)}
    if request.method != "POST":
        return render_template("account/app.html", form=form, **values)
    if form.validate():
        try:
            return _taken_into_use(key, form.code.data)
        except TooManyRequests as error:
            return waiting("account/app.html", form, form.code, error, **values)
        except NotAllowed:
            form.code.errors = [_("This code is not right. Does your phone show the right time?")]
    form_too_old(form)
    return render_template("account/app.html", form=form, **values), 422


def _shown() -> str:
    """The secret that the page showed to her and nobody else; another one at the beginning."""
    try:
        owner, key = _signer().loads(request.form.get("shown", ""), max_age=PATIENCE)
    except (BadSignature, ValueError):
        return second_factor.new_secret()
    return str(key) if owner == signed_in().id.hex else second_factor.new_secret()


def _signed(key: str) -> str:
    signed: str = _signer().dumps([signed_in().id.hex, key])
    return signed


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="app for codes")


def _square(key: str) -> Markup:
    """What the camera of a phone reads, as a drawing that stands in the page."""
    code = segno.make(second_factor.uri(key, signed_in().email), error="m", micro=False)
    drawn = code.svg_inline(border=3, omitsize=True, dark="#000", light="#fff", svgclass=None)
    return Markup(drawn)  # noqa: S704 - drawn here, of letters that URLs allow


def _in_fours(key: str) -> str:
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))


def _taken_into_use(key: str, code: str) -> str | Response:
    guess = limits.code(signed_in().id)
    codes = second_factor.set_up(signed_in().id, key, code)
    limits.right(guess)
    stay()
    if codes:
        return render_template("account/codes.html", codes=codes)
    flash(_("From now on you are asked for a code from this app when you sign in."))
    return redirect(url_for("own.overview"), 303)


@pages.route("/app/remove", methods=["GET", "POST"])
@anybody_signed_in
@fresh
def remove() -> str | Response:
    """Ask first, then ask for no codes any more."""
    if not _factors().app:
        return redirect(url_for("own.overview"), 303)
    if request.method != "POST":
        return render_template("account/remove_app.html", factors=_factors())
    second_factor.remove(signed_in().id)
    stay()
    flash(_("You are no longer asked for a code from an app."))
    return redirect(url_for("own.overview"), 303)


def _factors() -> second_factor.Factors:
    return second_factor.of(signed_in().id)


@pages.route("/recovery", methods=["GET", "POST"])
@anybody_signed_in
@fresh
def recovery() -> str | Response:
    """Ask first, then show other recovery codes, once."""
    if not _factors().asked:
        return redirect(url_for("own.overview"), 303)
    if request.method != "POST":
        return render_template("account/recovery.html", factors=_factors())
    codes = second_factor.new_codes(signed_in().id)
    stay()
    return render_template("account/codes.html", codes=codes)
