// What Home Assistant shows of the lines: from its states, entities and devices to what a card draws. Pure.

const DOMAIN = "japan_mobile";
const UNKNOWN = new Set(["unknown", "unavailable", ""]);

/** What a device must have to be chosen as a line: an account has no data of its own. */
export const LINE_DEVICES = { filter: [{ integration: DOMAIN }], entity: [{ domain: "sensor", device_class: "data_size" }] };

const NONE = Object.freeze({});
// Home Assistant replaces the object of all entities when one of them changes: until then ours are looked for once.
const indexed = new WeakMap();

/** Our entities, by device and by what they are. */
function ours(hass) {
  const all = hass.entities ?? NONE;
  if (!indexed.has(all)) {
    const devices = new Map();
    for (const entity of Object.values(all)) {
      if (entity.platform !== DOMAIN || !entity.device_id || !entity.translation_key) continue;
      if (!devices.has(entity.device_id)) devices.set(entity.device_id, {});
      devices.get(entity.device_id)[entity.translation_key] = entity.entity_id;
    }
    indexed.set(all, devices);
  }
  return indexed.get(all);
}

/** The entities of a device by what they are. */
export function entitiesOf(hass, deviceId) {
  return ours(hass).get(deviceId) ?? NONE;
}

/** The device of an entity of ours; null for any other. */
export function deviceOf(hass, entityId) {
  const entity = hass.entities?.[entityId];
  return entity?.platform === DOMAIN ? (entity.device_id ?? null) : null;
}

/** The ids of all lines' devices, in the order of their names. */
export function lineIds(hass) {
  const lines = [...ours(hass)].filter(([, ids]) => ids.data_remaining || ids.data_used).map(([deviceId]) => deviceId);
  return lines.sort((one, other) => nameOf(hass, one).localeCompare(nameOf(hass, other)));
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
    tellsLeft: Boolean(ids.data_remaining),
    unlimited: state("data_remaining")?.attributes.unlimited === true,
    sharedWith: sharers(hass, deviceId, state("data_remaining")),
    total: size(state("data_allowance")),
    used: size(state("data_used")),
    today: size(state("used_today")),
    budget: size(state("daily_budget")),
    low: flag(state("data_low")),
    runsOut: flag(state("will_run_out")),
    throttled: flag(state("throttled")),
    reset: known(state("reset_date"))?.state ?? null,
    expiry: known(state("next_expiry"))?.state ?? null,
    bill: money(state("line_bill")) ?? (isAlone(hass, deviceId) ? money(ofOwner("latest_bill")) : null),
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

/** The names of the lines that draw from the same allowance; null of a line that has one for itself. */
function sharers(hass, deviceId, state) {
  const told = state?.attributes.shared_with;
  if (!Array.isArray(told)) return null;
  const others = siblings(hass, deviceId).filter((device) => device.id !== deviceId);
  return told.map((name) => {
    const called = others.filter((device) => device.name === name);
    return called.length === 1 ? nameOf(hass, called[0].id) : name;
  });
}

/** Whether a line is the only one of its account: then the account's bill is its own. */
function isAlone(hass, deviceId) {
  return siblings(hass, deviceId).length === 1;
}

/** The devices of all lines of a line's account. */
function siblings(hass, deviceId) {
  const via = hass.devices?.[deviceId]?.via_device_id;
  return via ? Object.values(hass.devices).filter((device) => device.via_device_id === via) : [];
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
