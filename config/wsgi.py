"""The WSGI entry of the service."""

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.counting import counted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application: WSGIApplication = get_wsgi_application()

if settings.FACE != "desk" and not settings.DEBUG:
    from http_cache.page_cache import PageCache

    application = PageCache(application)

application = counted(application, settings.FACE)
