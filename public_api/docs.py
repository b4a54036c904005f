"""The API's documentation: the OpenAPI document, and a page drawn from it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from book.models import PublishedDecision
from http_cache.pages import public_page
from public_api.routes import versioned_operations
from register.search.finding import listed


def document() -> dict[str, Any]:
    """The OpenAPI document of the API."""
    schema_document: dict[str, Any] = SchemaGenerator(patterns=versioned_operations).get_schema(
        request=None, public=True
    )
    return schema_document


@public_page
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as JSON, or as YAML with ?format=yaml."""
    openapi = document()
    if request.GET.get("format") == "yaml":
        text = OpenApiYamlRenderer().render(openapi, renderer_context={})
        response = HttpResponse(text, content_type="application/vnd.oai.openapi; charset=utf-8")
    else:
        response = JsonResponse(openapi, json_dumps_params={"ensure_ascii": False})
        response["Content-Type"] = "application/vnd.oai.openapi+json; charset=utf-8"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public_page
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters and answers, readable without scripts and without a network."""
    openapi, newest = document(), listed().order_by("-sorted_on", "-key").first()
    operations = [
        {
            "id": method["operationId"],
            "path": path,
            "example": _example(path, newest),
            "summary": method.get("summary", ""),
            "description": method.get("description", ""),
            "parameters": [_parameter(parameter) for parameter in method.get("parameters", [])],
            "answers": sorted(method["responses"]),
            "shape": _shape(method),
        }
        for path, methods in openapi["paths"].items()
        for method in methods.values()
    ]
    shapes = [
        {"name": name, "description": schema.get("description", ""), "fields": _fields(schema)}
        for name, schema in openapi["components"]["schemas"].items()
        if "properties" in schema
    ]
    context = {"operations": operations, "shapes": shapes, "info": openapi["info"]}
    return render(request, "register/api/docs.html", context)


def _example(path: str, newest: PublishedDecision | None) -> str:
    """An address that answers; empty while the register holds nothing to show."""
    if "{" in path:
        return path.replace("{spelling}", newest.slug) if newest else ""
    return f"{path}?page_size=2" if path.endswith(("/decisions/", "/entries/")) else path


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    inner = parameter["schema"].get("items", parameter["schema"])
    choices = [str(choice) for choice in inner.get("enum", [])]
    words = f"{choices[0]} to {choices[-1]}" if len(choices) > 12 else ", ".join(choices)
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "description": parameter.get("description", ""),
        "values": words or _type(inner),
        "often": "items" in parameter["schema"],
    }


def _shape(operation: dict[str, Any]) -> str:
    content: dict[str, dict[str, Any]] = operation["responses"]["200"].get("content", {})
    for media in content.values():
        return str(media["schema"].get("$ref", "")).rpartition("/")[2]
    return ""


def _fields(component: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"name": name, "type": _type(field), "description": field.get("description", "")}
        for name, field in component["properties"].items()
    ]


def _type(field: dict[str, Any]) -> str:
    if "oneOf" in field:
        return " or ".join(_type(choice) for choice in field["oneOf"])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "allOf" in field:
        return _type(field["allOf"][0])
    words = str(field.get("format") or field.get("type", ""))
    if field.get("type") == "array":
        words = f"list of {_type(field['items'])}"
    return f"{words} or null" if field.get("nullable") else words
