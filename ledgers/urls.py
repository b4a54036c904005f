"""Addresses of the ledger's files at the desk, under /desk/grants/."""

from django.urls import path

from ledgers import views

urlpatterns = [
    path("<int:pk>/codes/", views.grant_codes, name="grant_codes"),
    path("ledger/", views.ledger_list, name="ledger_list"),
    path("ledger/<int:file>/", views.ledger_file, name="ledger_file"),
    path("ledger/maps/add/", views.ledger_map, name="ledger_map_add"),
    path("ledger/maps/<int:pk>/", views.ledger_map, name="ledger_map_change"),
]
