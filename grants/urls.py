"""Addresses of grants at the desk, under /desk/grants/."""

from django.urls import path

from grants import views

urlpatterns = [
    path("", views.grant_list, name="grant_list"),
    path("add/", views.grant_add, name="grant_add"),
    path("organisations/", views.organisation_list, name="organisation_list"),
    path("organisations/<int:pk>/", views.organisation_change, name="organisation_change"),
    path("funds/<int:pk>/", views.fund_change, name="fund_change"),
    path("<int:pk>/", views.grant_page, name="grant_page"),
    path("<int:pk>/change/", views.grant_change, name="grant_change"),
    path("<int:pk>/money/", views.grant_money, name="grant_money"),
    path("<int:pk>/outcome/", views.grant_outcome, name="grant_outcome"),
    path("<int:pk>/spend/", views.grant_spend, name="grant_spend"),
]
