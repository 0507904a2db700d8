"""The forms about people and roles: shape only, the domain judges the rest."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, SelectMultipleField, StringField

from shop.backoffice.forms import OfficeForm
from shop.domain.staff.queries import RoleLine, SignedIn
from shop.domain.staff.roles import may_grant


def grantable(member: SignedIn, roles: list[RoleLine]) -> list[tuple[str, str]]:
    """Return the roles that a member may give, as the options of a list."""
    return [(one.key, one.name) for one in roles if may_grant(member.keys, one.keys)]


class InviteForm(OfficeForm):
    """Who is to join, in which role."""

    endpoint = "backoffice.invite"
    email = EmailField()
    name = StringField()
    role = SelectField(validate_choice=False)


class RoleChoiceForm(OfficeForm):
    """Another role for somebody."""

    endpoint = "backoffice.change_role"
    role = SelectField(validate_choice=False)


class RoleForm(OfficeForm):
    """What a role is called, and what it allows."""

    endpoint = "backoffice.save_role"
    name = StringField()
    permissions = SelectMultipleField(validate_choice=False)


class JoinForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """The password that somebody who joins chooses."""

    password = PasswordField()


def blame(form: FlaskForm, field: str, sentence: str) -> None:
    """Put what the domain says at the field it is about, or at the first one."""
    named = field if field in form else next(iter(form)).name
    form[named].errors = [sentence]
