"""Addresses of papers at the desk, under /desk/."""

from django.urls import path

from decisions import views

app_name = "desk"

urlpatterns = [
    path("", views.desk_home, name="desk_home"),
    path("forward-plan/", views.plan_list, name="plan_list"),
    path("forward-plan/add/", views.plan_item, name="plan_add"),
    path("forward-plan/<int:number>/", views.plan_item, name="plan_item"),
    path("mistakes/", views.mistake_list, name="mistake_list"),
    path("mistakes/<str:receipt>/", views.mistake_page, name="mistake_page"),
    path("decisions/", views.decision_list, name="decision_list"),
    path("decisions/decisions.csv", views.decision_list_csv, name="decision_list_csv"),
    path("decisions/views/", views.decision_views, name="decision_views"),
    path("decisions/of/<int:person>/", views.papers_of_person, name="papers_of_person"),
    path("decisions/add/", views.decision_add, name="decision_add"),
    path("decisions/<int:pk>/", views.decision_page, name="decision_page"),
    path("decisions/<int:pk>/paper/", views.decision_paper, name="decision_paper"),
    path("decisions/<int:pk>/public/", views.decision_public_preview, name="decision_public_preview"),
    path("decisions/<int:pk>/preview.pdf", views.decision_preview, name="decision_preview"),
    path("decisions/<int:pk>/decision.pdf", views.decision_pdf, name="decision_pdf"),
    path("decisions/<int:pk>/scans/<int:scan>/", views.decision_scan, name="decision_scan"),
    path("decisions/<int:pk>/parts/<slug:key>/", views.decision_part, name="decision_part"),
    path("decisions/<int:pk>/parts/<slug:key>/history/", views.part_history, name="part_history"),
    path("decisions/<int:pk>/attachments/", views.decision_attachments, name="decision_attachments"),
    path("decisions/<int:pk>/attachments/<int:number>/", views.decision_attachment, name="decision_attachment"),
    path("decisions/<int:pk>/part-2/", views.decision_part_2, name="decision_part_2"),
    path("decisions/<int:pk>/part-2.pdf", views.decision_part_2_paper, name="decision_part_2_paper"),
    path("decisions/<int:pk>/part-2/<int:number>/", views.decision_part_2_file, name="decision_part_2_file"),
    path("decisions/<int:pk>/explain/", views.decision_explain, name="decision_explain"),
    path("decisions/<int:pk>/rulings/", views.decision_rulings, name="decision_rulings"),
    path("decisions/<int:pk>/conditions/", views.decision_conditions, name="decision_conditions"),
    path("decisions/<int:pk>/bids/<int:number>/", views.decision_bid, name="decision_bid"),
    path("decisions/<int:pk>/changes/", views.decision_changes, name="decision_changes"),
    path("decisions/<int:pk>/notes/", views.decision_notes, name="decision_notes"),
    path("decisions/<int:pk>/notes/<int:note>/reply/", views.note_reply, name="note_reply"),
    path("decisions/<int:pk>/notes/<int:note>/settle/", views.note_settle, name="note_settle"),
    path("decisions/<int:pk>/agreements/", views.decision_agreements, name="decision_agreements"),
    path("decisions/<int:pk>/leaks/", views.decision_leaks, name="decision_leaks"),
    path("decisions/<int:pk>/publication/", views.decision_publication, name="decision_publication"),
    path("decisions/<int:pk>/steps/<slug:step>/", views.decision_step, name="decision_step"),
    path("text/", views.text_convert, name="text_convert"),
    path("wording/", views.wording_list, name="wording_list"),
    path("wording/<slug:key>/", views.wording_text, name="wording_text"),
]
