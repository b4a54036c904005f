"""What one app reaches in another that it may not import, by dotted path: docs/architecture.md says which may."""

#: The papers of a grant (grants/papers.py).
PAPERS_OF_GRANT = "decisions.grant_papers.papers_of_grant"
#: What is due on a day beside what is owed to funders, for calendars (grants/obligation_calendar.py).
OTHER_DAYS = "paper_lists.conditions_due.condition_days"
#: The bids that decisions approved, for the life of a grant (grants/life.py).
APPROVED_BIDS = "publishing.bids.approved_bids_of_grants"
#: The page on which a decision about a grant is begun (grants/views/outcome.py).
DRAFT_OF_DECISION = "desk:decision_add"
#: The public page of a paper that is not published yet, as the register would show it.
PUBLIC_PREVIEW = "register.preview.preview_page"
#: The pages of what an uploaded paper still needs, while its draft is written.
PAGES_OF_DRAFT = "intake.draft_pages.pages_of_draft"
#: Reads text out of the files that people bring (documents/text_reader.py).
TEXT_READER = "intake.reading.client.read_text"
#: Reads the rows of spreadsheets that people bring (spreadsheets/sheets.py), in the same process apart.
WORKBOOK_READER = "intake.reading.client.read_workbook"
