"""Which comments are not shown, and why."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from surveyapp.core.snapshot import CommentPolicy, Reason, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.sentences.naming import labels


def withheld_by_coordinator(reasons: Sequence[Reason], language: Language) -> list[str]:
    """How many comments the coordinator withheld, and why: a sentence per reason."""
    _n = language.ngettext
    return [
        {
            "recognisable": _n(
                "One comment was withheld by the coordinator: somebody could be recognised by it.",
                "%(num)d comments were withheld by the coordinator: somebody could be recognised "
                "by them.",
                count,
            ),
            "hurtful": _n(
                "One comment was withheld by the coordinator: it was hurtful.",
                "%(num)d comments were withheld by the coordinator: they were hurtful.",
                count,
            ),
            "unrelated": _n(
                "One comment was withheld by the coordinator: it was not about your leadership.",
                "%(num)d comments were withheld by the coordinator: they were not about your "
                "leadership.",
                count,
            ),
        }[reason]
        for reason, count in Counter(reasons).items()
    ]


def withheld(policy: Sequence[CommentPolicy], snapshot: Snapshot, language: Language) -> list[str]:
    """Whose comments stand without a name or are not shown, and why."""
    rows = sorted((row for row in policy if row.shown != "named"), key=lambda row: row.shown)
    result = []
    for shown, group in groupby(rows, key=lambda row: row.shown):
        keys = [key for row in group for key in row.members]
        values = {
            "groups": labels(snapshot, keys, language),
            "minimum": max(
                snapshot.rules.minimum_comments,
                *(snapshot.rules.group(key).minimum for key in keys),
            ),
        }
        if shown == "withheld":
            text = language.gettext(
                "Not shown, as fewer than %(minimum)s people answered: the words of %(groups)s.",
                **values,
            )
        else:
            text = language.gettext(
                "Together and without a name, as these groups are small: the words of %(groups)s.",
                **values,
            )
        result.append(text)
    return result
