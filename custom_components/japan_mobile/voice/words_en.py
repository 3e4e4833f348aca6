"""English: how people ask for their mobile data."""

from .lexicon import Lexicon, Sense
from .phrases import by_commas as split, combined as _all
from .rarer_en import RARER
from .refusals import ENGLISH as REFUSED

_PHONE = "mobile|phone|cell phone|cellphone|cell|mobile phone|smartphone|sim|handphone|postpaid"
_CHARGE = "bill|bills|charge|charges|invoice|invoices|costs|fees|payment|payments|statement"
_PAYING = ("pay for|paying for|owe on", "|the|our|my|his|her", "mobile|mobiles|phone|phones|lines|cell phones")

ENGLISH = Lexicon(
    language="en",
    spaced=True,
    rarer=RARER,
    owed=split(
        "unpaid, overdue, in arrears, arrears, owe, owes, owing, paid up, behind on, behind with, outstanding, missed a payment, miss a payment, missed, forget to pay, forgot to pay, forgotten to pay, have to pay, need to pay, got to pay, want its money, past due, paid off"
    ),
    paying=split(
        "pay, paid, paying, payment, payments, due, owe, owes, owed, owing, overdue, unpaid, arrears, debit, autopay, debited"
    ),
    also=split(
        "which line, which phone, which sim, whose phone, whose line, which number, which one of us, mobile usage, phone usage"
    ),
    core=split("""
        how, how much, how many, what, what's, whats, is, are, was, has, have, had, did, does, do, will, got, get, the, a, this month, this month's, so
        far, tell me, show, show me, please, hey, ok, okay, much, many, for, of, to, in, on, and, still, yet, already, now, right now, currently, can, you, me, until,
        the end of the month, end of the month, month, line, phone, sim, anything, it, there, be, up, long, whole, any, we, our, my, I, tablet, going to, gonna, at this rate, reset, the reset, make, his, her, its, looking, total, in total, we, i, so, it's, enough, without, each, carrier, about, latest, be, been, my, our, would, could, phones, lines, mobiles, allowed, number, all"""),
    after_name=("'s", "s", "'", "'s's"),
    in_place=(
        "tablet in the {}",
        "tablet that's in the {}",
        "tablet over in the {}",
        "tablet up in the {}",
        "tablet we keep in the {}",
        "tablet in {}",
        "{} tablet",
        "{}'s tablet",
    ),
    opening=split("""
        i'd like to know, i would like to know, i want to know, i'm worried, worried, excuse me, sorry, i wonder if, i was wondering, wondering,
        do you know, could you tell me, can you tell me, please tell me, please say, say, let me know, which, who, whose, when, by, would you mind telling me, mind telling me, i was wondering what, give me, amounts, telephone, just"""),
    strong=(
        *split(
            "mobile data, cellular data, cell data, data allowance, data plan, data balance, data quota, mobile internet"
        ),
        *split("mobile broadband, phone internet"),
        *_all(_PHONE, _CHARGE),
        *_all(*_PAYING),
    ),
    whose=split("""
        we, our, us, my, i, me, everyone, everybody, everyone's, everybody's, family, family's, household, phone, phones, mobile,
        mobiles, line, lines, sim, sims, sim card, handset, handsets, plan, allowance, each of us, which of us, whose, who's, who,
        this month, month end, end of the month"""),
    cues=split("price, how, what, will, which, when, is, are, do, does, did, has, have, can, much, any, expensive"),
    asks=split(
        "amount, total, come to, how much, how high, how expensive, how bad, how many, what are, what did, what do, what does, how's, how is, what's, what is, whats, show, show me, tell me, check"
    ),
    units=split(
        "gb, gbs, gigabytes, gigabyte, megabytes, mb, megs, meg, gbytes, internet, high speed, high-speed, packets, the cap, giga"
    ),
    lines=split(
        "phone, phones, mobile, mobiles, cell phone, cell phones, line, lines, sim, sims, handset, handsets, carrier, phone company, telco, handphone"
    ),
    refused=REFUSED,
    elsewhen=r"\b(?:past|ago|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|\d+(?:st|nd|rd|th)|\d+ days|summer|winter|spring|autumn|holidays?|vacation)\b"
    r"|(?<!since )\bthis morning\b|\bovernight\b|\b(?:this|last) quarter\b|\bchristmas\b|\beaster\b|\bin 20\d\d\b|\bthe other (?:night|day|week)\b|\bnext month\b|\bbetween .*\d and\b|\bfrom \d+ to\b"
    r"|\b(?:three|two|four|five|few|\d+) (?:days|weeks|months) before\b|\bon the \w+(?:th|first|second|third)\b",
    past=split("last month, last month's, previous month, previous month's, month before, the month before"),
    ahead=split("tomorrow, this week, next week"),
    owning=split(
        "does, did, has, will, can, for, is, the, in, on, at, of, from, by, with, my, their, his, her, our, usage"
    ),
    beside=split("does, did, has, have, and, than, or, had"),
    kin=(
        split("dad, daddy, father, papa, pa, my dad, my father, old man"),
        split("mum, mom, mother, mummy, mommy, mama, ma"),
        split("grandma, granny, gran, nan, nana, grandmother, gran's"),
        split("grandpa, grandad, granddad, grandfather"),
        split("kids, kid, children, children's, kiddos, kiddies, little ones"),
        split("wife, missus"),
        split("husband, hubby"),
        split("son"),
        split("daughter"),
        split("brother"),
        split("sister"),
    ),
    foreign=split("""
        in may, ago, since monday, since sunday, since friday, delete, make a note, write down, mark the, why can't, why is my, about me, explain, ebook,
        last night, last night's, last few days, last time, last summer, last winter, last friday, last sunday, the other day,
        last week, last week's, weekly, week, weekend,
        yesterday, yesterday's, last year, this year, year, years, hour, hourly, january, february, march, april, june,
        july, august, september, october, november, december, battery, batteries, charger, nas, disk, drive, hard drive, storage, space, ssd, cloud,
        backup, backups, icloud, dropbox, onedrive, photos, server, router, wifi, wi-fi, wi fi, wireless, home broadband, fibre, fiber, tv,
        television, telly, laptop, computer, pc, macbook, watch, camera, electricity, electric, power, gas, water, heating,
        rent, credit card, mortgage, tax, taxes, insurance, netflix, spotify, amazon, solar, energy, minutes, texts, text messages, call minutes,
        roaming, roam, signal, reception, coverage, buy, purchase, order, add, topup, upgrade, downgrade, change, cancel, turn, switch, disable, enable, stop,
        pause, block, remind me to, remind us to, remind me to pay, remind us to pay, set, reminder, timer, alarm, list, send, email, call, transfer, gift, use next month, need next month, more data than, less data than me, cheaper, cheapest, cheap,
        recommend, price of a, price of an, price of the new, uncle, aunt, auntie, cousin, friend, friend's, neighbour, neighbor, boyfriend, girlfriend, boss,
        roommate, flatmate, guest, guests, nephew, niece, colleague, mate's, tablet, tablets, printer, fridge, speed, speed test, fast is, download speed,
        sensor, database, log, logs, spreadsheet, weather, calendar"""),
    phrases={
        Sense.FILLER: split("""
            how, how much, how many, what, what's, whats, how's, hows, which, who, whose, who's, whos, tell, tell me, show, check, give, say,
            let, know, want, want to, wanna, like, please, pls, hey, hi, hello, ok, okay, so, and, um, uh, er, well, excuse me, sorry, just,
            quick, question, quickly, actually, currently, right now, now, at the moment, still, yet, already, the, a, an, of, on, for, in, to,
            with, at, my, our, your, his, her, their, me, us, i, we, you, he, she, they, it, its, it's, there, there's, theres, that, this,
            these, those, any, some, anything, something, all, all of, everyone, everybody, everyone's, everybody's, family, family's, each,
            both, every, person, household, home, total, in total, altogether, together, overall, combined, line, lines, phone, phones,
            phone's, sim, sims, sim card, sim cards, number, numbers, mobile, cell, cellphone, cellphones, smartphone, smartphones,
            device, devices, account, accounts, plan, plans, contract, this month, this month's, the month, of the month, the whole month, rest of the month, end of the month, end of month, until the end, month end, the end of the month, rest of this month, end of this month, the rest, so far, until, till, before,
            by, amount, much, many, long, high, is, are, am, was, were, be, been, being, do, does, did, don't, doesn't, will, won't,
            would, has, have, had, haven't, hasn't, got, get, gets, going to, gonna, current, latest, recent, newest, up to now, until now,
            to date, as of now, info, information, about, status, update, report, i'd, i'm, i've, we've, we're, we'll, he's, she's, they've,
            can you, could you, would you, will you, can i get, can i see, can i know, may i ask, may i know, could i get, i wonder, wonder, wondering,
            if, whether, curious, remind, look up, read, out, see, find, find out, work out, figure out, exactly, approximately, roughly,
            next, then, also, thanks, thank you, yen, in yen, money, price, between us, without, or, from, one, ones, once, do you know, else,
            cycle, billing period, period, up, all the, rate, this rate, at this rate, pace, at this pace, going, there are, days, hours, carrier,
            soon, really, even, too, looking, look, doing, here, check on, quick check, can you check, not, yes, no, our family, anyone, anybody, somebody, someone, per, per line, per person, by line, by person, each of us, of us, full, month's, the month's, seriously, again, since the first, since the beginning of the month, since the 1st, reckon, having, a lot of, a lot, lots of, wants to know, wants, need to, keeps, keep, keeps going like this, keep going like this, keeps going, keep going, like this, all month, got to, out of all, whichever, at all, much of, mate, love, honey, dear, quite, honestly, my lovely, by any chance, remind me, what is, think, oh, oh no, kind, so kind, is over, the month is over, before the month is over, how bad, bad, phones', lines', monthly, getting, since the start of the month, since the start of this month, pay, billing month, this billing month"""),
        Sense.DATA: split("""
            data, mobile data, cell data, cellular data, internet data, data allowance, data balance, data plan, mobile internet, phone
            internet, gigs, gig, giga, gigas, gigabytes, gigabyte, gb, gbs, megabytes, mb, allowance, high speed, high-speed, fast data,
            data quota, quota, data volume, packets, internet, gbytes, megs, meg, mobile broadband, phone plan, phone plans, mobile plan, mobile plans, plan renewal, of his plan, of her plan, of our plan, of my plan, of their plan, of the plan, the cap, data cap, data limit, data limits"""),
        Sense.BILL: (
            *_all(
                f"|line|data|carrier|{_PHONE}",
                _CHARGE,
            ),
            *_all(*_PAYING),
            *split(
                "billed, being charged, being charged for, getting charged, getting charged for, charged for, paying, billing, costing, costing us, damage on the phones, damage for the phones, pay the mobile, pay her mobile, pay his mobile, pay my mobile, pay our mobiles"
            ),
        ),
        Sense.LEFT: split("""
            left, remaining, remains, remain, leftover, left over, available, remainder, balance, to go, to spare, unused, still have, still got, is there still, still some, still any, are there still, run out of data yet, has run out of data yet, run out of data already, run out already, out of data already, out of data yet, out of data now, out of internet already, ran out of data, did run out, to play with, still available, spare, up my sleeve, already run out, already run out of, already out of, already out, run out of mobile data already, run out of internet already"""),
        Sense.USED: split("""
            used, use, uses, using, used up, usage, consumed, consume, consuming, spent, spend, gone, gone through, burned, burnt, burned through,
            burnt through, consumption, use up, went through, go through, eaten, eaten up, been through, burn through, gotten through, got through,
            burning through, going through, burn, burned up, eat, ate, eat up, mobile usage, phone usage, already through, through this month, chewed up, chewed through, chew through, blown through, blow through, gobbled, gobbled up, eating, racked up, clocked up, run up"""),
        Sense.MAY: split(
            "can, may, could, should, might, must, shall, allowed, able, afford, safely, safe, usable, can i still, we're allowed, can we use, can i use, can he use, can she use, allowed to spend, allowed to use, able to use, can use, can safely use, can spend, can we spend, can i spend, should use, should we use, okay for today, ok for today, alright for today"
        ),
        Sense.TODAY: split(
            "today, since midnight, this day, today's, tonight, since this morning, use up today, used up today"
        ),
        Sense.DAILY: split("per day, a day, each day, every day, daily, budget, daily data limit, daily limit"),
        Sense.LASTS: (
            *_all(
                "hit|hits|reach|reaches|hitting|reaching",
                "his|her|the|my|our|their|its",
                "data limit|limit|data cap|cap",
            ),
            *split("""
            run out, runs out, running out, ran out, run out of, running out of, runs out of, be enough, enough, sufficient, last until,
            last till, last through, last us, last me, last to, last the, will it last, gonna last, going to last, be gone, make it, makes it, lasts, suffice,
            hold out, run dry, run short, running short, be empty, exceed, go over, going over, exhausted, last long enough, will use up, going to use up, gonna use up, 'll use up, use up all, use up the, use up her, use up his, use up our, use up my, use up their, out of,
            last me until, last us until, last all, be used up, last, get through, get us through, get me through, last for, see her through, see him through, see me through, see us through, see them through, enough to last, make it to, get over, gets over, don't blow the cap, blow the cap, blow our cap, blow through the cap, all gone, are gone, is gone, be all gone, be all used up, be used up already, get by, gets by, getting by, see out, see out the month, run dry on, scrape through, cope, tide us over, tide me over"""),
        ),
        Sense.RESETS: split("""
            reset, resets, resetting, renew, renews, renewed, refresh, refreshes, refreshed, start over, starts over, restart, restarts,
            roll over, rolls over, reset date, renewal date, renewal, new, fresh, new cycle, next cycle, next reset, refill, refills, refilled, come back,
            billing cycle, cycle end, cycle ends, reset day, replenish, replenished, start again, starts again, starts, start, begin, begins, top up again, back to full, coming back, coming back to full, comes back, comes back to full, starting over, next data refresh, roll round, rolls round, kicks in, kick in, turn over, turns over, tick over, ticks over, goes back to full, topped back up"""),
        Sense.UNTIL: (
            *_all(
                "till|until|til|before|up to|by|to",
                "|it|the|next|my|our|her|his|their|the next",
                "reset|resets|renewal|renews|refresh|refreshes|rollover",
            ),
            *_all("till|until|til|before|up to", "the|the next", "reset date|renewal date|next reset"),
        ),
        Sense.UNPAID: split("""
            unpaid, overdue, outstanding, late, missed, behind on, behind, in arrears, arrears, past due, owing, owed, to pay, owe,
            owes, paid, miss, missing, amount due, due amount, debt, debts, forgot, forget, forgotten, settled, anything due, pending, open, forget to pay, forgot to pay, forgotten to pay, need to pay, have to pay, has to pay, needs to pay, did we pay, did i pay, did he pay, did she pay, did you pay, already paid, been paid, paid up, up to date, paid off, settle, unsettled, forgot about, owing on, cleared, to be cleared, in the red, been taken care of, taken care of, been settled"""),
        Sense.DUE: split("""
            when should i pay, when should we pay, when must i pay, when must we pay, when do i pay, when do we pay, when can i pay,
            due, due date, payment date, payment due, payment due date, pay by, paid by, deadline, payment deadline, debited, charged, come due,
            fall due, falls due, withdrawn, pay day, payday, go out, come out, deadlines, taken, bill due, bill due date, billing date, due dates, auto pay, autopay, direct debit, come off, comes off, leave the account, leaves the account, taken out, last day to pay, last date to pay, pay before"""),
        Sense.WHEN: split(
            "when, when's, whens, when is, what day, which day, what date, what time, on what day, how soon, how long, when do i, when does, when will, which date, how many days, last date, last day, what's the last date, what's the last day"
        ),
        Sense.LEAST: split("""
            least, the least, lowest, fewest, smallest, closest to running out, nearly out, almost out, almost empty, running lowest, shortest on,
            worst, closest to empty, out first, run out first, runs out first, running out first, nearest to running out, running low, low, lowest on, first, smallest amount, smallest amount of, one's got the smallest amount of, nearly gone, almost gone, hardly any, hardly anything, the less, nearly out of, almost out of, nearly used all, nearly used up, less than everybody else, less data than everybody else, closest to zero, nearest to zero, worst off, running dry, closest to running dry, most desperate, closest to the limit, scarcest, tightest, nearest the limit, fewest gigs, the least amount, closest to being out, closest to having no, closest to no, closest to using up, closest to using up its, nearest to their data limit, nearest to the data limit, closest to their data limit, closest to its data limit"""),
    },
)
