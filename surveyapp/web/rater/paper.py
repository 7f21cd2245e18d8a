"""On paper: a rater prints her questionnaire, and answers from paper are typed in by its code.

The page for typing has all questions at once. It reads and keeps no draft: until it is sent, what
was typed is in the form and nowhere else.
"""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from surveyapp.core.errors import LinkGone
from surveyapp.core.response import CANNOT_JUDGE
from surveyapp.languages import languages
from surveyapp.reporting.design import QUESTIONNAIRE
from surveyapp.reporting.paper import Letter, Paper
from surveyapp.reporting.press import Wish
from surveyapp.services import codes, invitations, paper, recognition, responses
from surveyapp.services.answers import Answers
from surveyapp.services.at_once import printed
from surveyapp.services.opened import OpenInvitation
from surveyapp.web import limits
from surveyapp.web.errors import written
from surveyapp.web.permissions import by_invitation, by_paper_code
from surveyapp.web.rater import on_paper as words
from surveyapp.web.rater.forms import page_form
from surveyapp.web.rater.opening import Answer, drawn, plan_of, speak_as, whose
from surveyapp.web.speech import speak, spoken

pages = Blueprint("typing", __name__)


@pages.get("/r/<token>/questionnaire.pdf")
@by_invitation
def own(token: str) -> Response:
    """A rater's questionnaire to print, with a code that types answers in and shows none."""
    opened = invitations.open_link(token)
    limits.costly_for(opened.link)
    code = paper.code_of(opened)
    letter = Letter("", tuple(codes.grouped(code).split("-")), paper.address_of(code))
    wished = request.args.get("lang", "")
    chosen = wished if wished in languages() else opened.language
    return document(words.paper(paper.of_invitation(opened), chosen, (letter,)))


def document(content: Paper) -> Response:
    """A questionnaire as a document."""
    headers = {"Content-Disposition": 'inline; filename="360.pdf"'}
    wish = Wish(content.to_json(), content.language, QUESTIONNAIRE, "questionnaire")
    return Response(printed(wish), mimetype="application/pdf", headers=headers)


@pages.route("/p/<paper_code>/", methods=["GET", "POST"])
@by_paper_code
def type_in(paper_code: str) -> Answer:
    """Type in what was ticked and written, look it over, and send it, once."""
    try:
        return _typing(paper.open_code(paper_code))
    except LinkGone:
        speak(_wished() or spoken().code)
        return render_template("rater/code_used.html", unkept=written()), 410


def _typing(opened: OpenInvitation) -> Answer:
    """What was typed, until it is sent; ``LinkGone`` where the code dies meanwhile."""
    speak_as(opened, _wished())
    forms = [form(request.form) for form in _forms(opened)]
    if request.method != "POST" or request.form.get("language") in languages():
        return _page(opened, forms)
    faults = [form for form in forms if not form.validate()]
    if faults:
        return _page(opened, forms), 422
    answers = _typed(opened, forms)
    if answers.empty:
        return _page(opened, forms, answers), 422
    if "send" not in request.form:
        return _page(opened, forms, answers)
    responses.submit(opened, answers)
    wave, group = opened.wave_id, opened.group
    place = url_for("rater.thanks", wave=wave, group=group, lang=spoken().code)
    return redirect(place, code=303)


def _wished() -> str:
    """The language that was pressed, else the one that the form was in; empty without a form."""
    wishes = request.form.get("language", ""), request.form.get("spoken", "")
    return next((wish for wish in wishes if wish in languages()), "")


def _forms(opened: OpenInvitation) -> list[type[Form]]:
    """The forms of all pages of the questionnaire."""
    return [page_form(whose(opened), page.number, spoken().code) for page in plan_of(opened)]


def _typed(opened: OpenInvitation, forms: Sequence[Form]) -> Answers:
    """All that was typed and is sound."""
    data = {field.name: field.data for form in forms for field in form}
    columns = opened.instrument.position
    points = {name: value for name, value in data.items() if name in columns}
    texts = {name: value or "" for name, value in data.items() if name not in columns}
    return Answers().with_(points, texts)


def _page(opened: OpenInvitation, forms: Sequence[Form], answers: Answers | None = None) -> str:
    """The questions; with ``answers`` they are looked over before they are sent."""
    return drawn(
        "typing",
        opened,
        parts=list(zip(plan_of(opened), forms, strict=True)),
        answers=answers,
        open=sum(len(page.still_open(answers)) for page in plan_of(opened)) if answers else 0,
        warnings=recognition.recognised(opened, answers.texts) if answers else {},
        faults={one.name: one.label.text for form in forms for one in form if one.errors},
        way_out=CANNOT_JUDGE,
    )
