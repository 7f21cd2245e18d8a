"""Other days: the services are told another clock, and no test waits."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from surveyapp.services import delivery, invitations, outbox, reminders, schedule


def later(monkeypatch: pytest.MonkeyPatch, days: int, hour: int = 10) -> None:
    """It is so many days later, in the time of the server."""
    day = date.today() + timedelta(days)
    moment = datetime.combine(day, time(hour)).astimezone().astimezone(UTC)
    for module in (reminders, outbox, schedule):
        monkeypatch.setattr(module, "now", lambda: moment)
    for module in (reminders, delivery, invitations, schedule):
        monkeypatch.setattr(module, "today", lambda: day)
