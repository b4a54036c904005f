"""Addresses at the desk of what officers decide under delegation, under /desk/."""

from django.urls import path

from delegated import views

urlpatterns = [
    path("delegated/", views.delegated_list, name="delegated_list"),
    path("delegated/add/", views.delegated_add, name="delegated_add"),
]
