"""Every column that can hold the words of a paper, and what becomes of it when the law orders them removed.

`decisions_expunge_agreed` (sql/two_people.sql) and `book.expunge_agreed` do it. tests/promises fails for a column of
text, JSON or bytes that stands in neither list, and plants a word in each of the first to find it nowhere afterwards.
"""

#: Columns that are blanked, or whose rows are deleted.
HELD: dict[str, tuple[str, ...]] = {
    "public.decisions_decision": (
        "title", "executive_summary", "marking", "impact_reason", "deferral_reason", "part_2_marking",
        "part_2_statement", "part_2_reasons", "part_2_review", "decided_by_name", "part1",
    ),
    "public.decisions_section": ("text",),
    "public.decisions_recommendation": ("text", "power"),
    "public.decisions_declaration": ("comment", "consulted", "made_by_name"),
    "public.decisions_boardreport": (
        "title", "board", "author", "author_rank", "author_unit", "on_behalf_of", "marking", "executive_summary",
        "recommendations", "needed_why", "delay_would",
    ),
    "public.decisions_explanation": ("problem", "reason", "by_name"),
    "public.decisions_partsave": ("content",),
    "public.decisions_move": ("note",),
    "public.decisions_submission": ("part1",),
    "public.decisions_signature": ("interests", "note", "statement"),
    "public.decisions_sealedpaper": ("pdf",),
    "public.decisions_exemption": ("reason", "balance"),
    "public.decisions_overrule": ("reason",),
    "public.decisions_part2item": ("title", "text"),
    "public.decisions_part2file": ("name", "data"),
    "public.decisions_storedfile": ("name", "data"),
    "public.intake_upload": ("name", "data", "placements"),
    "public.grants_grant": ("title", "purpose", "recipient_unit"),
    "public.grants_tranche": ("fund_as_written",),
    "public.accounts_proposal": ("arguments", "reason"),
    "public.audit_words": ("text", "key"),
    "book.entry": ("payload", "summary"),
    "book.file": ("content",),
    "book.entry_file": ("name",),
    "book.decision": (
        "title", "summary", "words", "search", "ranking", "decided_by", "deferral_reason", "withdrawn_reason",
    ),
    "book.money": ("grant_title", "fund_as_written"),
    "book.recommendation": (),
}  # fmt: skip

#: Columns that hold no words of a paper, and why they stay.
NOT_HELD: dict[str, str] = {
    "names, offices and references, which the law of the record keeps": (
        r"\.(name|by_name|recorded_by_name|authorised_by_name|actor_name|delegated_from|job_title|office|reference|key|"
        r"series|slug|reference_key|earlier_reference|earlier_key|recipient_name|funder_name|fund_name|short_name)$"
    ),
    "kinds, states, digests, keys and addresses of the program's own": (
        r"\.(status|kind|step|from_status|to_status|how|digest|sha256|payload_sha256|pdf_sha256|hash|leaf|leaf_hash|"
        r"root|media_type|content_type|role|build|verb|subject|target|identifier|slug|action|outcome|outcome_result|"
        r"direction|route|carry_over|deferral|part_2|part|code|where|section|limb|impact_state|answer|document|salt|"
        r"run_digest|facet|scope|thread|later|earlier|level|state|version|id|one|series_year|result|confirmed_how)$"
    ),
}
