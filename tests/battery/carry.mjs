// The daemon or the hub dies at any moment of a push or a pull, ten times over: each change that was
// acknowledged is at the hub, in order and without a gap, and in the end everything is there once.
//
// It is seen to catch: an acknowledgement that is written down before the hub has answered, an answer of
// the hub before its commit.
import { joined } from '../e2e/actors/joined.mjs';
import { Chance, equal, holds, play } from '../e2e/actors/stage.mjs';
import { act, Tablet } from '../e2e/actors/tablet.mjs';

const ROUNDS = 10;
const ALIVE_MS_MAX = 160;
const GROUPS = 2; // group observations a round, each a change a pupil

// All pupils together, so that one Save writes many changes.
const together = (cards, note) => [
  act.tap('Choose several'), cards.map(act.tap), act.tap('Observe together'),
  act.tap('Established'), act.tap('What was done'), act.type(note), act.tap('Save'),
  act.waitFor('Choose several'),
];

async function write(tablet, cards, round) {
  const notes = Array.from({ length: GROUPS }, (_, i) => `carry ${round} ${i}`);
  const saved = await tablet.playUnlocked(notes.map((note) => together(cards, note)));
  equal(saved.length, GROUPS * cards.length, 'changes of a round');
  return saved.map(({ rec }) => rec);
}

// What is acknowledged is at the hub; what is at the hub is a beginning of what was written.
async function agree(hub, tablet) {
  const { device, acked, own } = tablet.figures();
  const seqs = (await hub.changes()).filter((change) => change.dev === device)
    .map((change) => change.seq).sort((a, b) => a - b);
  equal(seqs, seqs.map((_, i) => i + 1), 'the numbers of a device at the hub');
  holds(seqs.length >= acked, `${acked} changes are acknowledged and ${seqs.length} at the hub`);
  holds(seqs.length <= own, `the hub has ${seqs.length} changes of the ${own} that were written`);
  return { acked, there: seqs.length };
}

async function killAmid(hub, tablet, chance) {
  const ms = chance.below(ALIVE_MS_MAX);
  const victim = chance.below(2) === 0 ? 'daemon' : 'hub';
  const daemon = tablet.daemon();
  await new Promise((resolve) => { setTimeout(resolve, ms); });
  await (victim === 'daemon' ? daemon : hub.server).kill();
  if (victim === 'hub') {
    await daemon.stop();
    await hub.serveAgain();
  } else {
    await daemon.kill();
  }
  return `${victim} killed after ${ms} ms`;
}

await play(async (stage) => {
  const chance = new Chance();
  const { hub, tablet, cards } = await joined(stage);
  const other = new Tablet(stage, 'other');
  await other.enrol(hub);
  const written = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const writer = round % 2 === 0 ? other : tablet;
    written.push(...await write(writer, cards, round));
    const how = await killAmid(hub, writer, chance);
    const { acked, there } = await agree(hub, writer);
    console.log(`${round}: ${how}, ${acked} acknowledged, ${there} at the hub`);
  }
  for (const one of [tablet, other, tablet]) {
    await one.syncWell();
  }
  const central = await hub.records();
  const own = (await tablet.records()).filter((record) => record.type === 'observation');
  for (const rec of written) {
    holds(central.some((record) => record.rec === rec), `${rec} is not at the hub`);
    holds(own.some((record) => record.rec === rec), `${rec} is not on the first tablet`);
  }
  equal(central.filter((record) => record.type === 'observation').length, written.length,
    'observations at the hub');
  for (const one of [tablet, other]) {
    const { acked, there } = await agree(hub, one);
    equal([acked, there], [one.figures().own, one.figures().own], 'acknowledged and there, in the end');
  }
  await hub.isWhole();
}, 100);
