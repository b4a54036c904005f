"""Addresses at the desk of what is published after a decision, under /desk/."""

from django.urls import path

from publishing.views import bids, forward_plan, fund_names, mistakes, other_names, publication, release

urlpatterns = [
    path("forward-plan/", forward_plan.plan_list, name="plan_list"),
    path("forward-plan/add/", forward_plan.plan_item, name="plan_add"),
    path("forward-plan/<int:number>/", forward_plan.plan_item, name="plan_item"),
    path("names/", other_names.other_names, name="other_names"),
    path("funds/", fund_names.fund_names, name="fund_names"),
    path("mistakes/", mistakes.mistake_list, name="mistake_list"),
    path("mistakes/<str:receipt>/", mistakes.mistake_page, name="mistake_page"),
    path("decisions/<int:pk>/bids/<int:number>/", bids.decision_bid, name="decision_bid"),
    path("decisions/<int:pk>/agreements/", release.decision_agreements, name="decision_agreements"),
    path("decisions/<int:pk>/publication/", publication.decision_publication, name="decision_publication"),
]
