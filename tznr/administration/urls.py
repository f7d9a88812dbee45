from django.urls import path

from tznr.administration import views

urlpatterns = [
    path("", views.account_list, name="accounts"),
    path("<uuid:pk>/ouverture/", views.account_set_active, name="accounts_set_active"),
]
