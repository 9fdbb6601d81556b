// A hub that answers nonsense, under its own key: the daemon ends its round with one sentence, the
// tablet's file holds what it held, and with a sane hub everything goes on.
import { equal, holds, play } from '../actors/stage.mjs';
import { joined } from '../actors/joined.mjs';
import { Liar } from '../actors/liar.mjs';
import { act } from '../actors/tablet.mjs';
import { toAll, toPull, toPush } from './answers.mjs';

const ROUND_MS_MAX = 10000;
const ASKED_MAX = 40; // requests of one round: a hub cannot keep a tablet busy for ever

// Everything of the file that a bad answer could spoil; a setting of nothing is no setting.
const contents = (tablet) => tablet.rows(`
  SELECT 'setting ' || name AS what, value FROM setting
    WHERE name NOT IN ('sync_fault', 'contact_ms', 'steady_ms', 'skew_ms', 'up_to_date', 'parted')
    AND value NOT IN ('', '0', '[]')
  UNION ALL SELECT 'slot', hex(sealed) FROM slot
  UNION ALL SELECT 'box ' || dev || seq, hex(box) || coalesce(lsn, '') FROM box
  UNION ALL SELECT 'scope', pupil FROM scope UNION ALL SELECT 'owed', pupil FROM owed
  ORDER BY 1, 2`);

async function tryOut(tablet, liar, [name, answer, moves, isTaken]) {
  const before = contents(tablet);
  liar.asked = [];
  liar.answer = (head, socket) => socket.end(answer);
  const daemon = tablet.stage.start('cairn-syncd', [...tablet.folders, '--once']);
  const late = setTimeout(() => daemon.kill(), ROUND_MS_MAX);
  const { code, signal } = await daemon.ended;
  clearTimeout(late);
  holds(signal === null, `after “${name}” the daemon asked ${liar.asked.length} times and never ended`);
  holds(isTaken ? code === 0 : code === 1 && /^cairn-syncd: [A-Z][^\n!]*\.\n$/.test(daemon.err),
    `“${name}” ends with ${code} and no clear sentence: ${daemon.err.slice(0, 900)}`);
  holds(liar.asked.length <= ASKED_MAX, `“${name}” made it ask ${liar.asked.length} times`);
  equal(daemon.err, isTaken ? '' : `cairn-syncd: ${tablet.setting('sync_fault')}\n`,
    `the fault kept of “${name}”`);
  if (!moves) {
    equal(contents(tablet), before, `the tablet's file after “${name}”`);
  }
}

async function tryAll(hub, tablet, rows) {
  const liar = new Liar(hub.data);
  await liar.listen(hub.port);
  for (const row of rows) {
    await tryOut(tablet, liar, row);
  }
  await liar.close();
}

// The head that the hub would send to this tablet now, near enough to be taken.
function headFor(tablet) {
  const [own] = tablet.rows(`SELECT lower(hex(hash)) AS hash FROM box
    WHERE dev = '${tablet.setting('device')}' ORDER BY seq DESC LIMIT 1`);
  return {
    next: Number(tablet.setting('cursor')), more: false, etag: tablet.setting('etag'),
    epoch: tablet.setting('epoch'), time: Date.now(), acked: 1, hash: own.hash, held: [],
    check: { n: 0, sum: '0'.repeat(32) },
  };
}

await play(async (stage) => {
  const { hub, tablet, cards } = await joined(stage);
  const [{ rec }] = await tablet.playUnlocked(act.tap(cards[0]), act.tap('Sustained'),
    act.tap('Save'), act.expect('1 waiting'));

  await hub.stop();
  await tryAll(hub, tablet, [...toAll, ...toPush]);
  await hub.serveAgain();
  await tablet.syncWell();
  await hub.record(rec);

  await hub.stop();
  await tryAll(hub, tablet, [...toAll.slice(0, 12), ...toPull(headFor(tablet))]);
  await hub.serveAgain();
  await tablet.syncWell();
  await tablet.playUnlocked(act.tap(cards[1]), act.tap('Fleeting'), act.tap('Save'),
    act.expect('1 waiting'));
  await tablet.syncWell();
  await hub.isWhole();
  equal(tablet.figures().acked, 2, 'changes that the hub acknowledged');
});
