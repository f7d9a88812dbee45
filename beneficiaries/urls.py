from django.urls import path

from beneficiaries import views

urlpatterns = [
    path("personnes/", views.person_list, name="person_list"),
    path("personnes/export.<slug:file_format>", views.person_export, name="person_export"),
    path("personnes/nouvelle/", views.person_create, name="person_create"),
    path("personnes/<uuid:pk>/", views.person_detail, name="person_detail"),
    path("personnes/<uuid:pk>/modifier/", views.person_edit, name="person_edit"),
    path("personnes/<uuid:pk>/doublon/", views.duplicate_dismiss, name="duplicate_dismiss"),
    path("personnes/<uuid:pk>/foyer/", views.household_join, name="household_join"),
    path("personnes/<uuid:pk>/foyer/quitter/", views.household_leave, name="household_leave"),
    path("notice/", views.information_notice, name="information_notice"),
]
