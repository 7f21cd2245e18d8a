"""Signing in by a link that is mailed: asked for, opened, and used by a button.

Programs that read mail open every link in it; so opening one changes nothing.
"""

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import DataRequired

from surveyapp.services import account_mail
from surveyapp.services.account_mail import Kind
from surveyapp.services.checked import address
from surveyapp.web import limits
from surveyapp.web.account.entering import admit, again, inside
from surveyapp.web.account.forms import form_too_old, printable, waiting
from surveyapp.web.permissions import from_elsewhere, go_on, public
from surveyapp.web.speech import _, offer

pages = Blueprint("links", __name__, url_prefix="/sign-in")


class Ask(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The address to which the link is to go."""

    email = EmailField(filters=[printable])


@pages.route("/mail/<any(link, password):kind>", methods=["GET", "POST"])
@public
def ask(kind: Kind) -> str | Response | tuple[str, int]:
    """Have a link mailed; nothing tells whether the address has an account."""
    if current_user.is_authenticated:
        return inside()
    if from_elsewhere():
        return go_on()
    form = Ask()
    form.email.validators = [DataRequired(_("Enter your e-mail address."))]
    if request.method != "POST":
        return render_template("account/ask_link.html", form=form, kind=kind)
    if not form.validate():
        form_too_old(form)
        return render_template("account/ask_link.html", form=form, kind=kind), 422
    try:
        limits.letter(address(form.email.data))
    except TooManyRequests as error:
        return waiting("account/ask_link.html", form, form.email, error, kind=kind)
    account_mail.ask(form.email.data, kind)
    return render_template("account/link_sent.html", kind=kind)


@pages.route("/link/<token>", methods=["GET", "POST"])
@public
def follow(token: str) -> str | Response | tuple[str, int]:
    """What is behind a link: a button that signs in, once, also for who presses it twice."""
    if from_elsewhere():
        return go_on()
    page = request.form.get("csrf_token", "")
    link = account_mail.opened(token, page)
    if link is None:
        return render_template("account/link_gone.html"), 410
    offer(link.language)
    place = url_for("own.password") if link.kind == "password" else ""
    if link.used and (led_on := again(link.account, place)):
        return led_on
    form = FlaskForm()
    if not form.validate_on_submit():
        form_too_old(form)
        asked = render_template("account/link.html", form=form, link=link)
        return (asked, 422) if request.method == "POST" else asked
    if not account_mail.use(link, page):
        return render_template("account/link_gone.html"), 410
    return admit(link.account, place)
