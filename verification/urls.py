"""Addresses of checking a paper; they are permanent, because papers and proofs print them."""

from django.urls import path

from verification.views import offline, verify

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("v/<str:spelling>", verify.verify_short, name="verify_short"),
    path("verify/offline/", offline.verify_offline, name="verify_offline"),
    path("verify/seal-hand-overs.json", verify.verify_hand_overs, name="verify_hand_overs"),
    path("verify/roots.pem", verify.verify_roots, name="verify_roots"),
]
