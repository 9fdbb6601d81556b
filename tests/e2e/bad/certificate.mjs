// Somebody else answers where the hub was: one sentence, and not a byte is sent inside TLS, whether it
// is another hub or a box of the network that opens everything. With the hub back, all goes as before.
import { equal, holds, play } from '../actors/stage.mjs';
import { Hub } from '../actors/hub.mjs';
import { joined } from '../actors/joined.mjs';
import { Liar, reply } from '../actors/liar.mjs';
import { act } from '../actors/tablet.mjs';

const SENTENCE = 'Something between this tablet and the hub is not the hub; nothing was sent. Tell '
  + 'whoever looks after your network.';

async function isRefused(tablet, who) {
  const before = tablet.figures();
  const end = await tablet.sync();
  equal([end.code, end.err], [1, `cairn-syncd: ${SENTENCE}\n`], `the daemon before ${who}`);
  equal(tablet.figures(), before, `what ${who} changed on the tablet`);
}

await play(async (stage) => {
  const { hub, tablet, cards } = await joined(stage);
  const [{ rec }] = await tablet.playUnlocked(act.tap(cards[0]), act.tap('Sustained'),
    act.tap('Save'), act.expect('1 waiting'));
  await hub.stop();

  const other = new Hub(stage, 'other');
  await other.make(4);
  const otherBefore = await other.changes();
  await other.serve({ listen: `127.0.0.1:${hub.port}` });
  await isRefused(tablet, 'another hub');
  equal(await other.changes(), otherBefore, 'the changes of another hub');
  await other.stop();

  const liar = new Liar(other.data);
  liar.answer = (head, socket) => socket.end(reply(200, '{}'));
  await liar.listen(hub.port);
  await isRefused(tablet, 'a box of the network');
  holds(liar.bytes === 0, `${liar.bytes} bytes were sent to a stranger`);
  await liar.close();
  await tablet.playUnlocked(act.tap('Sync and tablet'), act.expect(SENTENCE),
    act.expect('to be sent'));

  await hub.serveAgain();
  await tablet.syncWell();
  await hub.record(rec);
});
