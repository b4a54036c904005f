"""Files of a finance system's ledger: uploaded, understood line by line, entered as actuals whole or not at all.

Its models are of grants/.
"""
