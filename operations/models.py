"""The row by which workers take turns."""

from django.db import models


class WorkerTurn(models.Model):
    """One row, there to be locked: the worker that holds it works, another waits (operations/turns.py).

    Only the worker's role may lock it, so that nobody at the desk or in public can hold up the work.
    """

    id = models.SmallIntegerField(primary_key=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_turn_to_take")]

    def __str__(self) -> str:
        return "The worker's turn"
