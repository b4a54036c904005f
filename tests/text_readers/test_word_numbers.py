"""Numbers that Word counts: lists of one kind count on, those that begin anew do, each in the way its level writes."""

from docx import Document
from docx.oxml.parser import parse_xml

from tests.intake.test_word_files import lines, run, saved, with_spaces
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
