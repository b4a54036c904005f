"""The transparency log: nodes of the Merkle tree (RFC 9162) and the tree heads that were signed."""

from django.db import models


class Node(models.Model):
    """The hash of a complete subtree: 2**`level` leaves, the `position`th from the left (both from 0)."""

    id = models.BigIntegerField(primary_key=True)
    level = models.SmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"book"."node"'

    def __str__(self) -> str:
        return f"level {self.level} position {self.position}"


class TreeHead(models.Model):
    """A signed tree head: how many entries, the root hash, and the checkpoint (a C2SP signed note, text).

    `verifier` is the public key that checks it, as C2SP writes keys (name+hash+key).
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    checkpoint = models.TextField()
    signed_at = models.DateTimeField()
    verifier = models.TextField()

    class Meta:
        managed = False
        db_table = '"book"."head"'
        ordering = ["size"]

    def __str__(self) -> str:
        return f"head of {self.size}"
