"""Addresses of uploaded papers at the desk, under /desk/."""

from django.urls import path

from intake.views.grant_suggestions import grant_suggestions
from intake.views.review import upload_review
from intake.views.upload import upload_add, upload_read

app_name = "intake"

urlpatterns = [
    path("import/", upload_add, name="upload_add"),
    path("import/<int:pk>/", upload_read, name="upload_read"),
    path("decisions/<int:pk>/from-paper/", upload_review, name="upload_review"),
    path("decisions/<int:pk>/from-paper/money/", grant_suggestions, name="grant_suggestions"),
]
