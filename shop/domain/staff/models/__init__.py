"""The tables of the people who work here."""

from shop.domain.staff.models.attempt import SignInAttempt
from shop.domain.staff.models.factor import BackupCode, SecondFactor, TrustedDevice
from shop.domain.staff.models.invitation import Invitation
from shop.domain.staff.models.kept_form import KeptForm
from shop.domain.staff.models.member import Member
from shop.domain.staff.models.role import Role
from shop.domain.staff.models.session import Session

__all__ = [
    "BackupCode",
    "Invitation",
    "KeptForm",
    "Member",
    "Role",
    "SecondFactor",
    "Session",
    "SignInAttempt",
    "TrustedDevice",
]
