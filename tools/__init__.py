"""Commands for those who work on the register; nothing in production imports them."""
