from django.urls import include, path

urlpatterns = [
    path("compte/", include("tznr.accounts.urls")),
    path("", include("tznr.home.urls")),
    path("", include("beneficiaries.urls")),
    path("comptes/", include("tznr.administration.urls")),
    path("", include("rights_check.urls")),
    path("", include("partners.urls")),
    path("", include("outreach.urls")),
    path("", include("reporting.urls")),
]
handler404 = "tznr.web.errors.not_found"
handler500 = "tznr.web.errors.server_error"
