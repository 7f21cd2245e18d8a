"""A document that somebody waits for, printed beside the server, which answers others meanwhile.

Setting it in the server would hold up everybody's pages for a second, keep its memory for good, and
take the server along where a library fails. The press is started with the first document.
"""

import atexit

from surveyapp.core.errors import SurveyError
from surveyapp.reporting.press import Wish
from surveyapp.reporting.presses import Presses

_presses = Presses(1)
atexit.register(_presses.close)


def printed(wish: Wish) -> bytes:
    """The document as PDF; ``SurveyError`` where it cannot be printed."""
    [pdf] = _presses.print([wish])
    if pdf is None:
        raise SurveyError("This report could not be printed. Try once more in a minute.")
    return pdf
