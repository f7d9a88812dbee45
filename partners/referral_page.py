"""The page that refers a person, in two steps: to whom, then what will be sent and her agreement.

It is a function rather than a view so that the rooms above can open it from an appointment or a contact.
"""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from beneficiaries.models import Person
from partners import selectors, services
from partners.enums import AgreementMeans
from partners.forms import ReferralForm
from partners.models import Organisation, Referral
from partners.sharing import shared_lines, what_is_shared
from rights_check.models import BenefitClaim
from tznr.accounts.access import account_of
from tznr.accounts.models import User
from tznr.journal import services as journal
from tznr.journal.enums import Verb


def answer(
    request: HttpRequest, person: Person, *, on_sent: Callable[[Referral], object] | None = None
) -> HttpResponse:
    """Answer the page of `person`, by GET and by POST. `?structure=` is the chosen organisation, `?demarche=` a claim.

    `on_sent` is called with the referral in the transaction that sends it.
    """
    user, now = account_of(request), timezone.localtime()
    claim = _asked_claim(request, person)
    organisation = Organisation.objects.filter(slug=request.GET.get("structure", "")).first()
    journal.record(actor=user, verb=Verb.READ, subject=person, person=person)
    if organisation is None:
        return _choose_organisation(request, person, claim)
    day = now.date()
    agreements = list(selectors.valid_agreements(person=person, organisation=organisation, day=day))
    form = ReferralForm(
        request.POST if request.method == "POST" else None,
        person=person,
        organisation=organisation,
        agreements=agreements,
        claim=claim,
        day=day,
    )
    if request.method == "POST" and form.is_valid():
        try:
            referral = _send(user, form, claim, now, on_sent)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Orientation envoyée à {organisation}.")
            return redirect("referral_detail", pk=referral.pk)
    sent = what_is_shared(person, organisation, "", claim)
    context = {
        "person": person,
        "organisation": organisation,
        "claim": claim,
        "form": form,
        "has_agreements": bool(agreements),
        "shared_lines": shared_lines(sent),
        "nobody_reads": not organisation.memberships.exists(),
    }
    return render(request, "partners/referral_send.html", context)


def _asked_claim(request: HttpRequest, person: Person) -> BenefitClaim | None:
    asked = request.GET.get("demarche")
    if not asked:
        return None
    try:
        claim = BenefitClaim.objects.filter(person=person, pk=uuid.UUID(asked)).first()
    except ValueError as error:
        raise Http404 from error
    if claim is None:
        raise Http404
    return claim


def _choose_organisation(request: HttpRequest, person: Person, claim: BenefitClaim | None) -> HttpResponse:
    pads = list(selectors.pads_covering(person.commune).prefetch_related("places"))
    others = Organisation.objects.exclude(pk__in=[pad.pk for pad in pads]).order_by("name")
    if request.method == "POST":
        messages.error(request, "Choisir d’abord à qui l’adresser.")
    context = {"person": person, "claim": claim, "pads": pads, "others": others}
    return render(request, "partners/referral_choose.html", context)


@transaction.atomic
def _send(
    actor: User,
    form: ReferralForm,
    claim: BenefitClaim | None,
    now: datetime,
    on_sent: Callable[[Referral], object] | None,
) -> Referral:
    values = form.cleaned_data
    agreement = form.known_agreement or services.record_agreement(
        actor=actor,
        person=form.person,
        organisation=form.organisation,
        purpose=values["need"][:200],
        means=AgreementMeans(values["means"]),
        given_on=form.day,
        valid_until=values["valid_until"],
        now=now,
    )
    referral = services.send_referral(
        actor=actor,
        person=form.person,
        organisation=form.organisation,
        agreement=agreement,
        need=values["need"],
        claim=claim,
        now=now,
    )
    if on_sent:
        on_sent(referral)
    return referral
