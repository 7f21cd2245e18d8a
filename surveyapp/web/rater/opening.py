"""What every page of a rater begins and ends with."""

from typing import Any

from flask import jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from surveyapp.languages import languages
from surveyapp.services import responses
from surveyapp.services.answers import Answers
from surveyapp.services.opened import OpenInvitation
from surveyapp.web.rater.plan import Page, Whose, plan
from surveyapp.web.speech import speak

Answer = str | Response | tuple[str | Response, int]
QUIETLY = "sheet.quietly"
"""Sent by a page that waits for what becomes of it, instead of leaving at once."""


def draft_of(opened: OpenInvitation) -> Answers:
    """What was filled in; the page speaks the language chosen there."""
    answers = responses.draft(opened)
    speak_as(opened, answers.language)
    return answers


def speak_as(opened: OpenInvitation, chosen: str) -> None:
    """The page speaks the language that was chosen, or that of the invitation."""
    speak(chosen if chosen in languages() else opened.language)


def wish() -> str:
    """The language whose button was pressed; empty for any other."""
    asked = request.form.get("language", "")
    return asked if asked in languages() else ""


def wants_language(opened: OpenInvitation) -> bool:
    """Whether the button pressed was another language; then it is kept in the sealed draft."""
    if code := wish():
        responses.speak(opened, code)
    return bool(code)


def go(place: str) -> Response:
    """Go on to another page: at once, or by a page that asked quietly and goes there itself."""
    return jsonify({"to": place}) if quietly() else redirect(place, code=303)


def quietly() -> bool:
    """Whether the page that sends this stays until it knows what became of it."""
    return QUIETLY in request.form


def whose(opened: OpenInvitation) -> Whose:
    """What the pages of a questionnaire depend on."""
    later_wave = opened.wave_position > 1
    return Whose(opened.instrument.fingerprint, opened.group, later_wave, opened.pulse)


def plan_of(opened: OpenInvitation) -> tuple[Page, ...]:
    """The pages of a questionnaire."""
    return plan(whose(opened))


def drawn(name: str, opened: OpenInvitation, **values: Any) -> str:
    """A page of a rater."""
    return render_template(f"rater/{name}.html", opened=opened, **values)
