"""The body whose register this is, as the readers of papers know it: the one place that says so."""

from django.conf import settings

from intake.parsing.own_body import MOPAC, OwnBody


def own_body() -> OwnBody:
    """Names, offices and series of the body. Its names come from the settings until its profile carries them all."""
    names = tuple(
        dict.fromkeys(name.replace("’", "'") for name in (settings.BODY_NAME, settings.BODY_SHORT_NAME) if name)
    )
    if not names or set(names) & set(MOPAC.names):
        return MOPAC
    return OwnBody(names=names, deciders=MOPAC.deciders, series=MOPAC.series, place=MOPAC.place)
