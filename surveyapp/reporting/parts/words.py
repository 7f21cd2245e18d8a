"""In their own words: the comments to the open questions."""

from dataclasses import dataclass

from surveyapp.core.base import text_in
from surveyapp.core.instrument import OTHERS, OpenQuestion
from surveyapp.core.snapshot import CommentBlock, QuestionComments, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.sentences import comments as sentences
from surveyapp.reporting.sentences.naming import labels


@dataclass(frozen=True)
class Voices:
    """What one unit wrote; ``label`` says who, or that no group is named."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class QuestionPart:
    """One open question with what was written to it, and what the coordinator withheld."""

    title: str
    question: str
    voices: tuple[Voices, ...]
    withheld: tuple[str, ...]
    empty: str


@dataclass(frozen=True)
class WordsPart:
    """All open questions, and what is not shown."""

    intro: str
    questions: tuple[QuestionPart, ...]
    notes: tuple[str, ...]


def words(snapshot: Snapshot, language: Language) -> WordsPart:
    """The comments, as they were written."""
    questions = {question.id: question for question in snapshot.instrument.open_questions}
    return WordsPart(
        intro=language.gettext(
            "Exactly as written, in no particular order. One comment is one voice. Look for "
            "what comes back."
        ),
        questions=tuple(
            _question(questions[given.question], given, snapshot, language)
            for given in snapshot.comments
        ),
        notes=tuple(sentences.withheld(snapshot.comment_policy, snapshot, language)),
    )


def _question(
    question: OpenQuestion, given: QuestionComments, snapshot: Snapshot, language: Language
) -> QuestionPart:
    return QuestionPart(
        title=text_in(question.title, language.code),
        question=text_in(question.text[OTHERS], language.code),
        voices=tuple(_voices(block, snapshot, language) for block in given.blocks),
        withheld=tuple(sentences.withheld_by_coordinator(given.withheld, language)),
        empty="" if given.withheld else language.gettext("Nothing was written here."),
    )


def _voices(block: CommentBlock, snapshot: Snapshot, language: Language) -> Voices:
    if block.unit is None:
        return Voices(language.gettext("Raters together"), block.texts)
    return Voices(labels(snapshot, [block.unit], language), block.texts)
