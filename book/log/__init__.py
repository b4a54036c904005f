"""The book as a transparency log: a Merkle tree over the entries (RFC 9162), proofs, and signed tree heads."""
