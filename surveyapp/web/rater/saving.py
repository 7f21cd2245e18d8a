"""One page of questions: what it shows, what of it is kept, and where its buttons lead."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence

from flask import jsonify, request
from werkzeug.datastructures import MultiDict
from wtforms import Form

from surveyapp.core.instrument import Instrument
from surveyapp.services import recognition, responses
from surveyapp.services.answers import Answers, Sheet
from surveyapp.services.opened import OpenInvitation
from surveyapp.web.rater.forms import mark, page_form
from surveyapp.web.rater.opening import Answer, drawn, go, plan_of, quietly, speak_as, whose, wish
from surveyapp.web.rater.plan import Page, minutes_left
from surveyapp.web.speech import _, spoken

SHEET = re.compile(r"[0-9a-f]{8}")
TURN = re.compile(r"[0-9]{1,6}")


def save(opened: OpenInvitation, page: Page) -> Answer:
    """Keep what was filled in, whatever else happens, then go where the button says."""
    form = _form(opened, page, opened.language)(request.form)
    form.validate()
    answers = responses.save(opened, *_valid(form, opened.instrument), _sheet(form), wish())
    speak_as(opened, answers.language)
    if "autosave" in request.form:
        return _autosaved(opened, page, answers, form.errors)
    if form.errors:
        return _refused(opened, page, answers, form.errors)
    if wish():
        return go(str(page.number))
    if "back" in request.form:
        return go(str(page.number - 1) if page.number > 1 else "./")
    if page.competence and "anyway" not in request.form and page.still_open(answers):
        return _refused(opened, page, answers)
    return go(str(page.number + 1) if page.number < len(plan_of(opened)) else "review")


def show(
    opened: OpenInvitation,
    page: Page,
    answers: Answers,
    faults: Collection[str] = (),
    *,
    ask: bool = False,
) -> str:
    """The page with its answers; what cannot be kept stands there as it was typed."""
    return drawn(
        "questions",
        opened,
        form=_filled(opened, page, answers, faults),
        page=page,
        sheet=secrets.token_hex(4),
        seen={name: _seen(page, answers, name) for name in page.questions},
        count=len(plan_of(opened)),
        minutes=minutes_left(opened.instrument.minutes, plan_of(opened), answers),
        missing=page.still_open(answers) if ask else [],
        warnings=warnings(opened, page.written(answers)),
    )


def warnings(opened: OpenInvitation, texts: Mapping[str, str]) -> dict[str, str]:
    """Per open question a sentence about the words by which people may be recognised."""
    found = recognition.recognised(opened, texts)
    return {question: _warning(words) for question, words in found.items()}


def _warning(words: Sequence[str]) -> str:
    quoted = spoken().join(_("“%(word)s”", word=word) for word in words)
    return _(
        "Recognisable: %(words)s. The report leaves this out, other names perhaps not.",
        words=quoted,
    )


def _autosaved(
    opened: OpenInvitation, page: Page, answers: Answers, faults: Collection[str]
) -> Answer:
    """Nothing, or as JSON per question what the report will mask, or why it cannot be kept."""
    told = warnings(opened, page.written(answers))
    if faults:
        typed = _filled(opened, page, answers, faults)
        return jsonify(told | {name: errors[0] for name, errors in typed.errors.items()}), 422
    return jsonify(told) if told else ("", 204)


def _refused(
    opened: OpenInvitation, page: Page, answers: Answers, faults: Collection[str] = ()
) -> Answer:
    """The page once more, with what is to be done; who asked quietly is told to fetch it."""
    if quietly():
        return jsonify({})
    return show(opened, page, answers, faults, ask=not faults), 422


def _form(opened: OpenInvitation, page: Page, code: str) -> type[Form]:
    return page_form(whose(opened), page.number, code)


def _filled(opened: OpenInvitation, page: Page, answers: Answers, faults: Collection[str]) -> Form:
    """The form as the draft has it, but for what cannot be kept."""
    typed = MultiDict((name, request.form[name]) for name in faults)
    form = _form(opened, page, spoken().code)(typed, data={**answers.points, **answers.texts})
    if faults:
        form.validate()
    return form


def _valid(form: Form, instrument: Instrument) -> tuple[dict[str, int | None], dict[str, str]]:
    """What was sent and is sound: points by column, texts by question.

    What was not sent stays as it is: another device may have answered it meanwhile.
    """
    points, texts = {}, {}
    for field in form:
        if field.errors or field.name not in request.form:
            continue
        if field.name in instrument.position:
            points[field.name] = field.data
        else:
            texts[field.name] = field.data
    return points, texts


def _sheet(form: Form) -> Sheet | None:
    """Which page sends this, as it lies open somewhere; ``None`` where it does not tell."""
    key, turn = request.form.get("sheet.id", ""), request.form.get("sheet.turn", "0")
    if not SHEET.fullmatch(key) or not TURN.fullmatch(turn):
        return None
    seen = {field.name: request.form.get(f"seen.{field.name}") for field in form}
    untouched = (field.name for field in form if seen[field.name] == mark(field.data))
    return Sheet(key, int(turn), frozenset(untouched))


def _seen(page: Page, answers: Answers, name: str) -> str:
    return mark((answers.points if page.competence else answers.texts).get(name))
