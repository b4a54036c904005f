"""Part 1 in rows for whoever shows it: the public page, the desk, the paper and the data take the same ones."""

from book.presenters.paper import PaperView, present

__all__ = ["PaperView", "present"]
