"""The pages of the sign-in library that we use: nobody opens or readdresses an account alone."""

from allauth.account.urls import urlpatterns as library_pages

KEPT = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # always closed, but the sign-in page asks for its address
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
urlpatterns = [page for page in library_pages if page.name in KEPT]
