"""The forms with which a coordinator makes programmes and waves.

What must hold is decided by the services and the core; here it is said beside the field, and what
was typed stays.
"""

from collections.abc import Collection

from wtforms import BooleanField
from wtforms.validators import ValidationError

from surveyapp.core.rater_group import FLOOR, MOST
from surveyapp.core.wave_plan import LONGEST_LABEL, PULSE, READY, WavePlan
from surveyapp.services.context import today
from surveyapp.services.rater_groups import Wanted
from surveyapp.web.coordinator.inputs import (
    Address,
    Choice,
    Day,
    Label,
    Line,
    Number,
    OurForm,
    Said,
    Versioned,
)
from surveyapp.web.speech import _

OTHER = "other"
"""The kind of a wave that is named by its label."""

ANONYMOUS, IDENTIFIED = "anonymous", "identified"
"""What a rater group may be."""

SAID: dict[str, Said] = {
    "past": lambda: _("This day has passed: choose a later one."),
    "far": lambda: _("This is more than five years away: is the year right?"),
    "near": lambda: _(
        "Between the last days of a pulse and of another wave lie six weeks: choose another day."
    ),
    "first": lambda: _("A pulse asks about what leaders choose after another wave: plan that one."),
    "after the last day": lambda: _("Choose a day before the last day."),
    "after the invitations": lambda: _("Choose a day before the invitations leave."),
    "used": lambda: _("Another group of this programme is called that: choose another name."),
    "leads here": lambda: _("This person is a school leader in this programme already."),
    "leads there": lambda: _("This person is in that learning group already."),
    "in a group report": lambda: _(
        "This school leader counts in a group report that was made of this group, "
        "and so stays in it."
    ),
    "taken": lambda: _("This programme has such a wave already: choose another one."),
}
"""What is wrong with a value, by the word of the service for it."""


class About:
    """What a programme is: whose, its name, and its questionnaire."""

    organisation = Choice()
    name = Line(lambda: _("Give the programme a name."))
    instrument = Choice()


class WaveForm(OurForm):
    """A wave that does not exist yet: which one, and its days."""

    kind = Choice()
    label = Label(None, LONGEST_LABEL)
    closes_on = Day(lambda: _("Choose the last day."))
    proposals_until = Day(None)
    sends_on = Day(None)

    def offer_kinds(self, taken: Collection[str] = ()) -> None:
        """The waves that most programmes have and this one has not, and any other.

        A pulse it may have as often as it likes, behind another wave.
        """
        free = [kind for kind in READY if (bool(taken) if kind == PULSE else kind not in taken)]
        self.kind.offer([*free, OTHER])
        self.kind.data = self.kind.data or next(kind for kind in [*free, OTHER] if kind != PULSE)

    def validate_label(self, field: Label) -> None:
        """Only a wave of its own kind has to be named."""
        if self.kind.data == OTHER and len(field.texts) < len(field.data):
            field.errors = [_("Give the wave a name in each language.")]

    def plan(self) -> WavePlan:
        """The wave as it was filled in."""
        return WavePlan(
            kind=self.kind.data,
            label=READY.get(self.kind.data, {}) | self.label.texts,
            closes_on=self.closes_on.data,
            proposals_until=self.proposals_until.data,
            sends_on=self.sends_on.data,
        )


class CopyWave(WaveForm):
    """A wave like an earlier one, perhaps with its raters."""

    raters = BooleanField()


class NewProgramme(About, WaveForm):
    """A programme with its first wave, on one page."""


class EditProgramme(Versioned):
    """What can change in a programme, for waves that open from then on."""

    name = Line(lambda: _("Give the programme a name."))
    instrument = Choice()
    minimum_comments = Number(FLOOR, MOST)


class RaterGroupForm(Versioned):
    """A rater group: its name, whether its raters are told apart, and its minimum."""

    label = Label(lambda: _("Give the group a name in each language."), LONGEST_LABEL)
    policy = Choice()
    minimum = Number(FLOOR, MOST)

    def wanted(self) -> Wanted:
        """The group as it was filled in."""
        return Wanted(self.label.texts, self.policy.data == IDENTIFIED, self.minimum.data)


class EditWave(Versioned):
    """A wave that has not opened: its name and its days."""

    label = Label(lambda: _("Give the wave a name in each language."), LONGEST_LABEL)
    closes_on = Day(lambda: _("Choose the last day."))
    proposals_until = Day(None)
    sends_on = Day(None)

    def plan(self, kind: str) -> WavePlan:
        """The wave as it was filled in."""
        return WavePlan(
            kind=kind,
            label=self.label.texts,
            closes_on=self.closes_on.data,
            proposals_until=self.proposals_until.data,
            sends_on=self.sends_on.data,
        )


class Deadline(Versioned):
    """Another last day."""

    closes_on = Day(lambda: _("Write the day as year-month-day, such as 2026-12-18."))

    def validate_closes_on(self, field: Day) -> None:
        """Today is soon enough: answers come in until it is over."""
        if field.data and field.data < today():
            raise ValidationError(_("This day has passed: choose today or a later day."))


class CopyProgramme(OurForm):
    """A programme like another one, under a name of its own."""

    name = Line(lambda: _("Give the programme a name."))
    people = Choice()


class GroupForm(Versioned):
    """The name of a learning group."""

    name = Line(lambda: _("Give the learning group a name."))


class NewLeader(OurForm):
    """A school leader, by her name, her address and her school."""

    name = Line(lambda: _("Enter a name."))
    email = Address()
    school = Line(lambda: _("Enter the school."))
    language = Choice()


class LeaderForm(Versioned):
    """Where somebody leads, and in which group she follows the programme."""

    school = Line(lambda: _("Enter the school."))
    group = Choice()
