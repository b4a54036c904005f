"""Everything in a letter or an archive is read, or said not to have been: bodies, letters inside, files, archives."""

import io
import zipfile
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from documents.text_reader import Unreadable
from text_readers.lines import FileText
from text_readers.reader import papers_in, read_text


def letter(subject: str = "Paper") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "asha@example.org", "ben@example.org", subject
    message["Date"], message["Message-ID"] = "Mon, 1 Jan 2024 10:00:00 +0000", "<1@example.org>"
    return message


def shown(text: FileText) -> list[str]:
    return [str(line) for line in text if line.strip()]


def archive(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, data in files.items():
            out.writestr(name, data)
    return stream.getvalue()


def test_every_body_of_a_letter_is_read():
    message = MIMEMultipart()
    for name, value in letter().items():
        message[name] = value
    message.attach(MIMEText("First half.", "plain", "utf-8"))
    message.attach(MIMEText("<p>Second half.</p>", "html", "utf-8"))
    assert shown(read_text("a.eml", message.as_bytes())) == ["First half.", "Second half."]


def test_a_letter_sent_on_is_read_with_its_files():
    inner = letter("The paper")
    inner.set_content("It is attached.")
    inner.add_attachment(b"Accept a grant.", maintype="text", subtype="plain", filename="paper.txt")
    outer = letter()
    outer.set_content("See below.")
    outer.add_attachment(inner)
    assert shown(read_text("a.eml", outer.as_bytes())) == ["See below.", "It is attached.", "Accept a grant."]


def test_of_two_forms_of_one_body_the_page_is_read_and_a_stub_is_not():
    message = letter()
    message.set_content("Your program cannot show this letter.")
    message.add_alternative(
        "<p>Money offered in the year:</p><table><tr><td>2023/24<td>£5</table><p style='display:none'>ghost</p>",
        subtype="html",
    )
    text = read_text("a.eml", message.as_bytes())
    assert shown(text) == ["Money offered in the year:", "2023/24\t£5"]
    assert [remark.code for remark in text.remarks] == ["hidden-text", "subject"]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"From asha@example.org Mon Jan  1 10:00:00 2024\n", b"\r\n"])
def test_what_programs_put_before_the_headers_hides_no_letter(before):
    message = letter()
    message.set_content("£5 – offered", cte="quoted-printable")
    assert shown(read_text("a.eml", before + message.as_bytes())) == ["£5 – offered"]


def test_a_mailbox_gives_each_of_its_letters():
    mailbox = b""
    for words in ("One.", "Two."):
        message = letter()
        message.set_content(words)
        mailbox += b"From asha@example.org Mon Jan  1 10:00:00 2024\n" + message.as_bytes() + b"\n"
    assert shown(read_text("a.mbox", mailbox)) == ["One.", "Two."]


def test_quoted_lines_are_read_without_their_marks():
    message = letter()
    message.set_content(">> 1. Accept\n>> £5\n> and £6\n>\n> more")
    assert shown(read_text("a.eml", message.as_bytes())) == ["1. Accept", "£5", "and £6", "more"]


def test_files_that_cannot_be_read_are_told_each_by_name_and_logos_are_not():
    message = letter()
    message.set_content("The paper.")
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="annex.pdf")
    message.add_attachment(b"\x89PNG" + bytes(40_000), maintype="image", subtype="png", filename="scan.png")
    message.add_attachment(b"\x89PNG" + bytes(400), maintype="image", subtype="png", filename="logo.png", cid="<l@x>")
    message.add_attachment(
        b"\x78\x9f\x3e\x22\x00\x01", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    messages = [remark.message for remark in read_text("a.eml", message.as_bytes()).remarks]
    assert [next(name for name in ("annex.pdf", "scan.png", "winmail.dat") if name in text) for text in messages] == [
        "annex.pdf",
        "scan.png",
        "winmail.dat",
    ]


def test_a_letter_of_which_nothing_can_be_read_says_why():
    message = letter()
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="annex.pdf")
    with pytest.raises(Unreadable, match=r"annex\.pdf"):
        read_text("a.eml", message.as_bytes())


def test_an_archive_inside_an_archive_is_opened_and_a_file_that_is_there_twice_is_read_once():
    inner = archive({"paper.txt": b"Accept a grant.", "setup.exe": b"MZ\x00\x00"})
    data = archive({"inner.zip": inner, "again/paper.txt": b"Accept a grant.", "paper copy.txt": b"Accept a grant."})
    text = read_text("a.zip", data)
    assert shown(text)[-1] == "Accept a grant."
    assert [remark.message for remark in text.remarks] == [
        "Not read: setup.exe seems to be a program, not a paper.",
        "paper copy.txt is the same file as again/paper.txt. It was read once.",
    ]
    assert [paper.name for paper in papers_in("a.zip", data)] == [
        "inner.zip/paper.txt",
        "inner.zip/setup.exe",
        "again/paper.txt",
        "paper copy.txt",
    ]


