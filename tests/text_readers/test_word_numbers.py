"""Numbers that Word counts: lists of one kind count on, those that begin anew do, each in the way its level writes."""

from docx import Document
from docx.oxml.parser import parse_xml

from tests.intake.test_word_files import ON, lines, run, saved, with_spaces
from text_readers.reader import read_text


def level(number: int, shape: str, text: str, more: str = "") -> str:
    kind = f'<w:start w:val="1"/><w:numFmt w:val="{shape}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{kind}</w:lvl>'


def read(kinds: dict[int, str], lists: dict[int, str], *items: tuple[int, int]) -> list[str]:
    """The lines of a file with these kinds of lists, these lists and items: (list, level)."""
    document = Document()
    numbering = document.part.numbering_part.element
    for number, levels in kinds.items():
        kind = f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
        numbering.insert(0, parse_xml(with_spaces(kind)))
    for number, settings in lists.items():
        numbering.append(parse_xml(with_spaces(f'<w:num w:numId="{number}">{settings}</w:num>')))
    for number, at in items:
        where = f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        document.element.body[-1].addprevious(parse_xml(with_spaces(f"<w:p>{where}{run('a')}</w:p>")))
    return lines(read_text("a.docx", saved(document)))


def test_lists_of_one_kind_count_on_unless_one_says_where_it_begins():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    of_kind = '<w:abstractNumId w:val="90"/>'
    lists = {900: of_kind, 901: of_kind, 902: of_kind + override}
    items = [(900, 0), (900, 0), (901, 0), (902, 0), (902, 0)]
    numbers = read({90: level(0, "decimal", "%1.")}, lists, *items)
    assert numbers == ["1. a", "2. a", "3. a", "7. a", "8. a"]


def test_levels_write_their_numbers_with_noughts_and_as_decimals_below_roman_ones():
    roman = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    lists = {900: '<w:abstractNumId w:val="90"/>', 901: '<w:abstractNumId w:val="91"/>'}
    numbers = read({90: roman, 91: level(0, "decimalZero", "%1")}, lists, (900, 0), (900, 1), (901, 0))
    assert numbers == ["I a", "1.1 a", "01 a"]


def test_a_list_described_by_a_style_of_lists_shows_its_numbers_and_levels():
    document = Document()
    numbering = document.part.numbering_part.element
    described = (
        f'<w:styleLink w:val="Mine"/>{level(0, "decimal", "%1.", HEAD)}{level(1, "decimal", "%1.%2", PARAGRAPH)}'
    )
    for number, content in ((95, '<w:numStyleLink w:val="Mine"/>'), (96, described)):
        kind = f'<w:abstractNum w:abstractNumId="{number}">{content}</w:abstractNum>'
        numbering.insert(0, parse_xml(with_spaces(kind)))
    of_kind = '<w:num w:numId="950"><w:abstractNumId w:val="95"/></w:num>'
    numbering.append(parse_xml(with_spaces(of_kind)))
    for style in ("Head", "Para"):
        numbers = '<w:pPr><w:numPr><w:numId w:val="950"/></w:numPr></w:pPr>'
        named = f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{style}"/>{numbers}</w:style>'
        document.styles.element.append(parse_xml(with_spaces(named)))
    for style in ("Head", "Para", "Para", "Head", "Para"):
        paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run("a")}</w:p>'
        document.element.body[-1].addprevious(parse_xml(with_spaces(paragraph)))
    assert lines(read_text("a.docx", saved(document))) == ["1. a", "1.1 a", "1.2 a", "2. a", "2.1 a"]


HEAD, PARAGRAPH = '<w:pStyle w:val="Head"/>', '<w:pStyle w:val="Para"/>'


def test_levels_that_count_on_those_without_a_sign_and_ordinals_are_written_as_word_writes_them():
    on = level(0, "upperLetter", "%1)") + level(1, "decimal", "%2/", '<w:lvlRestart w:val="0"/>')
    lists = {number: f'<w:abstractNumId w:val="{number - 800}"/>' for number in (890, 891, 892)}
    kinds = {90: on, 91: level(0, "decimal", ""), 92: level(0, "ordinal", "%1:")}
    items = [(890, 0), (890, 1), (890, 1), (890, 0), (890, 1), (891, 0), (892, 0), (892, 0), (892, 0)]
    assert read(kinds, lists, *items) == ["A) a", "1/ a", "2/ a", "B) a", "3/ a", "a", "1st: a", "2nd: a", "3rd: a"]


def test_items_without_words_and_items_in_cells_count_and_deleted_ones_do_not():
    def item(words: str, mark: str = "") -> str:
        numbers = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="900"/></w:numPr>{mark}'
        return f"<w:p><w:pPr>{numbers}</w:pPr>{run(words) if words else ''}</w:p>"

    document = Document()
    numbering = document.part.numbering_part.element
    kind = f'<w:abstractNum w:abstractNumId="90">{level(0, "decimal", "%1.")}</w:abstractNum>'
    numbering.insert(0, parse_xml(with_spaces(kind)))
    numbering.append(parse_xml(with_spaces('<w:num w:numId="900"><w:abstractNumId w:val="90"/></w:num>')))
    row = f"<w:tr><w:tc>{item('')}</w:tc><w:tc><w:p>{run('Lamps')}</w:p></w:tc></w:tr>"
    gone = item("", f"<w:rPr><w:del {ON}/></w:rPr>")
    for element in (item("a"), item(""), f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>", gone, item("b")):
        document.element.body[-1].addprevious(parse_xml(with_spaces(element)))
    assert lines(read_text("a.docx", saved(document))) == ["1. a", "3.\tLamps", "4. b"]
