// cast — who plays the morning: reads the hub's export and prints sed commands for the names that the
// acts use: {STAFF_A} {STAFF_B} {STAFF_C}, {GROUP} and {P1} … {P8}, as the screens show them.
//
//   node cast.mjs RECORDS
import { readFileSync } from 'node:fs';

const records = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
const of = type => records.filter(record => record.type === type);
const isPlain = text => /^[A-Za-z' -]+$/.test(text);

const staff = of('staff').map(record => record.fields.name).filter(isPlain);
const shown = new Map(of('pupil').map(record => {
  const { preferred, given, family } = record.fields;
  return [record.rec, family ? `${preferred || given} ${[...family][0]}.` : preferred || given];
}));
const groups = of('group').map(group => ({
  name: group.fields.name,
  pupils: of('membership').filter(place => place.fields.group === group.rec).map(place => shown.get(place.pupil)),
})).filter(group => group.pupils.length >= 8 && new Set(group.pupils).size === group.pupils.length &&
  group.pupils.every(name => isPlain(name.replace('.', ''))));

if (staff.length < 3 || groups.length === 0) {
  console.error('cast: the demo school has no group of eight pupils with plain names');
  process.exit(1);
}
const names = [['STAFF_A', staff[0]], ['STAFF_B', staff[1]], ['STAFF_C', staff[2]], ['GROUP', groups[0].name],
  ...groups[0].pupils.slice(0, 8).map((name, i) => [`P${i + 1}`, name])];
for (const [key, name] of names) console.log(`s|{${key}}|${name}|g`);
