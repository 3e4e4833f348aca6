"""The line between a browser and the simulated portals, which can be cut, or lead to another port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class PortalLine:
    """Passes bytes on to the port `to` of this machine, as long as it is open."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Listen, at the same port as before."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, reuse_address=True)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def shut(self) -> None:
        """Listen no more; whoever is connected is not any more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.cut()
        await asyncio.sleep(0)

    def cut(self) -> None:
        """End the connections that there are."""
        for writer in self._writers:
            writer.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, back}
        with suppress(OSError):
            await asyncio.gather(_pass(reader, back), _pass(there, writer))
        self._writers -= {writer, back}


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


@asynccontextmanager
async def portal_line(to: int) -> AsyncIterator[PortalLine]:
    """A line to a port."""
    line = PortalLine(to)
    await line.open()
    try:
        yield line
    finally:
        await line.shut()
