// The client dies at any moment, twenty times over (or `kills.mjs BUILD ROUNDS`): what was told as saved is there afterwards and at the
// hub, once; what a frame has shown of a draft is there too, so a draft is at most one tap behind.
//
// Each capture carries a tag of its own in its words. It is seen to catch: a save that is told before its
// commit, a draft that is kept only now and then, a draft that stays behind when its record is saved.
import fs from 'node:fs';

import { Gate } from '../e2e/actors/gate.mjs';
import { joined } from '../e2e/actors/joined.mjs';
import { Chance, equal, holds, play, until } from '../e2e/actors/stage.mjs';
import { act, readPlaces, savedBy } from '../e2e/actors/tablet.mjs';

const ROUNDS = Number(process.argv[3] ?? 20);
const ALIVE_MS_MAX = 700;
const CAPTURES = 30; // more than a round lives to make
const CHOICES = ['Not seen', 'Fleeting', 'Sustained', 'Established'];
const tagsIn = (text) => text.match(/\bt\d+x\d+\b/g) ?? [];

// From wherever the client came up to the class screen: this pill is on both screens.
const home = [act.tap('Sync and tablet'), act.tap('Back'), act.waitFor('Choose several')];

function captures(round, cards, chance) {
  return Array.from({ length: CAPTURES }, (_, i) => [
    act.tap(cards[chance.below(cards.length)]), act.tap(CHOICES[chance.below(4)]),
    act.tapIn('Persistence', CHOICES[chance.below(4)]), act.tap('What was done'), 'clear',
    act.type(`t${round}x${i} `), act.tap('Save'), act.waitFor('Choose several'),
  ]);
}

// What a frame shows: the screen, the choices of a draft, the tags in it.
function shown(file) {
  const { places, words } = readPlaces(file);
  const isObserve = places.some((place) => place.label === 'Save');
  const choices = places.filter((place) => CHOICES.includes(place.label));
  return {
    isObserve,
    whom: /^\s*[A-Z]+\n(\S+ .+)$/m.exec(words)?.[1], // below the initials, unless scrolled away
    chosen: isObserve ? choices.flatMap((place, i) => (place.chosen ? [i] : [])) : [],
    tags: isObserve ? tagsIn(words) : [],
  };
}

const tagsOf = (record) => tagsIn(JSON.stringify(record.fields));

// A record of that round with these words, or with these choices where the words were out of sight.
function isSaved(before, record) {
  const tags = tagsOf(record);
  if (before.tags.length > 0) {
    return before.tags.some((tag) => tags.includes(tag));
  }
  const choices = before.chosen.map((i) => CHOICES[i % 4].toLowerCase().replace(' ', '-'));
  return tags.some((tag) => tag.startsWith(`t${before.round}x`))
    && JSON.stringify(Object.values(record.fields.engagement ?? {})) === JSON.stringify(choices);
}

// What was shown before the kill is in the draft that came back, or in a record.
function isNotLost(before, after, records) {
  const isBlank = !after.isObserve || (after.chosen.length === 0 && after.tags.length === 0);
  if (!before.isObserve || (isBlank && records.some((one) => isSaved(before, one)))) {
    return;
  }
  if (before.tags.length === 0 && before.chosen.length === 0) {
    return;
  }
  holds(after.isObserve && (before.whom === undefined || after.whom === before.whom),
    `the draft of ${before.whom} did not come back: ${JSON.stringify({ before, after })}`);
  for (const tag of before.tags) {
    holds(after.tags.includes(tag), `the words ${tag} of a draft are lost`);
  }
  const lost = before.chosen.filter((place) => !after.chosen.includes(place));
  const more = after.chosen.filter((place) => !before.chosen.includes(place));
  holds(lost.length <= 1 && more.length <= 1, // one tap further, which may replace or take back
    `the choices of a draft were ${before.chosen} and are ${after.chosen}`);
}

function isThereOnce(saved, records, draft) {
  for (const { rec } of saved) {
    holds(records.some((record) => record.rec === rec), `${rec} was told as saved and is lost`);
  }
  const tags = records.flatMap(tagsOf);
  equal(tags.length, new Set(tags).size, 'tags in records, each in one');
  const both = draft.tags.filter((tag) => tags.includes(tag));
  equal(both, [], 'tags that are saved and still a draft');
}

// At any moment, the very moment that a record was told as saved, or that a draft shows two choices.
async function dies(tablet, client, number, chance) {
  let when = '';
  if (number % 3 === 0) {
    const ms = chance.below(ALIVE_MS_MAX);
    await new Promise((resolve) => { setTimeout(resolve, ms); });
    when = `after ${ms} ms`;
  } else if (number % 3 === 1) {
    const records = 1 + chance.below(2);
    for (let i = 0; i < records; i++) {
      await client.line(/^saved /);
    }
    when = `as record ${records} was told`;
  } else {
    await until('a draft shows two choices', 20000,
      () => shown(tablet.placesFile).chosen.length === 2 || !client.runs);
    when = 'as two choices were shown';
  }
  await client.kill();
  return when;
}

async function round(stage, tablet, number, world) {
  const { cards, chance, saved } = world;
  const gate = new Gate(stage, `up-${number}`);
  const isHome = stage.path(`home-${number}`);
  const client = tablet.openUnlocked(gate.acts, home, act.export(isHome),
    captures(number, cards, chance));
  let after = null;
  const records = await gate.pass(client, () => { after = shown(tablet.placesFile); });
  isThereOnce(saved, records, after);
  if (world.before) {
    isNotLost(world.before, after, records);
  }
  await until('the client begins to capture', 20000, () => fs.existsSync(isHome) || !client.runs);
  const when = await dies(tablet, client, number, chance);
  world.before = { ...shown(tablet.placesFile), round: number };
  saved.push(...savedBy(client));
  return `${number}: killed ${when}, ${savedBy(client).length} saved`
    + `${world.before.isObserve ? `, a draft with ${world.before.chosen.length} choices` : ''}`;
}

await play(async (stage) => {
  const chance = new Chance();
  const { hub, tablet, cards } = await joined(stage);
  const world = { cards, chance, saved: [] };
  for (let number = 1; number <= ROUNDS; number++) {
    console.log(await round(stage, tablet, number, world));
  }
  const records = await tablet.records();
  isThereOnce(world.saved, records, { tags: [] });
  holds(world.saved.length > ROUNDS / 2, `only ${world.saved.length} were saved in ${ROUNDS} rounds`);

  await tablet.syncWell();
  const central = await hub.records();
  isThereOnce(world.saved, central, { tags: [] });
  equal(central.filter((record) => record.type === 'observation').length,
    records.filter((record) => record.type === 'observation').length, 'observations at the hub');
  const { device, own, acked } = tablet.figures();
  equal((await hub.changes()).filter((change) => change.dev === device).length, own,
    'changes at the hub, of those that the tablet made');
  equal(acked, own, 'changes that the hub acknowledged');
  await hub.isWhole();
  console.log(`${ROUNDS} kills of the client: ${world.saved.length} told as saved, all there`);
}, 60 + ROUNDS * 4);
