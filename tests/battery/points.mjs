// The daemon, then the hub, dies at each commit in turn (before its first write, before its sync, after
// it), each time from the same beginning: a push of two batches and a pull, and both steps of an
// enrolment. What was acknowledged is at the hub, nothing is there twice, and started again they bring
// it to its end.
//
// `points.mjs BUILD writes` dies at every single write as well. It is seen to catch: an answer of the
// hub before its commit, an acknowledgement that is written down before it came.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { joined } from '../e2e/actors/joined.mjs';
import { equal, holds, play, until } from '../e2e/actors/stage.mjs';
import { act, PASSPHRASE, Tablet } from '../e2e/actors/tablet.mjs';
import { plug } from './plug.mjs';

const POINTS_MAX = 2000;

class Scene {
  constructor(stage, hub, tablet, name) {
    Object.assign(this, { stage, hub, tablet, name, hubs: stage.path(`${name}.hub`),
      tablets: stage.path(`${name}.tablet`) });
  }

  keep() {
    fs.cpSync(this.hub.data, this.hubs, { recursive: true });
    fs.cpSync(this.tablet.data, this.tablets, { recursive: true });
    return this;
  }

  again() {
    for (const [from, to] of [[this.hubs, this.hub.data], [this.tablets, this.tablet.data]]) {
      fs.rmSync(to, { recursive: true, force: true });
      fs.cpSync(from, to, { recursive: true });
    }
  }
}

// A tablet that has two batches to send (few pages where every write counts), and all of the school
// to fetch.
async function toSync(stage, writes) {
  const { hub, tablet } = await joined(stage);
  for (const [count, bytes] of [[28, writes ? 400 : 100000], [20, 300]]) {
    const { code, err } = await stage.run('tests/support/scribe/scribe',
      [tablet.data, PASSPHRASE, String(count), String(bytes), '10']);
    equal(code, 0, `writing (${err.trim()})`);
  }
  tablet.write('DELETE FROM box WHERE lsn IS NOT NULL');
  tablet.write('UPDATE setting SET value = 0 WHERE name = \'cursor\'');
  await hub.stop();
  return new Scene(stage, hub, tablet, 'sync').keep();
}

// A tablet with a code that waits for the hub's keys; and one whose keys are sealed to the hub.
async function toEnrol(stage, hub) {
  const tablet = new Tablet(stage, 'new');
  const code = await hub.code('New');
  const client = tablet.open(act.tap('Code'), act.type(code), act.tap('Choose a passphrase'),
    act.type(PASSPHRASE), 'key enter', act.waitFor('Which name is yours?', 60));
  await until('the client has made its file', 20000, () => fs.existsSync(tablet.file));
  await tablet.sync(); // whoever opens the file makes its tables
  const reaches = (step) => until(`the tablet is at ${step}`, 20000,
    () => tablet.setting('enrol_step') === step);
  await reaches('asked');
  const asked = new Scene(stage, hub, tablet, 'asked').keep();
  await hub.serveAgain();
  await tablet.sync();
  await reaches('sealed');
  await hub.stop();
  await client.kill();
  return [asked, new Scene(stage, hub, tablet, 'sealed').keep()];
}

// True when the victim died of it; false when it lived to its end.
async function die({ stage, hub, tablet }, victim, at, writes) {
  const pulled = (who, file) => (victim === who ? plug(stage, at, file, writes) : {});
  const listen = `127.0.0.1:${hub.port}`;
  const isUp = await hub.serve({ listen, env: pulled('hub', 'cairn.db') }).catch(() => false);
  holds(isUp || victim === 'hub', `the hub does not start: ${hub.server.told()}`);
  const daemon = isUp ? await tablet.sync(pulled('daemon', 'tablet.db')) : null;
  const server = await hub.stop();
  const { code, signal } = victim === 'hub' ? server : daemon;
  holds(signal === 'SIGKILL' || code === 0, `the ${victim} ended with ${signal ?? code} at ${at}`);
  return signal === 'SIGKILL';
}

// What the tablet takes for acknowledged is at the hub, as a whole beginning.
async function agree({ hub, tablet }) {
  const { device, acked, own } = tablet.figures();
  const seqs = (await hub.changes()).filter((change) => change.dev === device)
    .map((change) => change.seq);
  equal(seqs, seqs.map((_, i) => i + 1), 'the numbers of the tablet at the hub');
  holds(seqs.length >= acked && seqs.length <= own,
    `${own} were written, ${seqs.length} are at the hub, ${acked} are acknowledged`);
  return { acked, own, there: seqs.length };
}

async function goOn(scene) {
  const { hub, tablet } = scene;
  await hub.serve({ listen: `127.0.0.1:${hub.port}` });
  if (scene.name === 'asked') {
    await tablet.sync();
    equal(tablet.setting('enrol_step'), 'keys', 'the step of an enrolment, in the end');
  } else {
    await tablet.syncWell();
    const { acked, own, there } = await agree(scene);
    equal([acked, there], [own, own], 'acknowledged and at the hub, in the end');
  }
  await hub.isWhole();
  await hub.stop();
}

// One code makes one device, however often it is asked.
function countDevices({ hub }) {
  return Number(execFileSync('sqlite3', ['-readonly', path.join(hub.data, 'cairn.db'),
    'SELECT count(*) FROM device WHERE is_hub = 0'], { encoding: 'utf8' }));
}

async function walk(scene, victim, writes) {
  const since = Date.now();
  let died = true;
  let at = 0;
  while (died) {
    at++;
    holds(at < POINTS_MAX, `the ${victim} dies for ever`);
    scene.again();
    died = await die(scene, victim, at, writes);
    if (scene.name === 'sync') {
      await agree(scene);
    }
    await goOn(scene);
    equal(countDevices(scene), scene.name === 'sealed' ? 2 : 1, 'devices at the hub');
  }
  holds(at > 2, `the ${victim} never commits in ${scene.name}`);
  console.log(`${scene.name}: the ${victim} died at ${at - 1} points, ${Date.now() - since} ms`);
}

await play(async (stage, [kind]) => {
  const writes = kind === 'writes';
  const sync = await toSync(stage, writes);
  const [asked, sealed] = await toEnrol(stage, sync.hub);
  for (const [scene, victim] of [[sync, 'daemon'], [sync, 'hub'], [asked, 'daemon'],
    [sealed, 'daemon'], [sealed, 'hub']]) {
    await walk(scene, victim, writes);
  }
}, 900);
