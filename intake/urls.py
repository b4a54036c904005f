"""Addresses of uploaded papers at the desk, under /desk/."""

from django.urls import path

from intake.views import catalogue
from intake.views.corrections import reading_correct
from intake.views.grant_suggestions import grant_suggestions
from intake.views.originals import upload_file, upload_page
from intake.views.pasting import text_paste
from intake.views.review import upload_review
from intake.views.upload import upload_add, upload_read

app_name = "intake"

urlpatterns = [
    path("import/", upload_add, name="upload_add"),
    path("import/<int:pk>/", upload_read, name="upload_read"),
    path("import/<int:pk>/file/", upload_file, name="upload_file"),
    path("import/<int:pk>/pages/<int:number>.png", upload_page, name="upload_page"),
    path("import/<int:pk>/correct/", reading_correct, name="reading_correct"),
    path("catalogue/", catalogue.catalogue_page, name="catalogue"),
    path("catalogue/files/", catalogue.catalogue_files, name="catalogue_files"),
    path("catalogue/next/", catalogue.catalogue_next, name="catalogue_next"),
    path("catalogue/waiting/<slug:reason>/", catalogue.catalogue_waiting, name="catalogue_waiting"),
    path("catalogue/faults/", catalogue.catalogue_faults, name="catalogue_faults"),
    path("catalogue/faults/<int:pk>/", catalogue.catalogue_fault, name="catalogue_fault"),
    path("catalogue/<slug:name>.csv", catalogue.catalogue_table, name="catalogue_table"),
    path("decisions/<int:pk>/paste/", text_paste, name="text_paste"),
    path("decisions/<int:pk>/from-paper/", upload_review, name="upload_review"),
    path("decisions/<int:pk>/from-paper/money/", grant_suggestions, name="grant_suggestions"),
]
