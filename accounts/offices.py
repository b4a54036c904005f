"""The offices: their names, and which of them may not stand together or be lent."""

from django.db import models


class Office(models.TextChoices):
    """What a person may be, from a day to a day."""

    FINANCE_OFFICER = "finance_officer", "Finance officer"
    ADVISER = "adviser", "Adviser"
    CHIEF_EXECUTIVE = "chief_executive", "Chief Executive"
    DEPUTY_MAYOR = "deputy_mayor", "Deputy Mayor for Policing and Crime"
    DMPC_STAFF = "dmpc_staff", "DMPC staff"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


#: Offices that sign, publish or give offices: nobody acts in them without a second factor.
SECOND_FACTOR_OFFICES = frozenset(
    {Office.CHIEF_EXECUTIVE, Office.DEPUTY_MAYOR, Office.DMPC_STAFF, Office.ADMINISTRATOR}
)

#: Offices that sign a paper: where passkeys are compulsory (settings.PASSKEYS_COMPULSORY) they sign with nothing else.
PASSKEY_OFFICES = frozenset({Office.CHIEF_EXECUTIVE, Office.DEPUTY_MAYOR})

#: Offices that their holder may lend for an absence. Administrators are given only by administrators,
#: and an auditor's independence is their own.
DELEGABLE_OFFICES = frozenset(
    {Office.FINANCE_OFFICER, Office.ADVISER, Office.CHIEF_EXECUTIVE, Office.DEPUTY_MAYOR, Office.DMPC_STAFF}
)

#: Pairs that one person never holds on one day: endorsing and deciding are two people's work, and an auditor has no
#: hand in what is audited.
INCOMPATIBLE = frozenset(
    {frozenset({Office.CHIEF_EXECUTIVE, Office.DEPUTY_MAYOR})}
    | {frozenset({Office.AUDITOR, other}) for other in Office if other != Office.AUDITOR}
)


def clashes(wanted: str, held: str) -> bool:
    """Whether one person may not hold both offices on one day."""
    return frozenset({wanted, held}) in INCOMPATIBLE
