"""The pages of the directory, the agreements and the referrals, as each account meets them."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import services
from partners.enums import AgreementMeans, Network, ReferralOutcome, ReferralState
from partners.forms import in_six_months
from partners.models import DisclosureAgreement, Referral, ReferralTransition
from rights_check.enums import BenefitCode, ClaimState, Evidence
from rights_check.models import OpenedRight
from tests import factories
from tests.world import World, build_world
from tznr.accounts.enums import Role
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def world() -> World:
    return build_world()


def url(name: str, record: object) -> str:
    return reverse(name, kwargs={"pk": record.pk})  # type: ignore[attr-defined]


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


# The directory


def test_the_directory_finds_by_slip_network_and_commune(sign_in: SignIn) -> None:
    chenove = factories.SectorFactory(organisation__name="PAD de Chenôve").commune
    factories.OrganisationFactory(name="CAF", network=Network.CAF)
    client = sign_in()
    address = reverse("organisation_list")
    assert "PAD de Chenôve" in page(client, address, q="chenvoe")
    assert "CAF" not in page(client, address, q="chenove").split("<tbody>")[1]
    by_network = page(client, address, reseau="caf").split("<tbody>")[1]
    assert "PAD de Chenôve" not in by_network
    by_commune = page(client, address, commune=chenove.pk).split("<tbody>")[1]
    assert "PAD de Chenôve" in by_commune
    assert ">CAF<" not in by_commune
    assert "Aucune structure ne correspond" in page(client, address, q="introuvable")
    assert "PAD de Chenôve" in page(client, address, commune="99999", reseau="inconnu")


def test_the_directory_is_exported_as_filtered(sign_in: SignIn) -> None:
    factories.SectorFactory(organisation__name="PAD de Chenôve")
    factories.OrganisationFactory(name="CAF", network=Network.CAF)
    exported = sign_in().get(reverse("organisation_list"), {"export": "csv", "q": "chenove"})
    lines = exported.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("PAD de Chenôve;Point d’accès aux droits;")


def test_what_is_not_known_is_to_be_filled_in_and_never_invented(sign_in: SignIn) -> None:
    place = factories.PlaceFactory(organisation=factories.OrganisationFactory())
    answer = page(sign_in(), reverse("organisation_detail", kwargs={"slug": place.organisation.slug}))
    main = answer.split("<main")[1].split("</main")[0]
    assert main.count("À renseigner") == 4, "telephone and e-mail of the organisation, address and hours of its place"


def test_a_list_takes_as_many_queries_whatever_its_length(
    sign_in: SignIn, count_queries: Callable[..., int], world: World
) -> None:
    clients = [sign_in(world.users[name]) for name in ("ambassadrice", "agent_here")]
    addresses = [reverse("organisation_list"), reverse("referral_list"), reverse("home")]
    asked = [(client, address) for client in clients for address in addresses]
    few = [count_queries(client, address) for client, address in asked]
    for _ in range(6):
        organisation = factories.SectorFactory().organisation
        factories.PlaceFactory(organisation=organisation)
        factories.ReferralFactory(
            organisation=world.pad_here, sent_by=world.users["ambassadrice"], sent_at=factories.NOW - 20 * DAY
        )
    assert [count_queries(client, address) for client, address in asked] == few
    assert max(count for count, (_, address) in zip(few, asked, strict=True) if address != reverse("home")) <= 7


def test_the_coordinator_decides_who_answers_for_an_organisation(sign_in: SignIn, world: World) -> None:
    newcomer = factories.UserFactory(role=Role.PAD_AGENT, first_name="Quetsche")
    stranger = factories.UserFactory(role=Role.COMMITTEE_MEMBER)
    coordinator = sign_in(world.users["coordinator"])
    address = reverse("member_add", kwargs={"slug": world.pad_here.slug})
    refused = coordinator.post(address, {"account": stranger.pk})
    assert refused.status_code == 200
    assert "Sélectionnez un choix valide" in refused.content.decode()
    assert sign_in(newcomer).get(url("referral_detail", world.referral_to_pad)).status_code == 404
    assert coordinator.post(address, {"account": newcomer.pk}).status_code == 302
    assert sign_in(newcomer).get(url("referral_detail", world.referral_to_pad)).status_code == 200
    membership = newcomer.memberships.get()
    assert coordinator.post(url("member_remove", membership)).status_code == 302
    assert sign_in(newcomer).get(url("referral_detail", world.referral_to_pad)).status_code == 404
    verbs = list(AuditEntry.objects.filter(subject=membership.pk).values_list("verb", flat=True))
    assert sorted(verbs) == [Verb.CREATED, Verb.DELETED]
    with pytest.raises(ValidationError):
        services.add_member(actor=world.users["coordinator"], organisation=world.pad_here, account=stranger)


# Referring


def referral_form(world: World, **fields: str) -> dict[str, str]:
    return {
        "person_version": str(world.person.version),
        "need": "Demander la prime d’activité",
        "agreement": "nouveau",
        "means": AgreementMeans.ORAL,
        "valid_until": in_six_months(timezone.localdate()).isoformat(),
        **fields,
    }


def test_the_pad_of_her_commune_is_proposed_first_then_the_others(sign_in: SignIn, world: World) -> None:
    answer = page(sign_in(), url("referral_create", world.person))
    pads, others = answer.split('id="autres"')
    assert "PAD de Chenôve" in pads
    assert "PAD de Talant" not in pads
    assert "PAD de Talant" in others
    assert "CAF" in others


def test_in_dijon_the_ambassadrice_picks(sign_in: SignIn) -> None:
    dijon = factories.CommuneFactory(insee_code="21231", name="Dijon")
    for number in range(4):
        factories.SectorFactory(commune=dijon, organisation__name=f"PAD Dijon {number}")
    answer = page(sign_in(), url("referral_create", factories.PersonFactory(commune=dijon)))
    assert "4 points d’accès aux droits couvrent Dijon" in answer
    assert all(f"PAD Dijon {number}" in answer.split('id="autres"')[0] for number in range(4))
    assert "commune n’est pas connue" in page(sign_in(), url("referral_create", factories.PersonFactory(commune=None)))


def test_what_will_be_sent_is_shown_before_and_is_what_is_sent(sign_in: SignIn, world: World) -> None:
    client = sign_in(world.users["ambassadrice"])
    address = f"{url('referral_create', world.person)}?structure=msa&demarche={world.claim.pk}"
    before = page(client, address)
    for shown in (world.person.first_name, world.person.last_name, "RSA", "Rien d’autre de sa fiche"):
        assert shown in before
    answer = client.post(address, referral_form(world))
    referral = Referral.objects.get(organisation__slug="msa")
    assert answer.headers["Location"] == url("referral_detail", referral)
    assert referral.shared == {
        "first_name": world.person.first_name,
        "last_name": world.person.last_name,
        "benefit": "RSA",
        "need": "Demander la prime d’activité",
    }
    assert (referral.claim, referral.sent_by) == (world.claim, world.users["ambassadrice"])
    agreement = referral.agreement
    assert (agreement.purpose, agreement.means) == ("Demander la prime d’activité", AgreementMeans.ORAL)
    assert agreement.given_on == timezone.localdate()


def test_a_valid_agreement_is_used_again_and_a_withdrawn_one_is_not_offered(sign_in: SignIn, world: World) -> None:
    client = sign_in()
    address = f"{url('referral_create', world.person)}?structure=pad-chenove"
    today = timezone.localdate()
    kept = factories.DisclosureAgreementFactory(
        person=world.person, organisation=world.pad_here, given_on=today, valid_until=today
    )
    DisclosureAgreement.objects.exclude(pk=kept.pk).update(withdrawn_at=timezone.now())
    answer = page(client, address)
    assert str(kept.pk) in answer
    assert str(world.agreement.pk) not in answer
    assert client.post(address, referral_form(world, agreement=str(world.agreement.pk))).status_code == 200
    count = DisclosureAgreement.objects.count()
    assert client.post(address, referral_form(world, agreement=str(kept.pk), means="")).status_code == 302
    assert DisclosureAgreement.objects.count() == count
    assert Referral.objects.filter(agreement=kept).exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"agreement": ""}, "obligatoire"),
        ({"means": ""}, "Indiquer comment elle a donné son accord."),
        ({"valid_until": ""}, "Indiquer jusqu’à quand l’accord est valable."),
        ({"valid_until": "31/02/2027"}, "Cette date n’existe pas"),
        ({"valid_until": "2020-01-01"}, "L’accord ne peut pas finir avant d’avoir été donné."),
        ({"need": "né le 2, numéro 2 90 03 21 231 001 68"}, "numéro de sécurité sociale"),
        ({"need": "x" * 301}, "300"),
        ({"person_version": "7"}, "La fiche a changé entre-temps"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(
    sign_in: SignIn, world: World, fields: dict[str, str], message: str
) -> None:
    address = f"{url('referral_create', world.person)}?structure=msa"
    form = referral_form(world, **fields)
    answer = sign_in().post(address, form)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert message in text
    assert form["need"] in text
    assert not Referral.objects.filter(organisation__slug="msa").exists()


def test_a_claim_of_somebody_else_or_a_bad_one_is_not_found(sign_in: SignIn, world: World) -> None:
    client = sign_in()
    for claim in (factories.BenefitClaimFactory().pk, uuid.uuid4(), "n-importe-quoi"):
        assert client.get(f"{url('referral_create', world.person)}?demarche={claim}").status_code == 404


def test_sending_twice_sends_once(sign_in: SignIn, world: World) -> None:
    client = sign_in()
    address = f"{url('referral_create', world.person)}?structure=msa"
    client.post(address, referral_form(world))
    answer = client.post(address, referral_form(world))
    assert "attend déjà une réponse" in answer.content.decode()
    assert Referral.objects.filter(organisation__slug="msa").count() == 1
    assert DisclosureAgreement.objects.filter(organisation__slug="msa").count() == 1


# Agreements


def test_an_agreement_alone_is_noted_and_dated(sign_in: SignIn, world: World) -> None:
    client = sign_in()
    form = {
        "organisation": "caf",
        "purpose": "Suivre sa demande",
        "means": AgreementMeans.SIGNED,
        "given_on": timezone.localdate().isoformat(),
        "valid_until": "2020-01-01",
    }
    address = url("agreement_create", world.person)
    refused = client.post(address, form)
    assert refused.status_code == 200
    assert "Suivre sa demande" in refused.content.decode()
    tomorrow = (timezone.localdate() + DAY).isoformat()
    assert client.post(address, form | {"given_on": tomorrow, "valid_until": tomorrow}).status_code == 200
    assert client.post(address, form | {"valid_until": tomorrow}).status_code == 302
    assert DisclosureAgreement.objects.get(purpose="Suivre sa demande").organisation == world.agency_here


def test_withdrawing_hides_everything_from_the_recipient_at_once(sign_in: SignIn, world: World) -> None:
    name = str(world.person)
    referral = world.referral_to_pad
    Referral.objects.filter(pk=referral.pk).update(
        shared={"first_name": world.person.first_name, "last_name": world.person.last_name, "need": "Demander le RSA"},
        need="Demander le RSA",
    )
    agent, team = sign_in(world.users["agent_here"]), sign_in(world.users["ambassadrice"])
    assert name in page(agent, url("referral_detail", referral))
    assert team.post(url("agreement_withdraw", world.agreement)).status_code == 302
    for address in (url("referral_detail", referral), reverse("referral_list"), reverse("home")):
        answer = page(agent, address)
        assert world.person.last_name not in answer
        assert "Demander le RSA" not in answer
    assert "n’est plus montré" in page(agent, url("referral_detail", referral))
    assert "Aucune orientation ne correspond" in page(agent, reverse("referral_list"), q=world.person.last_name)
    assert name in page(team, url("referral_detail", referral))


# The inbox and the answers


def test_each_agent_only_sees_what_was_sent_to_her_organisation(sign_in: SignIn, world: World) -> None:
    Referral.objects.update(shared={"first_name": "Mirabelle"})
    here, elsewhere = url("referral_detail", world.referral_to_pad), url("referral_detail", world.referral_to_agency)
    agent = sign_in(world.users["agent_here"])
    listed = page(agent, reverse("referral_list"))
    assert here in listed
    assert elsewhere not in listed
    assert "/personnes/" not in page(agent, here)
    assert agent.get(elsewhere).status_code == 404
    assert agent.get(url("referral_create", world.person)).status_code == 404
    stranger = sign_in(world.users["agent_elsewhere"])
    assert "Aucune orientation ne correspond" in page(stranger, reverse("referral_list"))
    for name in ("referral_detail", "referral_decline", "referral_outcome"):
        assert stranger.post(url(name, world.referral_to_pad), {"to_state": "accepted"}).status_code == 404
    assert page(stranger, reverse("referral_list"), export="csv").startswith("<!")
    assert sign_in(Role.TECHNICAL_ADMINISTRATOR).get(here).status_code == 404


def test_the_team_filters_searches_and_exports(sign_in: SignIn, world: World) -> None:
    late = factories.ReferralFactory(
        person__last_name="Quetsche", person__search_key="mirabelle quetsche", sent_at=timezone.now() - 12 * DAY
    )
    Referral.objects.exclude(pk=late.pk).update(sent_at=timezone.now())
    client = sign_in()
    address = reverse("referral_list")
    for query in ({"situation": "en-retard"}, {"q": "quetche"}, {"structure": late.organisation.slug}):
        listed = page(client, address, **query)
        assert url("referral_detail", late) in listed
        assert url("referral_detail", world.referral_to_pad) not in listed
    assert "en retard" in page(client, address, situation="en-retard").split("<tbody>")[1]
    assert "Aucune orientation" in page(client, address, etat="declined")
    everything = page(client, address, etat="n’importe quoi", situation="?", structure="inconnue")
    assert everything.count('class="row-target"') == 3
    exported = client.get(address, {"export": "csv", "situation": "en-retard"})
    assert exported.headers["Content-Type"].startswith("text/csv")
    lines = exported.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Quetsche" in lines[1]
    verbs = set(AuditEntry.objects.filter(subject_kind="partners.referral").values_list("verb", flat=True))
    assert {Verb.LISTED, Verb.SEARCHED, Verb.EXPORTED} <= verbs


def test_an_agent_searches_what_was_sent_to_her(sign_in: SignIn, world: World) -> None:
    Referral.objects.filter(pk=world.referral_to_pad.pk).update(shared={"first_name": "Mirabelle", "need": "Le RSA"})
    agent = sign_in(world.users["agent_here"])
    assert url("referral_detail", world.referral_to_pad) in page(agent, reverse("referral_list"), q="mirabele")
    assert "Aucune orientation" in page(agent, reverse("referral_list"), q=world.person.last_name)


def test_taking_in_hand_then_the_colleague_is_told(sign_in: SignIn, world: World) -> None:
    colleague = factories.UserFactory(role=Role.PAD_AGENT, first_name="Quetsche")
    factories.MembershipFactory(user=colleague, organisation=world.pad_here)
    address = url("referral_detail", world.referral_to_pad)
    read_by_both = {"version": str(world.referral_to_pad.version), "to_state": "accepted"}
    assert sign_in(colleague).post(address, read_by_both).status_code == 302
    second = sign_in(world.users["agent_here"]).post(address, read_by_both)
    assert second.status_code == 200
    text = second.content.decode()
    assert f"{colleague} a répondu pendant que vous lisiez" in text
    world.referral_to_pad.refresh_from_db()
    assert world.referral_to_pad.handled_by == colleague
    assert "Noter l’issue" in text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"to_state": "withdrawn", "version": "1"},
        {"to_state": "accepted", "version": "²"},
        {"to_state": "accepted", "version": "9" * 5000},
        {"to_state": "accepted"},
    ],
)
def test_a_gesture_that_is_not_offered_changes_nothing(sign_in: SignIn, world: World, form: dict[str, str]) -> None:
    answer = sign_in(world.users["agent_here"]).post(url("referral_detail", world.referral_to_pad), form)
    assert answer.status_code == 200
    assert "Choisir un des gestes proposés" in answer.content.decode()
    world.referral_to_pad.refresh_from_db()
    assert world.referral_to_pad.state == ReferralState.SENT


def test_declining_asks_why_and_a_late_decline_keeps_what_was_chosen(sign_in: SignIn, world: World) -> None:
    agent = sign_in(world.users["agent_here"])
    referral = world.referral_to_pad
    address = url("referral_decline", referral)
    assert "obligatoire" in agent.post(address, {"version": referral.version}).content.decode()
    Referral.objects.filter(pk=referral.pk).update(version=2)
    answer = agent.post(address, {"version": "1", "reason": "no_capacity"})
    text = answer.content.decode()
    assert "a répondu pendant que vous lisiez" in text
    assert 'name="version" value="2"' in text
    assert 'value="no_capacity"' in text.split("checked")[0][-200:]
    assert agent.post(address, {"version": "2", "reason": "no_capacity"}).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.decline_reason) == (ReferralState.DECLINED, "no_capacity")
    assert "déjà « non prise en charge »" in page(agent, address)


def test_reporting_a_right_opened_with_its_amount_and_its_proof(sign_in: SignIn, world: World) -> None:
    OpenedRight.objects.all().delete()
    referral = world.referral_to_pad
    agent = sign_in(world.users["agent_here"])
    address = url("referral_outcome", referral)
    assert "une fois l’orientation prise en charge" in page(agent, address)
    agent.post(url("referral_detail", referral), {"to_state": "accepted", "version": "1"})
    form = {
        "version": "2",
        "outcome": ReferralOutcome.RIGHT_OPENED,
        "benefit": BenefitCode.RSA,
        "monthly_amount": "12,5O",
        "effective_month": "10/2026",
        "evidence": Evidence.CONFIRMED,
    }
    refused = agent.post(address, form)
    assert refused.status_code == 200
    assert "12,5O" in refused.content.decode()
    incomplete = agent.post(
        address, form | {"monthly_amount": "", "benefit": "", "effective_month": "", "evidence": ""}
    )
    for message in ("Indiquer quel droit", "Indiquer à partir de quel mois", "Indiquer comment vous le savez"):
        assert message in incomplete.content.decode()
    far = agent.post(address, form | {"monthly_amount": "573,49", "effective_month": "01/2090"})
    assert far.status_code == 200
    assert not OpenedRight.objects.exists()
    assert agent.post(address, form | {"monthly_amount": "1 573,49"}).status_code == 302
    right = OpenedRight.objects.get()
    assert (right.monthly_amount, right.effective_month) == (Decimal("1573.49"), dt.date(2026, 10, 1))
    assert (right.claim, right.recorded_by) == (world.claim, world.users["agent_here"])
    world.claim.refresh_from_db()
    assert world.claim.state == ClaimState.GRANTED
    shown = page(agent, url("referral_detail", referral))
    assert "droit ouvert" in shown
    assert "déjà notée" in page(agent, address)


def test_a_right_the_team_had_noted_is_attached_without_being_told_to_the_agent(sign_in: SignIn, world: World) -> None:
    OpenedRight.objects.update(claim=world.claim)
    referral = world.referral_to_pad
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED, answered_at=timezone.now())
    agent = sign_in(world.users["agent_here"])
    address = url("referral_outcome", referral)
    assert "L’équipe a déjà noté" in page(agent, address)
    assert agent.post(address, {"version": "1", "outcome": ReferralOutcome.RIGHT_OPENED}).status_code == 302
    referral.refresh_from_db()
    assert referral.opened_right == world.opened_right
    assert "573,49" not in page(agent, url("referral_detail", referral))
    assert "573,49" in page(sign_in(), url("referral_detail", referral))


# What other pages show


def test_today_says_to_each_what_waits_for_her(sign_in: SignIn, world: World) -> None:
    long_ago = timezone.now() - 12 * DAY
    Referral.objects.update(sent_at=long_ago, shared={"first_name": "Mirabelle"})
    received = page(sign_in(world.users["agent_here"]), reverse("home"))
    assert "Orientations qui attendent votre réponse" in received
    assert "Mirabelle" in received
    assert "En retard" in received
    assert "?situation=sans-reponse" in received
    sent = page(sign_in(world.users["ambassadrice"]), reverse("home"))
    assert "Orientations en retard" in sent
    assert "Réponses reçues depuis sept jours" in sent
    late = page(sign_in(world.users["coordinator"]), reverse("home"))
    assert "Orientations en retard" in late
    assert "Réponses reçues" not in late
    assert "Orientations" not in page(sign_in(Role.STATE_SERVICE), reverse("home")).split("<main")[1]


def test_an_answer_is_news_for_the_one_who_sent_it(sign_in: SignIn, world: World) -> None:
    Referral.objects.filter(pk=world.referral_to_pad.pk).update(
        state=ReferralState.ACCEPTED, answered_at=timezone.now() + DAY
    )
    shown = page(sign_in(world.users["ambassadrice"]), reverse("home"))
    assert "PAD de Chenôve : Déposer une demande de RSA, prise en charge" in shown
    assert "?situation=reponse-recente" in shown
    rows = page(sign_in(), reverse("referral_list"), situation="reponse-recente").split("<tbody>")[1]
    assert rows.count('class="row-target"') == 1


def test_her_page_tells_the_referrals_and_the_agreements(sign_in: SignIn, world: World) -> None:
    client = sign_in()
    answer = page(client, url("person_detail", world.person))
    assert url("referral_create", world.person) in answer
    assert url("referral_detail", world.referral_to_pad) in answer
    assert url("agreement_withdraw", world.agreement) in answer
    client.post(url("agreement_withdraw", world.agreement))
    after = page(client, url("person_detail", world.person))
    assert url("agreement_withdraw", world.agreement) not in after
    assert "Accord retiré pour PAD de Chenôve" in after


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 10, 14), dt.date(2027, 4, 14)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), dt.date(2028, 2, 29)),
        (dt.date(2026, 6, 30), dt.date(2026, 12, 30)),
        (dt.date(2026, 12, 31), dt.date(2027, 6, 30)),
    ],
)
def test_an_agreement_lasts_six_months_by_default(day: dt.date, expected: dt.date) -> None:
    assert in_six_months(day) == expected


def test_only_an_expired_referral_is_said_to_have_had_no_answer(sign_in: SignIn) -> None:
    """A change that nobody in particular made, taken over from elsewhere, has no reason to give."""
    referral = factories.ReferralFactory()
    for before, after in (("", ReferralState.SENT), (ReferralState.SENT, ReferralState.EXPIRED)):
        ReferralTransition.objects.create(referral=referral, from_state=before, to_state=after, at=timezone.now())
    shown = page(sign_in(Role.COORDINATOR), url("referral_detail", referral))
    assert shown.count("faute de réponse") == 1
