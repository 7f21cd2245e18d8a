"""Names and addresses as people give them, checked once for every use case."""

from collections.abc import Mapping

from email_validator import EmailNotValidError, validate_email

from surveyapp.core.errors import SurveyError
from surveyapp.core.spelling import on_one_line

LONGEST_NAME = 200


def address(text: str) -> str:
    """An e-mail address as it is stored and compared."""
    return text.strip().lower()


def checked_address(text: str) -> str:
    """The address as it is stored and compared; ``SurveyError`` where no mail could go there."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise SurveyError(f"{text!r} is not an e-mail address: {error}") from error
    if not found.ascii_email:
        raise SurveyError(f"{text!r} has letters before the @ that many mail servers refuse.")
    return found.ascii_email.lower()


def checked_name(text: str) -> str:
    """A name on one line; ``SurveyError`` where it is empty or too long."""
    name = on_one_line(text)
    if not name:
        raise SurveyError("A name is missing: enter it.")
    if len(name) > LONGEST_NAME:
        raise SurveyError(f"The name {name[:30]!r}… is longer than {LONGEST_NAME} characters.")
    return name


def checked_label(texts: Mapping[str, str]) -> dict[str, str]:
    """What something is called, in every language that was filled in."""
    return {code: checked_name(text) for code, text in texts.items() if text.strip()}
