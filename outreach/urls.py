from django.urls import path

from outreach.views import appointments, contacts, events, referrals

urlpatterns = [
    path("sorties/", events.event_list, name="event_list"),
    path("sorties/export.<slug:file_format>", events.event_export, name="event_export"),
    path("sorties/nouvelle/", events.event_create, name="event_create"),
    path("sorties/<uuid:pk>/", events.event_detail, name="event_detail"),
    path("sorties/<uuid:pk>/modifier/", events.event_edit, name="event_edit"),
    path("sorties/<uuid:pk>/annuler/", events.event_cancel, name="event_cancel"),
    path("sorties/<uuid:pk>/terrain/", contacts.field_entry, name="field_entry"),
    path("sorties/<uuid:pk>/terrain/personne/", contacts.named_contact_create, name="named_contact_create"),
    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/export.<slug:file_format>", contacts.contact_export, name="contact_export"),
    path("contacts/<uuid:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<uuid:pk>/annuler/", contacts.contact_undo, name="contact_undo"),
    path("contacts/<uuid:pk>/orienter/", referrals.contact_refer, name="contact_refer"),
    path("personnes/<uuid:pk>/rappel/", contacts.call_back_create, name="call_back_create"),
    path(
        "personnes/<uuid:pk>/rendez-vous/nouveau/",
        appointments.appointment_create_for_person,
        name="appointment_create_for_person",
    ),
    path("rendez-vous/", appointments.appointment_list, name="appointment_list"),
    path("rendez-vous/export.<slug:file_format>", appointments.appointment_export, name="appointment_export"),
    path("rendez-vous/jour/", appointments.appointment_day, name="appointment_day"),
    path("rendez-vous/heures-libres/", appointments.free_times, name="free_times"),
    path("rendez-vous/<uuid:pk>/", appointments.appointment_detail, name="appointment_detail"),
    path("rendez-vous/<uuid:pk>/deplacer/", appointments.appointment_move, name="appointment_move"),
    path(
        "rendez-vous/<uuid:pk>/etat/<slug:to_state>/",
        appointments.appointment_change_state,
        name="appointment_change_state",
    ),
    path("rendez-vous/<uuid:pk>/orienter/", referrals.appointment_refer, name="appointment_refer"),
    path("rendez-vous/<uuid:pk>/bilan/", appointments.appointment_start_review, name="appointment_start_review"),
]
