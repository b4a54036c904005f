"""Ugly letters of Outlook: whatever they hold is read, or named among what was not; nothing hidden is read."""

import struct
from io import BytesIO

import pytest
from compressed_rtf import compress
from PIL import Image

from tests.text_readers.msg_files import Properties, letter_inside, msg
from text_readers.reader import papers_in, read_text

KIND, SUBJECT, BODY, RICH_TEXT, HTML = 0x001A, 0x0037, 0x1000, 0x1009, 0x1013
DATA, PATH, METHOD, NAME, TYPE, CONTENT_ID = 0x3701, 0x370D, 0x3705, 0x3707, 0x370E, 0x3712
CODEPAGE, CODEPAGE_OF_THE_PAGE = 0x3FFD, 0x3FDE
LINKED, LETTER, OBJECT = 7, 5, 6


def read(data: bytes) -> tuple[str, str]:
    """The text of a letter, and all that was told of it."""
    text = read_text("letter.msg", data)
    told = (piece for remark in text.remarks for piece in (remark.message, *remark.details))
    return "\n".join(text), "\n".join(told)


def rich(words: bytes) -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}" + words + b"}"


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_body_that_is_rich_text_alone_is_read_and_what_it_hides_is_told(is_packed: bool):
    body = compress(rich(b"Accept \\'a390,000.\\v Not agreed\\v0\\par"), compressed=is_packed)
    text, told = read(msg({RICH_TEXT: body}))
    assert text.strip() == "Accept £90,000."
    assert "“Not agreed”" in told


def test_a_damaged_body_is_told_where_the_letter_has_no_other():
    body = bytearray(compress(rich(b"Accept \\'a390,000.\\par")))
    body[12] ^= 0xFF  # its checksum
    text, told = read(msg({RICH_TEXT: bytes(body)}, {DATA: b"The paper.", NAME: "paper.txt"}))
    assert text == "The paper."
    assert "The letter’s body is damaged" in told
    assert "damaged" not in read(msg({RICH_TEXT: bytes(body), BODY: "Accept £90,000."}))[1]


def test_a_page_inside_rich_text_is_read_as_a_page():
    wrapped = rb"""\fromhtml1{\*\htmltag19 <html>}{\*\htmltag241 <style>}{\*\htmltag241 .x \{display:none\}}
        {\*\htmltag249 </style>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Accept {\*\htmltag84 &pound;}\htmlrtf \'a3
        \htmlrtf0 90,000 &\htmlrtf\par}\htmlrtf0  more.{\*\htmltag72 </p>}
        {\*\htmltag84 <p class="x">}Not agreed{\*\htmltag92 </p>}
        {\*\htmltag148 <table><tr><td>}2025/26{\*\htmltag156 </td>}{\*\htmltag148 <td>}\'a350{\*\htmltag156 </table>}"""
    text, told = read(msg({RICH_TEXT: compress(rich(wrapped))}))
    assert " ".join(text.split("\n")[0].split()) == "Accept £90,000 & more."
    assert "2025/26\t£50" in text
    assert "“Not agreed”" in told
    assert "Not agreed" not in text


def test_words_that_a_page_hides_do_not_come_back_by_the_plain_text():
    hidden = "not agreed at all " * 20
    page = f"<p>Accept £90,000.</p><div style='display:none'>{hidden}</div>"
    text, told = read(msg({CODEPAGE_OF_THE_PAGE: 65001, HTML: page.encode(), BODY: f"Accept £90,000.\r\n{hidden}"}))
    assert text.strip() == "Accept £90,000."
    assert "not agreed at all" in told


def test_what_only_the_plain_text_says_is_told_where_the_page_is_read():
    page = b"<p>The Deputy Mayor is asked to accept the award, as the paper says.</p>"
    plain = "The Deputy Mayor is asked to accept the award, as the paper says.\r\nThe sum is 91 234 pounds."
    assert "The sum is 91 234 pounds." in read(msg({HTML: page, BODY: plain}))[1]
    again = "The Deputy Mayor is asked to accept\r\nthe award, <https://a.example/1907> as the paper says."
    assert read(msg({HTML: page, BODY: again}))[1] == ""


@pytest.mark.parametrize("pages", [{CODEPAGE: 1252, CODEPAGE_OF_THE_PAGE: 65001}, {}, {CODEPAGE: 99999},
                                   {CODEPAGE: 1252, CODEPAGE_OF_THE_PAGE: 28592}])  # fmt: skip
def test_8_bit_texts_keep_their_signs_whatever_codepages_are_named(pages: Properties):
    assert read(msg({**pages, BODY: "Accept £90,000 – now"}, codepage="cp1252"))[0] == "Accept £90,000 – now"


