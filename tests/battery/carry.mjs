// The daemons, the hub and whoever writes die at any moment, eighty times over, while two tablets write
// and sync without a rest: each change that was told as saved, or acknowledged, is there afterwards, in
// order, without a gap, and once, at the hub and on the other tablet.
//
// `carry.mjs BUILD KILLS` kills as often as it is told. It is seen to catch: an acknowledgement that is
// written down before the hub has answered, an answer of the hub before its commit.
import { joined } from '../e2e/actors/joined.mjs';
import { Chance, equal, holds, play } from '../e2e/actors/stage.mjs';
import { PASSPHRASE, Tablet } from '../e2e/actors/tablet.mjs';

const KILLS = 80;
const ALIVE_MS_MAX = 150;
const WRITING = ['40', '300', '2']; // of one life of a writer: changes, bytes, changes a commit
const VICTIMS = ['hub', 'hub', 'daemon', 'daemon', 'writer']; // by weight

// One tablet at work: somebody writes and the daemon syncs, each started again when it ends.
class Work {
  constructor(stage, tablet) {
    Object.assign(this, { stage, tablet, told: [], rounds: 0, ended: false });
    this.done = Promise.all([this.write(), this.sync()]);
  }

  async write() {
    while (!this.ended) {
      this.writer = this.stage.start('tests/support/scribe/scribe',
        [this.tablet.data, PASSPHRASE, ...WRITING]);
      const { code, signal } = await this.writer.ended;
      holds(code === 0 || signal === 'SIGKILL', `a writer failed: ${this.writer.told()}`);
      this.told.push(...[...this.writer.out.matchAll(/^saved \S+ (\S+)$/gm)].map(([, rec]) => rec));
    }
  }

  async sync() {
    while (!this.ended) {
      this.daemon = this.tablet.daemon({}, ['--once']);
      const { code, signal } = await this.daemon.ended;
      holds([0, 1].includes(code) || signal === 'SIGKILL', `a daemon failed: ${this.daemon.told()}`);
      this.rounds += code === 0 ? 1 : 0;
    }
  }

  end() {
    this.ended = true;
    return this.done;
  }
}

// What was acknowledged before is at the hub now.
async function isKept(hub, acked) {
  const lines = (await hub.verb('device', 'list')).split('\n');
  for (const { device, count } of acked) {
    const there = Number(/ (\d+) changes/.exec(lines.find((line) => line.includes(device)))?.[1]);
    holds(there >= count, `${count} changes of ${device} were acknowledged, ${there} are at the hub`);
  }
}

async function kill(world, chance) {
  const { hub, works } = world;
  const victim = VICTIMS[chance.below(VICTIMS.length)];
  const work = works[chance.below(works.length)];
  await new Promise((resolve) => { setTimeout(resolve, chance.below(ALIVE_MS_MAX)); });
  if (victim !== 'hub') {
    await work[victim].kill();
    return victim;
  }
  await hub.server.kill();
  const acked = works.map(({ tablet }) => tablet.figures())
    .map(({ device, acked: count }) => ({ device, count }));
  await isKept(hub, acked);
  await hub.serveAgain();
  return victim;
}

// All that was told is at the hub and on the other tablet, each once, and nothing has a gap.
async function isAllThere(world) {
  const { hub, works } = world;
  const changes = await hub.changes();
  for (const { tablet, told } of works) {
    const { device, acked, own } = tablet.figures();
    const lines = changes.filter((change) => change.dev === device);
    equal(lines.map(({ seq }) => seq), lines.map((_, i) => i + 1), 'the numbers at the hub');
    equal([acked, lines.length], [own, own], 'acknowledged, and at the hub');
    const recs = lines.map(({ line }) => JSON.parse(line).rec);
    const there = new Set(recs);
    equal(told.filter((rec) => !there.has(rec)), [], 'told as saved, and not at the hub');
    holds(there.size === recs.length && new Set(told).size === told.length, 'a record is there twice');
    for (const other of works.filter((one) => one.tablet !== tablet)) {
      equal(other.tablet.rows('SELECT count(*) AS n, count(DISTINCT seq) AS seqs FROM box WHERE dev = '
        + `'${device}'`), [{ n: own, seqs: own }], 'changes on the other tablet');
    }
  }
}

await play(async (stage, [words]) => {
  const kills = Number(words ?? KILLS);
  const since = Date.now();
  const chance = new Chance();
  const { hub, tablet } = await joined(stage);
  const other = new Tablet(stage, 'other');
  await other.enrol(hub);
  const works = [tablet, other].map((one) => new Work(stage, one));
  const count = {};
  const killing = (async () => {
    for (let i = 0; i < kills; i++) {
      const victim = await kill({ hub, works }, chance);
      count[victim] = (count[victim] ?? 0) + 1;
    }
  })();
  await Promise.race([killing, ...works.map(({ done }) => done.then(() => killing))]);
  await Promise.all(works.map((work) => work.end()));
  for (const one of [tablet, other, tablet]) {
    await one.syncWell();
  }
  await isAllThere({ hub, works });
  await hub.isWhole();
  const told = works.reduce((sum, work) => sum + work.told.length, 0);
  const rounds = works.reduce((sum, work) => sum + work.rounds, 0);
  holds(rounds > 0, 'no round ever ended well');
  console.log(`${kills} kills (${Object.entries(count).map(([who, n]) => `${who} ${n}`).join(', ')}): `
    + `${told} told as saved, ${rounds} rounds ended well, all there; ${Date.now() - since} ms`);
}, 60 + Number(process.argv[3] ?? KILLS) * 2);
