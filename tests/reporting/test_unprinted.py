"""Whose report is missing, and why, stands in a text beside the others."""

from io import BytesIO
from typing import get_args
from zipfile import ZipFile

import pytest

from surveyapp.languages import language, languages
from surveyapp.reporting import unprinted
from surveyapp.reporting.unprinted import Unprinted, Why


def test_it_is_told_in_a_text_that_windows_reads() -> None:
    name, text = unprinted.text([Unprinted("Zoë Post", "late")], "nl")
    assert name == "Niet afgedrukt.txt"
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[2] == "Zoë Post: het afdrukken duurde te lang."
    assert b"\r\n" in text


@pytest.mark.parametrize("code", languages())
def test_what_the_text_says_is_read_from_it_again(code: str) -> None:
    missing = [Unprinted(f"سارة: {number}", why) for number, why in enumerate(get_args(Why))]
    with ZipFile(BytesIO(), "w") as archive:
        archive.writestr("360 Bob.pdf", b"%PDF")
        archive.writestr(*unprinted.text(missing, code))
        assert unprinted.named_in(archive, code) == missing
    told = {one.told(language(code)).rpartition(": ")[2] for one in missing}
    assert len(told) == len(missing), "each reason has a sentence of its own"
