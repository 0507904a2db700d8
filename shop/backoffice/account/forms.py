"""The forms of a member's own account: shape only, the domain judges the rest."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    StringField,
    ValidationError,
)

from shop.domain.staff import emails, passwords
from shop.kernel.i18n import _


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """E-mail address and password, and where to go afterwards."""

    email = EmailField()
    password = PasswordField()
    next = HiddenField()

    def validate_email(self, field: EmailField) -> None:
        """Ask for an address; whether it is one of ours is not for a form to say."""
        if not (field.data or "").strip() or len(field.data) > emails.LONGEST:
            raise ValidationError(_("Enter your e-mail address."))

    def validate_password(self, field: PasswordField) -> None:
        """Ask for a password no longer than any can be."""
        if not field.data or len(field.data) > passwords.LONGEST:
            raise ValidationError(_("Enter your password."))


_LONGEST_CODE = 40


class _CodeForm(FlaskForm):  # type: ignore[misc]  # as above
    code = StringField()
    next = HiddenField()

    def validate_code(self, field: StringField) -> None:
        """Ask for something that may be a code."""
        if not (field.data or "").strip() or len(field.data) > _LONGEST_CODE:
            raise ValidationError(_("Enter the code that your app shows."))


class FactorForm(_CodeForm):
    """A code from the app or from the list, and whether to ask for none here for a while."""

    trust = BooleanField()


class EnrolmentForm(_CodeForm):
    """The first code of a new second factor, whose seed comes along sealed."""

    seed = HiddenField()


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # as above
    """Password or code, shown again before something sensitive."""

    proof = PasswordField()
    next = HiddenField()

    def validate_proof(self, field: PasswordField) -> None:
        """Ask for something no longer than a password can be."""
        if not field.data or len(field.data) > passwords.LONGEST:
            raise ValidationError(_("Enter your password, or a code."))
