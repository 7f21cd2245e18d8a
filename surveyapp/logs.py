"""The log as lines of JSON, for whoever collects logs; as plain text otherwise.

Neither holds a link, an address or an answer (rule S7): of an error only its kind and place are
written, never its words, which may be private.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, Literal

Form = Literal["text", "json"]


class JsonLines(logging.Formatter):
    """One object a line: ``time`` (UTC), ``level``, ``logger`` and ``message``.

    An error has also its kind as ``error``, the ``page`` by its name, and ``places`` in the code.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage().partition("\n")[0],
        }
        return json.dumps(line | _caught(record) | getattr(record, "details", {}))


def places(error: BaseException) -> str:
    """The kind of an error and where it arose, one place a line; never its words."""
    frames = traceback.walk_tb(error.__traceback__)
    found = [f"{frame.f_code.co_filename}:{line}" for frame, line in frames]
    return "\n  ".join([type(error).__name__, *found])


def _caught(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, trace = record.exc_info
    places = [f"{frame.f_code.co_filename}:{line}" for frame, line in traceback.walk_tb(trace)]
    return {"error": f"{kind.__module__}.{kind.__qualname__}", "places": places}


def prepare(form: Form) -> None:
    """Write the log in this form from now on; text is what there is without it."""
    if form == "text":
        return
    # Where nobody writes anything yet, a handler for stderr.
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("surveyapp").setLevel(logging.INFO)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())


def of_server(form: Form) -> dict[str, Any] | None:
    """The same for what the web server itself has to say."""
    if form == "text":
        return None
    return {"formatters": {name: {"()": JsonLines} for name in ("generic", "access")}}
