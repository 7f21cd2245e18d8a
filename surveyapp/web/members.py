"""Naming somebody: the same form for the operator and for colleagues.

Nothing on it depends on whether the address has an account already.
"""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import ValidationError

from surveyapp.core.errors import SurveyError
from surveyapp.core.spelling import on_one_line
from surveyapp.services.checked import LONGEST_NAME, checked_address, checked_name
from surveyapp.services.organisations import ROLES
from surveyapp.web.speech import _


class Named(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The name of something that is made or renamed."""

    name = StringField(filters=[on_one_line])

    def validate_name(self, field: StringField) -> None:
        """A name that fits."""
        fault = _("Enter a name of at most %(most)s letters.", most=LONGEST_NAME)
        _said(checked_name, field.data, fault)


class Somebody(Named):
    """A person by her address, with a name for the account that she may need."""

    email = EmailField(filters=[on_one_line])
    name = StringField(filters=[on_one_line])

    def validate_email(self, field: EmailField) -> None:
        """An address to which mail can go."""
        fault = _("Enter an e-mail address, such as name@school.example.")
        _said(checked_address, field.data, fault)


class Member(Somebody):
    """A person, and what she may do in the organisation."""

    role = StringField()

    def validate_role(self, field: StringField) -> None:
        """One of the roles that there are."""
        if field.data not in ROLES:
            raise ValidationError(_("Choose what they may do."))


def _said(check: Callable[[str], object], written: str, fault: str) -> None:
    try:
        check(written)
    except SurveyError as error:
        raise ValidationError(fault) from error
