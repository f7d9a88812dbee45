from django.urls import path

from reporting import views

urlpatterns = [
    path("pilotage/", views.dashboard, name="dashboard"),
    path("pilotage/lignes/<slug:identifier>/", views.indicator_rows, name="indicator_rows"),
    path(
        "pilotage/lignes/<slug:identifier>/export.<slug:file_format>", views.indicator_export, name="indicator_export"
    ),
    path("rapports/", views.report_list, name="report_list"),
    path("rapports/nouveau/", views.report_create, name="report_create"),
    path("rapports/<uuid:pk>/", views.report_detail, name="report_detail"),
    path("rapports/<uuid:pk>/document.pdf", views.report_document, name="report_document"),
    path("rapports/<uuid:pk>/refaire/", views.report_ask_again, name="report_ask_again"),
]
