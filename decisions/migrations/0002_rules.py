"""Signed means fixed; two people agree; and the standing texts and powers that the program ships."""

from datetime import date
from typing import Any

from django.db import migrations

from database.operations import RunRoleSQL, sql_file

FROM = date(2000, 1, 1)

TEXTS = {
    "public_access": (
        "Public access to information",
        "This form and the advice in it (Part 1) fall under the Freedom of Information Act 2000. After the decision "
        "Part 1 is published in this register. Where publishing at once would harm what has been decided, it can be "
        "deferred until a stated date, for no longer than is necessary.",
    ),
    "deferral": ("Part 1 deferral", "Is the publication of Part 1 of this decision to be deferred?"),
    "part_2": (
        "Part 2 confidentiality",
        "Facts and advice that are likely to be exempt from disclosure under the Freedom of Information Act 2000 stand "
        "in a separate Part 2, with the legal ground for each and, where the law asks for it, the balance of public "
        "interest.",
    ),
    "interests": (
        "Deputy Mayor for Policing and Crime",
        "I have asked myself whether I have a personal or prejudicial interest in this matter and I decide in keeping "
        "with the Code of Conduct. Any interest is stated here.",
    ),
    "declarations": (
        "Originating officer’s declarations",
        "The officer who prepared this paper declares the following.",
    ),
    "officer_approval": (
        "Chief Executive",
        "I was consulted on this proposal. Financial, legal and equalities advice has been taken into account, and I am "
        "satisfied that it is right to put it to the Deputy Mayor for Policing and Crime.",
    ),
    "declaration_financial": ("Financial advice", "The finance team has been consulted on this proposal."),
    "declaration_legal": ("Legal advice", "The legal team has been consulted on this proposal."),
    "declaration_equalities": (
        "Equalities advice",
        "Equality and diversity have been considered and are covered in the paper.",
    ),
    "declaration_commercial": ("Commercial issues", "Commercial and procurement advice has been taken."),
    "declaration_privacy": (
        "GDPR and data privacy",
        "Data protection has been considered, and the paper says how the impact assessment stands.",
    ),
    "declaration_head_of_service": (
        "Director or head of service",
        "The head of service has read the proposal and is satisfied that it is correct and serves the body’s plans and priorities.",
    ),
}

POWERS = {
    "accept_offer": "Scheme of Delegation and Consent, paragraph 4.8 (grant offers)",
    "approve_bid": "Scheme of Delegation and Consent, paragraph 4.8 (bids for grants)",
    "award": "Police Reform and Social Responsibility Act 2011, section 9 (crime and disorder reduction grants)",
    "other": "Scheme of Delegation and Consent",
}


def write(apps: Any, schema_editor: Any) -> None:
    """Store the shipped texts and powers."""
    alias = schema_editor.connection.alias
    text, power = apps.get_model("decisions", "StandingText"), apps.get_model("decisions", "Power")
    text.objects.using(alias).bulk_create(
        text(key=key, heading=heading, text=words, from_on=FROM) for key, (heading, words) in TEXTS.items()
    )
    power.objects.using(alias).bulk_create(
        power(action=action, citation=citation, from_on=FROM) for action, citation in POWERS.items()
    )


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("decisions", "0001_tables")]

    operations = [
        *(migrations.RunSQL(sql_file(__file__, name)) for name in ("fixed", "agreement", "expunge")),
        RunRoleSQL("GRANT EXECUTE ON FUNCTION decisions_expunge(bigint) TO :desk", migrations.RunSQL.noop),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
