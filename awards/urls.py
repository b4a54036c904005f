"""Addresses of awards in a draft, under /desk/."""

from django.urls import path

from awards import views

urlpatterns = [
    path("decisions/<int:pk>/awards/add/", views.award_add, name="award_add"),
    path("decisions/<int:pk>/awards/paste/", views.award_table, name="award_table"),
]
