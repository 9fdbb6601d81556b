// A tablet syncs over bad lines: real daemon, real hub, real TLS, and between them a line that delays,
// trickles, cuts, garbles or swallows. Whatever it does, the daemon comes to an end, the hub has a whole
// beginning of what was written and all that was acknowledged; over a good line the next round goes on
// where that one stopped; and in the end everything is there once, on the hub and on the other tablet.
//
// It is seen to catch: an acknowledgement kept before the answer, a batch that is sent again and again
// as large as the line does not carry.
import path from 'node:path';

import { joined } from '../actors/joined.mjs';
import { Proxy } from '../actors/proxy.mjs';
import { equal, holds, play } from '../actors/stage.mjs';
import { PASSPHRASE, Tablet } from '../actors/tablet.mjs';

const ROUND_MS_MAX = 20000; // of the longest round: every wait of a hasty daemon is a second
const MANY = { count: 60, bytes: 50000 }; // two batches of a push
const SOME = { count: 20, bytes: 50000 };
const FEW = { count: 20, bytes: 1000 };
const KB = 1000;
const MB = 1000 * KB;

// good: the line is bad, but the round ends well. hasty: the daemon gives up after a second of silence.
// what: how much is written before.
const GOOD = { good: true };
const HASTY = { hasty: true };
const PUSHES = [
  ['each piece waits', { kind: 'delay', way: 'both', ms: 3 }, GOOD],
  ['a narrow line', { kind: 'trickle', way: 'up', bytes: 16384, ms: 1 }, GOOD],
  ['cut in the hello', { kind: 'cut', way: 'up', after: 100 }],
  ['cut in the hub\'s hello', { kind: 'cut', way: 'down', after: 200 }],
  ['reset amid a batch', { kind: 'reset', way: 'up', after: 900 * KB }, GOOD],
  ['cut in the second batch', { kind: 'cut', way: 'up', after: 3.6 * MB }, { what: MANY, ...GOOD }],
  ['the answer is lost', { kind: 'lost', after: MB }, GOOD],
  ['a small one\'s answer is lost', { kind: 'lost', after: 15 * KB }, { what: FEW }],
  ['garbled amid a batch', { kind: 'garble', way: 'up', after: MB }, GOOD],
  ['swallowed at once', { kind: 'hole', way: 'both', after: 0 }, HASTY],
  ['the answer is swallowed', { kind: 'hole', way: 'down', after: 1500 }, { what: FEW, ...HASTY }],
  ['it stands still', { kind: 'trickle', way: 'up', after: 5 * KB, bytes: 1, ms: 50 },
    { what: FEW, ...HASTY }],
  ['cut after each half megabyte', { kind: 'cut', way: 'up', after: 500 * KB }, GOOD],
];
const PULLS = [
  ['a narrow line', { kind: 'trickle', way: 'down', bytes: 16384, ms: 1 }, GOOD],
  ['garbled in a page', { kind: 'garble', way: 'down', after: 2 * MB }, GOOD],
  ['swallowed in a page', { kind: 'hole', way: 'down', after: 20 * KB }, HASTY],
  ['it stands still', { kind: 'trickle', way: 'down', after: 20 * KB, bytes: 1, ms: 50 }, HASTY],
  ['cut after each half megabyte', { kind: 'cut', way: 'down', after: 500 * KB }, GOOD],
];

async function write(stage, tablet, { count, bytes }) {
  const { code, out, err } = await stage.run('tests/support/scribe/scribe',
    [tablet.data, PASSPHRASE, String(count), String(bytes), '20']);
  equal(code, 0, `writing into ${tablet.name} (${err.trim()})`);
  return [...out.matchAll(/^saved \S+ (\S+)$/gm)].map(([, rec]) => rec);
}

// What is acknowledged is at the hub, and what is at the hub is a beginning of what was written.
async function agree(hub, tablet) {
  const { device, acked, own } = tablet.figures();
  const seqs = (await hub.changes()).filter((change) => change.dev === device)
    .map((change) => change.seq).sort((a, b) => a - b);
  equal(seqs, seqs.map((_, i) => i + 1), `the numbers of ${tablet.name} at the hub`);
  holds(seqs.length >= acked, `${acked} changes are acknowledged and ${seqs.length} at the hub`);
  holds(seqs.length <= own, `the hub has ${seqs.length} changes of the ${own} that were written`);
  return { acked, there: seqs.length, own };
}

async function round(tablet, hasty) {
  const since = Date.now();
  const end = await tablet.sync(hasty);
  const ms = Date.now() - since;
  holds(end.signal === null && [0, 1].includes(end.code),
    `the daemon ended with ${end.signal ?? end.code}: ${end.err}`);
  holds(ms < ROUND_MS_MAX, `a round took ${ms} ms`);
  return { ...end, ms };
}

async function strike(world, tablet, [name, fault, { good = false, hasty = false } = {}]) {
  const { hub, proxy } = world;
  proxy.lead(hub.port, { ...fault });
  const end = await round(tablet, hasty ? world.haste : {});
  holds(proxy.struck > 0, `${name}: the line was never struck`);
  holds(!good || end.code === 0, `${name}: the round failed: ${end.err.trim()}`);
  holds(end.code === 0 || /^cairn-syncd: [A-Z].*\.$/m.test(end.err),
    `${name}: the daemon did not say in a sentence what is wrong: ${end.err.trim()}`);
  const { acked, there, own } = await agree(hub, tablet);
  proxy.lead(hub.port);
  await tablet.syncWell();
  equal(tablet.figures().acked, own, `${name}: acknowledged over a good line`);
  console.log(`${tablet.name}, ${name}: ${end.ms} ms, ${end.code === 0 ? 'well' : 'failed'}, `
    + `${own} written, ${there} at the hub, ${acked} acknowledged`);
}

// Every change that was told as saved is at the hub and on the other tablet, once.
async function isAllThere({ hub }, tablet, other, written) {
  const { device, acked, own } = tablet.figures();
  const lines = (await hub.changes()).filter((change) => change.dev === device);
  const recs = new Set(lines.map(({ line }) => JSON.parse(line).rec));
  equal([lines.length, acked], [own, own], 'changes at the hub, and acknowledged');
  equal(written.filter((rec) => !recs.has(rec)), [], 'what was saved and is not at the hub');
  equal(other.rows('SELECT count(*) AS n, count(DISTINCT seq) AS seqs FROM box WHERE dev = '
    + `'${device}'`), [{ n: own, seqs: own }], 'changes on the other tablet');
}

await play(async (stage) => {
  const proxy = new Proxy();
  await proxy.listen();
  const { hub, tablet } = await joined(stage);
  const other = new Tablet(stage, 'other');
  await other.enrol(hub);
  const shim = path.join(stage.build, 'tests/support/haste/libhaste.so');
  const haste = { LD_PRELOAD: shim, ASAN_OPTIONS: 'verify_asan_link_order=0' };
  const world = { hub, proxy, haste };
  for (const one of [tablet, other]) {
    one.write(`UPDATE setting SET value = 'https://127.0.0.1:${proxy.port}' WHERE name = 'hub_url'`);
  }
  proxy.lead(hub.port);
  const written = [];
  for (const row of PUSHES) {
    written.push(...await write(stage, tablet, row[2]?.what ?? SOME));
    await strike(world, tablet, row);
  }
  for (const row of PULLS) {
    other.write('DELETE FROM box');
    other.write('UPDATE setting SET value = 0 WHERE name = \'cursor\'');
    await strike(world, other, row);
    await isAllThere(world, tablet, other, written);
  }
  await hub.isWhole();
  await proxy.close();
}, 200);
