"""The questionnaire on paper in words: what the screen asks and promises, for a rater group."""

from collections.abc import Iterator
from itertools import groupby

from surveyapp.core.anonymity import FROM_DISTRIBUTION
from surveyapp.core.base import text_in
from surveyapp.core.instrument import SELF
from surveyapp.languages import Language, language
from surveyapp.reporting.paper import Letter, Paper, Part, Scale
from surveyapp.services.context import settings
from surveyapp.services.paper import Subject
from surveyapp.web.rater.forms import page_form
from surveyapp.web.rater.plan import Whose, plan


def paper(subject: Subject, code: str, letters: tuple[Letter, ...] = ()) -> Paper:
    """The questions of a group in a language, behind the letters."""
    spoken = language(code)
    _ = spoken.gettext
    group = subject.rater_group
    about = _("Questionnaire about %(leader)s", leader=subject.leader)
    return Paper(
        language=code,
        title=about,
        heading=_("Your feedback for %(leader)s", leader=subject.leader) if group else about,
        request=_request(subject, spoken),
        programme=subject.programme,
        wave=text_in(subject.wave, code),
        group=text_in(group.label, code) if group else _("Self-assessment"),
        last_day=spoken.date(subject.closes_on),
        page=f"{settings().base_url}/code",
        steps=tuple(_steps(spoken)),
        promises=tuple(_promises(subject, spoken)),
        letters=letters,
        parts=tuple(_parts(subject, code)),
    )


def _request(subject: Subject, spoken: Language) -> str:
    _ = spoken.gettext
    if subject.group == SELF:
        return _(
            "You answer the same questions as the people around you. Their view and yours stand "
            "side by side in your report."
        )
    return _(
        "%(leader)s of %(school)s asks what you see of their leadership. What you notice in "
        "daily work is what helps.",
        leader=subject.leader,
        school=subject.school,
    )


def _steps(spoken: Language) -> Iterator[str]:
    _ = spoken.gettext
    yield _("Tick your answers on the pages behind this letter. They carry no name and no code.")
    yield _(
        "Type them in yourself, or ask somebody you trust. Whoever types them reads them, so "
        "choose neither the school leader nor the coordinator."
    )
    yield _(
        "The code works once. It does not show what you may have filled in on a screen. Of "
        "screen and paper, the one sent first counts, and the other is deleted."
    )
    yield _(
        "Whoever has this letter can send answers in your place: keep it with you, and destroy "
        "the letter and the answers afterwards. Your ticks and your handwriting are yours."
    )


def _promises(subject: Subject, spoken: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the first page of the questionnaire tells this group, in the same words."""
    _ = spoken.gettext
    group = subject.rater_group
    if group is None:
        heading = _("Who sees your answers?")
    elif group.identified:
        heading = _("Your answers can be recognised")
    else:
        heading = _("How you stay anonymous")
    yield heading, (*_shown(subject, spoken), *_afterwards(subject, spoken))


def _shown(subject: Subject, spoken: Language) -> Iterator[str]:
    _ = spoken.gettext
    group, rules = subject.rater_group, subject.rules
    words = bool(subject.instrument.open_questions)
    if group is None:
        yield (
            _("Your answers and notes, as “yourself”, in your own report")
            if words
            else _("Your answers, as “yourself”, in your own report")
        )
        return
    name = text_in(group.label, spoken.code)
    if group.identified:
        yield _("Averages of “%(group)s”, even if only one person answers", group=name)
        if words:
            yield _("What you write, under the name of your group")
        return
    yield _(
        "Averages of “%(group)s”, if at least %(minimum)s people answer a question",
        group=name,
        minimum=group.minimum,
    )
    others = sum(not one.identified for one in rules.groups) > 1
    yield (
        _("With fewer: only together with other small groups, or nothing")
        if others
        else _("With fewer: nothing")
    )
    yield _(
        "How the answers are spread, if at least %(minimum)s people answer a question",
        minimum=max(group.minimum, FROM_DISTRIBUTION),
    )
    if words:
        yield _(
            "What you write, if at least %(minimum)s people answered: paragraph by paragraph, "
            "mixed, without a name",
            minimum=max(group.minimum, rules.minimum_comments),
        )
    yield _("Never: what one person answered, who answered, or when")


def _afterwards(subject: Subject, spoken: Language) -> Iterator[str]:
    _ = spoken.gettext
    group = subject.rater_group
    if group is None:
        yield _("You read the report, and decide who else reads it.")
    elif group.identified:
        yield _("Your answers cannot be changed or withdrawn any more.")
    else:
        yield _(
            "Your answers are stored without your name or link. They cannot be changed or "
            "withdrawn any more."
        )
    if group and subject.rules.on_paper:
        yield _(
            "The coordinator prints the finished report for the school leader, and could read it."
        )


def _parts(subject: Subject, code: str) -> Iterator[Part]:
    """The pages of the questionnaire, each question in the words and on the scale of the screen."""
    later_wave = subject.wave_position > 1
    whose = Whose(subject.instrument.fingerprint, subject.group, later_wave, subject.pulse)
    for page in plan(whose):
        fields = page_form(whose, page.number, code)()
        if page.competence is None:
            texts = tuple(field.label.text for field in fields)
            yield Part(language(code).gettext("In your own words"), open=texts)
            continue
        scales = groupby(fields, key=lambda field: tuple(label for _, label in field.choices))
        yield Part(
            text_in(page.competence.title, code),
            text_in(page.competence.description, code),
            tuple(Scale(points, tuple(f.label.text for f in rows)) for points, rows in scales),
        )
