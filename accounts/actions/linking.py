"""What is kept of an account of the organisation that opens one here: its subject, and its groups."""

from allauth.socialaccount.models import SocialAccount

from accounts.single_sign_on import Claims


def keep_groups(account: SocialAccount, claims: Claims) -> None:
    """Keep the groups, for suggestions to administrators, and nothing else of what the provider said."""
    account.extra_data = {"groups": list(claims.groups)}
    if account.pk:
        account.save(update_fields=["extra_data"])