def test_an_archive_packed_deeper_than_any_paper_is_told():
    data = b"Accept a grant."
    for _ in range(8):
        data = archive({"paper.txt": b"A letter.", "inner.zip": data} if data.startswith(b"PK") else {"p.txt": data})
    assert any("inside more files" in remark.message for remark in read_text("a.zip", data).remarks)


def test_a_saved_page_reads_its_frame_where_the_text_is_there_and_tells_of_others():
    def saved(page: str) -> FileText:
        words = " ".join(f"word{number}" for number in range(70))
        data = "MIME-Version: 1.0\nSubject: x\nDate: x\nSnapshot-Content-Location: https://a.example/pcd-7\n"
        data += 'Content-Type: multipart/related; boundary="b"\n\n'
        for content in (page, f"<p>{words}</p>"):
            data += f"--b\nContent-Type: text/html; charset=utf-8\n\n<html><body>{content}</body></html>\n"
        return read_text("a.mhtml", f"{data}--b--\n".encode())

    assert "word69" in " ".join(saved("<iframe src='cid:x'></iframe><p>Loading.</p>"))
    whole = saved(f"<p>{'Text of the page itself. ' * 30}</p>")
    assert "word69" not in " ".join(whole)
    assert [remark.code for remark in whole.remarks] == ["file-not-read"]


HEAD = "From: a@example.org\nTo: b@example.org\nSubject: {}\nDate: Thu, 14 Mar 2024 10:00:00 +0000\nMIME-Version: 1.0\n"


def test_lines_that_flow_are_put_together_so_that_no_sum_is_cut():
    kind = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    text = read_text("a.eml", (HEAD.format("Paper") + kind + "Accept £1, \n204 and \nmore.\n-- \nFatima\n").encode())
    assert shown(text) == ["Accept £1,204 andmore.", "-- ", "Fatima"]


def test_a_letter_that_ends_too_early_is_told():
    part = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThe paper beg"
    text = read_text("a.eml", (HEAD.format("Paper") + part).encode())
    assert [(remark.code, remark.severity) for remark in text.remarks] == [("file-cut", "asks")]


def test_a_letter_sealed_as_a_whole_says_so():
    sealed = "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n"
    with pytest.raises(Unreadable, match="is encrypted or signed as a whole"):
        read_text("a.eml", (HEAD.format("Paper") + sealed).encode())


def test_a_sum_that_only_the_subject_names_is_told():
    body = "Content-Type: text/plain\n\nSee PCD 1907.\n"
    text = read_text("a.eml", (HEAD.format("=?utf-8?Q?PCD_1907:_=C2=A3400?=") + body).encode())
    assert [remark.message for remark in text.remarks] == ["The letter’s subject was not read: “PCD 1907: £400”."]
    assert read_text("a.eml", (HEAD.format("PCD 1907") + body).encode()).remarks == []


def test_hidden_files_of_an_archive_are_read_and_what_macos_leaves_in_it_is_not():
    files = {
        ".paper.txt": b"Hidden paper.",
        "more/.lock": b"\x00\x00",
        "__MACOSX/old.txt": b"Old paper.",
        "._paper.txt": b"\x00\x05\x16\x07fork",
        "__MACOSX/._paper.txt": b"\x00\x05\x16\x07fork",
        ".DS_Store": b"\x00\x00\x00\x01Bud1",
    }
    text = read_text("a.zip", archive(files))
    assert shown(text) == ["Hidden paper.", "Old paper."]
    assert [remark.message for remark in text.remarks] == ["Not read: .lock is empty."]


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification"])
def test_the_part_of_a_letter_that_reports_on_another_letter_is_told(kind):
    head = "From: a@example.org\nTo: b@example.org\nSubject: Report\nMIME-Version: 1.0\n"
    body = (
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        f"It was not delivered.\n--b\nContent-Type: message/{kind}\n\nReporting-MTA: dns; example.org\n\n"
        "Final-Recipient: rfc822; c@example.org\nAction: failed\n\n--b\nContent-Type: message/rfc822\n\n"
        "From: a@example.org\nTo: c@example.org\nSubject: Paper\nMIME-Version: 1.0\n\nAccept a grant.\n--b--\n"
    )
    text = read_text("a.eml", (head + body).encode())
    assert shown(text) == ["It was not delivered.", "Accept a grant."]
    assert [remark.code for remark in text.remarks] == ["file-not-read", "subject", "subject"]
    assert "a report on whether another letter" in text.remarks[0].message
