"""A document that somebody waits for: nobody who clears away or erases has to wait for it, too."""

from surveyapp.extensions import db
from surveyapp.reporting import at_once
from surveyapp.reporting.press import Wish


def printed(wish: Wish) -> bytes:
    """The document as PDF; what was read for it is let go before it is printed.

    ``Unavailable`` where it cannot be printed now.
    """
    db.session.rollback()
    return at_once.printed(wish)
