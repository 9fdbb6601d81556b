// The steps of stories: each is a sentence with what it is about left out, and what is done then. `~`
// stands for a quoted text, `#` for a number, `{}` for fields. See read.mjs.
import fs from 'node:fs';

import { Broken, equal, holds, until } from '../actors/stage.mjs';
import { PASSPHRASE } from '../actors/tablet.mjs';
import { secondsOfVoice } from './voice.mjs';

const PATIENCE_MS = 10000;
const TABS_MOST = 150;
const SETTLED_MS = 500;
const LIGHTS_MOST = 400;
const [WHEEL_UP, WHEEL_DOWN] = [4, 5];
const [A_PAGE, FAR] = [4, 40]; // in notches
const LISTENING = 'Listening:';
const SCAN = { step: 1000, accept: 500, release: 1000 }; // as a new tablet has them

const readSize = (text) => {
  const [width, height] = text.split('x').map(Number);
  return { width, height };
};

// ---- fingers ------------------------------------------------------------------------------------

async function tap(s, label, row) {
  s.isRinged = false;
  await s.desk.tap(label, row);
  s.taps += 1;
  s.look();
}

// A finger comes down, time passes, and it is lifted; `to` is where it has moved meanwhile.
async function press(s, label, ms, to, restMs = 0) {
  const { x, y } = await s.desk.reach(label);
  await s.desk.press(x, y);
  await s.pass(ms);
  if (to !== undefined) {
    const end = await to();
    s.desk.point(end.x, end.y);
  }
  if (restMs > 0) {
    await s.pass(1); // it has come there
    await s.pass(restMs);
  }
  await s.desk.lift();
  s.taps += 1;
  s.look();
}

// ---- keys ---------------------------------------------------------------------------------------

async function key(s, name) {
  if (s.isRinged && ['Return', 'space'].includes(name)) {
    s.worked('keys');
  }
  await s.desk.key(name);
  s.keys += 1;
  s.look();
}

const isAt = (s, label, row) => s.desk.all(label, row).find((place) => place.ringed);

const middle = (place) => [place.x + place.w / 2, place.y + place.h / 2];

// As a person does: the arrow that points most towards it.
async function arrowTowards(s, target, label, row) {
  const ring = s.desk.seen().places.find((place) => place.ringed);
  const [x, y] = ring === undefined ? [0, 0] : middle(ring);
  const now = s.desk.all(label, row)[0] ?? target;
  const [dx, dy] = [middle(now)[0] - x, middle(now)[1] - y];
  const across = Math.abs(dx) > Math.abs(dy) && Math.abs(dy) < now.h;
  await key(s, across ? (dx > 0 ? 'Right' : 'Left') : (dy > 0 ? 'Down' : 'Up'));
}

async function arrowsTo(s, label, row) {
  const target = await s.desk.find(label, row);
  for (let i = 0; !isAt(s, label, row); i++) {
    holds(i < TABS_MOST, `the arrows do not lead to “${label}”`);
    await arrowTowards(s, target, label, row);
  }
  s.isRinged = true;
}

// Tab to its group, arrows inside. A press right after the ring came by itself would not be meant.
async function tabTo(s, name, label, row) {
  const target = await s.desk.find(label, row);
  if (isAt(s, label, row)) {
    await s.pass(SETTLED_MS);
  }
  for (let i = 0; !isAt(s, label, row); i++) {
    holds(i < TABS_MOST, `${name} does not lead to “${label}”`);
    if (s.desk.all(label, row).some((place) => place.inReach)) {
      await arrowTowards(s, target, label, row);
    } else {
      await key(s, name);
    }
  }
  s.isRinged = true;
}

// ---- switches -----------------------------------------------------------------------------------

async function pressSwitch(s, name = 'space') {
  await s.desk.down(name);
  await s.pass(SCAN.accept);
  await s.desk.up(name);
  await s.pass(SCAN.release);
  s.keys += 1;
}

