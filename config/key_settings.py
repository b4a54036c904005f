"""Settings of the seal's and the log's keys, and of the witnesses; what is not set is left empty."""

import os

#: The register's own seal (documents/keys.py). Nothing set means trial keys below VAR, marked as such on every page.
SEAL = {
    #: Private key, encrypted PKCS#8 in PEM, and its passphrase.
    "KEY_FILE": os.environ.get("SEAL_KEY_FILE", ""),
    "KEY_PASSPHRASE": os.environ.get("SEAL_KEY_PASSPHRASE", ""),
    #: The seal's certificate and those between it and the root, PEM.
    "CERTIFICATE_FILE": os.environ.get("SEAL_CERTIFICATE_FILE", ""),
    #: Every root that a seal or time stamp may rest on, those of former keys too, PEM.
    "ROOTS_FILE": os.environ.get("SEAL_ROOTS_FILE", ""),
    #: Instead of a key file, a token that never gives its key away (PKCS#11).
    "TOKEN_LIBRARY": os.environ.get("SEAL_TOKEN_LIBRARY", ""),
    "TOKEN_LABEL": os.environ.get("SEAL_TOKEN_LABEL", ""),
    "TOKEN_KEY": os.environ.get("SEAL_TOKEN_KEY", ""),
    "TOKEN_PIN": os.environ.get("SEAL_TOKEN_PIN", ""),
    #: A time-stamp authority (RFC 3161), if one is used.
    "TIMESTAMP_ADDRESS": os.environ.get("SEAL_TIMESTAMP_ADDRESS", ""),
}

#: The key that signs the book's tree heads (book/log/keys.py): Ed25519, PKCS#8 in PEM. The worker alone reads it.
LOG_KEY_FILE = os.environ.get("LOG_KEY_FILE", "")
LOG_KEY_PASSPHRASE = os.environ.get("LOG_KEY_PASSPHRASE", "")
#: While the log's key is changed: the former one, which signs beside the new one until everybody has followed.
LOG_FORMER_KEY_FILE = os.environ.get("LOG_FORMER_KEY_FILE", "")
LOG_FORMER_KEY_PASSPHRASE = os.environ.get("LOG_FORMER_KEY_PASSPHRASE", "")
#: The witnesses whom the worker shows each tree head, and how many of them make a quorum (C2SP tlog-policy).
WITNESS_POLICY_FILE = os.environ.get("WITNESS_POLICY_FILE", "")
#: Where the fingerprint of the log's key is printed independently of this service, in words for the reader.
LOG_KEY_PRINTED_IN = os.environ.get("LOG_KEY_PRINTED_IN", "")
