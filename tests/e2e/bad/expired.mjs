// A code after its 24 hours: one sentence, no tablet at the hub, and a fresh code works at once.
import { equal, holds, play } from '../actors/stage.mjs';
import { act, PASSPHRASE, Tablet } from '../actors/tablet.mjs';
import { Hub } from '../actors/hub.mjs';

const SENTENCE = 'This code does not work any more. Ask for a new one; a code lasts 24 hours and serves '
  + 'one tablet.';

// The faketime command itself starts a process that would outlive the hub, so only its library is
// used; the sanitizers would rather be loaded before it.
async function later(stage) {
  const asked = await stage.run('faketime', ['-f', '+25h', 'printenv', 'LD_PRELOAD'],
    { command: true });
  return { env: {
    LD_PRELOAD: asked.out.trim(), FAKETIME: '+25h', FAKETIME_DONT_FAKE_MONOTONIC: '1',
    ASAN_OPTIONS: 'verify_asan_link_order=0',
  } };
}

const join = (code) => [act.tap('Code'), act.type(code), act.tap('Choose a passphrase'),
  act.type(PASSPHRASE), 'key enter'];

const tabletsOf = async (hub) => (await hub.verb('device', 'list')).split('\n')
  .filter((line) => / tablet /.test(line)).length;

await play(async (stage) => {
  const hub = new Hub(stage);
  const tablet = new Tablet(stage);
  await hub.make();
  await hub.serve();
  const old = await hub.code();
  const how = await later(stage);
  await hub.stop();
  await hub.serveAgain(how);

  const before = await hub.changes();
  const daemon = tablet.daemonWhenThere();
  await tablet.play(join(old), act.waitFor(SENTENCE));
  equal(await tabletsOf(hub), 0, 'tablets after an expired code');
  equal(await hub.changes(), before, 'changes after an expired code');
  equal(tablet.setting('token'), '', 'the token of a refused tablet');

  const fresh = await hub.code('Fresh', how);
  await tablet.play(act.tap('Passphrase'), act.type(PASSPHRASE), 'key enter',
    act.waitFor(SENTENCE), act.tap('Use another code'), join(fresh),
    act.waitFor('Which name is yours?'));
  equal(await tabletsOf(hub), 1, 'tablets after a fresh code');
  const daemonEnded = await daemon;
  await daemonEnded.stop();
  holds(daemonEnded.out.includes('clock is far from the hub'), 'a day between the clocks is not told');

  // The old code serves nobody later either, and one that was used serves one tablet.
  const second = new Tablet(stage, 'second');
  const other = second.daemonWhenThere();
  await second.play(join(fresh), act.waitFor(SENTENCE));
  await (await other).stop();
  equal(await tabletsOf(hub), 1, 'tablets after a code was used twice');
});
