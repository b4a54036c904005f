"""The paper and what belongs to it. Rows are written by decisions/actions alone."""

from decisions.models.attachments import Attachment
from decisions.models.confidential import Exemption, Overrule, Part2File, Part2Item, Part2Reader
from decisions.models.content import (
    BoardReport,
    Consideration,
    DecisionGrant,
    Declaration,
    Link,
    Recommendation,
    Section,
)
from decisions.models.decision import Decision, Numbering, Status
from decisions.models.history import Explanation, Move, PartSave, SealedPaper, Signature, StoredFile, Submission
from decisions.models.notes import Note
from decisions.models.profile import (
    LoadedProfile,
    PasskeyRule,
    ProfilePower,
    ProfileSeries,
    ProfileStep,
    RequiredSignatory,
    SkippedStep,
)
from decisions.models.rulings import Condition, ConditionMet, Ruling
from decisions.models.views import SavedView
from decisions.models.wording import Power, StandingText

__all__ = [
    "Attachment",
    "BoardReport",
    "Condition",
    "ConditionMet",
    "Consideration",
    "Decision",
    "DecisionGrant",
    "Declaration",
    "Exemption",
    "Explanation",
    "Link",
    "LoadedProfile",
    "Move",
    "Note",
    "Numbering",
    "Overrule",
    "Part2File",
    "Part2Item",
    "Part2Reader",
    "PartSave",
    "PasskeyRule",
    "Power",
    "ProfilePower",
    "ProfileSeries",
    "ProfileStep",
    "Recommendation",
    "RequiredSignatory",
    "Ruling",
    "SavedView",
    "SealedPaper",
    "Section",
    "Signature",
    "SkippedStep",
    "StandingText",
    "Status",
    "StoredFile",
    "Submission",
]
