"""The answer form, built from the instrument: one page, one form class, one factory per kind."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any
from unicodedata import category

from flask import render_template
from markupsafe import Markup
from wtforms import Field, Form, TextAreaField
from wtforms.validators import ValidationError

from surveyapp.core.base import text_in
from surveyapp.core.instrument import Instrument, Point, importance_id, worded
from surveyapp.core.response import CANNOT_JUDGE, LONGEST_COMMENT
from surveyapp.languages import language
from surveyapp.services.instruments import frozen
from surveyapp.web.rater.plan import Page, Whose, plan
from surveyapp.web.speech import too_long


class PointField(Field):  # type: ignore[misc]  # WTForms has no types
    """One question on a scale; no answer is no error, a value that nobody offered is."""

    def __init__(
        self, label: str, kind: str, choices: list[tuple[int, str]], refusal: str, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.kind, self.choices, self.refusal = kind, tuple(choices), refusal

    def points(self, written: str = "") -> Markup:
        """The answers to choose from, as HTML; ``written`` tells where another language stands."""
        return _points(self.name, self.choices, self.data, written)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the point that was chosen; without any, what was known stays."""
        offered = {str(value): value for value, _ in self.choices}
        if not valuelist:
            return
        if valuelist[0] == "":
            self.data = None
        elif valuelist[0] in offered:
            self.data = offered[valuelist[0]]
        else:
            self.data = None
            raise ValueError(self.refusal)


@lru_cache(maxsize=4096)
def _points(
    name: str, choices: tuple[tuple[int, str], ...], chosen: int | None, written: str
) -> Markup:
    """Drawn once for each answer: all day the same ones are shown, and most of a page is these."""
    shown = {"name": name, "choices": choices, "chosen": chosen, "written": written}
    drawn = render_template("rater/points.html", **shown, way_out=CANNOT_JUDGE)
    return Markup(drawn)  # noqa: S704  # what a template drew


@lru_cache(maxsize=512)
def page_form(whose: Whose, number: int, code: str) -> type[Form]:
    """The form class of page ``number`` (from 1), in the words for a group and in a language."""
    instrument = frozen(whose.fingerprint)
    page = plan(whose)[number - 1]
    fields = _scales(instrument, page, whose.group, code) if page.competence else None
    asked = fields or _open_questions(instrument, whose.group, code)
    return type("PageForm", (Form,), dict(asked))


def _scales(
    instrument: Instrument, page: Page, group: str, code: str
) -> Iterator[tuple[str, PointField]]:
    """The questions on a scale: items, importance and then-test, in the order of the page."""
    assert page.competence
    items = {item.id: worded(item.text, group, code) for item in page.competence.items}
    points = _choices(instrument.scale.points, code)
    way_out = (CANNOT_JUDGE, text_in(instrument.scale.cannot_judge, code))
    refusal = language(code).gettext("This is not one of the answers: choose one of those shown.")
    for name in page.questions:
        if name in items:
            yield name, PointField(items[name], "item", [*points, way_out], refusal)
        elif instrument.importance and name == importance_id(page.competence.id):
            text = worded(instrument.importance.question, group, code)
            choices = [*_choices(instrument.importance.points, code), way_out]
            yield name, PointField(text, "importance", choices, refusal)
        elif instrument.then:
            yield name, PointField(text_in(instrument.then, code), "then", points, refusal)


def _choices(points: Iterable[Point], code: str) -> list[tuple[int, str]]:
    return [(point.value, text_in(point.label, code)) for point in points]


def _open_questions(
    instrument: Instrument, group: str, code: str
) -> Iterator[tuple[str, TextAreaField]]:
    for question in instrument.open_questions:
        text = worded(question.text, group, code)
        yield question.id, TextAreaField(text, [Fits(code)], filters=[cleaned])


class Fits:
    """A text that is short enough; of a longer one nothing is cut off: its writer shortens it."""

    def __init__(self, code: str) -> None:
        self._language = language(code)

    def __call__(self, _form: Form, field: Field) -> None:
        """Refuse what is too long, and tell how long it is."""
        if len(field.data) > LONGEST_COMMENT:
            raise ValidationError(too_long(field.data, LONGEST_COMMENT, self._language))


def cleaned(text: str | None) -> str:
    """A text as it is counted and kept: one sign per line break, none that cannot be printed.

    Browsers count a line break as one character and send two; a database may refuse NUL.
    """
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or category(sign) != "Cc").strip()


def mark(value: int | str | None) -> str:
    """What tells an answer from another one to the same question; empty without an answer."""
    if value is None or value == "":
        return ""
    return str(value) if isinstance(value, int) else sha256(value.encode()).hexdigest()[:12]
