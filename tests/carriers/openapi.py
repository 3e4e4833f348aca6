"""SORACOM's own definition of its API, to hold our requests and the simulator's answers against.

It is not part of the project: the tests that need it run where the file is. `$JAPAN_MOBILE_SORACOM_API` names it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
import json
import os
from pathlib import Path
import re
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from jsonschema import Draft4Validator, FormatChecker
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT4
import yaml

from simulator import Simulator
from simulator.journal import Call

_ROOT = Path(__file__).parents[2]
FILE = Path(os.environ.get("JAPAN_MOBILE_SORACOM_API") or _ROOT / "../shared/data/soracom-api.en.yaml")
_PREFIX = "/v1"


@cache
def _definition() -> Mapping[str, Any]:
    if not FILE.is_file():
        pytest.skip(f"SORACOM's OpenAPI definition is not at {FILE}: set JAPAN_MOBILE_SORACOM_API")
    return yaml.load(FILE.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # type: ignore[no-any-return]


@cache
def _validator() -> Draft4Validator:
    resource = DRAFT4.create_resource(_definition())
    registry: Registry[Any] = Registry().with_resource("urn:definition", resource)
    return Draft4Validator({}, registry=registry, format_checker=FormatChecker())


def _faults(value: Any, schema: Mapping[str, Any]) -> list[str]:
    """What is wrong with a value. The definition's references are to itself."""
    text = json.dumps(schema).replace('"#/', '"urn:definition#/')
    errors = _validator().evolve(schema=json.loads(text)).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in errors]


def _operation(call: Call) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The call's operation, and the values in its path; a plain path goes before one with placeholders."""
    path = call.path.removeprefix(_PREFIX)
    for template in sorted(_definition()["paths"], key=lambda one: one.count("{")):
        shape = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
        match = re.fullmatch(shape, path)
        if match and call.method.lower() in _definition()["paths"][template]:
            return _definition()["paths"][template][call.method.lower()], match.groupdict()
    return None


def faults_of_request(call: Call) -> Iterator[str]:
    """What is wrong with a request: its address, its parameters, its headers, its body."""
    found = _operation(call)
    if found is None or not call.path.startswith(_PREFIX):
        yield f"{call.method} {call.path}: no such operation"
        return
    operation, in_path = found
    query = dict(parse_qsl(call.query, keep_blank_values=True))
    given = {"query": query, "path": in_path}
    parameters = operation.get("parameters", [])
    for parameter in parameters:
        value = given.get(parameter["in"], {}).get(parameter["name"])
        if value is None:
            if parameter.get("required"):
                yield f"{operation['operationId']}: {parameter['name']} is missing"
            continue
        whole = parameter["schema"].get("type") == "integer" and re.fullmatch(r"-?\d+", value)
        yield from _faults(int(value) if whole else value, parameter["schema"])
    known = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
    yield from (f"{operation['operationId']}: {name} is not known" for name in query.keys() - known)
    secured = bool(operation.get("security"))
    for header in ("X-Soracom-API-Key", "X-Soracom-Token"):
        if secured is not (header in call.headers):
            yield f"{operation['operationId']}: {header}: {'missing' if secured else 'not wanted'}"
    yield from _faults_of_body(operation, call)


def _faults_of_body(operation: Mapping[str, Any], call: Call) -> Iterator[str]:
    body = call.raw.partition("\n\n")[2]
    wanted = operation.get("requestBody")
    if not wanted:
        if body:
            yield f"{operation['operationId']}: a body"
        return
    if call.headers.get("Content-Type") not in wanted["content"]:
        yield f"{operation['operationId']}: Content-Type"
        return
    yield from _faults(json.loads(body), wanted["content"][call.headers["Content-Type"]]["schema"])


def faults_of_answer(call: Call, body: bytes, content_type: str) -> Iterator[str]:
    """What is wrong with an answer: its status where the definition names those of success, and its content."""
    found = _operation(call)
    assert found is not None
    operation, _ = found
    described = operation["responses"].get(str(call.status))
    if described is None:
        if call.status < 400:
            yield f"{operation['operationId']}: status {call.status}"
        return
    content = described.get("content", {}).get("application/json")
    if content is None:
        return
    if not content_type.startswith("application/json"):
        yield f"{operation['operationId']}: {content_type}"
        return
    yield from _faults(json.loads(body), content["schema"])


def faults(heard: Iterable[tuple[Call, web.Response]]) -> list[str]:
    """What is wrong with calls and their answers."""
    found: list[str] = []
    for call, answer in heard:
        assert isinstance(answer.body, bytes)
        found += faults_of_request(call)
        found += faults_of_answer(call, answer.body, answer.content_type)
    return found


@contextmanager
def overheard(sim: Simulator, hosts: Container[str]) -> Iterator[list[tuple[Call, web.Response]]]:
    """Every call to some hosts with its answer."""
    _definition()  # skips where there is none
    heard: list[tuple[Call, web.Response]] = []
    real = sim._answer

    async def listening(request: web.Request, host: str, fault: Any) -> web.StreamResponse:
        call = sim.journal.calls[-1]
        answer = await real(request, host, fault)
        if host in hosts and isinstance(answer, web.Response):
            call.status = answer.status
            heard.append((call, answer))
        return answer

    sim._answer = listening  # type: ignore[method-assign]
    yield heard
    del sim._answer
