"""Addresses of what two people must agree, under /desk/proposals/."""

from django.urls import path

from accounts.proposals import views

urlpatterns = [
    path("", views.proposal_list, name="proposal_list"),
    path("<int:pk>/", views.proposal_page, name="proposal_page"),
    path("<int:pk>/drop/", views.proposal_drop, name="proposal_drop"),
]
