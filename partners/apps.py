from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from django.urls import reverse

        from beneficiaries.person_page import PersonAction, register_action, register_panel
        from beneficiaries.timeline import register_timeline
        from partners import (
            navigation,
            person_file,
            privacy,  # noqa: F401  the registry of fields
            today,
        )
        from partners.selectors import organisation_names
        from rights_check.claim_actions import register_claim_action
        from rights_check.organisations import register_directory
        from tznr.home import registry

        navigation.register_entries()
        registry.register(today.sections)
        register_action(PersonAction("Orienter", "referral_create", "send", 30))
        register_action(PersonAction("Noter un accord", "agreement_create", "shield-check", 40))
        register_panel(person_file.referrals_panel)
        register_panel(person_file.agreements_panel)
        register_timeline(person_file.timeline)
        register_directory(organisation_names)
        register_claim_action(
            "Orienter",
            lambda claim: f"{reverse('referral_create', kwargs={'pk': claim.person_id})}?demarche={claim.pk}",
            "send",
        )
