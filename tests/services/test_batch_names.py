"""Names of the files that reports are printed into: short enough, each once, and telling which."""

import pytest

from surveyapp.services import batch


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('360 A/B\\C: <x>?*|"', "360 A B C x"),
        ("360 Ann\u202eie  . ", "360 Annie"),
        ("360 " + "n" * 300, "360 " + "n" * 116),
        ("360 " + "李" * 300, "360 " + "李" * 38),
        ("360 Zoë", "360 Zoë"),
    ],
)
def test_every_system_takes_the_names(title: str, name: str) -> None:
    assert batch.Names().free(title) == f"{name}.pdf"


@pytest.mark.parametrize("leader", ["n" * 104, "n" * 200, "校長" * 100])
def test_also_of_a_long_name_design_and_language_can_be_told(leader: str) -> None:
    label = {"nl": "Beginmeting " * 5}
    name = batch.Names().of_report(leader, label, "compact", "nl")
    assert name.endswith(" compact nl.pdf")
    assert len(name.encode()) <= batch.LONGEST + len(".pdf")


def test_no_name_is_there_twice() -> None:
    names = batch.Names()
    assert [names.free(title) for title in ("An Post", "an post", "An Post")] == [
        "An Post.pdf",
        "an post (2).pdf",
        "An Post (3).pdf",
    ]
