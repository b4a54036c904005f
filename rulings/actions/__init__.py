"""Decide a paper by its recommendations, and tick off its conditions."""

from rulings.actions.meet_condition import confirmed_meeting, propose_meeting
from rulings.actions.save_rulings import ConditionFacts, RulingFacts, save_rulings

__all__ = ["ConditionFacts", "RulingFacts", "confirmed_meeting", "propose_meeting", "save_rulings"]
