"""A document that somebody waits for, printed beside the server, which answers others meanwhile.

Setting it in the server would hold up everybody's pages for a second, keep its memory for good, and
take the server along where a library fails. The press is started with the first document. Whoever
waits keeps a thread of the server: only few may, and not for long.
"""

import atexit
from threading import BoundedSemaphore, Lock

from surveyapp.core.errors import Unavailable
from surveyapp.reporting.press import Jammed, Press, Wish

PLACES = 2
"""Documents that are waited for at the same time; of four threads two stay for pages."""

PATIENCE = 60
"""Seconds that one document may take while somebody waits."""


class Desk:
    """Prints one document after another with a press of its own; refuses who would wait long."""

    def __init__(self) -> None:
        self._press = Press(PATIENCE)
        self._places = BoundedSemaphore(PLACES)
        self._turn = Lock()
        self._closed = False

    def printed(self, wish: Wish) -> bytes:
        """The document as PDF; ``Unavailable`` where others wait already, or it fails."""
        if not self._places.acquire(blocking=False):
            raise Unavailable("The printer is busy: try again in a minute.")
        try:
            with self._turn:
                return self._in_turn(wish)
        except Jammed as error:
            raise Unavailable("This document could not be printed: try again later.") from error
        finally:
            self._places.release()

    def close(self) -> None:
        """End what is being printed, print nothing more, and leave no process behind."""
        self._closed = True
        self._press.stop()
        with self._turn:
            self._press.close()

    def _in_turn(self, wish: Wish) -> bytes:
        if self._closed:
            raise Jammed("ended")
        return self._press.print(wish)


_desk = Desk()
atexit.register(_desk.close)


def printed(wish: Wish) -> bytes:
    """The document as PDF; ``Unavailable`` where it cannot be printed now."""
    return _desk.printed(wish)
