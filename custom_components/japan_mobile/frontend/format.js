// Numbers, days and money as the user's language writes them.

const cache = new Map();

function formatter(kind, language, options) {
  const key = `${kind.name} ${language} ${JSON.stringify(options)}`;
  if (!cache.has(key)) cache.set(key, new kind(language, options));
  return cache.get(key);
}

/** A size: `{number, unit}`, such as 12.4 and GB. The carrier's gigabytes, so GiB is written as GB. */
export function sizeParts(size, language) {
  const unit = { GiB: "GB", MiB: "MB" }[size.unit] ?? size.unit;
  const digits = size.value !== 0 && Math.abs(size.value) < 10 ? 2 : 1;
  const number = formatter(Intl.NumberFormat, language, { maximumFractionDigits: digits }).format(size.value);
  return { number, unit };
}

/** A size in one text. */
export function size(told, language) {
  const { number, unit } = sizeParts(told, language);
  return `${number} ${unit}`;
}

/** An amount of yen. */
export function yen(amount, language) {
  const options = { style: "currency", currency: "JPY", currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 };
  return formatter(Intl.NumberFormat, language, options).format(amount);
}

/** A day of the carrier's calendar, `2026-12-01`. */
export function day(text, language) {
  const options = { month: "short", day: "numeric", timeZone: "Asia/Tokyo" };
  return formatter(Intl.DateTimeFormat, language, options).format(new Date(`${text.slice(0, 10)}T12:00:00+09:00`));
}

/** A moment, as the day on which it lies in Japan. */
export function dayOf(moment, language) {
  const options = { month: "short", day: "numeric", timeZone: "Asia/Tokyo" };
  return formatter(Intl.DateTimeFormat, language, options).format(new Date(moment));
}

/** How far a day is away, in words: tomorrow, in 4 days. */
export function until(text, language) {
  const today = formatter(Intl.DateTimeFormat, "en-CA", { timeZone: "Asia/Tokyo" }).format(new Date());
  const days = Math.round((Date.parse(`${text.slice(0, 10)}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / 86_400_000);
  return formatter(Intl.RelativeTimeFormat, language, { numeric: "auto" }).format(days, "day");
}

/** With whom a line shares its data; "" of one that has it for itself, no names where none of the others is shown. */
export function sharedOf(line, words, language) {
  if (line.sharedWith === null) return "";
  if (!line.sharedWith.length) return words("shared");
  return words("sharedWith", { others: formatter(Intl.ListFormat, language, { type: "conjunction" }).format(line.sharedWith) });
}