// The light is waited for, or moved on, until it is there or on its group; then it is taken.
async function scanTo(s, label, row, { move, take }) {
  await s.desk.find(label, row);
  for (let i = 0; i < LIGHTS_MOST; i++) {
    const isLit = s.desk.all(label, row).some((place) => place.lit);
    const others = s.desk.seen().places.filter((place) => place.lit).length - 1;
    s.lights += 1;
    if (isLit && others === 0) {
      s.worked('switch');
    }
    await (isLit ? take() : move());
    if (isLit && others === 0) {
      s.look();
      return;
    }
  }
  throw new Broken(`the light does not come to “${label}”`);
}

const oneSwitch = (s) => ({ move: () => s.pass(SCAN.step), take: () => pressSwitch(s) });
const twoSwitches = (s) => ({ move: () => pressSwitch(s), take: () => pressSwitch(s, 'Return') });
const anywhere = (s) => ({
  move: () => s.pass(SCAN.step),
  take: async () => {
    await s.desk.press(s.desk.size.width / 2, s.desk.size.height / 2);
    await s.pass(SCAN.accept);
    await s.desk.lift();
    await s.pass(SCAN.release);
    s.taps += 1;
  },
});
const restingSwitch = (s) => ({ move: () => pressSwitch(s), take: () => s.pass(SCAN.step * 2) });

// ---- looking ------------------------------------------------------------------------------------

const sees = (s, what, look) => until(what, PATIENCE_MS, look).then(() => s.look());
const isChosen = (s, label, row) => s.desk.seen().places.some((place) =>
  place.label === label && place.chosen && (row === undefined || place.rows.includes(s.desk.keys.get(row) ?? row)));

// The card that lies nearest to the middle of the window, all of it in sight.
function nearMiddle(s) {
  const { width, height } = s.desk.size;
  const far = ({ x, y, w, h }) => Math.hypot(x + w / 2 - width / 2, y + h / 2 - height / 2);
  const cards = s.desk.seen().places.filter((place) => !place.covered && s.newcomers.has(place.label));
  holds(cards.length > 0, 'no pupil is in sight');
  return cards.sort((a, b) => far(a) - far(b))[0];
}

// What a part of the screen says: each thing to touch with where it lies and whether it is chosen, and
// every line. Only the time of day goes on by itself.
function part(s) {
  const { places, words } = s.desk.seen();
  return [`the screen ${s.desk.rest.screen}`,
    ...places.map(({ label, rows, chosen, disabled }) =>
      `${rows.join('/')} “${label}”${chosen ? ', chosen' : ''}${disabled ? ', resting' : ''}`),
    ...words.split('\n').map((line) => line.trimEnd().replace(/\d\d:\d\d/g, 'some time'))];
}

async function wheel(s, button, times) {
  await s.desk.wheel(button, times);
  await s.pass(1);
}

// All that it says, from its top to its bottom.
async function whole(s) {
  const { width, height } = s.desk.size;
  const all = new Set();
  s.desk.point(width / 2, height / 2);
  await wheel(s, WHEEL_UP, FAR);
  for (let before; before !== s.desk.drawn();) {
    before = s.desk.drawn();
    part(s).forEach((one) => all.add(one));
    await wheel(s, WHEEL_DOWN, A_PAGE);
  }
  await wheel(s, WHEEL_UP, FAR);
  return all;
}

async function remember(s) {
  s.remembered = await whole(s);
}

async function isAsItWas(s) {
  const now = await whole(s);
  const without = (some, others) => [...some].filter((one) => !others.has(one));
  equal({ gone: without(s.remembered, now), come: without(now, s.remembered) }, { gone: [], come: [] },
    'what was shown, and is not as it was');
}

// ---- what is kept -------------------------------------------------------------------------------

// Every field that is asked for is as asked for; `null` is: not there; words… begin so.
function fits(got, want) {
  if (typeof want === 'string' && want.endsWith('…')) {
    return typeof got === 'string' && got.startsWith(want.slice(0, -1));
  }
  if (want === null || typeof want !== 'object') {
    return (got ?? null) === want;
  }
  return got !== undefined && got !== null && Object.keys(want).every((name) => fits(got[name], want[name]))
    && (!Array.isArray(want) || want.length === got.length);
}

function among(s, records, type, name, fields) {
  const pupil = s.pupil(name);
  const of = records.filter((one) => one.type === type && one.pupil === pupil);
  holds(of.some((one) => fits({ ...one.fields, conflicts: one.conflicts }, fields)),
    `no ${type} of ${name} is ${JSON.stringify(fields)}, but ${JSON.stringify(of)}`);
}

