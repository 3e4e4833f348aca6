"""English: rarer words. Where `words_en.py` knows one of them too, it means what it means there."""

from .lexicon import Sense
from .phrases import by_commas as split, combined as _all

RARER = {
    Sense.DATA: split("""
        cellular,       """),
    Sense.BILL: (
        *_all(
            "what do we owe|how much do we owe",
            "for our|on our|the|to the",
            "mobiles|phones|mobile company|phone company|mobile carrier|carrier",
        ),
        *split("""
        cost us, costs us, phones cost, phone cost this month, line cost, lines cost, line costs, phone bill cost, fee of the mobile phone, fee of the phone,
        charging us, charging us for,
        come out expensive, come out at, comes out at, come out to, comes out to, came out at, came out to, price of the phone bill,
        telephone account, phone money, what the phones come to, what the phones came to, what the phones set us back, phones setting us back,
        shelling out for phones, forking out for the phones, coughing up for the mobiles, stumping up for the phones, spending on the mobiles, rinsing
        us for the phones, mobile company want off us, stinging us for the phones, mobile account, total for the phones, phone tab, mobiles this month"""),
    ),
    Sense.LEFT: split("""
        still on it, still on, still on there, still there to use, basically empty,
        lef, remained, unspent, untouched, still has, still in the tank, still in the pot, still good, still kicking about, still in credit, in the
        tank, in the pot, in the bank, in hand, in reserve, down to, got down to, sitting at, sitting on, standing at, stands at, plenty, got plenty,
        getting short, running on fumes, on fumes, headroom, wiggle room, breathing room, leeway, in stock, knocking about, hanging about, at my
        disposal, to my name, away from the limit, the state of play, finished or not, fixed for, okay for, ok for, all right for, alright for, right
        for, off for, sorted for, set for, doing for, doing on, placed for, looking on, a scrap of, any left over, what he is down to, still on the
        clock, not used, not used yet, yet to use, still to use, off the cap"""),
    Sense.USED: split("""
        useage, utilised, utilized, utilisation, getting through, run through, ran through, ripped through, raced through, rattled through, blown,
        blew through, blasted, blasted through, chewed, chewing through, munched, munched through, guzzled, guzzling, hogged, hogging, swallowed,
        swallowed up, scoffed, drained, sucked up, sucked down, hoovered up, hammered, been hammering, hammering, caned, been caning, rinsed, rinsed
        through, battered, thrashed, smashed, smashed through, absolutely smashed, torn through, tore through, ploughed through, plowed through,
        whipped through, flown through, sailed through, notched up, polished off, knocked off, squandered, wasted, frittered away, lashed through,
        horsed through, horsed into, milled through, made a dent in, dipped into, dug into, depleted, finished already, makan, downloaded, streamed,
        done so far, damage, the damage, eaten out of, bitten out of, got through, get through this month, into the allowance"""),
    Sense.MAY: split("""
        today's data limit, today's limit, data limit for today, limit for today, limit today, okay for today,
        permitted, entitled to, limited to, have to stick to, stick to, sticking to, stick with, stay under, stay within, stay below, keep under, keep
        it under, keep to, keep within, keep below, get away with, getting away with, make do with, making do with, got to work with, have to work
        with, aim for, no more than, top whack, top limit, upper limit, need to hold to, hold myself to, restrict to, cut down to, ought to, supposed
        to, meant to, safe to, okay to, ok to, fine to, free to, good to, be using, get away with using, reckon on"""),
    Sense.TODAY: split("""
        since breakfast, since i got up, since i woke up, since we got up, since getting up, since sun up, the day so far, in the day so far, from
        morning, from the morning, since morning, since we woke up, the whole day today, since waking up"""),
    Sense.DAILY: split("""
        everyday, day by day, day to day, by the day, in one day, for one day, per diem, day in day out, day limit, day's worth, ration, rations,
        rationed to, ration it, ration ourselves, ration myself, pace myself, pace ourselves, spread out, spread it out, spread over the days, spread
        evenly, split over the days, split by day, shared out over days, divided by days, averaged out, every single day, perday, one day how much"""),
    Sense.LASTS: split("""
        not finish, finish before, be okay, be ok, be alright, be all right, be fine, okay until, ok until, fine until, okay till, fine till, enough until,
        holds out, holding out, hold up, survive, survive the month, survive till, stretch, stretch to, stretch that far, stretch out, stretch to the
        end, stretch it out, eke out, eke it out, spin it out, see the month out, get her through, get him through, get them through, get to the end,
        carry me over, carry us through, carry her through, tide her over, tide him over, tide them over, do me till, do her the month, do us the
        month, keep me going, keep us going, keep her going, keep him going, make the end, go the distance, go the whole month, reach to the end,
        reach month end, cover the month, on track, on course, on target, runs dry, be finished, will finish, finish up, exhaust, deplete, dry up,
        give out, peter out, conk out, be done for, be cut off, get cut off, come up short, fall short, end up short, bust the limit, burst our cap,
        hit the buffers, hit zero, hit the wall, get to zero, reach zero, overshoot, max out, be throttled, get slowed down, at the rate i'm going,
        the way we're going, the way she's going, the way things are going, keep this up, go on like this, carry on like this, got till, arrive to the
        end, sustain, stretches, stretches to, stretches till, carry me, carry us, carry him, carry her, manage until, high and dry, hold on till,
        finishes, last out, i'll run out, not make it, makes it to, gets to the end, come to nothing"""),
    Sense.RESETS: split("""
        renewing, refreshing, replenishes, back to zero, back to normal, goes back up, go back up, rolls around, flip over, flips over, click over,
        clicks over, go round again, comes round again, come round, cycle date, end of the cycle, next lot, next batch, fill up, fills up, fills up
        again, fill back up, filled up again, top back up, be back on full, kick off again, kicks off again, expire, expires, expiry, expiry date,
        valid till, valid until, plan expire, pack expire, wipe clean, go back to zero, zeroed, anniversary date, reload date, will be full again,
        reopen, restarting, next allowance"""),
    Sense.UNPAID: split("""
        didn't pay, dues, any dues, behindhand, backlog, squared, squared up, squared away, all square, all square with them, straight with them,
        caught up, dealt with, seen to, hanging over us, bounced, been declined, chasing us for money, after us for money, red letter, final demand,
        in the clear, in good standing, defaulted, delinquent, needs paying, need paying, wants paying, want paying, skipped, bounce, payment failed,
        payment bounce, payment received, payment made, payment done, payment go through, payment went through, payment gone through, gone unpaid,
        slipped through, on top of"""),
    Sense.DUE: split("""
        want its money, wants its money,
        payable, payable by, gotta pay, cut off date, final date, pay date, debit date, auto debit, giro deduct, deducted, get deducted, gets
        deducted, deduction, cut from account, money get cut, hit the account, hits the account, hit the card, hits our bank, comes out, coming out,
        goes out, going out, leaving the bank, take it out, take the money, takes the money, taking the money, collect the money, collected, withdraw
        it, draw it down, be drawn, want their money, wanting their money, wants its money, looking for their money, expecting the money, needs
        settling by, money go from account, bill date, invoice date, date of payment, charge the card, latest to pay, how long to pay, how long to
        settle, settle by, be paid by, get paid by, to be in by, to be paid by, last date for, money leave, take the bill, take the payment, pay it
        by, pay that by, leave our account, hit the bank"""),
    Sense.WHEN: split("""
        whenabouts, what's the date, how many more days, how many sleeps, how many sleeps till, how much longer, how much longer till, how far off,
        how far away, how close are we to, days until, days till, days to, days before, number of days, which number of the month, """),
    Sense.LEAST: split("""
        most short of, shortest of, nearest to their limit, less left than,
        scraping the bottom of the barrel, bottom of the barrel,
        minimum, the minimum,
        furthest down, less than the others, less than everyone else, less than anybody, lesser than others, shortest, leanest, emptiest, nearest
        empty, closest to the edge, closest to maxing out, closest to done, nearest the end, nearest the bone, nearest the bottom, poorest, skintest,
        hardest up, in the most trouble, most in trouble, most at risk, most in danger, in most danger, most strapped, most in need, needs it most,
        most stuck, most depleted, most drained, most finished, scraping the bottom, scraping the barrel, scraping along the bottom, at the bottom,
        bottom of the list, bottom of the pile, bottom of the table, bringing up the rear, wooden spoon, on fumes the most, hanging by a thread, on
        the brink, down to the dregs, down to the wire, out the soonest, struggling most, struggling the most, suffering most, hurting most, weakest
        link, more less, most little, littlest, about to run out, next to run out, runs out soonest, run out soonest, soonest, has the fewest, first
        to go, furthest behind, next to nothing, barely any, barely anything, scraping, in most trouble, lowest down, most worried"""),
    Sense.FILLER: split("""
        in the house, everyone in the house,
        anybody's, somebody's, since the reset, since the last reset, since it reset, since it last reset, since the renewal, i bet,
        household's, expensive,
        pretty please, thank you kindly, thanks a million, thanks very much, thanks awfully, ta, ta very much, cheers, much obliged, much appreciated,
        kindly, sorry to bother you, sorry to be a pain, sorry to ask, sorry for asking again, pardon me, pardon, beg pardon, forgive me, apologies,
        hiya, ey up, ay up, howdy, g'day, oi, yo, wotcha, alright, all right,  good morning, good afternoon, good evening, namaste,
        right, right then, right so, right you are, righto, as of right now, as it stands, as things stand, presently, at present, at this moment, at
        this point, at this stage, at this time, nowadays, once more, okey dokey, oh god, oh lord, ooh, ah, ah sure, ah here, ah go on, ach, och, aye,
        aw, umm, uhh, erm, hmm, mm, yeah, yeah nah, yep, eh, huh, innit, isn't it, i mean, listen, c'mere, come here to me, anyway, anyhow, anyways,
        by the way, btw, while you're at it, while i'm at it, while i think of it, while i remember, speaking of which, come to think of it,
        basically, literally, frankly, truly, truthfully, to be honest, to be fair, tbh, be honest, be honest with me, be straight with me, give it to
        me straight, don't sugar coat it, simply, merely, only, only just, rather, pretty, very, fairly, precisely, exact, precise, accurately, rough,
        around, approx, roundabout, ish, ballpark, ballpark figure, rough idea, give or take, more or less, nearly, almost, probably, possibly,
        perhaps, maybe, perchance, by chance, happen, happens, happen to know, supposedly, apparently, seemingly, obviously, clearly, certainly,
        definitely, surely, of course, naturally, hopefully, ideally, generally, normally, usually, typically, all told, entirely, totally,
        completely, absolutely, bloody, flipping, flippin, blooming, bleeding, blasted thing, ruddy, darn, damn, dang, freaking, frigging, feckin,
        sodding, stupid, silly, daft, wretched, on earth, in the world, the heck, the hell, the devil, the dickens, gosh, goodness, goodness me, good
        grief, heavens, crikey, blimey,  strewth, jeez, jaysus, wow, aiyo, aiyah, arre, yaar,  lah, leh, lor, meh,  or whatever, or
        thereabouts, and stuff, and everything, itself, d'you think, d'you reckon, d'ya think, i suppose, suppose, supposing, i guess, i hope,
        hoping, as a matter of interest, being nosy, nosy, i have one doubt, one small doubt, one thing, one more thing, another thing, asking, just
        asking, ask, i wanted to ask, i want to ask, let me ask, would you ever, would you mind, do you mind, if you don't mind, if you wouldn't mind,
        if it's no trouble, if it's no bother, if it isn't too much trouble, if possible, if poss, possible, is it possible, any chance, any idea,
        have you any idea, idea, got any idea, any clue, clue, no idea, haven't a clue, haven't the foggiest, not sure, i'm not sure, i can't
        remember, dunno, i've lost track, lost track, knows, knowing, d'you know, d'ya know, i wish to know, i ought to know, wanted to know, lemme
        know, need, needs, finding out, suss out, make sure, be sure, confirm, verify, double check, checking, take a look, have a gander, have a
        butcher's, have a wee look, have a squiz, have a peek, take a peek, look into, looks, seem, seems, appear, appears, telling, gimme, fill me
        in, state, situation, what's the story, what's the craic, what's the score, what's the situation, what's the deal, details, detail, answer,
        enlighten me, help, help me, do me a favour, do us a favour, do me a favor, do the needful, be a  be an angel, be a sport, be so good
        as to, there's a good girl, there's a good lad, good girl, good lad,  sweetheart, sweetie, hun, real quick, right quick, asap, in a
        hurry, sharpish, pronto, if you've a moment, got a sec, have you a second, hang on, hold on, go on, go on then, come on, thing, things,
        thingy, whatsit, thingamajig, stuff, bit, a bit, a wee bit, wee, little, bits, sort of, kinda, sorta, ever, ever so, as well, though, but,
        because, cos, coz, seeing as, in case, just in case, for peace of mind, peace of mind, for my own sanity, for the record, for reference, for
        heaven's sake, for goodness sake, for god's sake, for crying out loud, worried, i'm worried, i'm a bit worried, worry, worrying, concerned,
        nervous, panicking, in a panic, stressed, afraid, i'm afraid, scared, dreading, i dread to ask, dare i ask, i hate to ask, go on shock me,
        break it to me gently, hit me with it, what's the bad news, bad news, good news, careful, being careful, trying to be careful, planning,
        thinking, i was thinking, trying, trying to, try, hoping to, fixing to, supposed, meant, before we set off, the  on the  on the
        bus, on the go, on the move, on the road, heading out, outside, off out,  in this  thus far, good, badly, fine, grand, great,
        lovely, nice, brilliant, big, huge, massive, small, tiny, whole, entire, own, same, proper, properly, old, poor old, poor,  lousy,
        measly, miserable, blessed, infernal, gotten, go, goes, come, comes, make, made, take, takes, put, stick, keeping, keep an eye on, keeping an
        eye on, keep tabs on, let's, lemme, let's see, let me guess, i bet, i swear, i feel like, feels like, i'm sure, ought, in fairness, fair play,
        no worries, no rush, no bother, no pressure, sure, sure look, wee question, how's things, how goes it, where are we with, where are we at,
        where do we stand, where do i stand, where am i at, with regard to, regarding, concerning, as regards, as for, in terms of, here's, bored,
        tired, stuck, stranded, rushing, busy, skint, tight, lazy, old fashioned, i'm only asking, don't laugh, don't judge me, silly question, stupid
        question, daft question, humour me, bear with me, believe it or not, god forbid, god willing, touch wood, fingers crossed, with any luck,
        after all, in the end, my signal's rubbish,   him, that'll, that's, non stop, in the  time, this time,
         telephone, amounts, amounts to, comes to, came to, come to, put a  on, down, get him to, get her to, get us to, get me to, goes
        on, if it goes on like this, was wondering, told, says, said, off, over, by now, able to tell me, gone by, hear, sounds,  whats up
        with,  us all, the lot of us, tally, tallied, tot up,    y'all, both of us, two, three, four of us, all four, all
        three,     plus, mind, mind telling me, while, onto, into, kids are asking, before, before we, before i, since it, that
        one, this one, such, where, where's, hows about, what about, how about, same as, until then, till then, by then, at home, in our  under
        this roof, across, across all, between, among, amongst, everyone together, everybody together, pls tell, kindly tell, tell us, give us, give
        me, get me, mobile's, phone's, handset's, sim's, contract's, plan's, allowance's, month so far,   out and about"""),
}
