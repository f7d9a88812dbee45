from django.urls import path

from partners import views

urlpatterns = [
    path("annuaire/", views.organisation_list, name="organisation_list"),
    path("annuaire/<slug:slug>/", views.organisation_detail, name="organisation_detail"),
    path("annuaire/<slug:slug>/comptes/", views.member_add, name="member_add"),
    path("annuaire/comptes/<uuid:pk>/retirer/", views.member_remove, name="member_remove"),
    path("orientations/", views.referral_list, name="referral_list"),
    path("orientations/<uuid:pk>/", views.referral_detail, name="referral_detail"),
    path("orientations/<uuid:pk>/refuser/", views.referral_decline, name="referral_decline"),
    path("orientations/<uuid:pk>/issue/", views.referral_outcome, name="referral_outcome"),
    path("personnes/<uuid:pk>/orienter/", views.referral_create, name="referral_create"),
    path("personnes/<uuid:pk>/accords/nouveau/", views.agreement_create, name="agreement_create"),
    path("accords/<uuid:pk>/retirer/", views.agreement_withdraw, name="agreement_withdraw"),
]
