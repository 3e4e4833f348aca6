"""When povo sends a mail, and what is made of each answer on the way in. Sheet 3, 8, 10."""

from collections.abc import AsyncIterator
from datetime import timedelta
import json
import logging

import pytest

from custom_components.japan_mobile.carriers.errors import (
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    Maintenance,
    RateLimited,
)
from simulator import Account, Fault, Kind, Simulator
from tests.carriers.fetching import ALL, Disk, session_at, told
from tests.carriers.povo import EMAIL, asked, customer_of, enter, portal_of, running

OTP = "/api/v3/user-service/v4/jp/ja/mobile/otp"
AUTH = "/user-service/v5/public/jp/ja/mobile/users/auth"


@pytest.fixture
def customer() -> Account:
    """A customer with one topping."""
    return customer_of()


@pytest.fixture
async def sim(socket_enabled: None, customer: Account) -> AsyncIterator[Simulator]:
    """The back end with that customer alone."""
    async with running(customer) as one:
        yield one


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 10**6:06}"


async def test_a_mail_goes_out_when_a_person_says_so(sim: Simulator, customer: Account) -> None:
    """Announcing a login sends none, and a second `send` no second one."""
    async with session_at(sim, customer) as session:
        challenge = await asked(session)
        assert (challenge.sent, portal_of(sim).mails) == (False, [])
        assert challenge.destination == "h…@example.jp"
        with pytest.raises(CodeNeeded):
            await challenge.submit("123456")
        assert sim.journal.count(path=AUTH) == 0
        await challenge.send()
        await challenge.send()
        assert challenge.sent
        [mail] = portal_of(sim).mails
        assert mail.to == EMAIL
        await session.submit(challenge, f" {mail.code} ")
        assert told(await session.fetch(ALL)) == sim.world.truth("povo", customer.account_id)
    assert len(portal_of(sim).mails) == 1


async def test_a_wrong_code_can_be_corrected(sim: Simulator, customer: Account) -> None:
    """What cannot be a code is not sent."""
    async with session_at(sim, customer) as session:
        challenge = await asked(session)
        await challenge.send()
        [mail] = portal_of(sim).mails
        for typed in (wrong(mail.code), "", "12345", "1234567", "abcdef"):
            with pytest.raises(CodeNeeded) as again:
                await session.submit(challenge, typed)
            assert again.value.challenge is challenge
        assert sim.journal.count(path=AUTH) == 1
        full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in mail.code)
        await session.submit(challenge, full_width)
    assert [one.accepted for one in sim.journal.logins()] == [False, True]


async def test_wrong_codes_come_to_an_end(sim: Simulator, customer: Account) -> None:
    """How many the carrier takes is not known, so we stop after five, and a new mail needs a person."""
    async with session_at(sim, customer) as session:
        challenge = await asked(session)
        await challenge.send()
        code = portal_of(sim).mails[0].code
        for _ in range(5):
            with pytest.raises(CodeNeeded):
                await session.submit(challenge, wrong(code))
        with pytest.raises(LoginExpired):
            await session.submit(challenge, code)
    assert (len(sim.journal.logins()), len(portal_of(sim).mails)) == (5, 1)


async def test_a_dead_code_is_not_sent(sim: Simulator, customer: Account) -> None:
    """It lives for two minutes; a new one is another login's."""
    async with session_at(sim, customer) as session:
        challenge = await asked(session)
        await challenge.send()
        sim.world.clock.advance(timedelta(minutes=2))
        with pytest.raises(LoginExpired):
            await session.submit(challenge, portal_of(sim).mails[0].code)
        assert sim.journal.count(path=AUTH) == 0
        again = await asked(session)
        assert not again.sent
        await again.send()
        await session.submit(again, portal_of(sim).mails[1].code)
        await session.fetch(ALL)


async def test_half_a_minute_lies_between_two_mails(sim: Simulator, customer: Account) -> None:
    """Whoever asks, and after a restart too; also when the first answer was lost, as the mail may be on its way."""
    disk = Disk()
    sim.faults.add(Fault("*", Kind.CLOSE, path=OTP, times=1, after=True))
    async with session_at(sim, customer, disk) as session:
        challenge = await asked(session)
        with pytest.raises(CannotConnect):
            await challenge.send()
    sim.world.clock.advance(timedelta(seconds=10))
    async with session_at(sim, customer, disk) as session:
        challenge = await asked(session)
        with pytest.raises(RateLimited) as limited:
            await challenge.send()
        assert limited.value.retry_after == timedelta(seconds=20)
        assert sim.journal.count(path=OTP) == 1
        sim.world.clock.advance(timedelta(seconds=20))
        await challenge.send()
        await session.submit(challenge, portal_of(sim).mails[-1].code)


