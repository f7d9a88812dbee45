import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.administration import services
from tznr.administration.forms import AccountFilterForm
from tznr.administration.permissions import get_account_for
from tznr.administration.selectors import accounts
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.web.lists import paginate

ADMINISTRATORS = (Role.TECHNICAL_ADMINISTRATOR,)


@require_safe
@open_to(ADMINISTRATORS)
def account_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = AccountFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = accounts(search=chosen.get("recherche", ""), role=chosen.get("role") or None)
    record(actor=user, verb=Verb.LISTED, subject=User)
    return render(request, "administration/account_list.html", {"form": form, "page": paginate(request, rows)})


@require_POST
@open_to(ADMINISTRATORS)
def account_set_active(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    account = get_account_for(user, pk)
    active = request.POST.get("active") == "oui"
    try:
        services.set_active(actor=user, account=account, active=active)
    except services.OwnAccount:
        messages.error(request, "Vous ne pouvez pas fermer votre propre compte.")
    else:
        messages.success(request, f"Le compte de {account} est {'rouvert' if active else 'fermé'}.")
    return redirect("accounts")
