"""Signing in: each try is committed before the secret is looked at, the session after."""

from __future__ import annotations

from dataclasses import dataclass

from shop.domain.audit import actions as audit
from shop.domain.audit.actors import Actor, ActorKind, acting_as
from shop.domain.staff import emails, hashing, totp
from shop.domain.staff.actions import attempts, devices, factors, sessions
from shop.domain.staff.errors import BadCode, BadCredentials, BadProof, TooManyAttempts
from shop.domain.staff.models import Member, Role
from shop.domain.staff.queries import Credentials, SignedIn, credentials_of, device_of
from shop.domain.staff.statuses import Gate, MemberStatus, Proof
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work

_CODE = 6


@dataclass(frozen=True, slots=True)
class Passed:
    """The new id of a session, and what a browser that is trusted from now on is known by."""

    secret: str
    device: str = ""


def sign_in(email: str, password: str, *, address: str, user_agent: str, device: str = "") -> str:
    """Return the id of a new session, for the browser's cookie; the second factor comes next.

    Raises `TooManyAttempts`, or `BadCredentials` whatever was wrong, also for the disabled; a
    stranger's e-mail address takes as long as a member's. On a trusted `device` the session is
    through with the second factor, and tries are counted for that device alone.
    """
    email = emails.normalised(email)
    device_id = device_of(email, device) if device else None
    claim = _claim(email, address, Gate.PASSWORD, device_id)
    known = credentials_of(email)
    session().rollback()  # nothing stands open while the hash takes its time
    kept = known.password_hash if known else ""
    right = hashing.fits(kept or hashing.NOBODYS, password)
    if known is None or not right:
        raise BadCredentials
    fresh = hashing.hashed(password) if hashing.is_outdated(known.password_hash) else None
    with unit_of_work():
        member = _still(known)
        attempts.succeed(claim)
        if fresh:
            member.password_hash = fresh
            session().flush()
        proof = Proof.DEVICE if device_id else Proof.PASSWORD
        if device_id:
            _record(member, "member.signed_in", address)
        return sessions.begin(member.id, address, user_agent, proof=proof)


def show_factor(
    member: SignedIn, code: str, *, address: str, user_agent: str, trust: bool = False
) -> Passed:
    """Take a code by the clock or a backup code; the session is through, under a new id.

    Raises `TooManyAttempts` or `BadCode`.
    """
    claim = _claim(member.email, address, Gate.FACTOR)
    with unit_of_work():
        if factors.take(member.member_id, code):
            attempts.succeed(claim)
            audit.record("member.signed_in", "member", member.member_id)
            device = devices.trust(member.member_id, address, user_agent) if trust else ""
            return Passed(sessions.prove(member.session_id, Proof.FACTOR), device)
        audit.refused("member.signed_in", "member", member.member_id, reason=BadCode.code)
    raise BadCode


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The new id of a session, and backup codes that nobody can read again."""

    secret: str
    codes: list[str]


def enrol(member: SignedIn, seed: str, code: str, *, address: str) -> Enrolled:
    """Set up the second factor of a member whose app shows `code`; the session is through.

    Raises `TooManyAttempts`, `BadCode`, or `FactorThere` where somebody was quicker.
    """
    claim = _claim(member.email, address, Gate.FACTOR)
    step = totp.fitting_step(seed, code, clock.now(), 0)
    if step is None:
        raise BadCode
    with unit_of_work():
        attempts.succeed(claim)
        codes = factors.set_up(member.member_id, seed, used_step=step)
        audit.record("member.factor_set_up", "member", member.member_id)
        return Enrolled(sessions.prove(member.session_id, Proof.FACTOR), codes)


def confirm(member: SignedIn, proof: str, *, address: str) -> str:
    """Take a password or a code before a sensitive act; returns the session's new id.

    Where the second factor was skipped on a trusted device, only a code will do.
    """
    by_code = member.proof is Proof.DEVICE or len(proof.replace(" ", "")) == _CODE
    claim = _claim(member.email, address, Gate.FACTOR if by_code else Gate.PASSWORD)
    if not by_code:
        known = credentials_of(member.email)
        session().rollback()  # as above
        if known is None or not hashing.fits(known.password_hash, proof):
            raise BadProof
    with unit_of_work():
        if not by_code or factors.take(member.member_id, proof):
            attempts.succeed(claim)
            return sessions.prove(member.session_id, Proof.FACTOR)
    raise BadProof


def _claim(email: str, address: str, gate: Gate, device_id: int | None = None) -> int:
    """Return the number of a try that may be made now."""
    with unit_of_work():
        claim = attempts.claim(email, address, gate, device_id)
    if claim.wait is not None:
        raise TooManyAttempts(claim.wait)
    return claim.attempt_id


def _record(member: Member, verb: str, address: str) -> None:
    """Write down what a member did who was a stranger until now."""
    role = session().get(Role, member.role_id)
    name = role.name if role else ""
    with acting_as(Actor(ActorKind.MEMBER, member.id, name, address)):
        audit.record(verb, "member", member.id)


def _still(known: Credentials) -> Member:
    """Return the member, unless disabled or given another password in the meantime."""
    member = session().get(Member, known.member_id, with_for_update=True)
    if (
        member is None
        or member.status != MemberStatus.ACTIVE
        or member.password_hash != known.password_hash
    ):
        raise BadCredentials
    return member
