from django.urls import path

from rights_check import claim_views, live_views, local_views, views

urlpatterns = [
    path("personnes/<uuid:pk>/bilan/nouveau/", views.review_start, name="review_start"),
    path("personnes/<uuid:pk>/demarches/nouvelle/", claim_views.claim_create, name="claim_create"),
    path("bilans/", views.review_list, name="review_list"),
    path("bilans/<uuid:pk>/", views.review_questionnaire, name="review_questionnaire"),
    path("bilans/<uuid:pk>/etape/<slug:step>/", views.review_step, name="review_step"),
    path("bilans/<uuid:pk>/etape/<slug:step>/estimation/", live_views.review_live, name="review_live"),
    path("bilans/<uuid:pk>/mois/", views.review_bring_to_month, name="review_bring_to_month"),
    path("bilans/<uuid:pk>/resume/", views.review_summary, name="review_summary"),
    path("bilans/<uuid:pk>/calcul/", views.review_complete, name="review_complete"),
    path("bilans/<uuid:pk>/chargement/", views.review_loading, name="review_loading"),
    path("bilans/<uuid:pk>/resultat/", views.review_result, name="review_result"),
    path("bilans/<uuid:pk>/ce-qui-changerait/", live_views.review_projections, name="review_projections"),
    path("bilans/<uuid:pk>/fiche/", views.review_sheet, name="review_sheet"),
    path("bilans/resultats/<uuid:pk>/cause/", views.result_reason, name="result_reason"),
    path("bilans/resultats/<uuid:pk>/demarche/", views.result_create_claim, name="result_create_claim"),
    path("demarches/", claim_views.claim_list, name="claim_list"),
    path("demarches/<uuid:pk>/", claim_views.claim_detail, name="claim_detail"),
    path("demarches/<uuid:pk>/etat/", claim_views.claim_move, name="claim_move"),
    path("demarches/<uuid:pk>/droit-ouvert/", claim_views.claim_open_right, name="claim_open_right"),
    path("droits-ouverts/", claim_views.opened_right_list, name="opened_right_list"),
    path("droits-ouverts/<uuid:pk>/", claim_views.opened_right_detail, name="opened_right_detail"),
    path("aides-locales/", local_views.local_right_list, name="local_right_list"),
    path("aides-locales/nouvelle/", local_views.local_right_create, name="local_right_create"),
    path("aides-locales/<uuid:pk>/", local_views.local_right_detail, name="local_right_detail"),
    path("aides-locales/<uuid:pk>/modifier/", local_views.local_right_edit, name="local_right_edit"),
    path("aides-locales/<uuid:pk>/proposer/", local_views.local_right_propose, name="local_right_propose"),
]
