"""Refer somebody from where she was met: the page is the one of partners, and the link to the meeting is kept here."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from outreach import services
from outreach.permissions import get_appointment_for, get_contact_for
from partners import referral_page
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def appointment_refer(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    appointment = get_appointment_for(user, pk)
    return referral_page.answer(
        request,
        appointment.person,
        on_sent=lambda referral: services.note_referral_origin(actor=user, referral=referral, appointment=appointment),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def contact_refer(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    contact = get_contact_for(user, pk)
    if contact.person is None:
        raise Http404
    return referral_page.answer(
        request,
        contact.person,
        on_sent=lambda referral: services.note_referral_origin(actor=user, referral=referral, contact=contact),
    )
