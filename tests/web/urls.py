"""A page made of every component, for the tests of the look and for looking at it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path
from django.utils.safestring import mark_safe

from tznr.accounts.access import open_to, open_to_public
from tznr.accounts.enums import EVERYONE
from tznr.urls import handler404, handler500
from tznr.urls import urlpatterns as product_urls
from tznr.web.timeline import TimelineItem
from tznr.web.undo import offer_undo

__all__ = ["handler404", "handler500", "urlpatterns"]
GALLERY = Path(__file__).with_name("gallery.html")
STATES = [("Prévue", "info"), ("Faite", "success"), ("À confirmer", "warning"), ("Annulée", "neutral")]
COMMUNES = ["Dijon", "Chenôve", "Quetigny", "Longvic", "Talant"]


class Filters(forms.Form):
    q = forms.CharField(label="Chercher", required=False, widget=forms.SearchInput)
    commune = forms.ChoiceField(label="Commune", required=False, choices=[("", "Toutes"), ("dijon", "Dijon")])
    since = forms.DateField(label="Depuis", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    late = forms.BooleanField(label="En retard seulement", required=False)


class Example(forms.Form):
    name = forms.CharField(label="Nom", help_text="Tel que la personne l’écrit.")
    day = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(label="Lieu", choices=[("", "Choisir"), ("a", "PAD Grésilles")])
    note = forms.CharField(label="Remarque", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    themes = forms.MultipleChoiceField(
        label="Thèmes abordés",
        choices=[("rsa", "RSA"), ("logement", "Logement"), ("sante", "Santé")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs choix possibles.",
    )
    means = forms.ChoiceField(label="Moyen", choices=[("a", "Téléphone"), ("b", "Courriel")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="La personne est d’accord", help_text="Dit de vive voix.")

    def clean(self) -> None:
        raise forms.ValidationError("La sortie finit avant de commencer.")


@open_to_public
def gallery(request: HttpRequest) -> HttpResponse:
    if "done" in request.GET:
        offer_undo(request, "Rendez-vous annulé.", "/rendez-vous/retablir/")
    rows = [
        SimpleNamespace(
            name=f"Marché de la Toison d’Or n° {number}",
            day=date(2026, 1, 5) + timedelta(days=number),
            commune=COMMUNES[number % 5],
            contacts=number * 7,
            state=STATES[number % 4][0],
            tone=STATES[number % 4][1],
        )
        for number in range(60)
    ]
    context = {
        "filters": Filters(request.GET),
        "page": Paginator(rows, 8).get_page(request.GET.get("page")),
        "amount": Decimal("6543.5"),
        "telephone": "+33380000000",
        "now": datetime(2026, 10, 3, 12, 32, tzinfo=UTC),
        "entries": entries(),
        "svg": mark_safe('<svg viewBox="0 0 400 60"><rect width="400" height="24" fill="#7a1f3d"/></svg>'),
        "form": Example({"name": "🍐 Poire", "day": "31/02/2026", "note": "déjà tapé"}),
    }
    return HttpResponse(Template(GALLERY.read_text(encoding="utf-8")).render(RequestContext(request, context)))


def entries() -> list[TimelineItem]:
    at = datetime(2026, 10, 12, 7, 30, tzinfo=UTC)
    day = timedelta(days=1)
    midnight = datetime(2026, 9, 22, tzinfo=ZoneInfo("Europe/Paris"))
    who = "Léa Démo"
    return [
        TimelineItem(
            at, "Droit ouvert : prime d’activité", "210 € par mois", "#droit", "check-lg", who, tone="success"
        ),
        TimelineItem(at - 3 * day, "Orientation vers le PAD de Quetigny", "", "#o", "send", who, "À l’étude", "info"),
        TimelineItem(at - 9 * day, "Rendez-vous", "", "", "calendar-x", "", "Absence non excusée", "danger"),
        TimelineItem(midnight, "Bilan des droits", "Deux droits probables", "#b", "list-check"),
        TimelineItem(at - 40 * day, "Rencontre au marché", "Thèmes : logement", icon="megaphone", tone="warning"),
    ]


@open_to(EVERYONE)
def signed_in_gallery(request: HttpRequest) -> HttpResponse:
    return gallery(request)


urlpatterns = [path("composants/", gallery), path("connectes/", signed_in_gallery), *product_urls]
