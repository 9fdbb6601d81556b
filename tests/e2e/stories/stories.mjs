// All stories: what a person does at a tablet, and what is stored of it.
//
//   node stories.mjs BUILD --clock FILE [--only PATTERN] [--sanitized]
//
// Two desks tell them side by side, each the next that is untold. At the end stand the stories with
// their times and taps, and in how many each screen was seen: held either way round, worked by keys
// alone, worked by one switch.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { Broken, equal, play } from '../actors/stage.mjs';
import { Desk } from './desk.mjs';
import { readStories } from './read.mjs';
import { School } from './school.mjs';
import { steps } from './steps.mjs';
import { Teller } from './teller.mjs';

const DESKS = 2;
const SANITIZED_EACH = 3; // of so many stories a sanitizer watches one
const WAYS = ['landscape', 'portrait', 'keys', 'switch'];
const here = path.dirname(fileURLToPath(import.meta.url));
// Every screen that there is: one that nobody tells of is missed.
const SCREENS = [...fs.readFileSync(path.join(here, '../../../client/screen/screen.def'), 'utf8')
  .matchAll(/^SCREEN\([A-Z_]+, +([a-z_]+)\)/gm)].map(([, word]) => word);

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: { clock: { type: 'string' }, only: { type: 'string' }, sanitized: { type: 'boolean' } },
});

function wanted() {
  const all = fs.readdirSync(here).filter((name) => name.endsWith('.story')).sort()
    .flatMap((name) => readStories(path.join(here, name), steps));
  equal(new Set(all.map((one) => one.name)).size, all.length, 'stories of different names');
  return all.filter((story, i) =>
    new RegExp(options.only ?? '').test(`${story.place} ${story.name}`)
    && (!options.sanitized || i % SANITIZED_EACH === 0));
}

async function tell(teller, pictures) {
  const { story } = teller;
  const began = Date.now();
  let at = story.steps[0];
  try {
    for (at of story.steps) {
      await steps[at.name](teller, ...at.about);
    }
    story.ms = Date.now() - began;
    story.taps = teller.taps;
    story.keys = teller.keys;
    story.screens = [...teller.screens];
  } catch (error) {
    const why = error instanceof Broken ? error.message : error.stack;
    story.fault = `“${story.name}” at ${at.place}, ${at.line}\n  ${why}`;
    if (teller.isOpen) {
      const file = path.join(pictures, `${story.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`);
      teller.desk.picture(file);
      const labels = teller.desk.seen().places.filter((place) => !place.covered);
      story.fault += `\n  in reach: ${labels.map((place) => place.label).join(' | ')}\n  see ${file}`;
    }
    console.log(story.fault);
  } finally {
    await teller.end();
  }
}

async function tellAll(stage, school, stories, pictures) {
  const untold = stories.map((story, i) => ({ story, folder: `story-${i}` }));
  const work = async (_, number) => {
    const desk = new Desk(stage, `desk-${number}`, school.pupils);
    await desk.open();
    for (let next = untold.shift(); next !== undefined; next = untold.shift()) {
      await tell(new Teller({ stage, school, desk, ...next, ...options }), pictures);
    }
  };
  await Promise.all(Array.from({ length: DESKS }, work));
}

function report(stories, began) {
  for (const { name, fault, ms, taps, keys } of stories) {
    console.log(`${fault ? 'FAILED' : 'told  '} ${name}${fault ? ''
      : `: ${(ms / 1000).toFixed(1)} s, ${taps} taps, ${keys} keys`}`);
  }
  const seen = new Set(stories.flatMap((story) => story.screens ?? []));
  const missing = SCREENS.flatMap((screen) => WAYS.map((way) => `${screen} ${way}`))
    .filter((view) => !seen.has(view));
  for (const screen of SCREENS) {
    console.log([screen.padEnd(9), ...WAYS.map((way) => {
      const by = stories.filter((story) => story.screens?.includes(`${screen} ${way}`)).length;
      return `${way} ${by}`.padEnd(13);
    })].join(' '));
  }
  console.log(`${stories.length} stories in ${((Date.now() - began) / 1000).toFixed(1)} s; of the `
    + `${SCREENS.length} screens, each held both ways, by keys alone and by one switch, `
    + `${WAYS.length * SCREENS.length - missing.length} of ${WAYS.length * SCREENS.length} were seen`);
  equal(stories.filter((story) => story.fault).map((story) => story.name), [], 'stories that failed');
  if (options.only === undefined && !options.sanitized) {
    equal(missing, [], 'screens that no story held so, or worked so');
  }
}

await play(async (stage) => {
  const began = Date.now();
  const pictures = path.join(stage.build, 'shots', 'stories');
  const stories = wanted();
  const school = new School(stage);
  fs.mkdirSync(pictures, { recursive: true });
  await school.make();
  console.log(`the school was made in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  await tellAll(stage, school, stories, pictures);
  report(stories, began);
}, 580); // a busy machine takes three times as long as an idle one
