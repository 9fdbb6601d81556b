// The disk is full while something is saved: one sentence, no word of "saved", nothing stored half, and
// what was written is still there to be saved when there is room again. First the tablet's disk, under
// the client and under the daemon, then the hub's.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { Gate } from '../actors/gate.mjs';
import { Hub } from '../actors/hub.mjs';
import { equal, holds, play } from '../actors/stage.mjs';
import { act, PASSPHRASE, savedBy, Tablet } from '../actors/tablet.mjs';
import { LimitedFiles, patient, SmallDisk } from './fulldisk.mjs';

async function fullTablet(stage, tablet, card) {
  const full = new Gate(stage, 'full');
  const free = new Gate(stage, 'free');
  const before = tablet.figures();
  const client = tablet.openUnlocked(act.tap(card), act.tap('Fleeting'),
    act.expect('Draft kept'), full.acts, act.tap('Established'), act.expect(tablet.disk.words),
    act.tap('Save'), act.expect(tablet.disk.words), act.expectNot('Saved on this tablet'), free.acts,
    act.tap('Save'), act.expect('Saved on this tablet'));
  await full.pass(client, () => tablet.disk.fill(client, tablet.grow));
  await free.pass(client, () => {
    holds(tablet.seen().words.includes(tablet.disk.words), `the screen says: ${tablet.seen().words.slice(-300)}`);
    equal(savedBy(client), [], 'what was told as saved on a full disk');
    equal(tablet.figures(), before, 'what is stored on a full disk');
    tablet.disk.free();
  });
  const saved = await tablet.finish(client);
  equal(saved.length, 1, 'records saved with room again');
  return saved[0].rec;
}

// As before, and then the battery dies while the disk is full: the draft is as it was last kept.
async function fullAndKilled(stage, tablet, card) {
  const full = new Gate(stage, 'full-again');
  const dead = new Gate(stage, 'dead');
  const client = tablet.openUnlocked(act.tap(card), act.tap('Sustained'),
    act.expect('Draft kept'), full.acts, act.tap('Established'), act.tap('Save'),
    act.expect(tablet.disk.words), dead.acts);
  await full.pass(client, () => tablet.disk.fill(client, tablet.grow));
  await dead.reached(client);
  await client.kill();
  equal(savedBy(client), [], 'what was told as saved before the kill');
  tablet.disk.free();
  const saved = await tablet.playUnlocked(act.expect('Draft kept'), act.tap('Save'),
    act.expect('Saved on this tablet'));
  return saved[0].rec;
}

// A client that is started on a full disk opens to read. It says so, keeps what is begun in memory, also
// while the person looks elsewhere, and puts it on the disk as soon as there is room.
async function fullAtStart(stage, tablet, [card, other]) {
  if (!(tablet.disk instanceof SmallDisk)) {
    return;
  }
  const free = new Gate(stage, 'free-at-start');
  tablet.disk.fill();
  const client = tablet.open(act.expect('nothing can be saved'), act.tap('Passphrase'),
    act.type(PASSPHRASE), act.tap('Unlock'), act.until('unlocked'), act.expect('nothing can be saved'),
    act.tap(card), act.tap('Fleeting'), act.tap('What was done'), act.type('kept in memory '),
    act.expect('Not on the disk yet'), act.tap('Back'), act.tap(other),
    act.expectNot('kept in memory'), act.tap('Back'), act.tap(card), act.expect('kept in memory'),
    act.expect('nothing can be saved'), free.acts, act.expect('Draft kept'),
    act.expectNot('nothing can be saved'), act.tap('Save'), act.expect('Saved on this tablet'));
  await free.pass(client, () => tablet.disk.free());
  const saved = await tablet.finish(client);
  equal(saved.length, 1, 'records saved once a disk that was full at the start has room');
  await tablet.syncWell(); // the daemon is let in again
}

const capture = (tablet, card) => tablet.playUnlocked(act.tap(card), act.tap('Sustained'),
  act.tap('Save'), act.expect('Saved on this tablet'));

async function fullDaemon(stage, tablet, other, card) {
  await tablet.syncWell();
  await capture(other, card);
  await other.syncWell();
  const before = tablet.ask('SELECT count(*) FROM box');
  const [program, ...args] = tablet.disk.fullFor([`${stage.build}/cairn-syncd`,
    ...tablet.folders, '--once']);
  const end = await stage.run(program, args, { command: true });
  tablet.disk.free();
  holds(end.code === 1 && /because the disk is full|read or written/.test(end.err)
    && end.err.split('\n').length === 2,
    `the daemon on a full disk ends with ${end.code} and says: ${end.err}`);
  equal(tablet.ask('SELECT count(*) FROM box'), before, 'boxes fetched onto a full disk');
  await tablet.syncWell();
}

// The hub takes nothing while its disk is full, says so, and takes it once there is room.
async function fullHub(hub, tablet, card) {
  const [{ rec }] = await capture(tablet, card);
  const before = await hub.changes();
  await hub.disk.fill(hub.server, () => hub.verb('enrol', '--school', hub.urn, '--label', 'grow'));
  const end = await tablet.sync();
  hub.disk.free();
  holds(end.code === 1 && /^cairn-syncd: [^\n]+\.\n$/.test(end.err), `before a full hub: ${end.err}`);
  const { own, acked } = tablet.figures();
  equal(acked, own - 1, 'what a full hub acknowledged');
  equal(await hub.changes(), before, 'changes of a full hub');
  await tablet.syncWell();
  await hub.record(rec);
}

async function all(stage, isMounted) {
  const hub = new Hub(stage);
  const tablet = new Tablet(stage);
  const other = new Tablet(stage, 'other');
  hub.disk = isMounted ? new SmallDisk(stage, hub.data, 48) : new LimitedFiles(`${hub.data}/cairn.db`);
  tablet.disk = isMounted ? new SmallDisk(stage, tablet.data, 24) : new LimitedFiles(tablet.file);
  tablet.grow = () => execFileSync('sqlite3', [tablet.file, 'UPDATE slot SET wrong_ms = wrong_ms + 1']);
  tablet.wrap = isMounted ? [] : patient;
  await hub.make();
  await hub.serve(isMounted ? {} : { wrap: patient });
  await tablet.enrol(hub);
  const cards = tablet.cards();
  await other.enrol(hub);
  const recs = [await fullTablet(stage, tablet, cards[0]),
    await fullAndKilled(stage, tablet, cards[1])];
  await fullAtStart(stage, tablet, [cards[4], cards[5]]);
  await fullDaemon(stage, tablet, other, cards[2]);
  await fullHub(hub, tablet, cards[3]);
  for (const rec of recs) {
    await hub.record(rec);
  }
  await hub.isWhole();
}

await play(async (stage, [how]) => {
  if (how !== undefined) {
    await all(stage, how === 'mounted');
    return;
  }
  // Again in a mount namespace of its own, as root or as the root of a user namespace.
  const space = process.getuid() === 0 ? '-m' : '-rm';
  const trial = spawnSync('unshare', [space, 'mount', '-t', 'tmpfs', 'disk', stage.folder]);
  if (trial.status !== 0) {
    console.log('This machine forbids a small disk: files that may not grow stand in for it.');
    await all(stage, false);
    return;
  }
  const end = await stage.run('unshare', [space, process.execPath,
    fileURLToPath(import.meta.url), stage.build, 'mounted'], { command: true });
  process.stdout.write(end.out + end.err);
  equal(end.code, 0, 'the test in a mount namespace of its own');
});
