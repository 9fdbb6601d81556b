// The main job in a real window: a pointer, keys, a battery that dies, a pupil's answer, and all of it at
// the centre.
import { equal, holds, play, until } from '../actors/stage.mjs';
import { PASSPHRASE } from '../actors/tablet.mjs';
import { joinedWindow, openWindow } from './screen.mjs';

async function unlock(hands) {
  await hands.tap('Passphrase');
  await hands.type(PASSPHRASE);
  await hands.key('Return');
}

const saved = async (client) => (await client.line(/^saved observation ([0-9a-f-]{36})$/))[1];

// What the observe screen shows chosen, in order.
const chosen = (hands) => hands.seen().places.filter((place) => place.chosen)
  .map((place) => place.label);

async function captureAndUndo(client, hands, pupil) {
  await hands.tap(pupil);
  await hands.tap('Sustained');
  await hands.tap('Learning objective');
  await hands.tapEach(['W', 'e', 't', 'space', 's', 'a', 'n', 'd', 'Done']);
  await hands.waitFor('Wet sand');
  await hands.tap('Save');
  const rec = await saved(client);
  await hands.waitFor('Saved on this tablet');
  await hands.tap('Undo');
  equal(await saved(client), rec, 'the record that Undo makes void');
  await hands.waitFor('Undone. It is a draft again');
  return rec;
}

// Words end with a space; what follows the last one may be lost, and nothing else.
async function writeHalf(hands, question) {
  await hands.tap('What was done');
  await hands.type('Poured the water into th');
  await hands.waitFor('Poured the water into th');
  const before = chosen(hands);
  holds(before.length > 0, 'the draft that was undone shows its choice');
  await hands.waitFor(question); // once nothing lies over the foot, nothing need be scrolled away
  return before;
}

async function backAfterKill(hands, question, before) {
  await unlock(hands);
  await hands.waitFor('Save');
  for (const words of [question, 'Wet sand', 'Poured the water into', 'Draft kept']) {
    holds(hands.shows(words), `after the kill the screen lacks “${words}”`);
  }
  equal(chosen(hands), before, 'what is chosen after the kill');
}

// The word that was being written may have been kept in part: the field is written anew.
async function finish(client, hands) {
  await hands.tap('What was done');
  await hands.key('ctrl+a');
  await hands.type('Poured the water into the tray');
  await hands.waitFor('Poured the water into the tray');
  await hands.tap('Save');
  return saved(client);
}

// The pupil's own screen: practice, one question, the answer read back; a passphrase leads out of it.
async function pupilAnswers(client, hands, pupil) {
  await hands.tap(pupil);
  await hands.tap('Path so far');
  await hands.tap(`Hand over to ${pupil.split(' ')[0]}`);
  await hands.tap('How I feel today');
  await hands.pressEach(['Dog', 'Next']);
  await hands.waitFor('How do you feel today?');
  await hands.pressEach(["I don't know", 'Happy', 'Next']);
  await hands.waitFor('You said:');
  await hands.press('Yes');
  const [, rec] = await client.line(/^saved self_assessment ([0-9a-f-]{36})$/);
  await hands.press('Staff');
  await hands.type(PASSPHRASE);
  await hands.tap('Leave');
  await hands.waitFor('The path so far');
  return rec;
}

async function answerArrives(hub, rec) {
  const record = await until('the answer is at the hub', 20000, async () =>
    (await hub.records()).find((one) => one.rec === rec));
  holds(JSON.stringify(record.fields.answers).includes('"happy"'),
    `the answer at the hub is ${JSON.stringify(record.fields.answers)}`);
}

async function arrives(hub, rec, undone) {
  const record = await until('the words are at the hub', 20000, async () =>
    (await hub.records()).find((one) => one.rec === rec));
  equal([record.fields.objective, record.fields.activity, record.fields.void ?? null],
    ['Wet sand', 'Poured the water into the tray', null], 'what the hub holds');
  const voided = await hub.record(undone);
  equal(voided.fields.void, 'Undone', 'what was undone is void at the hub');
}

await play(async (stage) => {
  const { hub, screen, tablet, hands } = await joinedWindow(stage);
  const daemon = tablet.daemon();

  let client = await openWindow(screen, tablet);
  await unlock(hands);
  await hands.waitFor('Choose several');
  const pupil = tablet.cards()[0];
  const question = `How engaged was ${pupil.split(' ')[0]}?`;
  const undone = await captureAndUndo(client, hands, pupil);
  const before = await writeHalf(hands, question);
  await client.kill();

  client = await openWindow(screen, tablet);
  await backAfterKill(hands, question, before);
  const rec = await finish(client, hands);
  await arrives(hub, rec, undone);
  await answerArrives(hub, await pupilAnswers(client, hands, pupil));
  await hub.isWhole();

  equal(await client.stop(), { code: 0, signal: null }, 'how SIGTERM ends the client');
  equal(await daemon.stop(), { code: 0, signal: null }, 'how SIGTERM ends the daemon');
  equal(await hub.stop(), { code: 0, signal: null }, 'how SIGTERM ends the hub');
});
