"""The forms of a member's own account: shape only, the domain judges the rest."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, ValidationError

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
