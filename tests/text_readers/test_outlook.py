"""Letters of Outlook lose nothing without a word: subjects, pictures, older texts, pages, attached papers."""

import pytest

from tests.text_readers.msg_files import Properties, msg
from text_readers.outlook import open_msg

SUBJECT, BODY, HTML = 0x0037, 0x1000, 0x1013
DATA, NAME, TYPE, CONTENT_ID = 0x3701, 0x3707, 0x370E, 0x3712
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(500)


def told(letter) -> list[str]:
    return [remark.message for remark in letter.body.remarks]


def test_a_sum_that_only_the_subject_names_is_told():
    letter = open_msg("letter.msg", msg({SUBJECT: "PCD 1907: accept £90,000", BODY: "Please see below.\r\nThanks."}))
    assert list(letter.body) == ["Please see below.", "Thanks."]
    assert any("PCD 1907: accept £90,000" in sentence for sentence in told(letter))
    named = open_msg("letter.msg", msg({SUBJECT: "Accept £90,000", BODY: "We accept £90,000."}))
    assert told(named) == []


def test_a_picture_that_the_body_shows_is_a_logo_and_one_that_is_attached_is_not():
    shown: Properties = {DATA: PICTURE, NAME: "logo.png", TYPE: "image/png", CONTENT_ID: "logo@body"}
    attached: Properties = {DATA: PICTURE, NAME: "decision.png", TYPE: "image/png"}
    letter = open_msg("letter.msg", msg({BODY: "The signed page is attached."}, shown, attached))
    assert [file.name for file in letter.attachments] == ["decision.png"]


def test_texts_in_an_older_codepage_keep_their_pounds_and_dashes():
    letter = open_msg("letter.msg", msg({0x3FFD: 1252, BODY: "Accept £90,000 – in full."}, codepage="cp1252"))
    assert list(letter.body) == ["Accept £90,000 – in full."]


@pytest.mark.parametrize(("number", "encoding"), [(65001, "utf-8"), (1252, "cp1252"), (28605, "iso-8859-15")])
def test_a_body_that_is_a_page_alone_is_read_in_its_codepage(number: int, encoding: str):
    page = (
        "<html><body><p>Accept £90,000 – in full.</p></body></html>"
        if encoding != "iso-8859-15"
        else "<p>Accept £90,000.</p>"
    )
    letter = open_msg("letter.msg", msg({0x3FDE: number, HTML: page.encode(encoding)}))
    assert "£90,000" in " ".join(letter.body)


def test_a_page_that_its_codepage_does_not_spell_is_read_as_far_as_it_goes():
    letter = open_msg(
        "letter.msg", msg({0x3FDE: 65001, HTML: "<p>Accept £90,000 from the Home Office.</p>".encode("cp1252")})
    )
    assert "Accept £90,000 from the Home Office." in " ".join(letter.body)


def test_an_attached_paper_and_a_letter_inside_the_letter_are_both_there_or_told():
    paper: Properties = {DATA: b"PCD 1907\r\nAccept 90,000 pounds.", NAME: "paper.txt", TYPE: "text/plain"}
    inner: Properties = {NAME: "Forwarded letter", 0x3705: 5}
    letter = open_msg("letter.msg", msg({BODY: "Attached."}, paper, inner))
    assert [(file.name, file.data) for file in letter.attachments] == [("paper.txt", paper[DATA])]
    assert any("Forwarded letter is a letter, or a file elsewhere" in sentence for sentence in told(letter))
