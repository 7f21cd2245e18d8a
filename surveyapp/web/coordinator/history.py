"""What was done with a programme or a wave, in words: by day and person, never what raters did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from surveyapp.services.history import Line
from surveyapp.web.speech import _, spoken


@dataclass(frozen=True)
class Deed:
    """What somebody did on one day, a number of times; ``until`` is where a last day moved to."""

    day: date
    who: str
    action: str
    until: str

    def said(self, number: int) -> str:
        """The deed in a sentence."""
        if self.action == "deadline moved":
            moved = spoken().date(date.fromisoformat(self.until))
            return _("The last day was moved to %(date)s.", date=moved)
        return SAID[self.action](number)


def _n(one: str, many: str) -> Callable[[int], str]:
    return lambda number: spoken().ngettext(one, many, number)


SAID: dict[str, Callable[[int], str]] = {
    "programme made": lambda number: _("The programme was made."),
    "programme changed": lambda number: _("The programme was changed."),
    "programme copied": lambda number: _("The programme was made as a copy of another one."),
    "rater groups changed": lambda number: _("The rater groups were changed."),
    "group added": _n("%(num)d learning group was added.", "%(num)d learning groups were added."),
    "leader added": _n("%(num)d school leader was added.", "%(num)d school leaders were added."),
    "mail text changed": _n(
        "%(num)d e-mail text was changed.", "%(num)d e-mail texts were changed."
    ),
    "coach added": _n("A coach was added.", "%(num)d coaches were added."),
    "coach taken": _n("A coach was removed.", "%(num)d coaches were removed."),
    "coordinator added": _n("A coordinator was added.", "%(num)d coordinators were added."),
    "coordinator taken": _n("A coordinator was removed.", "%(num)d coordinators were removed."),
    "wave made": lambda number: _("The wave was prepared."),
    "group renamed": _n(
        "%(num)d learning group was renamed.", "%(num)d learning groups were renamed."
    ),
    "group removed": _n(
        "%(num)d learning group was removed.", "%(num)d learning groups were removed."
    ),
    "leader changed": _n(
        "%(num)d school leader got another school or learning group.",
        "%(num)d school leaders got another school or learning group.",
    ),
    "leader removed": _n(
        "%(num)d school leader was taken out.", "%(num)d school leaders were taken out."
    ),
    "wave copied": _n(
        "It is a copy of an earlier wave, with %(num)d rater proposed again.",
        "It is a copy of an earlier wave, with %(num)d raters proposed again.",
    ),
    "wave changed": lambda number: _("The name or the days of the wave were changed."),
    "wave removed": _n(
        "%(num)d wave that had not opened was removed.",
        "%(num)d waves that had not opened were removed.",
    ),
    "wave opened": lambda number: _("The wave was opened."),
    "wave closed": lambda number: _("The wave was closed."),
    "people imported": _n(
        "A spreadsheet was imported, with %(num)d new rater.",
        "A spreadsheet was imported, with %(num)d new raters.",
    ),
    "raters nominated": _n(
        "%(num)d rater was put on a list.", "%(num)d raters were put on a list."
    ),
    "nominations approved": _n(
        "%(num)d proposed rater was approved.", "%(num)d proposed raters were approved."
    ),
    "nominations returned": _n(
        "%(num)d proposed rater was returned to the school leader.",
        "%(num)d proposed raters were returned to the school leader.",
    ),
    "nominations removed": _n(
        "%(num)d rater was taken off a list.", "%(num)d raters were taken off a list."
    ),
    "raters invited": _n("%(num)d rater was added.", "%(num)d raters were added."),
    "invitations sent": _n("%(num)d invitation was sent.", "%(num)d invitations were sent."),
    "invitations sent again": _n(
        "%(num)d invitation was sent again.", "%(num)d invitations were sent again."
    ),
    "invitations left": _n(
        "%(num)d uncertain invitation was taken for sent.",
        "%(num)d uncertain invitations were taken for sent.",
    ),
    "sending planned": lambda number: _("The day on which invitations leave was changed."),
    "planned invitations sent": _n(
        "%(num)d invitation left on its day.", "%(num)d invitations left on their day."
    ),
    "mail stopped": lambda number: _("All mail of this wave was stopped."),
    "mail goes on": lambda number: _("Mail of this wave could leave again."),
    "reminders planned": lambda number: _("The days for reminders were changed."),
    "reminders sent": lambda number: _("Everybody whose answers were missing was reminded."),
    "invitation withdrawn": _n(
        "%(num)d invitation was withdrawn.", "%(num)d invitations were withdrawn."
    ),
    "link renewed": _n("%(num)d link was made anew.", "%(num)d links were made anew."),
    "address corrected": _n(
        "The address of %(num)d rater was corrected.",
        "The addresses of %(num)d raters were corrected.",
    ),
    "assessment frozen": _n(
        "The figures of %(num)d report were frozen.", "The figures of %(num)d reports were frozen."
    ),
    "group report frozen": lambda number: _("The group report was made."),
    "comments read": _n(
        "The comments on %(num)d leader were read.", "The comments on %(num)d leaders were read."
    ),
    "comment withheld": _n("%(num)d comment was withheld.", "%(num)d comments were withheld."),
    "reports released": _n("%(num)d report was handed out.", "%(num)d reports were handed out."),
    "reports taken": _n(
        "%(num)d printed report was downloaded.", "%(num)d printed reports were downloaded."
    ),
    "people forgotten": _n(
        "Name and address were erased from %(num)d invitation.",
        "Names and addresses were erased from %(num)d invitations.",
    ),
    "nominations forgotten": _n(
        "%(num)d nomination of a wave that never opened was erased.",
        "%(num)d nominations of a wave that never opened were erased.",
    ),
    "reports forgotten": _n(
        "%(num)d report was erased, as its time was over.",
        "%(num)d reports were erased, as their time was over.",
    ),
}
"""Every deed with a programme or a wave; moving its last day is said in ``Deed.said``."""

BY_ITSELF = {"planned invitations sent", "reminders sent"}
"""What the product does on a day that somebody planned."""


def told(lines: Iterable[Line]) -> list[tuple[Deed, str]]:
    """What was done in sentences, the latest first; the same deed of one day is said once."""
    numbers: dict[Deed, int] = {}
    for line in lines:
        deed = Deed(line.at.astimezone().date(), _who(line), line.action, line.after)
        numbers[deed] = numbers.get(deed, 0) + line.number
    return [(deed, deed.said(number)) for deed, number in numbers.items()]


def _who(line: Line) -> str:
    if line.action in BY_ITSELF:
        return _("automatically, as planned")
    if line.erased:
        return _("somebody whose account was erased")
    return line.actor or _("the operator of this site")
