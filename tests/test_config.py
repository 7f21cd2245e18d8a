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
        ("SURVEYAPP_DATABASE", "postgresql+psycopg://u:gehe@im:p@h:port/x", "no database can be"),
        ("SURVEYAPP_DATABASE", "postgresql+psycopg://u:p@[::1/x", "no database can be read"),
        ("SURVEYAPP_DATABASE", "sqlite:///a\0b", "no database can be read"),
        ("SURVEYAPP_DATABASE", "sqlite:///", "the path is missing"),
        ("SURVEYAPP_DATABASE", "sqlite:///?mode=ro", "the path is missing"),
        ("SURVEYAPP_BASE_URL", "", "whole address"),
        ("SURVEYAPP_BASE_URL", "https://", "whole address"),
        ("SURVEYAPP_BASE_URL", "https://:443", "whole address"),
        ("SURVEYAPP_BASE_URL", "https://school.example/feedback", "nothing behind the host"),
        ("SURVEYAPP_BASE_URL", "https://school.example?x=1", "nothing behind the host"),
        ("SURVEYAPP_BASE_URL", "https://school.example#x", "nothing behind the host"),
        ("SURVEYAPP_BASE_URL", "https://me:secret@school.example", "whole address"),
        ("SURVEYAPP_BASE_URL", "https://school.example:port", "whole address"),
        ("SURVEYAPP_BASE_URL", "https://[::1", "whole address"),
        ("SURVEYAPP_BASE_URL", "https://school example", "whole address"),
        ("SURVEYAPP_TRUSTED_PROXIES", "-1", "greater than or equal to 0"),
        ("SURVEYAPP_TRUSTED_PROXIES", "6", "less than or equal to 5"),
        ("SURVEYAPP_TRUSTED_PROXIES", "all", "valid integer"),
        ("SURVEYAPP_OIDC_ISSUER", "login.school.example", "whole address"),
        ("SURVEYAPP_OIDC_ISSUER", "http://login.school.example", "this machine only"),
        ("SURVEYAPP_OIDC_ISSUER", "https://me@login.school.example", "whole address"),
        ("SURVEYAPP_OIDC_ISSUER", "https://[::1", "whole address"),
        ("SURVEYAPP_OIDC_DOMAINS", "school", "domains such as school.example"),
        ("SURVEYAPP_OIDC_DOMAINS", "school.example; b.example", "domains such as"),
        ("SURVEYAPP_SMTP_HOST", "", "name of the mail server"),
        ("SURVEYAPP_SMTP_HOST", "smtp. example", "name of the mail server"),
        ("SURVEYAPP_SMTP_USER", "zoë", "signed in to with ASCII"),
        ("SURVEYAPP_SMTP_PASSWORD", "geheim€", "signed in to with ASCII"),
        *(
            ("SURVEYAPP_MAIL_FROM", sender, "one e-mail address")
            for sender in (
                "",
                "feedback",
                "feedback@",
                "@school.example",
                "Feedback",
                "Feedback <>",
                "a b@school.example",
                "a@school.example, b@school.example",
                "a@school.example\nBcc: b@school.example",
                "zoë@school.example",
                "a" * 9999,
            )
        ),
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


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SURVEYAPP_DATABASE", "sqlite:////srv/survey app.sqlite"),
        ("SURVEYAPP_DATABASE", "postgresql+psycopg://survey:p%40ss@db:5433/surveyapp"),
        ("SURVEYAPP_DATABASE", "postgresql+psycopg:///surveyapp?host=/run/postgresql"),
        ("SURVEYAPP_BASE_URL", "https://feedback.school.example/"),
        ("SURVEYAPP_BASE_URL", "http://[::1]:5000"),
        ("SURVEYAPP_MAIL_FROM", "feedback@localhost"),
        ("SURVEYAPP_MAIL_FROM", "Name <a@b>"),
        ("SURVEYAPP_MAIL_FROM", "Zoë de Vries <feedback@school.example>"),
        ("SURVEYAPP_MAIL_FROM", '"Feedback, 360°" <feedback@school.example>'),
        ("SURVEYAPP_MAIL_FROM", "Stichting A.B. <feedback@school.example>"),
    ],
)
def test_what_operators_may_write_is_taken_as_it_is(variable: str, value: str) -> None:
    settings = config.load(GOOD | {variable: value})
    name = variable.removeprefix("SURVEYAPP_").lower()
    assert getattr(settings, name) == value.rstrip("/")


def test_a_refused_database_is_not_told_with_its_password() -> None:
    with pytest.raises(SurveyError) as refusal:
        config.load(GOOD | {"SURVEYAPP_DATABASE": "postgresql+psycopg://u:geheim@h:port/x"})
    assert "geheim" not in str(refusal.value)


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(SurveyError, match="SURVEYAPP_SECRET is not written in UTF-8"):
        config.load({"SURVEYAPP_SECRET": "\udcff" * 40})


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


def test_single_sign_on_is_set_up_whole_or_not_at_all() -> None:
    whole = {
        "SURVEYAPP_OIDC_ISSUER": "https://login.school.example/tenant/v2.0",
        "SURVEYAPP_OIDC_CLIENT_ID": "us",
        "SURVEYAPP_OIDC_CLIENT_SECRET": "theirs",
        "SURVEYAPP_OIDC_NAME": "De Brug",
        "SURVEYAPP_OIDC_DOMAINS": "School.example, @brug.example",
    }
    settings = config.load(GOOD | whole)
    assert settings.vouched_domains == {"school.example", "brug.example"}
    assert "theirs" not in repr(settings)
    for missing in list(whole)[1:]:
        rest = {name: value for name, value in whole.items() if name != missing}
        with pytest.raises(SurveyError, match=f"{missing} is wrong: it is needed with"):
            config.load(GOOD | rest)
