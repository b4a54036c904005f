"""The small markup of the desk's text boxes (docs/text.md), and text that is pasted from other programs.

`read_markup` gives the blocks that a text means, `write_markup` the text that means the blocks, `html_to_content` the
blocks of HTML that a word processor, spreadsheet or web page puts on the clipboard, and what of it was lost.
"""

from markup.from_html import Pasted, html_to_content
from markup.read import read_markup
from markup.write import write_markup

__all__ = ["Pasted", "html_to_content", "read_markup", "write_markup"]