// What the client says nothing of has been done once a finger that came after it was heard.
async function isDone(s) {
  await s.desk.press(4, s.desk.size.height - 4);
  await s.desk.lift();
}

// ---- the table ----------------------------------------------------------------------------------

export const steps = {
  // the tablet and who holds it
  'the school has # pupils': (s, count) => s.moveToLarge(count),
  open: (s) => s.open(),
  'open at ~': (s, size) => { s.size = readSize(size); return s.open(); },
  unlock: (s) => s.unlock(),
  'unlock as ~': (s, name) => s.unlock(name),
  'write the passphrase': (s) => s.desk.type(PASSPHRASE),
  'write a code that was used before': async (s) => {
    const code = await s.hub.code('New');
    await s.joined(code);
    await s.desk.type(code);
  },
  'write a code of other keys': async (s) => // they are known by a hash, its last part
    s.desk.type((await s.hub.code('New')).replace(/(\.[^.]+)\.[^.]+$/, '$1$1')),
  kill: (s) => s.close('kill'),
  'remember what is shown': (s) => remember(s),
  'all is as it was': (s) => isAsItWas(s),
  'kill, and all is as it was': async (s) => {
    await remember(s);
    await s.close('kill');
    await s.unlock();
    await isAsItWas(s);
  },
  quit: (s) => s.close('stop'),
  'take tablet ~': async (s, name) => {
    if (s.isOpen) {
      await s.close('stop');
    }
    s.take(name);
  },
  'the window is put away': async (s) => {
    s.desk.do(`windowunmap ${s.desk.window}`);
    await s.desk.arrive();
    await until('the window is away', PATIENCE_MS, async () => await s.desk.windows() === '');
  },
  'turn to ~': async (s, size) => { s.size = readSize(size); await s.desk.turn(s.size); s.look(); },
  'write the code': async (s) => s.desk.type(await s.hub.code('New')),
  'a picture of the code is taken': (s) => s.photograph((file) =>
    s.hub.verb('enrol', '--school', s.hub.urn, '--label', 'New', '--qr', file)),
  'a picture of the screen is taken': (s) => s.photograph((file) => s.desk.picture(file)),
  'a letter is taken for a picture': (s) => s.photograph((file) => fs.writeFileSync(file, 'Dear all')),
  'somebody speaks near the tablet': (s) => s.speakNear(),
  'a while is recorded': (s) => sees(s, 'a second is recorded', async () => {
    await s.pass(100);
    return s.desk.shows(LISTENING) && !s.desk.shows(`${LISTENING} 0`);
  }),
  'the voice is heard': (s) => sees(s, 'the voice is heard', () => secondsOfVoice(s.said) > 0.5),
  'start the daemon': async (s) => {
    await s.daemon?.stop();
    s.daemon = s.tablet.daemon();
  },

  // fingers, pointer, keys
  'tap ~': (s, label) => tap(s, label),
  'tap ~ in ~': (s, label, row) => tap(s, label, row),
  'hold ~ for # ms': (s, label, ms) => press(s, label, ms),
  'hold ~ then lift on ~': (s, label, other) => press(s, label, 600, () => s.desk.reach(other)),
  'press ~ then rest on ~ for # ms': (s, label, other, ms) =>
    press(s, label, 100, () => s.desk.reach(other), ms),
  'press ~ and slide off': (s, label) => press(s, label, 100, () => ({ x: 4, y: s.desk.size.height - 4 })),
  'fling the list # times ~': async (s, count, way) => {
    for (let i = 0; i < count; i++) {
      await s.desk.fling(way === 'down');
      await s.pass(60); // it glides for a while
    }
    s.look();
  },
  'stop it with a finger': async (s) => {
    await s.desk.stop();
    s.look();
  },
  'tap whoever is in the middle': async (s) => {
    const found = nearMiddle(s);
    s.met = found.label;
    await tap(s, found.label);
  },
  'see whom I tapped': (s) => sees(s, `“${s.met}” is on the screen`, () => s.desk.shows(s.met)),
  'stored ~ of whom I tapped {}': async (s, type, fields) => among(s, await s.stored(), type, s.met, fields),
  'turn the wheel # down': (s, count) => wheel(s, WHEEL_DOWN, count),
  'the keyboard is ~': (s, layout) => s.desk.layout(layout),
  'write ~ and the keys ~ then ~ then ~': async (s, text, ...keys) => {
    await s.desk.type(text);
    for (const name of keys) {
      await s.desk.letter(name);
    }
  },
  'write ~': (s, text) => s.desk.type(text),
  'key ~': (s, name) => key(s, name),
  'hit ~': (s, names) => {
    names.split(' ').forEach((name) => s.desk.do(`key --delay 1 ${name}`));
    return isDone(s);
  },
  'tab to ~': (s, label) => tabTo(s, 'Tab', label),
  'tab to ~ in ~': (s, label, row) => tabTo(s, 'Tab', label, row),
  'tab back to ~': (s, label) => tabTo(s, 'shift+Tab', label),
  'tab back to ~ in ~': (s, label, row) => tabTo(s, 'shift+Tab', label, row),
  'arrows to ~': (s, label) => arrowsTo(s, label),
  'arrows to ~ in ~': (s, label, row) => arrowsTo(s, label, row),
  'scan to ~': (s, label) => scanTo(s, label, undefined, oneSwitch(s)),
  'scan to ~ in ~': (s, label, row) => scanTo(s, label, row, oneSwitch(s)),
  'scan the passphrase': async (s) => {
    for (const letter of PASSPHRASE) {
      await scanTo(s, letter === ' ' ? 'space' : letter, undefined, oneSwitch(s));
    }
  },
  'scan to whoever is in the middle': (s) => {
    s.met = nearMiddle(s).label;
    return scanTo(s, s.met, undefined, oneSwitch(s));
  },
  'two switches to ~': (s, label) => scanTo(s, label, undefined, twoSwitches(s)),
  'two switches to ~ in ~': (s, label, row) => scanTo(s, label, row, twoSwitches(s)),
  'touch anywhere for ~': (s, label) => scanTo(s, label, undefined, anywhere(s)),
  'touch anywhere for ~ in ~': (s, label, row) => scanTo(s, label, row, anywhere(s)),
  'rest on ~': (s, label) => scanTo(s, label, undefined, restingSwitch(s)),
  'rest on ~ in ~': (s, label, row) => scanTo(s, label, row, restingSwitch(s)),

  // time
  'time stands still': (s) => { s.clock.stand(); },
  '# ms pass': (s, ms) => s.pass(ms),
  '# seconds pass': (s, seconds) => s.pass(seconds * 1000),
  '# minutes pass': (s, minutes) => s.pass(minutes * 60000),
  '# seconds pass in which the tablet is off': (s, seconds) => { s.clock.pass(seconds * 1000); },
  'the tablet sleeps for # minutes': (s, minutes) => s.pass(minutes * 60000, true),
  'the clock is set # minutes forward': (s, minutes) => { s.clock.setDay(minutes * 60000); },
  'the clock is # hours fast': (s, hours) => { s.clock.setDay(hours * 3600000); },

  // looking
  'see ~': (s, text) => sees(s, `“${text}” is on the screen`, () => s.desk.shows(text)),
  // What another program does takes its own time, and the client looks for it by its own clock.
  'see ~ as time passes': (s, text) => sees(s, `“${text}” is on the screen`, async () => {
    await s.pass(200);
    return s.desk.shows(text);
  }),
  'see no ~': (s, text) => sees(s, `“${text}” is not on the screen`, () => !s.desk.shows(text)),
  'see ~ chosen': (s, label) => sees(s, `“${label}” is chosen`, () => isChosen(s, label)),
  'see ~ chosen in ~': (s, label, row) =>
    sees(s, `“${label}” is chosen in “${row}”`, () => isChosen(s, label, row)),
  'see ~ not chosen': (s, label) => sees(s, `“${label}” is not chosen`, () => !isChosen(s, label)),
  'see ~ not chosen in ~': (s, label, row) =>
    sees(s, `“${label}” is not chosen in “${row}”`, () => !isChosen(s, label, row)),
  'be on ~': (s, screen) => sees(s, `the screen is “${screen}”`, () => s.desk.rest.screen === screen),
  'drawn in ~ and ~': (s, most, then) => sees(s, `the window is ${most}, then ${then}`, () => {
    const [first, second] = s.desk.colours();
    return first === most && second === then;
  }),
  'the ring is on ~': (s, label) => sees(s, `the ring is on “${label}”`, () => isAt(s, label)),
  'the light stood on fewer than # things': (s, count) => {
    console.log(`  the light of “${s.story.name}” stood on ${s.lights} things`);
    holds(s.lights < count, `the light stood on ${s.lights} things`);
  },
  'frames are timed': (s) => { s.desk.slowest = 0; },
  'no frame took # ms': (s, ms) => { // of the processor; a sanitizer makes each of them longer
    console.log(`  the slowest frame of “${s.story.name}” took ${s.desk.slowest.toFixed(1)} ms`);
    s.sanitized || holds(s.desk.slowest < ms, `a frame took ${s.desk.slowest.toFixed(1)} ms`);
  },
  'everything fits': (s) => {
    const { width } = s.desk.size;
    const out = s.desk.seen().places.filter(({ x, w }) => x < 0 || x + w > width);
    equal(out.map((place) => place.label), [], 'what stands out of the window at its side');
  },
  'taps since unlock #': (s, count) => equal(s.taps, count, 'taps since the tablet was unlocked'),
  'keys since unlock #': (s, count) => equal(s.keys, count, 'keys since the tablet was unlocked'),

  // what is kept
  'saved ~': (s, type) => sees(s, `a ${type} was saved`, () => {
    const at = s.desk.saved.indexOf(type);
    return at >= 0 && s.desk.saved.splice(at, 1).length === 1;
  }),
  'nothing is saved': (s) => equal(s.desk.saved, [], 'what the client told as saved'),
  'stored ~ of ~ {}': async (s, type, name, fields) => among(s, await s.stored(), type, name, fields),
  'stored # ~': async (s, count, type) => {
    const of = (await s.stored()).filter((one) => one.type === type);
    equal(of.length, count, `how many of the kind ${type} are stored (${JSON.stringify(of)})`);
  },

  // the hub
  'the hub is there': async (s) => { s.hub = await s.school.serve(s.folder); },
  sync: (s) => s.sync(),
  '~ leaves the school': (s, name) => s.letGo(name),
  'the hub is backed up': (s) => s.hub.verb('backup', s.backup),
  'the hub goes back to its backup': (s) => s.goBack(),
  'the school takes in ~ ~ of ~': (s, given, family, group) => s.takeIn(given, family, group),
  'the hub lets a record of ~ in': (s, name) => s.decide('release', name),
  'the hub sets a record of ~ aside': (s, name) => s.decide('set-aside', name),
  'the school adds the instrument {}': (s, instrument) => s.addInstrument(instrument),
  'the hub has ~ of ~ {}': async (s, type, name, fields) =>
    among(s, await s.atTheHub(), type, name, fields),
  'the hub comes to have ~ of ~ {}': (s, type, name, fields) =>
    until(`the hub has that ${type}`, PATIENCE_MS, async () => {
      const records = await s.atTheHub();
      return records.some((one) => one.type === type) && (among(s, records, type, name, fields), true);
    }),
  'the hub has ~ of ~ {} by ~': async (s, type, name, fields, staff) =>
    among(s, await s.atTheHubBy(staff), type, name, fields),
  'the hub has ~ from less than # minutes ago': async (s, type, minutes) => {
    const of = (await s.atTheHub()).filter((one) => one.type === type);
    equal(of.map(({ fields }) => Math.abs(Date.now() - fields.when) < minutes * 60000), [true],
      `whether the ${type} is from less than ${minutes} minutes ago (${JSON.stringify(of)})`);
  },
  'the hub has # ~': async (s, count, type) => {
    const of = (await s.atTheHub()).filter((one) => one.type === type);
    equal(of.length, count, `how many of the kind ${type} the hub has (${JSON.stringify(of)})`);
  },

  // the disk
  'the disk is full': (s) => s.fillDisk(),
  'the disk has room': (s) => { s.freeDisk(); },
};
