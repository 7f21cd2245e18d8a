"""Settings come from the environment, and a wrong one is refused by name."""

from pathlib import Path

import pytest

from surveyapp import config
from surveyapp.config import Settings
from surveyapp.core.errors import SurveyError

GOOD = {"SURVEYAPP_SECRET": "s" * 40}


def test_the_secret_is_the_only_setting_without_a_default() -> None:
    settings = config.load(GOOD | {"PATH": "/bin"})
    assert settings.database.startswith("sqlite:///")
    assert "s" * 40 not in repr(settings)


def test_a_setting_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("f" * 40 + "\n")
    settings = config.load({"SURVEYAPP_SECRET_FILE": str(tmp_path / "secret")})
    assert settings.secret.get_secret_value() == "f" * 40


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SURVEYAPP_SECRET", "short", "at least 32 characters"),
        ("SURVEYAPP_DATABASE", "mysql://x", "write sqlite:///PATH"),
        ("SURVEYAPP_BASE_URL", "school.example", "whole address"),
        ("SURVEYAPP_LANGUAGE", "xx", "choose one of nl, en"),
        ("SURVEYAPP_SMTP_PORT", "mail", "integer"),
        ("SURVEYAPP_SMTP_SECURITY", "ssl", "none"),
        ("SURVEYAPP_COLOUR", "blue", "is not a setting. There are: SURVEYAPP_SECRET"),
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, value: str, sentence: str) -> None:
    with pytest.raises(SurveyError) as refusal:
        config.load(GOOD | {variable: value})
    assert variable in str(refusal.value)
    assert sentence in str(refusal.value)


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(SurveyError) as refusal:
        config.load({"SURVEYAPP_SMTP_PORT": "0", "SURVEYAPP_LANGUAGE": "xx"})
    told = str(refusal.value)
    assert all(name in told for name in ("_SECRET", "_SMTP_PORT", "_LANGUAGE"))


def test_a_setting_given_twice_or_in_a_missing_file_is_refused(tmp_path: Path) -> None:
    missing = {"SURVEYAPP_SECRET_FILE": str(tmp_path / "nothing")}
    with pytest.raises(SurveyError, match=r"SURVEYAPP_SECRET_FILE: the file .* cannot be read"):
        config.load(missing)
    (tmp_path / "nothing").write_text("s" * 40)
    with pytest.raises(SurveyError, match="SURVEYAPP_SECRET is set twice"):
        config.load(GOOD | missing)


def test_the_readme_lists_every_setting_with_its_default() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`SURVEYAPP_{name.upper()}` | {field.description}" in readme
