// What no state holds: days out of the statistics, and what is left by expiry out of an action. Asked for once for all cards.

import { entryOf, nameOf, statisticOf } from "./data.js";

const DAYS = 14;
const FRESH = 5 * 60_000;
const HOUR = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Tokyo", hour: "2-digit", hourCycle: "h23" });
const DATE = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tokyo" });
const asked = new Map();

/** The same answer for all who ask within five minutes, unless what it is about was updated since. */
function once(key, version, ask) {
  const known = asked.get(key);
  if (known && known.version === version && Date.now() - known.at < FRESH) return known.answer;
  const answer = ask().catch(() => null);
  asked.set(key, { version, at: Date.now(), answer });
  return answer;
}

/** The last two weeks of a line, the oldest first: `{day, value}`, null where nothing is known. */
export async function daysOf(hass, deviceId, version) {
  const statistic = statisticOf(hass, deviceId);
  if (statistic === null) return [];
  const start = new Date(Date.now() - DAYS * 86_400_000);
  const message = {
    type: "recorder/statistics_during_period", start_time: start.toISOString(), statistic_ids: [statistic], period: "hour", types: ["state"],
  };
  const answer = await once(`days ${statistic}`, version, () => hass.callWS(message));
  const known = new Map();
  for (const row of answer?.[statistic] ?? []) {
    if (!isRest(row.start)) known.set(dayIn(row.start), (known.get(dayIn(row.start)) ?? 0) + row.state);
  }
  return Array.from({ length: DAYS }, (_none, back) => {
    const day = dayIn(Date.now() - (DAYS - 1 - back) * 86_400_000);
    return { day, value: known.get(day) ?? null };
  });
}

/** What is left of a line by kind and expiry: `{kind, remaining, expires}`. */
export async function bucketsOf(hass, deviceId, version) {
  const entry = entryOf(hass, deviceId);
  if (entry === null) return [];
  const message = {
    type: "call_service", domain: "japan_mobile", service: "get_usage", service_data: { config_entry_id: entry }, return_response: true,
  };
  const answer = await once(`usage ${entry}`, version, () => hass.callWS(message));
  const called = new Set([hass.devices[deviceId]?.name, nameOf(hass, deviceId)]);
  const lines = (answer?.response?.lines ?? []).filter((line) => called.has(line.name));
  return lines.length === 1 ? lines[0].buckets.filter((bucket) => bucket.remaining) : [];
}

/** Whether a row is the rest of a month: it is no day's use, and begins in the afternoon, also where days are UTC's. */
function isRest(moment) {
  return Number(HOUR.format(new Date(moment))) >= 12;
}

function dayIn(moment) {
  return DATE.format(new Date(moment));
}
