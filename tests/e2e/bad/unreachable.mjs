// The hub is away: one sentence at the daemon and on the tablet, what was captured waits and is shown
// to wait, and goes as soon as the hub is back. The same amid enrolling.
import { equal, holds, play, until } from '../actors/stage.mjs';
import { act, PASSPHRASE, Tablet } from '../actors/tablet.mjs';
import { joined } from '../actors/joined.mjs';

const SENTENCE = 'The hub cannot be reached; this tablet tries again soon.';

await play(async (stage) => {
  const { hub, tablet, cards } = await joined(stage);
  const code = await hub.code('Late');
  await hub.stop();

  const [{ rec }] = await tablet.playUnlocked(act.tap(cards[0]), act.tap('Sustained'),
    act.tap('Save'), act.expect('1 waiting'));
  const end = await tablet.sync();
  equal([end.code, end.err], [1, `cairn-syncd: ${SENTENCE}\n`], 'the daemon without a hub');
  await tablet.playUnlocked(act.tap('Sync and tablet'), act.expect(SENTENCE),
    act.expect('to be sent'));

  // A tablet that enrols meanwhile says so, and goes on by itself.
  const late = new Tablet(stage, 'late');
  const daemon = late.daemonWhenThere();
  const client = late.open(act.tap('Code'), act.type(code), act.tap('Choose a passphrase'),
    act.type(PASSPHRASE), 'key enter', act.waitFor(SENTENCE),
    act.waitFor('Which name is yours?', 40));
  await until('the enrolling tablet says that the hub is away', 20000,
    () => late.seen().words.includes(SENTENCE) || !client.runs);
  await hub.serveAgain();
  await tablet.syncWell();
  equal((await hub.record(rec)).fields.engagement, { exploration: 'sustained' }, 'the record');
  await tablet.playUnlocked(act.expectNot(SENTENCE), act.expect('Everything has been sent'));
  await late.finish(client);
  holds((await daemon).runs, 'the daemon of the enrolling tablet ended');
  await hub.isWhole();
});
