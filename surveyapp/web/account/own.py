"""Her own account: name, language, password, and how she signs in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from surveyapp.core.spelling import on_one_line
from surveyapp.languages import language, languages
from surveyapp.services import accounts, passkeys, second_factor
from surveyapp.services.checked import LONGEST_NAME
from surveyapp.web import limits
from surveyapp.web.account.entering import fresh, freshen, leave, safe, stay
from surveyapp.web.account.forms import waiting
from surveyapp.web.permissions import anybody_signed_in, signed_in
from surveyapp.web.speech import _, speak

pages = Blueprint("own", __name__, url_prefix="/account")


class Describe(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Her name, and the language of her pages and mail."""

    name = StringField(filters=[on_one_line])
    language = SelectField()


class Password(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A password: a new one, or the one that she has."""

    password = PasswordField()


@pages.route("/", methods=["GET", "POST"])
@anybody_signed_in
def overview() -> str | Response | tuple[str, int]:
    """What the account says about its owner, and how they sign in."""
    form = _describe()
    if request.method == "POST" and form.validate():
        accounts.describe(signed_in().id, name=form.name.data, language=form.language.data)
        speak(form.language.data)
        flash(_("Saved."))
        return redirect(url_for("own.overview"), 303)
    page = render_template(
        "account/overview.html",
        form=form,
        factors=second_factor.of(signed_in().id),
        passkeys=passkeys.of(signed_in().id),
        passkeys_offered=passkeys.offered(),
    )
    return (page, 422) if form.errors else page


def _describe() -> Describe:
    form = Describe(data={"name": signed_in().name, "language": signed_in().language})
    too_long = _("Choose a name of at most %(number)s characters.", number=LONGEST_NAME)
    form.name.validators = [
        DataRequired(_("Enter your name.")),
        Length(max=LONGEST_NAME, message=too_long),
    ]
    form.language.choices = [(code, language(code).name) for code in languages()]
    form.language.validate_choice = False
    if form.language.data not in languages():
        form.language.data = signed_in().language
    return form


@pages.route("/password", methods=["GET", "POST"])
@anybody_signed_in
@fresh
def password() -> str | Response | tuple[str, int]:
    """Choose another password, or a first one."""
    form = Password()
    shortest = accounts.SHORTEST_PASSWORD
    if request.method != "POST":
        return render_template("account/password.html", form=form, shortest=shortest)
    if len(form.password.data or "") < shortest:
        short = _("Choose a password of at least %(number)s characters.", number=shortest)
        form.password.errors = [short]
        return render_template("account/password.html", form=form, shortest=shortest), 422
    accounts.choose_password(signed_in().id, form.password.data)
    stay()
    flash(_("This is your password now. You have been signed out everywhere else."))
    return redirect(url_for("own.overview"), 303)


@pages.route("/confirm", methods=["GET", "POST"])
@anybody_signed_in
def confirm() -> str | Response | tuple[str, int]:
    """Ask whoever signed in a while ago for the password, before how they sign in is changed."""
    form, page = Password(), "account/confirm.html"
    if request.method != "POST" or not signed_in().has_password:
        return render_template(page, form=form)
    try:
        if _is_hers(form.password.data or ""):
            freshen()
            return redirect(safe(request.args.get("next", "")) or url_for("own.overview"), 303)
    except TooManyRequests as error:
        return waiting(page, form, form.password, error)
    form.password.errors = [_("This is not your password.")]
    return render_template(page, form=form), 422


def _is_hers(written: str) -> bool:
    guess = limits.guess(signed_in().email)
    right = accounts.sign_in(signed_in().email, written) == signed_in().id
    if right:
        limits.right(guess)
    return right


@pages.post("/again")
@anybody_signed_in
def again() -> Response:
    """Sign out, and in again: that proves who somebody is without a password."""
    leave()
    place = safe(request.args.get("next", "")) or None
    return redirect(url_for("account.sign_in", next=place), 303)
