"""The words of docs/reliability.md."""

TITLES = {
    "login": "Adding an account",
    "code": "Typing a one-time code",
    "poll": "A poll",
    "bills": "The pages of bills, at a poll",
    "renewal": "A poll that has to log in again",
    "handed": "What is handed in",
}
HEAD = """# What happens when something goes wrong

Every carrier, every fault, every step, in a Home Assistant whose portals misbehave on purpose: {cells} cells, tried by
tests of three kinds ([the portals](../tests/integration/test_faults.py), [a person's browser](../tests/integration/test_faults_browser.py),
[what is handed in](../tests/integration/test_faults_handed.py): `script/test --long tests/integration/test_faults*.py`), and written
here by `script/bench reliability`. No cell is left out: which there are follows from [the code](../tests/integration/cells.py);
`script/lint` fails where this page has others, and the tests where one comes out otherwise than it says here. Which steps a carrier does not have, and why, stands [below](#steps-that-a-carrier-does-not-have).
In every cell but those that say **shown**:

* no figure is shown that the carrier does not tell of this customer, and none that was known is lost: the last ones stay for as
  long as they may. Those on a page that this very poll could not read safely, the rest being read, are unknown until it can be
  read again, and so are those that are a day old by a clock that is a day ahead: such a cell says how many were **kept**.
  In the row “yesterday's page” an older page comes once more. Where nothing in it says of when it is, its figures, which were right
  then, are shown until the next poll; where it says so, or where less was used than is known, it is refused by most;
* nobody sends a password more often than on a good day, neither at the poll nor in the hours after it: none at all where the login
  is good. One is sent again where the login had ended before ([below](#a-poll-that-has-to-log-in-again)), where it is dropped with
  an answer for somebody else (`ForeignAnswer`), where it ends by the hour (mineo, SORACOM), and where IIJmio answers HTTP 403,
  which means there that it is over. Where the answer to a login was spoilt, it is sent once more when all is well again. (mineo's token
  is tried twice more, and SORACOM's key once, when an answer was lost; さくら's key goes with every call, and is not counted.)
  [A fault that lasts for a day](../tests/integration/test_faults_day.py) of hourly polls costs no login where the login is good, eight where no login
  is answered, and one where the answers to logins are not understood (of SORACOM eight: a page is no answer of its interface); where logins end at once, no day sees more than 26;
* all is as before by itself once the fault has ended. Where only a person can help (after a refusal no program sends a
  password again, and none types a code), the cell says **person**; where it takes longer than the next poll, it says how long. An account
  that is being added is added in the same flow afterwards, with the true figures; one that was added meanwhile has no others. What was
  not found while something was wrong is not suggested by the form that asks what a page means, and not shown to whoever agrees to that.

What Home Assistant says of a poll is held to this in every cell:

| what came of the poll | the sensor “login state” | besides |
| --- | --- | --- |
| nothing was wrong, or of several answers some could be read | logged in | what follows, for the rest |
| `CannotConnect`, and nothing could be read | unreachable | the log |
| `LayoutChanged`, and nothing could be read | unreachable | a [repair](troubleshooting.md) |
| `RateLimited`, `Maintenance` | resting: nobody asks again for a while | the log |
| `ForeignAnswer` | resting (Rakuten Mobile, in a person's browser: unreachable) | a repair |
| `HumanCheckNeeded`, `AccountActionNeeded`, `NotPermitted` | login needed (the last two also: logged in, where the rest could be read) | a repair |
| `LoginRefused`, `LoginExpired`, `CodeNeeded` | login needed | Home Assistant asks for the login |

No other repair is opened, and nobody is asked for a login otherwise. Names in small letters are what
the form says while an account is added, a code is typed or a text is handed in; `waits for the person` is said where somebody logs in
himself, in his own browser. “–” means that it did no harm: what the answer told was read, or the next form came.

In the table of the bills only those pages are at fault, and the rows of answers that are whole and wrong (“yesterday's page”, a wrong
clock, another customer) are missing: they befall all pages of a poll alike, and stand in the table of the poll.

## What the customer has to agree to

A **consent page on first use** (a box to tick, and a button) and **a notice that the terms have changed**, which wants to be
acknowledged by a button or a link, are `AccountActionNeeded`: a repair says that the carrier wants an agreement, nothing is agreed to by a
program, and polling goes on by itself afterwards. As such a notice counts a page whose title or heading says that terms have changed, and that
has nothing but the acknowledgement: no figure, and no box to type into. mineo, SORACOM and さくら answer programs alone; a page for people
in the place of an answer is `LayoutChanged` there (while an account of SORACOM is added, `CannotConnect`). Where only a page of bills is replaced, that is said of the bills.

## Another customer's answer

In the row “another customer's lines” only the lines are another's (their numbers, ids and use); in the row “another customer's answer, account,
lines and allowance” the account's own id is the other's too, wherever a portal tells one, and so is his allowance. At a poll, an answer
with none of the known lines is dropped as a whole (`ForeignAnswer`), whatever else it says, and so is one with another account's id.

**shown** is the one thing that is not good: the other's figures are shown as one's own.

* **SoftBank** at a poll: its page with the figures names nobody, neither does the page that leads to it, and the first page and the bills
  tell nothing of it that anybody has published ([protocol sheet](carriers/softbank.md)). Another's figures are refused only where they
  cannot follow upon one's own (`LayoutChanged`: another allowance, or less use than before). If they could be one's own, nobody can
  tell; afterwards one's own are refused as too low until the next cycle, or until the account is added again.
* **Rakuten Mobile** at a poll: its page names nobody and tells nothing but what was used; another's figure is refused where it is
  lower than one's own (`LayoutChanged`), and shown where it is not, with the same consequence.
* **While an account is added**, nothing is known yet: what the portal shows is taken for the person's own, unless the login's own number or id
  is another. The person sees the numbers of the lines.
* **What is handed in** without a number is the user's own to know.

## A month, and what a long run finds out

`script/test --long` takes an hour and a half on two processors, and tells at its end what it found out in figures: cells tried, inputs
of each fuzzer, the slowest of those that are led by branches for each 100 kB, the month of [the soak](../tests/integration/test_soak.py),
changed pages, rows of the recorder, kills.

The soak is 30 simulated days of 20 accounts in one Home Assistant, which runs inside the test's own process, with a real recorder whose
database is in the memory. Its accounts are polled at their own pace, with a fault for an hour in every tenth hour and a reload of one
account in every sixtieth: no process ends there; restarts of a whole Home Assistant are [other tests](../tests/e2e/test_restart.py).
The 20 are one account each of `iijmio`, `ymobile`, `his`, `bmobile`, `nihontsushin`, `portal`, `biglobe`, `nuro`, `excite`, `gmo`, `hiho`,
`aeon`, `libmo`, `jcom`, `qtmobile`, `linemo`, `sakura`, `soracom`, `docomo` and `au` (the last two by cookies, which do not end meanwhile).
Not in it are `softbank`, `mineo`, `povo`, `rakuten`, `ahamo`, `irumo`, `uq`, `povo1` and `handed`. Its faults are those that end by
themselves: what wants a person (captchas, agreements, HTTP 403, redirects elsewhere) or takes long is in the tables alone.

In the last run: 8,457 polls, 72 faults of 19 kinds, 12 reloads. No account logged in again, for no login ends by itself there; さくら was
asked 30 times, once a day, whose the key is. At its end data used, left and allowed and the bills were the world's, as each carrier
tells them; no repair was open, and nobody was asked for anything. Days in the statistics have the seven lines of `iijmio`, `soracom`
and `docomo` alone, for only these tell days: all 569 that the world tells of stood there once, with its figure. Of our modules and of
what waits in the event loop there were 4,229 objects in the memory, after 3,894 on the sixth day, days and months of the history not
counted. The whole process had 838 MB, after 417: its database is in the memory there, and the test's stand-in for the disk
remembers every file that was ever written, so that this figure bounds what we keep (at most 25 MB a day), and tells no more.

"""
