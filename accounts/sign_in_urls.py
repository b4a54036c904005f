"""Addresses of signing in and of one's own factors, under /account/: the library's, less those we do not offer."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    # Administrators change addresses: this page stands before the library's own.
    path("email/", views.email_page, name="account_email"),
    path("", include("allauth.urls")),
]
