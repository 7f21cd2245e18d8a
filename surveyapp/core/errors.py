"""The one family of errors. A message is a sentence for the person who has to mend it."""

from collections.abc import Mapping


class SurveyError(Exception):
    """Something a person did or asked that cannot be done; the message says what to do instead."""


class NotFound(SurveyError):
    """Nothing by that name, or nothing that this person may know of."""


class LinkGone(SurveyError):
    """A genuine invite link that no longer opens anything: used, expired or withdrawn."""


class NotAllowed(SurveyError):
    """The step is not possible in this state of the life cycle, or not for this person."""


class ReadOnly(NotAllowed):
    """Somebody may see this and not change it: she knows that it exists, and is told why."""


class Stale(NotAllowed):
    """Somebody else changed it since it was read: nothing was stored."""


class Unfit(SurveyError):
    """Values that cannot be: what is wrong with each, by its name, in a word for the pages."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        told = ", ".join(f"{name} ({fault})" for name, fault in self.faults.items())
        super().__init__(f"This cannot be: {told}.")


class NotCleared(SurveyError):
    """What was deleted could not be cleared away yet: others were using the database."""


class Unavailable(SurveyError):
    """It cannot be done at this moment, which is no fault of whoever asked: later it can."""


class Fault(SurveyError):
    """One mistake in a file: where it is, which field, and how to mend it.

    ``line`` and ``column`` count from 1; ``None`` where the file as a whole is meant.
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        file: str = "",
        line: int | None = None,
        field: str = "",
    ) -> None:
        self.message, self.remedy, self.file, self.line, self.field = (
            message,
            remedy,
            file,
            line,
            field,
        )
        super().__init__(str(self))

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        parts = [part for part in (place, self.field, self.message) if part]
        sentence = ": ".join(parts)
        return f"{sentence} {self.remedy}".rstrip()


class FaultyFile(SurveyError):
    """A file refused as a whole, with every fault that was found in it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
