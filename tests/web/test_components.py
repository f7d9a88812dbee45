"""The components, on a page made of all of them, and the pages that need no other room."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.http import Http404
from django.template import Context, Template
from django.test import Client, RequestFactory

from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.web import sign_in
from tznr.web.exports import asked_format
from tznr.web.lists import paginate
from tznr.web.timeline import TimelineItem

pytestmark = pytest.mark.urls("tests.web.urls")


def rendered(template: str, **context: object) -> str:
    request = RequestFactory().get("/sorties/?commune=dijon&page=2")
    return Template(template).render(Context({"request": request, **context}))


@pytest.mark.django_db
def test_every_component_renders(client: Client) -> None:
    page = client.get("/composants/?commune=dijon&page=2")
    assert page.status_code == 200
    html = page.content.decode()
    assert "Planifier une sortie" in html
    assert "déjà tapé" in html, "what was typed is still there"


@pytest.mark.django_db
def test_each_error_is_tied_to_its_field_and_listed_on_top(client: Client) -> None:
    html = client.get("/composants/").content.decode()
    assert 'id="id_place_error"' in html
    assert 'aria-describedby="id_place_error"' in html
    assert 'aria-describedby="id_themes_helptext id_themes_error"' in html
    assert 'href="#div_id_place"' in html
    assert 'id="div_id_place"' in html
    assert "La sortie finit avant de commencer." in html
    assert "6 points à corriger" in html, "one for the form, five for its fields"


def test_pages_keep_the_filters_and_say_what_is_counted() -> None:
    page = Paginator(list(range(60)), 25).get_page(2)
    html = rendered('{% pagination page "sortie" "sorties" %}', page=page)
    assert "commune=dijon&amp;page=3" in html
    assert "26 à 50 sur" in html
    assert "sorties" in html
    one = Paginator([1], 25).get_page(1)
    assert "sorties" not in rendered('{% pagination page "sortie" "sorties" %}', page=one)


def test_a_list_is_exported_with_the_filters_of_its_address() -> None:
    html = rendered("{% export_links %}")
    assert 'href="?commune=dijon&amp;export=csv"' in html
    assert 'href="?commune=dijon&amp;export=xlsx"' in html
    assert 'href="/sorties/export.csv?commune=dijon"' in rendered('{% export_links "event_export" %}')


def test_an_unknown_file_format_is_not_found() -> None:
    requests = RequestFactory()
    assert asked_format(requests.get("/sorties/")) is None
    assert asked_format(requests.get("/sorties/?export=xlsx")) == "xlsx"
    with pytest.raises(Http404):
        asked_format(requests.get("/sorties/?export=exe"))


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "shown"), [("2", 2), ("", 1), ("999", 2), ("-1", 2), ("deux", 1)])
def test_a_page_number_that_makes_no_sense_is_forgiven(asked: str, shown: int) -> None:
    User.objects.bulk_create(
        User(email=f"{number}@exemple.test", first_name="Poire", last_name="Démo", role=Role.PARTNER)
        for number in range(30)
    )
    request = RequestFactory().get("/", {"page": asked})
    assert paginate(request, User.objects.all()).number == shown


def test_what_people_type_is_escaped_in_every_component() -> None:
    nasty = "<script>alert(1)</script>"
    entry = TimelineItem(datetime(2026, 10, 1, tzinfo=UTC), nasty, nasty, who=nasty, state=nasty)
    html = rendered(
        "{% page_header x x %}{% section x intro=x %}{{ x }}{% endsection %}{% fact x x %}{% figure x x definition=x %}"
        "{% badge x %}{% empty_state x x %}{% notice title=x %}{{ x }}{% endnotice %}{% timeline entries %}"
        "{% post_button x '/' reason=x %}{% chart x '<svg></svg>' summary=x note=x %}{{ x }}{% endchart %}"
        "{% data_table x %}{{ x }}{% enddata_table %}{% work_progress x 1 2 %}{% icon 'sun' x %}",
        x=nasty,
        entries=[entry],
    )
    assert "<script" not in html
    assert "&lt;script" in html


def test_a_fact_that_is_zero_is_known_and_one_that_is_missing_says_so() -> None:
    assert "Non renseigné" not in rendered('{% fact "Enfants" 0 %}')
    assert "Non renseigné" in rendered('{% fact "Enfants" nothing %}', nothing=None)
    assert "À demander" in rendered('{% fact "Enfants" "" empty="À demander" %}')


def test_the_timeline_is_cut_by_month_in_paris() -> None:
    entries = [
        TimelineItem(datetime(2026, 9, 30, 22, 30, tzinfo=UTC), "Rendez-vous"),
        TimelineItem(datetime(2026, 9, 30, 10, 0, tzinfo=UTC), "Rencontre"),
    ]
    html = rendered("{% timeline entries %}", entries=entries)
    assert html.count('class="timeline-month"') == 2
    assert "octobre" in html


@pytest.mark.django_db
def test_today_greets_each_role_with_its_own_navigation(client: Client) -> None:
    for role in Role:
        user = User.objects.create_user(f"{role}@exemple.test", first_name="Prune", last_name="Démo", role=role)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        html = client.get("/").content.decode()
        assert 'aria-current="page"' in html
        assert role.label in html


@pytest.mark.django_db
def test_errors_are_told_in_french_without_the_database(client: Client) -> None:
    missing = client.get("/rien-ici/")
    assert missing.status_code in {302, 404}
    from tznr.web.errors import csrf_failure, server_error

    request = RequestFactory().get("/")
    assert "Une erreur s’est produite" in server_error(request).content.decode()
    assert "n’a pas pu être vérifié" in csrf_failure(request).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/", "signup/", "inactive/"])
def test_the_pages_before_sign_in_are_ours(client: Client, path: str) -> None:
    html = client.get(f"/compte/{path}").content.decode()
    assert 'class="entrance-box"' in html
    assert "placeholder=" not in html


@pytest.mark.django_db
def test_demonstration_accounts_are_offered_only_in_a_demonstration(
    client: Client, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = sign_in.DemonstrationAccount("Coordinatrice", "Prune Démo", "prune@exemple.test", "mot de passe d'essai")
    monkeypatch.setattr(sign_in, "_providers", [lambda: [account]])
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    assert "prune@exemple.test" in client.get("/compte/login/").content.decode()
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]
    assert "prune@exemple.test" not in client.get("/compte/login/").content.decode()


@pytest.mark.django_db
def test_what_has_been_done_can_be_undone_from_the_message(client: Client) -> None:
    html = client.get("/composants/?done=1").content.decode()
    assert "Rendez-vous annulé." in html
    assert '<form class="post-button" method="post" action="/rendez-vous/retablir/">' in html


def test_a_moment_known_by_its_day_only_shows_no_hour() -> None:
    midnight = datetime(2026, 9, 22, tzinfo=ZoneInfo("Europe/Paris"))
    assert "timeline-hour" not in rendered("{% timeline items %}", items=[TimelineItem(midnight, "Demande déposée")])
    assert "timeline-hour" in rendered("{% timeline items %}", items=[TimelineItem(midnight.replace(hour=9), "Appel")])
