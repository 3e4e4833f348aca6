"""What a user's browser says to Home Assistant: onboarding, config flows, states, and its websocket commands."""

from types import TracebackType
from typing import Any, Self

import aiohttp

USER = "demo"
PASSWORD = "demo"


class HomeClient:
    """A user logged in to Home Assistant's API. Use as an asynchronous context manager."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client_id = f"{url}/"
        self._http = aiohttp.ClientSession(base_url=url)
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._last_id = 0
        self._refresh_token = ""
        self.token = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()
        await self._http.close()

    async def onboarded(self) -> bool:
        """Whether somebody has already made the first user."""
        async with self._http.get("/api/onboarding") as answer:
            if answer.status == 404:  # a start after the onboarding does not offer it
                return True
            answer.raise_for_status()
            return all(step["done"] for step in await answer.json())

    async def onboard(self, language: str) -> None:
        """Make the first user, which is the one step of the onboarding that `HomeAssistant` leaves to be done."""
        answer = await self._json(
            "POST",
            "/api/onboarding/users",
            {
                "client_id": self._client_id,
                "name": "Demo",
                "username": USER,
                "password": PASSWORD,
                "language": language,
            },
        )
        await self._redeem(answer["auth_code"])
        await self.command(
            "frontend/set_user_data", key="language", value={"language": language, "number_format": "language"}
        )

    async def log_in(self) -> None:
        """Log in with name and password, as on the login page."""
        flow = await self._json(
            "POST",
            "/auth/login_flow",
            {"client_id": self._client_id, "handler": ["homeassistant", None], "redirect_uri": self._client_id},
        )
        answer = await self._json(
            "POST",
            f"/auth/login_flow/{flow['flow_id']}",
            {"client_id": self._client_id, "username": USER, "password": PASSWORD},
        )
        await self._redeem(answer["result"])

    async def come_back(self) -> None:
        """Go on after a long time, as a browser does: no connection is left, and the access token has expired."""
        if self._socket is not None:
            await self._socket.close()
        await self._http.close()
        self._http = aiohttp.ClientSession(base_url=self.url)
        await self._get_token({"grant_type": "refresh_token", "refresh_token": self._refresh_token})

    async def _redeem(self, code: str) -> None:
        told = await self._get_token({"grant_type": "authorization_code", "code": code})
        self._refresh_token = told["refresh_token"]

    async def _get_token(self, grant: dict[str, str]) -> dict[str, Any]:
        async with self._http.post("/auth/token", data={"client_id": self._client_id, **grant}) as answer:
            answer.raise_for_status()
            told: dict[str, Any] = await answer.json()
        self.token = told["access_token"]
        return told

    async def _json(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self._http.request(method, path, json=body, headers=headers) as answer:
            if not answer.ok:
                raise RuntimeError(f"{method} {path}: {answer.status} {(await answer.text())[:300]}")
            return await answer.json()

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the REST API. Raises RuntimeError when it is not answered well."""
        return await self._json(method, path, body)

    async def command(self, kind: str, **fields: Any) -> Any:
        """A command of the websocket API; returns its result. Raises RuntimeError when it fails."""
        if self._socket is None or self._socket.closed:
            self._socket = await self._http.ws_connect("/api/websocket", max_msg_size=0)
            await self._socket.receive_json()
            await self._socket.send_json({"type": "auth", "access_token": self.token})
            answer = await self._socket.receive_json()
            if answer["type"] != "auth_ok":
                raise RuntimeError(f"websocket: {answer['type']}")
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "type": kind, **fields})
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") == self._last_id and answer["type"] == "result":
                if not answer["success"]:
                    raise RuntimeError(f"{kind}: {answer['error']}")
                return answer["result"]

    async def act(self, action: str, data: dict[str, Any] | None = None, *, answers: bool = False) -> Any:
        """Run an action over the websocket; returns its answer where it gives one. Raises RuntimeError when it fails."""
        domain, service = action.split(".")
        fields = {"domain": domain, "service": service, "service_data": data or {}, "return_response": answers}
        return (await self.command("call_service", **fields)).get("response")

    async def first_event(self, kind: str, **fields: Any) -> Any:
        """Subscribe to something of the websocket API; returns the first thing that it tells."""
        await self.command(kind, **fields)
        assert self._socket is not None
        subscription = self._last_id
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") == subscription and answer["type"] == "event":
                return answer["event"]

    async def flow(self, *steps: dict[str, Any], handler: str = "japan_mobile") -> dict[str, Any]:
        """Walk a config flow with what a user fills into its forms; returns the last answer."""
        result: dict[str, Any] = await self.call("POST", "/api/config/config_entries/flow", {"handler": handler})
        for step in steps:
            result = await self.answer(result, step)
        return result

    async def answer(self, form: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
        """Fill in a form of a config flow and send it."""
        result: dict[str, Any] = await self.call("POST", f"/api/config/config_entries/flow/{form['flow_id']}", fields)
        return result

    async def states(self) -> dict[str, dict[str, Any]]:
        """All states by entity id."""
        return {state["entity_id"]: state for state in await self.call("GET", "/api/states")}

    async def registry(self) -> list[dict[str, Any]]:
        """The entities of our integration that are not disabled, as the entity registry has them."""
        entries = await self.command("config/entity_registry/list")
        return [one for one in entries if one["platform"] == "japan_mobile" and one["disabled_by"] is None]

    async def devices(self) -> dict[str, dict[str, Any]]:
        """All devices by id."""
        return {device["id"]: device for device in await self.command("config/device_registry/list")}
