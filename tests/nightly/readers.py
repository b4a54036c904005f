"""Every module that decodes bytes or text of a format, with the nightly test that feeds it damaged files.

A module whose bytes the program wrote itself, or whose every byte is checked before, has a sentence instead.
`tests/architecture/test_readers_are_fuzzed.py` compares this with the modules that exist.
"""

#: How formats are opened: by these last words of a call.
DECODERS = frozenset(
    {
        "json.loads", "json.load", "base64.b64decode", "base64.urlsafe_b64decode", "bytes.fromhex", "int.from_bytes",
        "struct.unpack", "struct.iter_unpack", "zipfile.ZipFile", "tarfile.open", "csv.reader", "tomllib.loads",
        "etree.fromstring", "html.fromstring", "html.document_fromstring", "parse_xml", "tinycss2.parse_stylesheet",
        "message_from_bytes", "Image.open", "load_workbook", "docx.Document", "OleFileIO", "compressed_rtf.decompress",
        "pikepdf.open", "pdfium.PdfDocument", "pypdfium2.PdfDocument", "PdfFileReader", "EvidenceRecord.load",
        "ContentInfo.load", "Certificate.load", "PrivateKeyInfo.load", "load_pem_private_key", "pyrage.decrypt_file",
        "pyrage.decrypt_io", "pyrage.decrypt",
    }
)  # fmt: skip

PAPERS = "test_uploaded_papers_are_read_or_refused"
SHAPES = "test_letters_and_files_of_other_programs"
#: Module: the test that reaches it.
FUZZED = {
    "accounts/passkeys.py": "test_evidence_of_passkeys",
    "accounts/stepup.py": "test_answers_of_passkeys_at_the_desk",
    "book/entries.py": "test_content_of_entries",
    "book/log/cosignatures.py": "test_answers_and_policies_of_witnesses",
    "book/log/hand_over.py": "test_statements_about_keys",
    "book/log/notes.py": "test_checkpoints_and_keys_of_logs",
    "book/log/predecessor.py": "test_the_folder_of_a_register_that_ended",
    "book/log/retirement.py": "test_statements_about_keys",
    "book/part1/__init__.py": "test_content_of_entries",
    "book/part1/v1.py": "test_content_of_entries",
    "book/part1/v2.py": "test_content_of_entries",
    "database/backups.py": "test_backups_that_somebody_brings",
    "decisions/scans.py": "test_scans_of_signed_papers",
    "documents/evidence/checking.py": "test_evidence_records",
    "documents/inside.py": "test_files_that_are_searched_for_confidential_text",
    "documents/keys.py": "test_certificates",
    "documents/seal_hand_over.py": "test_hand_overs_of_seals",
    "documents/types.py": PAPERS,
    "documents/verifying.py": "test_files_that_strangers_have_checked",
    "markup/from_html.py": "test_what_is_pasted",
    "operations/encrypting.py": "test_encrypted_backups",
    "profiles/brand.py": "test_profiles_and_emblems",
    "profiles/reading.py": "test_profiles_and_emblems",
    "spreadsheets/sheets.py": "test_tables_that_people_bring",
    "spreadsheets/workbooks.py": "test_tables_that_people_bring",
    "text_readers/html.py": PAPERS,
    "text_readers/html_fields.py": PAPERS,
    "text_readers/html_styles.py": PAPERS,
    "text_readers/mail.py": SHAPES,
    "text_readers/open_document.py": SHAPES,
    "text_readers/outlook.py": SHAPES,
    "text_readers/outlook_properties.py": SHAPES,
    "text_readers/pdf.py": PAPERS,
    "text_readers/plain_text.py": PAPERS,
    "text_readers/rich_text.py": SHAPES,
    "text_readers/word_heads.py": PAPERS,
    "text_readers/word_notes.py": PAPERS,
    "text_readers/word_package.py": PAPERS,
    "text_readers/word_prompts.py": PAPERS,
    "text_readers/word_unread.py": PAPERS,
}
#: Module: why nobody else's bytes reach it.
OURS = {
    "audit/verifying.py": "Canonical JSON out of the history's own table; what was altered there is what it looks for.",
    "book/actions/renew_evidence.py": "Papers that the register sealed itself.",
    "book/actions/take_over.py": "Papers whose digests a signed tree head names.",
    "book/log/keys.py": "The log's own key, which the administrator names.",
    "decisions/actions/verify_signatures.py": "Back and forth of its own projection.",
    "documents/evidence/records.py": "Records that the worker made.",
    "documents/examining.py": "Header and report between two processes of its own.",
    "documents/packing.py": "Sealed papers of the register.",
    "intake/reading/client.py": "Answers of the reading process, which is limited, and whose readers are fuzzed.",
    "intake/reading/server.py": "Requests of the desk's own process, over a socket of its account.",
    "public_api/views.py": "Payloads of the book.",
    "register/opendata/export_folder.py": "Files that the worker wrote; unreadable ones are written anew.",
    "register/opendata/sqlite_book.py": "Lines of its own export.",
    "static_export/writing.py": "Answers of its own pages.",
}
