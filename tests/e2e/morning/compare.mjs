// compare — did every captured record arrive, field by field?
//
//   node compare.mjs RECORDS CHANGES CAST TABLET… ; CAST is what cast.mjs printed; TABLET is name=FOLDER
//   with the files `saved` (what the client printed), `records` (its own export) and `figures` (device
//   id, own changes, acknowledged).
//
// What a person saw as saved, what the tablet holds, what the hub acknowledged and what the centre
// exports are four sources; they are compared here, outside the programs that wrote them. Words typed
// in the script must be found in the centre as they were typed, and each act that was saved must be
// there once, for its pupil and with the choices that were tapped (wants.json says which), by whoever was
// unlocked: several people share a tablet, and each act is its author's own.
import { readFileSync } from 'node:fs';

const [recordsFile, changesFile, castFile, ...tabletArgs] = process.argv.slice(2);
const faults = [];
const blame = text => faults.push(text);
const lines = file => readFileSync(file, 'utf8').split('\n').filter(line => line !== '');

// Equal as JSON values, whatever the order of keys.
function settled(value) {
  if (Array.isArray(value)) return value.map(settled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map(key => [key, settled(value[key])]));
}
const same = (a, b) => JSON.stringify(settled(a)) === JSON.stringify(settled(b));

const central = new Map(lines(recordsFile).map(line => JSON.parse(line)).map(r => [r.rec, r]));
const changes = lines(changesFile).map(line => JSON.parse(line));

const tablets = new Set();
let captured = 0;
let acknowledged = 0;
let arrived = 0;

for (const arg of tabletArgs) {
  const [name, folder] = arg.split('=');
  const saved = lines(`${folder}/saved`).filter(line => line.startsWith('saved ')).map(line => line.split(' '));
  const own = new Map(lines(`${folder}/records`).map(line => JSON.parse(line)).map(r => [r.rec, r]));
  const [device, ownChanges, acked] = readFileSync(`${folder}/figures`, 'utf8').trim().split(/\s+/);
  tablets.add(device);
  const here = changes.filter(change => change.dev === device);

  captured += saved.length;
  acknowledged += Number(acked);
  arrived += here.filter(change => change.held === null && change.lsn !== null).length;
  if (Number(ownChanges) !== saved.length) blame(`${name} showed ${saved.length} saved and holds ${ownChanges}`);

  const said = new Set(here.map(change => JSON.parse(change.line)).map(line => `${line.type} ${line.rec}`));
  for (const [, type, rec] of saved) {
    const there = central.get(rec);
    if (!said.has(`${type} ${rec}`)) blame(`${name}: no change for the saved ${type} ${rec} is in the centre`);
    if (there === undefined) { blame(`${name}: ${type} ${rec} is not in the centre`); continue; }
    const mine = own.get(rec);
    if (mine === undefined) { blame(`${name}: ${type} ${rec} is not in its own export`); continue; }
    for (const field of new Set([...Object.keys(there.fields), ...Object.keys(mine.fields)])) {
      if (!same(there.fields[field], mine.fields[field])) {
        blame(`${name}: ${type} ${rec} differs in ${field}: ${JSON.stringify(mine.fields[field])} here, ` +
          `${JSON.stringify(there.fields[field])} in the centre`);
      }
    }
    if (there.type !== type || there.pupil !== mine.pupil) blame(`${name}: ${rec} has another type or pupil`);
    if (!same(there.conflicts, mine.conflicts)) blame(`${name}: ${rec} has other conflicts in the centre`);
  }
}

// What must be in the centre after this morning, by kind.
const wants = JSON.parse(readFileSync(new URL('wants.json', import.meta.url), 'utf8'));
const written = changes.filter(change => tablets.has(change.dev) && change.line !== null).map(change => JSON.parse(change.line));
const fresh = [...new Set(written.map(line => line.rec))].map(rec => central.get(rec)).filter(record => record !== undefined);
const observations = fresh.filter(record => record.type === 'observation' && record.fields.void === undefined);
const assessed = new Set(fresh.filter(record => record.type === 'self_assessment' && record.fields.practice !== true).map(record => record.pupil));
const together = new Map();
for (const record of observations) {
  if (record.fields.together) together.set(record.fields.together, (together.get(record.fields.together) ?? 0) + 1);
}
const authors = new Set(written.map(line => line.by));
const counts = {
  observations: observations.length,
  staff: [...authors].filter(id => central.get(id)?.type === 'staff').length,
  groups: [...together.values()].filter(size => size >= 2).length,
  assessed: assessed.size,
  conflicts: fresh.filter(record => record.conflicts.length > 0).length,
};
for (const [what, least] of Object.entries(wants.least)) {
  if (counts[what] < least) blame(`${what}: ${counts[what]}, and the morning needs ${least}`);
}
const everything = JSON.stringify(written);
for (const words of wants.words) {
  if (!everything.includes(words)) blame(`the words “${words}” are not in the centre`);
}

