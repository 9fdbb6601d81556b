// kill -9 in the middle of each kind of capture, in a real window: what had been shown comes back, and what
// is saved afterwards is at the centre as it was tapped.
import { Hub } from '../actors/hub.mjs';
import { equal, holds, play, until } from '../actors/stage.mjs';
import { PASSPHRASE, Tablet } from '../actors/tablet.mjs';
import { Hands, Screen, openWindow } from './screen.mjs';

async function unlock(hands) {
  await hands.tap('Passphrase');
  await hands.type(PASSPHRASE);
  await hands.key('Return');
}

class Desk {
  constructor(screen, tablet, hands) {
    this.screen = screen;
    this.tablet = tablet;
    this.hands = hands;
  }

  async open() {
    this.client = await openWindow(this.screen, this.tablet);
    await unlock(this.hands);
  }

  async killed() {
    await this.client.kill();
    await this.open();
  }

  async saved(type) {
    return (await this.client.line(new RegExp(`^saved ${type} ([0-9a-f-]{36})$`)))[1];
  }
}

// A choice, then half a text, each with a kill after it; then a plain note by phrases, the draft kept.
async function profileThenNote(desk, pupil) {
  const { hands } = desk;
  await hands.tapEach([pupil, 'Engagement model', 'Engagement Profile and Scale', 'Mostly']);
  await hands.waitFor('6 still to do for a total');
  await desk.killed();
  await hands.waitFor('6 still to do for a total');
  await hands.tapEach(['Awareness: What happened', 'Next action']);
  await hands.type('Bring it nearer ');
  await hands.waitFor('Bring it nearer ');
  await hands.key('Escape');
  await hands.tap('Done');
  await desk.killed();
  await hands.waitFor('Bring it near…');
  await hands.tapEach(['Engagement Profile and Scale', 'Note', 'Phrases', 'Reached out']);
  await hands.waitFor('Reached out');
  await desk.killed();
  await hands.waitFor('Reached out');
  await hands.tap('Save');
  return desk.saved('observation');
}

// A look is made, the client dies, and the look is there when the sitting goes on.
async function interval(desk, pupil) {
  const { hands } = desk;
  await hands.tapEach([pupil, 'Path so far', 'Watch in intervals', '10 s', 'Start']);
  await hands.waitFor('Look 1 of 30', 20000);
  await hands.tap('Engaged');
  await until('the look is chosen', 5000, () =>
    hands.seen().places.some((place) => place.label === 'Engaged' && place.chosen));
  await desk.killed();
  await hands.tap('Stop here');
  await hands.waitFor('Engaged at 1 of 1 looks: 100 % (21 to 100 %)');
  await hands.tap('Save');
  return desk.saved('interval_observation');
}

async function atTheHub(hub, rec) {
  return until('the record is at the hub', 20000, async () =>
    (await hub.records()).find((one) => one.rec === rec));
}

await play(async (stage) => {
  const hub = new Hub(stage);
  const screen = new Screen(stage);
  const tablet = new Tablet(stage);
  const hands = new Hands(screen, tablet.placesFile);
  await Promise.all([screen.open(), hub.make()]);
  await hub.serve();
  await tablet.enrol(hub);
  const daemon = tablet.daemon();
  const desk = new Desk(screen, tablet, hands);

  await desk.open();
  await hands.waitFor('Choose several');
  const pupil = tablet.cards()[0];
  const note = (await atTheHub(hub, await profileThenNote(desk, pupil))).fields;
  equal([note.instrument, note.outcome, note.engagement ?? null], ['note', 'Reached out', null],
    'what the hub holds of the note');
  const looks = (await atTheHub(hub, await interval(desk, pupil))).fields;
  holds(looks.samples.startsWith('1-') && looks.samples.length === 30,
    `the looks at the hub are ${looks.samples}`);
  equal([looks.method, looks.interval_s, looks.length_s], ['momentary', 10, 300],
    'how the hub says it was watched');
  await hub.isWhole();
  equal(await desk.client.stop(), { code: 0, signal: null }, 'how SIGTERM ends the client');
  equal(await daemon.stop(), { code: 0, signal: null }, 'how SIGTERM ends the daemon');
  equal(await hub.stop(), { code: 0, signal: null }, 'how SIGTERM ends the hub');
});
