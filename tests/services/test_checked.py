"""Names as people give them: what is kept of them, and that all that is made of them bears it."""

import pytest

from surveyapp.core.errors import SurveyError
from surveyapp.core.recognition import mask
from surveyapp.mailing.letter import Letter, write
from surveyapp.services.batch import Names
from surveyapp.services.checked import checked_name
from tests.builders import ALI


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
