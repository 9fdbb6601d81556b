// The client dies at each commit in turn, before its first write, before its sync and after it, each time
// from the same beginning: from the unlocking by the taps of a draft and its Save to the snapshot of the
// lock. Whatever was told as saved is there when it is started again, once, and at the hub.
//
// `points_client.mjs BUILD writes` dies at every single write as well. It is seen to catch: a save that
// is told before its commit.
import fs from 'node:fs';

import { joined } from '../e2e/actors/joined.mjs';
import { equal, holds, play } from '../e2e/actors/stage.mjs';
import { act, savedBy } from '../e2e/actors/tablet.mjs';
import { plug } from './plug.mjs';

const POINTS_MAX = 2000;
const WORDS = 'Wrenthistle';

// One record of these words, or none: never two, and one where it was told as saved.
function isThere(saved, records, where) {
  const ours = records.filter((record) => JSON.stringify(record.fields).includes(WORDS));
  holds(ours.length <= 1, `${ours.length} records ${where} of one Save`);
  equal(saved.filter(({ rec }) => ours[0]?.rec !== rec), [], `told as saved, and not ${where}`);
  return ours.length;
}

async function dieAt(stage, tablet, cards, at, writes) {
  tablet.wrap = ['env', ...Object.entries(plug(stage, at, 'tablet.db', writes))
    .map(([name, value]) => `${name}=${value}`)];
  const client = tablet.openUnlocked(act.tap(cards[0]), act.tap('Established'),
    act.tap('What was done'), act.type(`${WORDS} `), act.tap('Save'), act.waitFor('Choose several'),
    'lock', act.until('locked'));
  const { code, signal } = await client.ended;
  tablet.wrap = [];
  holds(signal === 'SIGKILL' || code === 0, `the client ended badly at ${at}: ${client.told()}`);
  return { died: signal === 'SIGKILL', saved: savedBy(client) };
}

await play(async (stage, [kind]) => {
  const since = Date.now();
  const { hub, tablet, cards } = await joined(stage);
  const kept = stage.path('kept');
  fs.cpSync(tablet.data, kept, { recursive: true });
  const seen = { told: 0, untold: 0, none: 0 };
  let died = true;
  let at = 0;
  while (died) {
    at++;
    holds(at < POINTS_MAX, 'the client dies for ever');
    fs.rmSync(tablet.data, { recursive: true });
    fs.cpSync(kept, tablet.data, { recursive: true });
    const life = await dieAt(stage, tablet, cards, at, kind === 'writes');
    const count = isThere(life.saved, await tablet.records(), `there after point ${at}`);
    seen[life.saved.length > 0 ? 'told' : count > 0 ? 'untold' : 'none']++;
    died = life.died;
  }
  console.log(`the client died at ${at - 1} points: ${seen.none} times before it saved, ${seen.untold} `
    + `before it told, ${seen.told} after; ${Date.now() - since} ms`);
  holds(seen.none > 0 && seen.untold > 0 && seen.told > 1, 'it never died on both sides of a commit');
  await tablet.syncWell();
  equal(isThere([], await hub.records(), 'at the hub'), 1, 'records at the hub');
  await hub.isWhole();
}, 900);
