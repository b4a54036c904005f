"""Addresses of Part 2 at the desk, under /desk/."""

from django.urls import path

from part2 import views

urlpatterns = [
    path("decisions/<int:pk>/part-2/", views.decision_part_2, name="decision_part_2"),
    path("decisions/<int:pk>/part-2.pdf", views.decision_part_2_paper, name="decision_part_2_paper"),
    path("decisions/<int:pk>/part-2/<int:number>/", views.decision_part_2_file, name="decision_part_2_file"),
]
