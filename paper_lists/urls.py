"""Addresses of the desk's first page and its lists of papers, under /desk/."""

from django.urls import path

from paper_lists.views import board_pack, giving, home, keys, listing, search

urlpatterns = [
    path("board-packs/", board_pack.board_packs, name="board_packs"),
    path("board-pack.pdf", board_pack.board_pack_pdf, name="board_pack_pdf"),
    path("", home.desk_home, name="desk_home"),
    path("keys/", keys.desk_keys, name="desk_keys"),
    path("search/", search.desk_search, name="desk_search"),
    path("decisions/", listing.decision_list, name="decision_list"),
    path("decisions/decisions.csv", listing.decision_list_csv, name="decision_list_csv"),
    path("decisions/views/", listing.decision_views, name="decision_views"),
    path("decisions/of/<int:person>/", giving.papers_of_person, name="papers_of_person"),
    path("grants/of/<int:person>/", giving.grants_of_person, name="grants_of_person"),
]
