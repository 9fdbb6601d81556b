// The other side of the page: what a real tablet writes, line by line, while its clock is right, two hours
// slow, three days fast and right again. The hub takes what is authentic and asks no more; here each line
// is held to section 1 by code that shares nothing with the tablet.
//
// Seen to catch: a change without its skew, one by nobody, a clock that follows a wrong date.
import path from 'node:path';

import { chain, derivedId, hash, isId, NO_HASH, ready } from './bytes.mjs';
import { joined } from '../actors/joined.mjs';
import { equal, holds, play } from '../actors/stage.mjs';
import { act } from '../actors/tablet.mjs';
import { Clock } from '../stories/clock.mjs';

const KEYS = ['dev', 'seq', 'at', 'n', 'by', 'pupil', 'type', 'rec', 'set'];
const MAYBE = ['over', 'skew'];
const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DOT = /^[0-9a-f-]{36}:[1-9]\d*$/;
const HOUR_MS = 3600000;
const NEAR_MS = 60000;
const LINE_BYTES_MAX = 262144;

function holdsAsLine(row, staff) {
  const line = JSON.parse(row.line);
  const name = `${row.dev}:${row.seq}`;
  const others = Object.keys(line).filter((key) => !KEYS.includes(key));
  holds(KEYS.every((key) => key in line) && others.every((key) => MAYBE.includes(key)),
    `the keys of ${name}: ${Object.keys(line)}`);
  equal([line.dev, line.seq], [row.dev, row.seq], `dev and seq inside ${name}`);
  holds(Number.isInteger(line.at) && line.at > 0 && Number.isInteger(line.n) && line.n >= 0,
    `the clock of ${name}: ${line.at}, ${line.n}`);
  holds(staff.includes(line.by), `by of ${name} is none of the staff: ${line.by}`);
  holds(line.pupil === null || isId(line.pupil), `the pupil of ${name}`);
  holds(isId(line.rec) && (VERSION_7.test(line.rec) || line.rec[14] === '5'), `rec of ${name}`);
  holds(Object.keys(line.set).length > 0, `the set of ${name} is empty`);
  for (const [field, dots] of Object.entries(line.over ?? {})) {
    holds(field in line.set && dots.length > 0 && dots.every((dot) => DOT.test(dot)),
      `the over of ${name}`);
  }
  holds(Number.isInteger(line.skew), `${name} was written after the hub had spoken, and has no skew`);
  const bytes = Buffer.from(row.line);
  holds(bytes.length <= LINE_BYTES_MAX && !row.line.includes('\n'), `the bytes of ${name}`);
  equal(row.digest, hash(bytes).toString('hex'), `the digest of ${name}`);
  return line;
}

function holdsAsChain(rows, staff) {
  let before = NO_HASH;
  return rows.map((row, i) => {
    equal(row.seq, i + 1, 'seqs without gaps');
    before = chain(before, Buffer.from(row.digest, 'hex'));
    equal(row.hash, before.toString('hex'), `the hash of seq ${row.seq}`);
    return holdsAsLine(row, staff);
  });
}

const isNear = (got, want, what) =>
  holds(Math.abs(got - want) < NEAR_MS, `${what}: ${got} is not near ${want}`);

await play(async (stage) => {
  await ready(path.resolve(stage.build, 'tests/e2e/conformance/npm/node_modules'));
  holds(derivedId('a', 'b')[14] === '5', 'a derived id is of version 5');
  const { hub, tablet, cards } = await joined(stage);
  const start = Date.now();
  const clock = new Clock(stage.path('clock'),
    path.resolve(stage.build, 'tests/e2e/stories/story_clock.so'));
  tablet.wrap = ['env', ...Object.entries(clock.env).map(([name, value]) => `${name}=${value}`)];
  const note = async (words) => {
    await tablet.playUnlocked(act.tap(cards[0]), act.tap('What was done'), act.type(`${words} `),
      act.tap('Save'), act.waitFor('Choose several'));
  };
  await note('first');
  clock.setDay(-2 * HOUR_MS);
  await tablet.sync(clock.env);
  await note('second');
  clock.setDay(74 * HOUR_MS);
  await note('third');
  clock.setDay(-72 * HOUR_MS);
  await note('fourth');
  clock.close();
  await tablet.syncWell();

  const rows = (await hub.changes()).filter(({ dev }) => dev === tablet.figures().device)
    .sort((a, b) => a.seq - b.seq);
  const lines = holdsAsChain(rows, hub.staff.map(({ rec }) => rec));
  const of = (words) => {
    const found = lines.filter(({ set }) => JSON.stringify(set).includes(words));
    equal(found.length, 1, `changes that hold “${words}”`);
    return found[0];
  };
  const [first, second, third, fourth] = ['first', 'second', 'third', 'fourth'].map(of);
  isNear(first.at, start, '1: the wall clock');
  isNear(first.skew, 0, '1: skew while both clocks agree');
  holds(second.at >= first.at && second.at < start + NEAR_MS && second.n > 0,
    `1: behind the last at, the next is (last at, last n + 1): ${second.at}, ${second.n}`);
  isNear(second.skew, 2 * HOUR_MS, '1: skew, the hub\'s clock less the tablet\'s');
  isNear(third.at, start + 72 * HOUR_MS, '1: a clock that is fast is kept');
  isNear(fourth.at, start, '1: a last at more than 24 hours past the wall counts for nothing');
  equal(new Set(lines.map(({ at, n }) => `${at} ${n}`)).size, lines.length, 'clocks, each once');
}, 100);
