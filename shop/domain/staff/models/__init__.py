"""The tables of the people who work here."""

from shop.domain.staff.models.attempt import SignInAttempt
from shop.domain.staff.models.member import Member
from shop.domain.staff.models.role import Role
from shop.domain.staff.models.session import Session

__all__ = ["Member", "Role", "Session", "SignInAttempt"]
