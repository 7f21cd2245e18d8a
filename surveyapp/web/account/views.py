"""The door, signing in with a password, and signing out."""

from flask import (
    Blueprint,
    Flask,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired

from surveyapp.languages import languages
from surveyapp.services import accounts, passkeys
from surveyapp.services.checked import address
from surveyapp.web import limits
from surveyapp.web.account import entering, single_sign_on
from surveyapp.web.account.forms import form_too_old, printable
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

NOT_STAFF = {"public", "rater"}
"""The rooms in which nobody is at home; elsewhere a language that is chosen is remembered."""


def register(app: Flask) -> None:
    """Keep sessions, and remember in which language somebody reads."""
    entering.register(app)
    single_sign_on.register(app)
    app.after_request(_remember_language)


def _remember_language(answer: Response) -> Response:
    """Keep the language that somebody signed in asked for a page in; not that of a file."""
    asked = request.args.get("lang", "")
    page = answer.status_code == 200 and answer.mimetype == "text/html"
    if page and asked in languages() and _at_home() and asked != signed_in().language:
        accounts.speak(signed_in().id, asked)
    return answer


def _at_home() -> bool:
    return request.blueprint not in NOT_STAFF and bool(current_user.is_authenticated)


class SignIn(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """E-mail address and password."""

    email = EmailField(filters=[printable])
    password = PasswordField()


def sign_in_form() -> SignIn:
    """The form, its complaints in the language of the page."""
    form = SignIn()
    form.email.validators = [DataRequired(_("Enter your e-mail address."))]
    form.password.validators = [DataRequired(_("Enter your password."))]
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
    person = signed_in()
    rooms = (
        (person.leads, "leader.home"),
        (person.coordinates, "coordinator.home"),
        (person.coaches, "coach.home"),
        (person.researches, "research.home"),
        (person.operates, "operator.home"),
    )
    return next((url_for(home) for hers, home in rooms if hers), "")


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """Sign in with address and password; which of the two was wrong is not said."""
    if current_user.is_authenticated:
        return entering.inside()
    if from_elsewhere():
        return go_on()
    form = sign_in_form()
    if request.method != "POST":
        return _page(form)
    if form.validate():
        try:
            entered = _let_in(form.email.data, form.password.data)
        except TooManyRequests as error:
            return _wait(form, retry_after(error))
        if entered:
            return entered
        form.email.errors = [_("This address and password do not match.")]
    form_too_old(form)
    return _page(form), 422


def _page(form: SignIn) -> str:
    place = entering.safe(request.args.get("next", "")) or None
    ways = {"provider": single_sign_on.offered(), "passkeys": passkeys.offered()}
    return render_template("account/sign_in.html", form=form, place=place, **ways)


def _let_in(email: str, password: str) -> Response | None:
    """Whose these are; ``TooManyRequests``, and no look at the password, after too many guesses."""
    guess = limits.guess(address(email))
    key = accounts.sign_in(email, password)
    if key is None:
        return None
    limits.right(guess)
    return entering.admit(key, request.args.get("next", ""))


def _wait(form: SignIn, seconds: int) -> Response:
    """The same for accounts that there are and for those that there are not."""
    text = _(
        "Wrong passwords were tried too often with this address. Try again %(when)s.",
        when=spoken().wait(seconds),
    )
    form.email.errors = [text]
    answer = make_response(_page(form), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


@pages.post("/sign-out")
@anybody_signed_in
def sign_out() -> Response:
    """Sign out, on every device."""
    entering.leave()
    return redirect(url_for("account.door"), code=303)
