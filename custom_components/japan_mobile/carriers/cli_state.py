"""The state file of `script/carrier --state`: login state and ledger, readable by its owner alone."""

from collections.abc import Mapping
import hashlib
import hmac
import json
import os
from pathlib import Path
import secrets
import tempfile
from typing import Any

from .carrier import Carrier, Credentials
from .json_text import load_json
from .keep import Keep
from .ledger import is_whole
from .places import Unusable


class Usage(Exception):
    """The command was used in a way that cannot work; `str()` says how. Exit status 2."""

    kind = "Usage"


def read_object(path: Path, what: str) -> dict[str, Any]:
    """A file that holds a JSON object. Raises `Usage` without repeating any of its content."""
    try:
        content = load_json(path.read_bytes())
    except OSError as err:
        raise Usage(f"{what} {path} cannot be read: {err.strerror}") from None
    except ValueError, RecursionError:
        raise Usage(f"{what} {path} is not JSON") from None
    if not isinstance(content, dict):
        raise Usage(f"{what} {path} is not a JSON object")
    return content


def read_credentials(path: Path, carrier: Carrier) -> Credentials:
    """The carrier's login fields out of a file. Raises `Usage` for missing, empty or unknown ones, `Unusable`."""
    content = read_object(path, "credentials file")
    known = {field.key for field in carrier.fields}
    if unknown := content.keys() - known:
        raise Usage(f"unknown login fields in {path}: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
    wrong = [key for key, value in content.items() if not isinstance(value, str)]
    if wrong:
        raise Usage(f"login fields in {path} that have to be text: {', '.join(sorted(wrong))}")
    credentials = Credentials(content)
    try:
        carrier.check(credentials)
    except Unusable as err:
        if err.why != "empty":
            raise
        raise Usage(f"{path}: {err}") from None
    return credentials


class StateFile:
    """Sections of one JSON file, or of nothing when there is no path. Every save is atomic and on disk."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._content: dict[str, Any] = {}
        if path is not None and path.exists():
            self._content = read_object(path, "state file")
            path.chmod(0o600)  # it may have been made by somebody who did not care

    def keeps(self, carrier: Carrier, credentials: Credentials) -> tuple[Keep, Keep]:
        """Login state and ledger. Another user's login state is not used; his ledger goes on.

        Who logs in with secrets alone is another one when they are others.
        """
        section = self._section(self._content, carrier.key)
        salt = section.setdefault("salt", secrets.token_hex(16))
        public = [credentials.get(field.key) for field in carrier.fields if not field.secret]
        told = json.dumps(public or sorted(credentials.items()))
        owner = hmac.new(str(salt).encode(), told.encode(), hashlib.sha256).hexdigest()
        if section.get("owner") != owner:
            section |= {"owner": owner, "login": {}}
        login, ledger = self._keep(section, "login"), self._keep(section, "ledger")
        if not is_whole(ledger):
            raise Usage(f"state file {self._path} is damaged: {carrier.key}")
        return login, ledger

    def _section(self, content: dict[str, Any], name: str) -> dict[str, Any]:
        found = content.setdefault(name, {})
        if not isinstance(found, dict):
            raise Usage(f"state file {self._path} is damaged: {name}")
        return found

    def _keep(self, section: dict[str, Any], name: str) -> Keep:
        async def save() -> None:
            section[name] = keep
            if self._path is not None:
                _write(self._path, self._content)

        keep = Keep(self._section(section, name), save)
        return keep


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Replace a file by one that only its owner can read; a crash leaves the old one or the new one."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync(path.parent)
    except OSError as err:
        raise Usage(f"state file {path} cannot be written: {err.strerror}") from None


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