async def test_a_code_that_is_on_its_way_is_waited_for(sim: Simulator, customer: Account) -> None:
    """In another process within its two minutes: nothing is announced or mailed again."""
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        await (await asked(session)).send()
    sim.journal.clear()
    async with session_at(sim, customer, disk) as session:
        challenge = await asked(session)
        assert challenge.sent
        assert sim.journal.calls == []
        await session.submit(challenge, portal_of(sim).mails[-1].code)
        await session.fetch(ALL)
    assert len(portal_of(sim).mails) == 1


@pytest.mark.parametrize("form", ["seconds", "milliseconds", "text", "absent"])
async def test_a_block(sim: Simulator, customer: Account, form: str) -> None:
    """Until when is honoured, if it is said."""
    customer.options.wrong_codes, customer.options.block_form = 1, form
    async with session_at(sim, customer) as session:
        challenge = await asked(session)
        await challenge.send()
        code = portal_of(sim).mails[0].code
        with pytest.raises(CodeNeeded):
            await session.submit(challenge, wrong(code))
        with pytest.raises(RateLimited) as limited:
            await session.submit(challenge, code)
    assert limited.value.retry_after == (None if form == "absent" else timedelta(seconds=600))


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("captcha", True, HumanCheckNeeded()),
        ("actions", ("CAPTCHA_V2",), HumanCheckNeeded()),
        ("actions", ("LOGIN_OTP",), LayoutChanged("login", "EMAIL_OTP")),
        ("actions", (), LayoutChanged("login", "EMAIL_OTP")),
    ],
)
async def test_a_login_that_is_not_known(
    sim: Simulator, customer: Account, option: str, value: object, error: CarrierError
) -> None:
    """No mail is asked for."""
    setattr(customer.options, option, value)
    async with session_at(sim, customer) as session:
        with pytest.raises(type(error), match=str(error)):
            await session.log_in()
    assert sim.journal.count(path=OTP) == 0


async def test_an_address_that_nobody_has(sim: Simulator, customer: Account) -> None:
    async with session_at(sim, customer, email="nobody@example.jp") as session:
        with pytest.raises(LayoutChanged, match="EMAIL_OTP"):
            await session.log_in()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("*", Kind.HTML), LayoutChanged("login", "JSON")),
        (Fault("*", Kind.HTML, body="<html><body><h1>ただいまメンテナンス中です</h1></body></html>"), Maintenance()),
        (Fault("*", Kind.STATUS, status=200, body="[]"), LayoutChanged("login", "JSON object")),
        (Fault("*", Kind.STATUS, status=200, body='{"success":true}'), LayoutChanged("login", "result")),
        (
            Fault("*", Kind.STATUS, status=200, body='{"success":false,"result":null,"failure":{"code":"E_77"}}'),
            LayoutChanged("login", "E_77"),
        ),
        (
            Fault("*", Kind.STATUS, status=200, body='{"success":false,"result":{"code":12,"block_until":"?"}}'),
            RateLimited(),
        ),
        (Fault("*", Kind.STATUS, status=429, body="slow down", headers={"Retry-After": "90"}), RateLimited()),
        (Fault("*", Kind.STATUS, status=403, body='{"result":{"code":403001}}'), LoginExpired()),
        (Fault("*", Kind.STATUS, status=404, body="{}"), LayoutChanged("login", "status 404")),
        (Fault("*", Kind.STATUS, status=502), CannotConnect()),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, CarrierError) else None,
)
@pytest.mark.parametrize("path", ["/api/v3/user-service/v3", OTP, AUTH])
async def test_answers_of_each_step(
    sim: Simulator, customer: Account, path: str, fault: Fault, error: CarrierError
) -> None:
    fault.path = path
    async with session_at(sim, customer) as session:
        if path == "/api/v3/user-service/v3":
            sim.faults.add(fault)
            with pytest.raises(type(error)) as caught:
                await session.log_in()
        else:
            challenge = await asked(session)
            if path == AUTH:
                await challenge.send()
            sim.faults.add(fault)
            with pytest.raises(type(error)) as caught:
                await (challenge.send() if path == OTP else session.submit(challenge, "123456"))
    if isinstance(error, LayoutChanged):
        assert str(caught.value) == str(error)
    if fault.headers:
        assert isinstance(caught.value, RateLimited)
        assert caught.value.retry_after == timedelta(seconds=90)
    sim.faults.clear()


