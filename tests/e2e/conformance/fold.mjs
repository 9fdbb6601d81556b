// Section 2 of the protocol page, written from the page alone: lines in any order become records.
import { canon, inOrder, readValue } from './value.mjs';

const whole = (value) => BigInt(value ?? 0);

export function readChange(line) {
  const keys = readValue(line);
  const over = keys.get('over') ?? new Map();
  return {
    dev: keys.get('dev'),
    seq: whole(keys.get('seq')),
    at: whole(keys.get('at')),
    n: whole(keys.get('n')),
    pupil: keys.get('pupil'),
    type: keys.get('type'),
    rec: keys.get('rec'),
    set: keys.get('set'),
    over,
    name: `${keys.get('dev')}:${keys.get('seq')}`,
  };
}

// Which of two changes is the later: by (at, n, dev, seq), dev as text.
export function later(a, b) {
  return inOrder(a.at, b.at) || inOrder(a.n, b.n) || inOrder(a.dev, b.dev) || inOrder(a.seq, b.seq);
}

function headsOf(changes, field) {
  const named = new Set(); // by another change: one that names itself does not count
  for (const change of changes) {
    (change.over.get(field) ?? []).filter((name) => name !== change.name)
      .forEach((name) => named.add(name));
  }
  return changes.filter((change) => change.set.has(field) && !named.has(change.name));
}

function foldRecord(changes) {
  const first = [...changes].sort(later)[0];
  const fields = new Map();
  const conflicts = [];
  const names = new Set(changes.flatMap((change) => [...change.set.keys()]));
  for (const name of [...names].sort(inOrder)) {
    const heads = headsOf(changes, name).sort(later);
    if (heads.length > 0) {
      fields.set(name, heads.at(-1).set.get(name));
    }
    if (new Set(heads.map((head) => canon(head.set.get(name)))).size > 1) {
      conflicts.push(name);
    }
  }
  return { rec: first.rec, type: first.type, pupil: first.pupil, fields, conflicts };
}

// Every record that the lines make, by its id.
export function foldLines(lines) {
  const byRecord = new Map();
  for (const line of lines) {
    const change = readChange(line);
    if (!byRecord.has(change.rec)) {
      byRecord.set(change.rec, []);
    }
    byRecord.get(change.rec).push(change);
  }
  return new Map([...byRecord].map(([rec, changes]) => [rec, foldRecord(changes)]));
}

// A record of `export records` and one of ours, as texts that can be compared.
export function recordText(record) {
  return `${record.rec} ${record.type} ${record.pupil} ${canon(record.fields)} `
    + JSON.stringify([...record.conflicts].sort(inOrder));
}

export function readExported(line) {
  const keys = readValue(line);
  return { keys: [...keys.keys()], ...Object.fromEntries(keys) };
}