// Who P1 … are: the pupils of the cast's group with the names that the screens showed.
const cast = new Map(lines(castFile).map(line => line.match(/^s\|\{(\w+)\}\|(.*)\|g$/)?.slice(1)).filter(Boolean));
const all = [...central.values()];
const group = all.find(record => record.type === 'group' && record.fields.name === cast.get('GROUP'))?.rec;
const places = new Set(all.filter(record => record.type === 'membership' && record.fields.group === group)
  .map(record => record.pupil));
const shown = ({ preferred, given, family }) => (family ? `${preferred || given} ${[...family][0]}.` : preferred || given);
function pupilOf(key) {
  const found = [...places].filter(id => central.has(id) && shown(central.get(id).fields) === cast.get(key));
  if (found.length !== 1) blame(`${key} of the cast is ${found.length} pupils, not one`);
  return found[0];
}
const pupils = new Map([...new Set(wants.records.map(want => want.pupil))].map(key => [key, pupilOf(key)]));

// Who wrote a record: the staff of all its changes, as the cast calls them.
const names = new Map(all.filter(record => record.type === 'staff').map(record => [record.rec, record.fields.name]));
const called = by => [...cast].find(([key, name]) => key.startsWith('STAFF') && name === names.get(by))?.[0] ?? String(by);
const authorsOf = rec => [...new Set(written.filter(line => line.rec === rec).map(line => called(line.by)))].sort();

// Each act is one record, and each record is one act.
function isWanted(record, want) {
  const { fields } = record;
  const chosen = Object.entries(fields.answers ?? {}).map(([item, answer]) => [item, answer.choice]);
  return record.type === want.type && record.pupil === pupils.get(want.pupil) &&
    Object.entries(want.fields ?? {}).every(([field, value]) => same(fields[field], value)) &&
    same(authorsOf(record.rec), [want.by].flat().sort()) &&
    same(Object.fromEntries(chosen), want.answers ?? {}) && same(record.conflicts, want.conflicts ?? []) &&
    (fields.void !== undefined) === (want.void === true) && Boolean(fields.together) === Boolean(want.together);
}
const matched = new Set();
const shared = new Map(); // the name of a group observation to the ids under which it was found
for (const want of wants.records) {
  const found = fresh.filter(record => isWanted(record, want) && !matched.has(record.rec));
  if (found.length !== 1) blame(`found ${found.length} times in the centre, not once: ${JSON.stringify(want)}`);
  if (found.length === 0) continue;
  matched.add(found[0].rec);
  if (want.together) shared.set(want.together, (shared.get(want.together) ?? new Set()).add(found[0].fields.together));
}
for (const [name, ids] of shared) {
  if (ids.size !== 1) blame(`the group observation “${name}” is ${ids.size} observations, not one`);
}
for (const { rec, type, pupil, fields } of fresh) {
  if (!['observation', 'self_assessment'].includes(type) || fields.void !== undefined || matched.has(rec)) continue;
  blame(`${type} ${rec} of ${pupil} is no act of the morning: ${JSON.stringify(fields)}`);
}

for (const fault of faults) console.error(`main job: ${fault}`);
console.error(`observations ${counts.observations}, by ${counts.staff} staff, group observations ${counts.groups}, ` +
  `pupils who assessed themselves ${counts.assessed}, conflicts for a person ${counts.conflicts}`);
console.log(`main job: captured ${captured}, acknowledged ${acknowledged}, central ${arrived}`);
process.exit(faults.length === 0 && captured > 0 && captured === acknowledged && acknowledged === arrived ? 0 : 1);
