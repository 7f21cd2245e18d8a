"""Names as people give them: what is kept of them, and that all that is made of them bears it."""

import pytest

from surveyapp.core.errors import SurveyError
from surveyapp.core.recognition import mask
from surveyapp.mailing.letter import Letter, write
from surveyapp.services.batch import Names
from surveyapp.services.checked import checked_name

ALI = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
"""A first name that is spelt with a sign nobody sees between its halves."""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (f"{ALI} Jansen", f"{ALI} Jansen"),
        ("\u202eJan\u202c de\u00ad Vries\u200b", "Jan de Vries"),
        ("Jan\0 \u200d\u200c \nde\tVries", "Jan de Vries"),
        ("\ud800Jan", "Jan"),
    ],
)
def test_only_signs_that_cannot_be_printed_are_dropped(given: str, kept: str) -> None:
    assert checked_name(given) == kept


@pytest.mark.parametrize("given", ["", " \n", "\u200b", "\u200d \u200c", "\0"])
def test_a_name_of_which_nothing_is_seen_is_missing(given: str) -> None:
    with pytest.raises(SurveyError, match="missing"):
        checked_name(given)


def test_a_name_with_a_joiner_is_masked_and_fits_in_headers_and_file_names() -> None:
    for written in (ALI, ALI.replace("\u200c", "")):
        assert mask(f"Dank {written}!", [f"{ALI} Jansen"]) == "Dank […]!"
    letter = Letter("nl", f"Feedback voor {ALI}", ("Dag",))
    message = write(letter, name=ALI, email="a@school.example", sender="f@school.example")
    assert message["To"].addresses[0].display_name == ALI
    assert b"Content-Language: nl" in bytes(message)
    assert Names().free(ALI) == f"{ALI}.pdf".replace("\u200c", "")
