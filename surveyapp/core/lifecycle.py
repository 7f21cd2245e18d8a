"""Named transitions of waves, assessments, invitations, nominations; nothing else sets a state."""

from dataclasses import dataclass

from surveyapp.core.errors import NotAllowed


@dataclass(frozen=True)
class Transition:
    """A step of a life cycle: from which states, to which, and what to say when it is not due."""

    name: str
    sources: frozenset[str]
    target: str
    refusal: str

    def __call__(self, state: str) -> str:
        """The state after this step; ``NotAllowed`` where it is not possible."""
        if state not in self.sources:
            raise NotAllowed(self.refusal)
        return self.target


def _step(name: str, sources: str, target: str, refusal: str) -> Transition:
    return Transition(name, frozenset(sources.split()), target, refusal)


open_wave = _step("open", "prepared", "open", "This wave has been opened before.")
close_wave = _step("close", "open", "closed", "Only an open wave can be closed.")

freeze = _step(
    "freeze", "open", "frozen", "This assessment was frozen before: its figures are fixed."
)
release = _step(
    "release", "frozen", "released", "Only the report of a frozen assessment can be released."
)
forget = _step("forget", "frozen released", "forgotten", "Only a frozen assessment is forgotten.")

send = _step("send", "prepared sent", "sent", "This invitation is closed: nothing was sent.")
withdraw = _step(
    "withdraw", "prepared sent declined", "withdrawn", "This invitation has been withdrawn already."
)
retire = _step("retire", "submitted", "retired", withdraw.refusal)
decline = _step("decline", "prepared sent", "declined", "This invitation is closed already.")
submit = _step("submit", "prepared sent", "submitted", "This invitation is closed already.")

propose = _step(
    "propose", "proposed", "proposed", "This proposal has been approved: ask your coordinator."
)
propose_again = _step(
    "propose again", "returned", "proposed", "Only a proposal that was returned is proposed again."
)
approve = _step("approve", "proposed returned", "approved", "This proposal was approved before.")
give_back = _step("return", "proposed approved", "returned", "This proposal was returned before.")

WITH_REPORT = forget.sources
"""The states in which an assessment has a report."""

ANSWERABLE = submit.sources
"""The states in which an invite link opens the questionnaire."""

ANSWERED = frozenset({submit.target, retire.target})
"""The states of an invitation that was answered, and perhaps withdrawn afterwards."""

WITHDRAWN = frozenset({withdraw.target, retire.target})
"""The states of an invitation that was withdrawn: which of the two it is, nobody may see."""

WAITING = propose.sources | propose_again.sources
"""The states in which a nomination is still the leader's to change or take back."""
