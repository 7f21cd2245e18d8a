"""The forms with which a coordinator makes programmes and waves.

What must hold is decided by the services and the core; here it is said beside the field, and what
was typed stays.
"""

from collections.abc import Container

from surveyapp.core.wave_plan import LONGEST_LABEL, READY, WavePlan
from surveyapp.web.coordinator.inputs import Choice, Day, Label, Line, OurForm, Said
from surveyapp.web.speech import _

OTHER = "other"
"""The kind of a wave that is named by its label."""

SAID: dict[str, Said] = {
    "past": lambda: _("This day has passed: choose a later one."),
    "far": lambda: _("This is more than five years away: is the year right?"),
    "after the last day": lambda: _("Choose a day before the last day."),
    "after the invitations": lambda: _("Choose a day before the invitations leave."),
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

    def offer_kinds(self, taken: Container[str] = ()) -> None:
        """The waves that most programmes have and this one has not, and any other."""
        self.kind.offer([*(kind for kind in READY if kind not in taken), OTHER])
        self.kind.data = self.kind.data or self.kind.choices[0][0]

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


class NewProgramme(About, WaveForm):
    """A programme with its first wave, on one page."""
