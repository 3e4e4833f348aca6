// What Home Assistant shows of the lines: from its states, entities and devices to what a card draws. Pure.

const DOMAIN = "japan_mobile";
const UNKNOWN = new Set(["unknown", "unavailable", ""]);

/** The entities of a device by what they are. */
export function entitiesOf(hass, deviceId) {
  const found = {};
  for (const entity of Object.values(hass.entities ?? {})) {
    if (entity.platform === DOMAIN && entity.device_id === deviceId && entity.translation_key) {
      found[entity.translation_key] = entity.entity_id;
    }
  }
  return found;
}

/** The device of an entity of ours; null for any other. */
export function deviceOf(hass, entityId) {
  const entity = hass.entities?.[entityId];
  return entity?.platform === DOMAIN ? (entity.device_id ?? null) : null;
}

/** The ids of all lines' devices, in the order of their names. */
export function lineIds(hass) {
  const devices = new Set();
  for (const entity of Object.values(hass.entities ?? {})) {
    if (entity.platform !== DOMAIN || !entity.device_id) continue;
    if (entity.translation_key === "data_remaining" || entity.translation_key === "data_used") {
      devices.add(entity.device_id);
    }
  }
  return [...devices].sort((one, other) => nameOf(hass, one).localeCompare(nameOf(hass, other)));
}

/** What a device is called. */
export function nameOf(hass, deviceId) {
  const device = hass.devices?.[deviceId];
  return device?.name_by_user || device?.name || "";
}

/** A line as it is shown now. A figure that is not known is null; none is worked out that no entity tells. */
export function lineOf(hass, deviceId) {
  const ids = entitiesOf(hass, deviceId);
  const device = hass.devices?.[deviceId];
  const owner = device?.via_device_id ? entitiesOf(hass, device.via_device_id) : {};
  const state = (key) => hass.states[ids[key]];
  const ofOwner = (key) => hass.states[owner[key]];
  return {
    deviceId,
    ids,
    name: nameOf(hass, deviceId),
    carrier: device?.manufacturer ?? "",
    plan: known(state("plan"))?.state ?? null,
    left: size(state("data_remaining")),
    total: size(state("data_allowance")),
    used: size(state("data_used")),
    today: size(state("used_today")),
    budget: size(state("daily_budget")),
    low: flag(state("data_low")),
    runsOut: flag(state("will_run_out")),
    throttled: flag(state("throttled")),
    reset: known(state("reset_date"))?.state ?? null,
    expiry: known(state("next_expiry"))?.state ?? null,
    bill: money(state("line_bill")) ?? money(ofOwner("latest_bill")),
    overdue: flag(ofOwner("payment_overdue")),
    updated: known(ofOwner("last_update"))?.state ?? null,
    passed: passed(state("data_used"), state("reset_date")),
  };
}

/** The states that a line's card depends on: as long as they are the same objects, nothing has to be drawn. */
export function statesOf(hass, deviceId) {
  const via = hass.devices?.[deviceId]?.via_device_id;
  const ids = [...Object.values(entitiesOf(hass, deviceId)), ...(via ? Object.values(entitiesOf(hass, via)) : [])];
  return ids.map((id) => hass.states[id]);
}

/** Whether two rows of states are the same. */
export function same(one, other) {
  return one.length === other.length && one.every((state, place) => state === other[place]);
}

/** The id of the statistic of a line's days; null where the device has no key of ours. */
export function statisticOf(hass, deviceId) {
  const key = (hass.devices?.[deviceId]?.identifiers ?? []).find(([domain]) => domain === DOMAIN)?.[1];
  return key ? `${DOMAIN}:${key}_used` : null;
}

/** The account that a line belongs to. */
export function entryOf(hass, deviceId) {
  const device = hass.devices?.[deviceId];
  return device?.config_entry_id ?? device?.primary_config_entry ?? device?.config_entries?.[0] ?? null;
}

function known(state) {
  return state === undefined || UNKNOWN.has(state.state) ? null : state;
}

function size(state) {
  const told = known(state);
  const value = told === null ? NaN : Number(told.state);
  return Number.isFinite(value) ? { value, unit: told.attributes.unit_of_measurement ?? "GB" } : null;
}

function money(state) {
  const told = known(state);
  const value = told === null ? NaN : Number(told.state);
  return Number.isFinite(value) ? value : null;
}

function flag(state) {
  const told = known(state);
  return told === null ? null : told.state === "on";
}

/** The share of the cycle that has passed: from the day on which its count began to that of the next one. */
function passed(used, reset) {
  const begun = Date.parse(known(used)?.attributes.last_reset ?? "");
  const end = Date.parse(`${known(reset)?.state ?? ""}T00:00:00+09:00`);
  if (!Number.isFinite(begun) || !Number.isFinite(end) || end <= begun) return null;
  return Math.min(Math.max((Date.now() - begun) / (end - begun), 0), 1);
}
