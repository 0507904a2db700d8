"""Who has no second factor sets one up, and sees nothing else of the office before."""

from __future__ import annotations

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from shop.backoffice.account.factor import status_of, titled
from shop.backoffice.account.forms import EnrolmentForm
from shop.backoffice.account.onward import onward_to
from shop.backoffice.account.pictures import square_code
from shop.backoffice.blueprint import bp
from shop.domain.catalogue.queries.facets import settings
from shop.domain.staff import flows, totp
from shop.domain.staff.errors import BadCode, TooManyAttempts
from shop.kernel import sealing
from shop.kernel.i18n import _
from shop.web import staff_session
from shop.web.access import half_signed_in
from shop.web.rate_limit import SIGN_IN, limiter
from shop.web.rendering import page, updates


def _purpose() -> str:
    """Return what a seed is sealed for: this member's page and no other."""
    return f"enrolment:{staff_session.this_member().member_id}"


def _seed(form: EnrolmentForm) -> str:
    """Return the seed that came along, a new one where none did: reading the page keeps nothing."""
    try:
        return sealing.unseal(_purpose(), form.seed.data or "")
    except sealing.CannotOpen:
        return totp.new_seed()


def _form_page(
    form: EnrolmentForm, seed: str, problem: str | None = None, status: int = 200
) -> Response:
    address = totp.address(seed, staff_session.this_member().email, settings().name)
    form.seed.data = sealing.seal(_purpose(), seed)
    return page(
        "backoffice/account/enrolment.html",
        status=status,
        title=titled(_("Set up your second factor"), broken=bool(problem or form.errors)),
        form=form,
        problem=problem,
        address=address,
        picture=square_code(address),
        seed=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
    )


@bp.get("/enrolment")
@half_signed_in
def enrolment() -> ResponseReturnValue:
    """Show the picture that an authenticator app reads."""
    onward = request.args.get("next")
    if staff_session.this_member().has_factor:
        return redirect(onward_to(onward), 303)
    form = EnrolmentForm(data={"next": onward})
    return _form_page(form, _seed(form))


@bp.post("/enrolment")
@half_signed_in
@limiter.limit(SIGN_IN)
def enrol() -> ResponseReturnValue:
    """Take the first code; shows the backup codes, once."""
    member, form = staff_session.this_member(), EnrolmentForm()
    onward = onward_to(form.next.data)
    if member.has_factor:
        return updates(onward)
    seed = _seed(form)
    if not form.validate():
        return _form_page(form, seed, status=422)
    try:
        enrolled = flows.enrol(member, seed, form.code.data, address=request.remote_addr or "")
    except (BadCode, TooManyAttempts) as error:
        return _form_page(form, seed, error.sentence, status_of(error))
    response = page(
        "backoffice/account/backup_codes.html",
        title=_("Your backup codes"),
        codes=enrolled.codes,
        onward=onward,
    )
    staff_session.begin(response, enrolled.secret)
    return response
