"""Signing in, signing out, and the door."""

import re
import time
from dataclasses import dataclass
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import UserMixin, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired

from surveyapp.extensions import login
from surveyapp.languages import languages
from surveyapp.services import accounts
from surveyapp.services.accounts import Person
from surveyapp.web import limits
from surveyapp.web.errors import retry_after
from surveyapp.web.permissions import (
    anybody_signed_in,
    from_elsewhere,
    go_on,
    public,
    signed_in,
)
from surveyapp.web.speech import _, spoken

pages = Blueprint("account", __name__)

STAFF = {"account", "leader", "coordinator"}
"""The rooms in which somebody is at home; a language chosen there is remembered."""


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Who is signed in, as Flask-Login wants it."""

    person: Person

    def get_id(self) -> str:
        """What the session remembers."""
        return f"{self.person.id}.{self.person.session}"


def register(app: Flask) -> None:
    """Tell Flask-Login how to find the person of a session."""
    login.user_loader(_load)
    app.before_request(_remember_language)


def _load(remembered: str) -> SignedIn | None:
    """Who signed in, unless that is too long ago, or the account or its password is gone since."""
    age = time.time() - session.get("since", 0)
    if age > current_app.permanent_session_lifetime.total_seconds():
        return None
    person = accounts.person(UUID(remembered.partition(".")[0]))
    found = SignedIn(person) if person else None
    return found if found and found.get_id() == remembered else None


def _enter(person: Person) -> None:
    """Begin a session with nothing in it that somebody else may have put or known there."""
    session.clear()
    session["since"] = int(time.time())
    login_user(SignedIn(person))


def _remember_language() -> None:
    """Keep the language that somebody signed in asked for with her account."""
    asked = request.args.get("lang", "")
    if asked not in languages() or request.blueprint not in STAFF:
        return
    if current_user.is_authenticated and signed_in().language != asked:
        accounts.speak(signed_in().id, asked)


def _printable(text: str | None) -> str:
    """What was typed, without signs that no address has and no database takes."""
    return "".join(sign for sign in text or "" if sign.isprintable())


class SignIn(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """E-mail address and password."""

    email = EmailField(filters=[_printable])
    password = PasswordField()


def sign_in_form() -> SignIn:
    """The form, its complaints in the language of the page."""
    form = SignIn()
    form.email.validators = [DataRequired(_("Fill in your e-mail address."))]
    form.password.validators = [DataRequired(_("Fill in your password."))]
    return form


@pages.get("/")
@public
def door() -> str | Response:
    """Where to go from here."""
    home = _home()
    return redirect(home) if home else render_template("account/door.html")


def _home() -> str:
    """The first page of whoever is signed in; empty where there is nothing for her yet."""
    if not current_user.is_authenticated:
        return ""
    if signed_in().leads:
        return url_for("leader.home")
    return url_for("coordinator.home") if signed_in().coordinates else ""


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """Sign in with address and password; which of the two was wrong is not said."""
    if current_user.is_authenticated:
        return redirect(url_for("account.door"))
    if from_elsewhere():
        return go_on()
    form = sign_in_form()
    if request.method == "GET":
        return render_template("account/sign_in.html", form=form)
    if form.validate():
        try:
            person = _recognised(form.email.data, form.password.data)
        except TooManyRequests as error:
            return _wait(form, retry_after(error))
        if person:
            _enter(person)
            return redirect(_safe(request.args.get("next", "")) or url_for("account.door"), 303)
        form.email.errors = [_("This address and this password do not belong together.")]
    if form.csrf_token.errors:
        form.csrf_token.errors = []
        form.form_errors = [_("This form was open for too long: try again.")]
    return render_template("account/sign_in.html", form=form), 422


def _recognised(email: str, password: str) -> Person | None:
    """Whose these are; ``TooManyRequests``, and no look at the password, after too many guesses."""
    guess = limits.guess(accounts.address(email))
    if key := accounts.sign_in(email, password):
        limits.right(guess)
    return accounts.person(key) if key else None


def _wait(form: SignIn, seconds: int) -> Response:
    """The same for accounts that there are and for those that there are not."""
    text = _(
        "Wrong passwords were tried too often with this address. Try again %(when)s.",
        when=spoken().wait(seconds),
    )
    form.email.errors = [text]
    answer = make_response(render_template("account/sign_in.html", form=form), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _safe(place: str) -> str:
    """A plain path on this site, or nothing: browsers read strange ones as other sites."""
    return place if re.fullmatch(r"/(?!/)[a-z0-9/._-]*", place) else ""


@pages.post("/sign-out")
@anybody_signed_in
def sign_out() -> Response:
    """Sign out, and forget all that the session knew."""
    logout_user()
    session.clear()
    return redirect(url_for("account.door"), code=303)
