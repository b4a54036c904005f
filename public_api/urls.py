"""Addresses below /api/v1/; a change that would break a program gets a new version beside this one."""

from django.urls import path

from public_api import docs
from public_api.routes import operations

urlpatterns = [
    *operations,
    path("schema/", docs.schema, name="api_schema"),
    path("docs/", docs.docs, name="api_docs"),
]
