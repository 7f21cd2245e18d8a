"""What a coordinator may read before release, and what she may keep from the leader (rule P7).

She reads the comments of others as the leader would, but without their groups. She may withhold
one with a reason, and never change it.
"""

from collections import Counter
from collections.abc import Iterable

from pydantic import BaseModel, ValidationError

from surveyapp.core.comments import shuffled
from surveyapp.core.errors import NotFound
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import CommentBlock, QuestionComments, Reason, Snapshot


def readable(given: QuestionComments) -> dict[str, int]:
    """The paragraphs of others to one question, over all groups, and how often each stands there.

    They stand in the order of comments, which tells nothing of groups.
    """
    texts = Counter(text for block in _of_others(given) for text in block.texts)
    return {text: texts[text] for text in shuffled(texts)}


class _Comments(BaseModel):
    """Of a stored snapshot the comments only."""

    comments: tuple[QuestionComments, ...]


def anything_to_read(stored: str) -> bool:
    """Whether comments of others stand in a stored snapshot, or did.

    Figures and fingerprint are passed over, as a page asks this of many. Of what cannot be read
    it says yes: the page that shows the comments tells what is wrong.
    """
    try:
        found = _Comments.model_validate_json(stored).comments
    except ValidationError:
        return True
    return any(readable(row) or row.withheld for row in found)


def withhold(snapshot: Snapshot, question: str, text: str, reason: Reason) -> Snapshot:
    """The snapshot without this paragraph of others, wherever it stands under the question.

    In its place stands the reason, once for each time. ``NotFound`` where it does not stand.
    """
    asked = next((given for given in snapshot.comments if given.question == question), None)
    if asked is None or text not in readable(asked):
        raise NotFound("This comment does not stand here, or not any more.")
    rows = [_without(row, text, reason) if row is asked else row for row in snapshot.comments]
    return snapshot.model_copy(update={"comments": tuple(rows)})


def _without(given: QuestionComments, text: str, reason: Reason) -> QuestionComments:
    own = [block for block in given.blocks if block.unit == SELF]
    others = [
        block.model_copy(update={"texts": kept})
        for block in _of_others(given)
        if (kept := tuple(other for other in block.texts if other != text))
    ]
    withheld = sorted([*given.withheld, *[reason] * readable(given)[text]])
    return given.model_copy(update={"blocks": (*own, *others), "withheld": tuple(withheld)})


def _of_others(given: QuestionComments) -> Iterable[CommentBlock]:
    return (block for block in given.blocks if block.unit != SELF)
