"""Addresses of published figures at the desk, under /desk/."""

from django.urls import path

from outside_figures import views

urlpatterns = [
    path("outside-figures/", views.outside_list, name="outside_list"),
    path("outside-figures.csv", views.outside_file, {"form": "csv"}, name="outside_csv"),
    path("outside-figures.xlsx", views.outside_file, {"form": "xlsx"}, name="outside_xlsx"),
    path("outside-figures/add/", views.outside_add, name="outside_add"),
    path("outside-figures/<int:pk>/", views.outside_rule, name="outside_rule"),
    path("outside-figures.pdf", views.outside_file, {"form": "pdf"}, name="outside_pdf"),
]
