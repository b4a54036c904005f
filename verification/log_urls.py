"""Addresses of the log; they are permanent, because proofs that people keep quote them."""

from django.urls import path, re_path

from book.log.tiles import INDEX, PARTIAL
from verification.views import log, portable_proof, tiles, tools, witnesses

urlpatterns = [
    path("", log.log_page, name="log_page"),
    path("checkpoint", log.log_checkpoint, name="log_checkpoint"),
    path("checkpoint/<int:size>", log.log_checkpoint, name="log_checkpoint_at"),
    path("heads", log.log_heads, name="log_heads"),
    path("keys", log.log_keys, name="log_keys"),
    path("tools/<str:name>", tools.log_tool, name="log_tool"),
    path("hand-overs", log.log_hand_overs, name="log_hand_overs"),
    path("closing", log.log_closing, name="log_closing"),
    path("policy", witnesses.log_policy, name="log_policy"),
    path("witnesses", witnesses.log_witnesses, name="log_witnesses"),
    path("proof/<int:number>.tlog-proof", portable_proof.log_portable_proof, name="log_portable_proof"),
    path("proof/<int:number>", log.log_proof, name="log_proof"),
    path("consistency/<int:first>/<int:second>", log.log_consistency, name="log_consistency"),
    path("entries/<int:first>", log.log_entries, name="log_entries"),
    re_path(rf"^tile/entries/(?P<index>{INDEX}){PARTIAL}$", tiles.log_bundle, name="log_bundle"),
    re_path(rf"^tile/(?P<level>0|[1-9][0-9]?)/(?P<index>{INDEX}){PARTIAL}$", tiles.log_tile, name="log_tile"),
    re_path(r"^files/(?P<digest>[0-9a-f]{64})$", log.log_file, name="log_file"),
]
