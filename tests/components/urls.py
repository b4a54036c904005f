"""The only addresses that the page furniture itself needs: signing in and out."""

from django.urls import include, path

urlpatterns = [path("account/", include("allauth.urls"))]
