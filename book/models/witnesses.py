"""Witnesses of the log, as the worker keeps them: the policy that names them, what they signed, how each stands."""

from django.db import models


class WitnessPolicy(models.Model):
    """The policy in force (C2SP tlog-policy, text): one row, or none when the register asks no witness."""

    one = models.BooleanField(primary_key=True)
    content = models.TextField()

    class Meta:
        managed = False
        db_table = '"book"."witness_policy"'

    def __str__(self) -> str:
        return "the witness policy"


class Cosignature(models.Model):
    """That a witness signed the tree head of `size` entries: the line as it stands below the checkpoint."""

    id = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    verifier = models.TextField()
    line = models.TextField()
    cosigned_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"book"."cosignature"'
        ordering = ["size", "id"]

    def __str__(self) -> str:
        return f"{self.verifier} on {self.size}"


class WitnessState(models.Model):
    """How a witness stands: the largest tree it signed, and after a failure why, how often, when it is asked again."""

    verifier = models.TextField(primary_key=True)
    size = models.BigIntegerField()
    failures = models.IntegerField()
    problem = models.TextField()
    tried_at = models.DateTimeField()
    try_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"book"."witness_state"'

    def __str__(self) -> str:
        return f"{self.verifier}: {self.problem or self.size}"