@pytest.mark.parametrize(
    "body",
    [
        '{"success":true,"result":{}}',
        '{"success":true,"result":{"auth_token":7}}',
        '{"success":true,"result":{"auth_token":"no token"}}',
        '{"success":true,"result":{"auth_token":"a.bm90IGpzb24.c"}}',
        '{"success":true,"result":{"auth_token":"a.WzFd.c"}}',
        '{"success":true,"result":{"auth_token":"a.e30.c"}}',
        '{"success":true,"result":{"auth_token":"a.eyJleHRlcm5hbF9pZCI6ImFcbmIifQ.c"}}',
    ],
)
async def test_a_token_that_is_none(sim: Simulator, customer: Account, body: str) -> None:
    async with session_at(sim, customer) as session:
        challenge = await asked(session)
        await challenge.send()
        sim.faults.add(Fault("*", Kind.STATUS, path=AUTH, status=200, body=body))
        with pytest.raises(LayoutChanged, match="login"):
            await session.submit(challenge, "123456")
        assert "token" not in session.client.keep


async def test_a_pin_is_not_known(sim: Simulator, customer: Account) -> None:
    customer.options.pin_token = True
    async with session_at(sim, customer) as session:
        challenge = await asked(session)
        await challenge.send()
        with pytest.raises(LayoutChanged, match="pin_token"):
            await session.submit(challenge, portal_of(sim).mails[0].code)


async def test_no_machine_begins_a_login(sim: Simulator, customer: Account) -> None:
    """Not even with an empty ledger: it asks for nothing at all."""
    disk = Disk()
    for _ in range(2):
        async with session_at(sim, customer, disk) as session:
            with pytest.raises(CodeNeeded):
                await session.fetch(ALL)
    assert sim.journal.calls == []


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_renewal_is_a_persons_matter(sim: Simulator, customer: Account, status: int) -> None:
    """It is asked for once; nothing follows until a person logs in, as the same device."""
    disk = Disk()
    await enter(sim, customer, disk)
    customer.options.renewal = status
    sim.world.clock.advance(timedelta(hours=1))
    sim.journal.clear()
    for _ in range(3):
        async with session_at(sim, customer, disk) as session:
            with pytest.raises(CodeNeeded):
                await session.fetch(ALL)
            with pytest.raises(LoginExpired):
                await session.client.fetch(ALL)
    assert len(sim.journal.calls) == 1
    customer.options.renewal = 200
    device = json.loads(disk.saved["login"])["device_id"]
    await enter(sim, customer, disk)
    assert json.loads(disk.saved["login"])["device_id"] == device
    async with session_at(sim, customer, disk) as session:
        assert told(await session.fetch(ALL)) == sim.world.truth("povo", customer.account_id)
    assert {call.headers["X-Deviceid"] for call in sim.journal.calls} == {device}
    assert len(portal_of(sim).mails) == 2


async def test_the_device_is_another(sim: Simulator, customer: Account) -> None:
    """A token is bound to its device: with another one it is dead."""
    disk = Disk()
    await enter(sim, customer, disk)
    state = json.loads(disk.saved["login"])
    disk.saved["login"] = json.dumps(state | {"device_id": "0" * 32})
    async with session_at(sim, customer, disk) as session:
        with pytest.raises(CodeNeeded):
            await session.fetch(ALL)
    kept = json.loads(disk.saved["login"])
    assert "token" not in kept
    assert kept["device_id"] == "0" * 32


@pytest.mark.parametrize("where", ["users", "token"])
async def test_another_customers_answer(sim: Simulator, customer: Account, where: str) -> None:
    """Everything is dropped but the device."""
    disk = Disk()
    await enter(sim, customer, disk)
    async with session_at(sim, customer, disk) as session:
        await session.fetch(ALL)
    device = json.loads(disk.saved["login"])["device_id"]
    customer.options.foreign = where
    sim.world.clock.advance(timedelta(hours=1))
    async with session_at(sim, customer, disk) as session:
        with pytest.raises(ForeignAnswer):
            await session.fetch(ALL)
    kept = json.loads(disk.saved["login"])
    assert kept["device_id"] == device
    assert kept.keys() <= {"device_id", "code_asked", "last_expiry", "cookies"}
    async with session_at(sim, customer, disk) as session:
        with pytest.raises(CodeNeeded):
            await session.fetch(ALL)


async def test_nothing_secret_is_logged(sim: Simulator, customer: Account, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    disk = Disk()
    async with session_at(sim, customer, disk) as session:
        challenge = await asked(session)
        await challenge.send()
        with pytest.raises(CodeNeeded) as refused:
            await session.submit(challenge, wrong(portal_of(sim).mails[0].code))
        await session.submit(challenge, portal_of(sim).mails[0].code)
        await session.fetch(ALL)
    logged = "\n".join(record.getMessage() for record in caplog.records if "japan_mobile" in record.name)
    assert "app.povo.jp" in logged
    device = json.loads(disk.saved["login"])["device_id"]
    for secret in (*sim.secrets(), device, portal_of(sim).mails[0].code):
        assert secret not in logged + str(refused.value)
