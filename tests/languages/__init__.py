"""Tests of the public pages in a second language."""