def test_a_letter_inside_a_letter_is_read_with_its_files_to_any_depth():
    third = letter_inside({SUBJECT: "Third", BODY: "Third letter."}, {DATA: b"The paper.", NAME: "paper.txt"})
    second = letter_inside({SUBJECT: "Agree £400", BODY: "Second letter."}, {DATA: third, METHOD: LETTER})
    data = msg({BODY: "First letter."}, {DATA: second, METHOD: LETTER, NAME: "Second"})
    text, told = read(data)
    assert text.split("\n\n") == ["First letter.", "Second letter.", "Third letter.", "The paper."]
    assert "“Agree £400”" in told
    assert [file.name for file in papers_in("letter.msg", data)] == ["paper.txt"]


def test_files_that_lie_elsewhere_are_objects_or_sealed_are_each_told():
    linked: Properties = {METHOD: LINKED, NAME: "PCD 1907.docx", PATH: "https://office.example/1907.docx"}
    placed: Properties = {METHOD: OBJECT, NAME: "Worksheet", DATA: {"CONTENTS": b"cells"}}
    sealed: Properties = {DATA: b"\x30\x82\x04\x00" + bytes(400), NAME: "smime.p7m", TYPE: "application/pkcs7-mime"}
    text, told = read(msg({BODY: "See the files."}, linked, placed, sealed))
    assert text == "See the files."
    assert "PCD 1907.docx is a file elsewhere, at https://office.example/1907.docx." in told
    assert "Worksheet is an object of another program." in told
    assert "smime.p7m is encrypted or signed as a whole." in told


def test_a_letter_with_a_signature_after_its_text_is_read():
    signed = (
        b'Content-Type: multipart/signed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nAccept =C2=A390,=\r\n000.\r\n--b\r\n"
        b"Content-Type: application/x-pkcs7-signature\r\n\r\nMIIB\r\n--b--\r\n"
    )
    kind = "IPM.Note.SMIME.MultipartSigned"
    assert read(msg({KIND: kind}, {DATA: signed, NAME: "smime.p7m", TYPE: "multipart/signed"}))[0] == "Accept £90,000."


def test_a_large_picture_in_the_body_is_told_however_few_bytes_it_has():
    def picture(width: int, height: int) -> bytes:
        Image.new("1", (width, height)).save(stream := BytesIO(), "PNG")
        return stream.getvalue()

    pictures = {"table.png": picture(900, 400), "logo.png": picture(300, 100)}
    shown: list[Properties] = [
        {DATA: data, NAME: name, TYPE: "image/png", CONTENT_ID: name} for name, data in pictures.items()
    ]
    told = read(msg({HTML: b"<p>The figures:</p><img src='cid:table.png'><img src='cid:logo.png'>"}, *shown))[1]
    assert "table.png seems to be a picture" in told
    assert "logo.png" not in told


def test_an_appointment_a_vote_a_flag_and_sums_in_other_fields_are_told():
    def option(kind: int, name: bytes) -> bytes:
        name = bytes([len(name)]) + name
        return struct.pack("<I", kind) + name + b"\x08IPM.Note\x00" + name + bytes(29)

    votes = b"\x02\x01\x03\x00\x00\x00" + option(0x66, b"Reply") + option(4, b"Approve") + option(4, b"Reject")
    fields: Properties = {0x8000: votes, 0x8001: "Sign by Friday", 0x8002: "Room 7", 0x8003: "Urgent, £5"}
    names = {0x8520: 0x8000, 0x8530: 0x8001, 0x8208: 0x8002}
    letter = msg({KIND: "IPM.Appointment", SUBJECT: "FW: Rejected", BODY: "Agenda.", **fields}, named=names)
    text, told = read(letter)
    assert text == "Agenda."
    for sentence in (
        "The letter’s subject was not read: “FW: Rejected”.",
        "The letter is an appointment: its time, place and people were not read.",
        "The letter asks for a vote, which was not read: Approve, Reject.",
        "Fields of the letter were not read: “Sign by Friday”, “Room 7”, “Urgent, £5”.",
    ):
        assert sentence in told


@pytest.mark.parametrize("lost", [2600, 600])
def test_a_letter_whose_file_is_cut_off_is_asked_about(lost: int):
    letter = msg({BODY: "The letter."}, {DATA: b"One line of the paper.\r\n" * 300, NAME: "paper.txt"})
    assert "ends before it should" not in read(letter)[1]
    assert "The letter’s file ends before it should." in read(letter[:-lost])[1]


@pytest.mark.parametrize("length", [31, 32, 2047, 2048, 2049, 40_000])
def test_bodies_at_the_edge_of_the_small_streams_are_read_to_their_end(length: int):
    assert read(msg({BODY: "word " * (length // 5) + "end"}))[0].endswith("word end")


def test_of_several_papers_each_is_read_and_the_broken_one_is_told():
    papers: list[Properties] = [
        {DATA: b"First paper.", NAME: "1.txt"},
        {DATA: b"PK\x03\x04", NAME: "2.docx"},
        {DATA: b"%PDF-1.7 cut", NAME: "3.pdf"},
        {DATA: b"", NAME: "4.txt"},
    ]
    text, told = read(msg({BODY: "Two papers."}, *papers))
    assert text == "Two papers.\n\nFirst paper."
    assert all(name in told for name in ("2.docx", "3.pdf", "4.txt"))
