"""docs/api.md: what every call is for, in curl and Python, written from the description of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

_METHODS = ("get", "post", "put", "delete")
_ADDRESS = "https://tamis.example.com"
_PATH_EXAMPLES = {
    "object": "contact",
    "id": "1042",
    "key": "interest",
    "score": "interest",
    "number": "2",
    "name": "web",
}
# What a required parameter is called with.
_QUERY_EXAMPLES = {"id": "1042", "of": "company", "name": "industry", "text": "ada"}
_MARK = "<!-- From here on written by `make api-docs`. -->"


def reference(told: dict[str, Any], document: str) -> str:
    """The document anew: its introduction as it is, and all calls."""
    introduction, _, _ = document.partition(_MARK)
    parts = [introduction + _MARK, "## All calls", _contents(told)]
    for tag in _tags(told):
        parts.append(f"## {tag}")
        parts += [_operation(told, *each) for each in _operations(told) if each[2]["tags"] == [tag]]
    return "\n\n".join(parts) + "\n"


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield method, path, methods[method]


def _tags(told: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(operation["tags"][0] for _, _, operation in _operations(told)))


def _contents(told: dict[str, Any]) -> str:
    rows = ["| call | what it does | permission |", "|---|---|---|"]
    for method, path, operation in _operations(told):
        call = f"`{method.upper()} {path.removeprefix('/api/v1')}`"
        rows.append(f"| {call} | {operation['summary']} | {operation['x-permission'].replace('_', ' ')} |")
    return "\n".join(rows)


def _operation(told: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    body = _body(told, operation)
    answer = _answer(told, operation)
    parts = [f"### {operation['summary']}", f"`{method.upper()} {path}`", operation["description"]]
    parts += [_parameters(operation)] if _named(operation) else []
    parts += [
        _block("sh", _curl(method, path, operation, body)),
        _block("python", _python(method, path, operation, body)),
    ]
    parts += [answer] if answer else []
    return "\n\n".join(parts)


def _named(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in operation["parameters"] if each["in"] == "query"]


def _parameters(operation: dict[str, Any]) -> str:
    rows = ["| parameter | type | |", "|---|---|---|"]
    for each in _named(operation):
        told = each.get("description", "").replace("|", "\\|")
        told = " ".join(filter(None, ["Required." if each.get("required") else "", told]))
        rows.append(f"| `{each['name']}` | {_type(each['schema'])} | {told} |")
    return "\n".join(rows)


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"] if each.get("type") != "null")
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if schema.get("type") == "array":
        return f"{_type(schema['items'])}, repeated"
    default = f", {schema['default']} by default" if schema.get("default") not in (None, "", []) else ""
    return f"{schema.get('type', 'any')}{default}"


def _address(path: str) -> str:
    # A model is named by the key of its goal.
    for place in ("/models/", "/whole-likelihoods/"):
        path = path.replace(f"{place}{{key}}", f"{place}likelihood_to_close")
    for name, example in _PATH_EXAMPLES.items():
        path = path.replace("{" + name + "}", example)
    return path


def _headers(method: str, operation: dict[str, Any]) -> dict[str, str]:
    wanted = {"If-Match", "Prefer"} | ({"Idempotency-Key"} if method == "post" else set())
    headers = [each for each in operation["parameters"] if each["in"] == "header" and each["name"] in wanted]
    return {each["name"]: each["example"] for each in headers}


def _query(operation: dict[str, Any]) -> dict[str, str]:
    named = _named(operation)
    required = {each["name"]: _QUERY_EXAMPLES[each["name"]] for each in named if each.get("required")}
    return required | ({"limit": "2"} if "limit" in [each["name"] for each in named] else {})


def _curl(method: str, path: str, operation: dict[str, Any], body: Any) -> str:
    query = _query(operation)
    address = f"{_ADDRESS}{_address(path)}" + (f"?{urlencode(query)}" if query else "")
    lines = ["curl" + ("" if method == "get" else f" --request {method.upper()}") + f" '{address}'"]
    lines.append('--header "Authorization: Bearer $TAMIS_TOKEN"')
    lines += [f"--header '{name}: {text}'" for name, text in _headers(method, operation).items()]
    if _is_form(operation):
        lines += ["--form table=contacts", "--form file=@contacts.csv"]
    elif body is not None:
        lines += ["--header 'Content-Type: application/json'", f"--data '{_json(body, None)}'"]
    return " \\\n  ".join(lines)


def _python(method: str, path: str, operation: dict[str, Any], body: Any) -> str:
    arguments = [f'"{_ADDRESS}{_address(path)}"']
    arguments += [f"params={_literal(query)}" for query in [_query(operation)] if query]
    headers = {"Authorization": "Bearer …"} | _headers(method, operation)
    told = ", ".join(f"{_quoted(name)}: {_value(name, text)}" for name, text in headers.items())
    arguments.append(f"headers={{{told}}}")
    if _is_form(operation):
        arguments += ['data={"table": "contacts"}', 'files={"file": open("contacts.csv", "rb")}']
    elif body is not None:
        arguments.append(f"json={_literal(body)}")
    joined = "".join(f"    {each},\n" for each in arguments)
    lines = ["import os", "", "import requests", "", f"answer = requests.{method}(\n{joined})"]
    return "\n".join([*lines, "answer.raise_for_status()", *_printed(operation)])


def _printed(operation: dict[str, Any]) -> list[str]:
    if "204" in operation["responses"]:
        return []
    return ["print(answer.text)" if _text_type(operation) else "print(answer.json())"]


def _text_type(operation: dict[str, Any]) -> str:
    """The media type of an answer that is not JSON; empty for all others."""
    types = operation["responses"].get("200", {}).get("content", {})
    return next((each for each in types if each != "application/json"), "")


def _value(name: str, text: str) -> str:
    return "f\"Bearer {os.environ['TAMIS_TOKEN']}\"" if name == "Authorization" else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if '"' not in text else f"'{text}'"


def _literal(value: Any) -> str:
    """A value as Python writes it, in double quotes."""
    text = json.dumps(value, ensure_ascii=False)
    for json_word, word in (("null", "None"), ("true", "True"), ("false", "False")):
        for before, after in (": ", ","), (": ", "}"), ("[", "]"), (", ", "]"):
            text = text.replace(f"{before}{json_word}{after}", f"{before}{word}{after}")
    return text


def _is_form(operation: dict[str, Any]) -> bool:
    return "multipart/form-data" in operation.get("requestBody", {}).get("content", {})


def _body(told: dict[str, Any], operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return example_of(told, content["schema"]) if content else None


def _answer(told: dict[str, Any], operation: dict[str, Any]) -> str:
    for status in ("200", "201", "202"):
        content = operation["responses"].get(status, {}).get("content", {}).get("application/json")
        if content:
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            shape = told["components"]["schemas"].get(name, {})
            sentence = shape.get("description", "")
            example = _block("json", _json(example_of(told, content["schema"]), 1))
            return f"{status}: {sentence}".rstrip() + f"\n\n{example}"
    if kind := _text_type(operation):
        return f"200: {operation['responses']['200']['description'].removesuffix('.')} (`{kind}`)."
    return ""


def example_of(told: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> Any:
    """An example of a shape: the one that it names, or one made of its parts."""
    if "$ref" in schema:
        return example_of(told, told["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth + 1)
    for key in ("example", "default", "const"):
        if schema.get(key) not in (None, {}, []):
            return schema[key]
    if isinstance(schema.get("examples"), list):
        return schema["examples"][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return example_of(told, next((each for each in schema[key] if each.get("type") != "null"), {}), depth + 1)
    return _made(told, schema, depth)


def _made(told: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            return {name: example_of(told, each, depth + 1) for name, each in properties.items()}
        case "array":
            return [example_of(told, schema["items"], depth + 1)] if depth < 8 else []
        case "integer":
            return 1
        case "number":
            return 0.5
        case "boolean":
            return False
        case "string":
            return "…"
    return None


def _json(value: Any, indent: int | None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"
