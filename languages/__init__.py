"""The public pages in a language beside English: which one an address is in, and links that stay in it.

docs/adr/0015-the-language-stands-in-the-address.md says why the address alone decides.
"""
