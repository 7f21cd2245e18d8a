"""Passkeys: signing in with one, adding and removing them. They need a script in the browser."""

import base64
import time
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from surveyapp.core.errors import NotAllowed
from surveyapp.core.spelling import on_one_line
from surveyapp.services import passkeys
from surveyapp.services.passkeys import LONGEST_NAME, Question
from surveyapp.web import limits
from surveyapp.web.account.entering import enter, fresh, inside, stay
from surveyapp.web.account.forms import form_too_old
from surveyapp.web.permissions import anybody_signed_in, from_elsewhere, go_on, public, signed_in
from surveyapp.web.speech import _

pages = Blueprint("passkeys", __name__)

PATIENCE = 10 * 60
"""Seconds for which a challenge can be answered."""


class Answer(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the browser says, and the name of a new passkey."""

    credential = HiddenField()
    name = StringField(filters=[on_one_line])


def asked(question: Question) -> str:
    """Keep the challenge, which is answered once; what the browser is asked."""
    value = base64.b64encode(question.challenge).decode()
    session["challenge"] = {"value": value, "since": time.time()}
    return question.options


def challenge() -> bytes:
    """The challenge that this browser was given, once; ``NotAllowed`` where there is none."""
    kept = session.pop("challenge", None)
    if not kept or time.time() - kept["since"] > PATIENCE:
        raise NotAllowed("Nothing was asked.")
    if kept["since"] < limits.began():
        raise NotAllowed("Nobody remembers whether this was answered.")
    return base64.b64decode(kept["value"])


def answered(answer: str, key: UUID | None = None) -> UUID | None:
    """Whose passkey answered; ``None`` also for an answer that let somebody in before.

    The challenge waits in a cookie, of which there may be a copy.
    """
    try:
        given = challenge()
        who = passkeys.check(answer, given, key)
        return who if who and limits.once(given) else None
    except NotAllowed:
        return None


@pages.route("/sign-in/passkey", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """Sign in with a passkey alone: having it, and what unlocks it, are both steps."""
    if not passkeys.offered():
        abort(404)
    if current_user.is_authenticated:
        return inside()
    if from_elsewhere():
        return go_on()
    form = Answer()
    if request.method == "POST" and form.validate() and (key := answered(form.credential.data)):
        return enter(key, request.args.get("next", ""))
    if request.method == "POST":
        form.form_errors = [refusal(form.credential.data)]
        form_too_old(form)
    options = asked(passkeys.ask())
    page = render_template("account/passkey.html", form=form, options=options)
    return (page, 422) if request.method == "POST" else page


def refusal(answer: str | None) -> str:
    """Why a passkey did not let somebody in; without a script there is none to be had."""
    if not answer:
        return _("A passkey works only if your browser allows scripts.")
    return _("This passkey did not let you in. Try again, or another way.")


@pages.route("/account/passkey", methods=["GET", "POST"])
@anybody_signed_in
@fresh
def add() -> str | Response | tuple[str, int]:
    """Add a passkey of this device, or of another one near by."""
    if not passkeys.offered():
        abort(404)
    form = Answer()
    if request.method == "POST" and form.validate():
        try:
            return _added(form)
        except NotAllowed:
            told = _("The passkey was not added. Try again, or with another device.")
            form.form_errors = [told if form.credential.data else refusal("")]
    form_too_old(form)
    person = signed_in()
    options = asked(passkeys.ask_for_new(person.id, person.email, person.name))
    page = render_template(
        "account/add_passkey.html", form=form, options=options, longest=LONGEST_NAME
    )
    return (page, 422) if request.method == "POST" else page


def _added(form: Answer) -> str | Response:
    name = form.name.data or _("Passkey")
    codes = passkeys.add(signed_in().id, form.credential.data, challenge(), name)
    stay()
    if codes:
        return render_template("account/codes.html", codes=codes)
    flash(_("The passkey has been added."))
    return redirect(url_for("own.overview"), 303)


@pages.route("/account/passkeys/<uuid:key>/remove", methods=["GET", "POST"])
@anybody_signed_in
@fresh
def remove(key: UUID) -> str | Response:
    """Ask first, then take one of their own passkeys away."""
    found = [one for one in passkeys.of(signed_in().id) if one.id == key]
    if not found:
        abort(404)
    if request.method != "POST":
        return render_template("account/remove_passkey.html", passkey=found[0])
    passkeys.remove(signed_in().id, key)
    stay()
    flash(_("The passkey has been removed."))
    return redirect(url_for("own.overview"), 303)
