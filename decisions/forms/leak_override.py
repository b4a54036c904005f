"""Why words may pass the leak gate."""

from accounts.stepup import StepUpForm
from decisions.forms.shapes import long_text


class OverruleForm(StepUpForm):
    """Why words may be public although they stand in Part 2."""

    reason = long_text(
        "Why these words may be public all the same",
        "Kept in the history with your name. It must not quote Part 2.",
        rows=3,
        required=True,
        error_messages={"required": "Write why these words may be public although they stand in Part 2."},
    )
    field_order = ("reason", "password", "code", "passkey")
