// Nights of a real daemon at a real hub: nothing that is due is left, nothing else is asked for, a low
// battery is saved, a hub that comes back within the night is met, and an end amid a batch costs nothing.
//
// Seen to catch: a night that ends at its first failed round; a large push on a low battery; a picture
// that goes first of all, or keeps what is behind it for ever; a night that asks though nothing is due; an asked end that waits for the line.
import fs from 'node:fs';
import path from 'node:path';

import { joined } from '../actors/joined.mjs';
import { Proxy } from '../actors/proxy.mjs';
import { equal, holds, play, until } from '../actors/stage.mjs';
import { PASSPHRASE } from '../actors/tablet.mjs';

class Battery {
  constructor(stage) {
    this.folder = stage.path('power');
    fs.mkdirSync(path.join(this.folder, 'BAT0'), { recursive: true });
    this.is('type', 'Battery');
  }

  is(name, what) {
    fs.writeFileSync(path.join(this.folder, 'BAT0', name), `${what}\n`);
  }

  set(status, capacity) {
    this.is('status', status);
    this.is('capacity', capacity);
  }
}

async function write(stage, tablet, count, bytes) {
  const { code, err } = await stage.run('tests/support/scribe/scribe',
    [tablet.data, PASSPHRASE, String(count), String(bytes), '20']);
  equal(code, 0, `writing into the tablet (${err.trim()})`);
}

// Every change of the tablet is at the hub, once, and known to be there.
async function isAllThere(hub, tablet) {
  const { device, acked, own } = tablet.figures();
  const seqs = (await hub.changes()).filter((change) => change.dev === device)
    .map((change) => change.seq);
  equal([seqs.length, new Set(seqs).size, acked], [own, own, own], 'changes at the hub');
}

await play(async (stage) => {
  const { hub, tablet } = await joined(stage);
  const battery = new Battery(stage);
  const proxy = new Proxy();
  const daemon = (...words) => stage.start('cairn-syncd',
    ['--data', tablet.data, '--power', battery.folder, ...words]);
  const night = async () => {
    const child = daemon('--night');
    return { ...await child.ended, out: child.out, err: child.err };
  };
  await proxy.listen();
  proxy.lead(hub.port);
  tablet.write(`UPDATE setting SET value = 'https://127.0.0.1:${proxy.port}' WHERE name = 'hub_url'`);
  battery.set('Charging', 80);
  await tablet.syncWell();

  // Nothing is due: nobody is asked.
  const before = { ...proxy.carried };
  equal((await night()).out, 'nothing is due\n', 'a night after a good round');
  equal(proxy.carried, before, 'bytes of a night when nothing is due');

  // Low: what a lesson wrote goes, a day's worth does not, until the charger is there.
  battery.set('Discharging', 29);
  await write(stage, tablet, 3, 1000);
  const few = daemon('--once');
  equal((await few.ended).code, 0, `a small push on a low battery (${few.err.trim()})`);
  await isAllThere(hub, tablet);
  await write(stage, tablet, 40, 50000);
  const sent = proxy.carried.up;
  const many = daemon('--once');
  equal((await many.ended).code, 0, `a large push on a low battery (${many.err.trim()})`);
  holds(/not up to date; the battery is low/.test(many.out), `it said: ${many.out}`);
  holds(proxy.carried.up - sent < 300000, `${proxy.carried.up - sent} bytes went on a low battery`);
  holds(tablet.figures().acked < tablet.figures().own, 'all of it went on a low battery');
  holds(/battery is low/.test(tablet.setting('sync_fault')), 'the tablet does not say why it waits');
  battery.set('Charging', 29);
  const charged = await night();
  equal(charged.code, 0, `a night with the charger (${charged.err.trim()})`);
  await isAllThere(hub, tablet);

  // A picture that is last waits for the charger, and not once it keeps a note waiting.
  battery.set('Discharging', 29);
  await write(stage, tablet, 1, 240000);
  equal((await daemon('--once').ended).code, 0, 'a picture on a low battery');
  equal(tablet.figures().own - tablet.figures().acked, 1, 'changes that wait for the charger');
  await write(stage, tablet, 1, 1000);
  equal((await daemon('--once').ended).code, 0, 'a note behind it');
  await isAllThere(hub, tablet);
  battery.set('Charging', 29);

  // The hub is away when the night begins, and comes back within it.
  await hub.stop();
  await write(stage, tablet, 5, 1000);
  const patient = daemon('--night');
  await patient.line(/the round failed/);
  holds(patient.runs, 'the night ended at its first failed round');
  await hub.serveAgain();
  equal((await patient.ended).code, 0, `a night with a hub that came back (${patient.err.trim()})`);
  await isAllThere(hub, tablet);

  // It is ended amid its second batch; the next night goes on where that stopped.
  await write(stage, tablet, 80, 50000);
  proxy.lead(hub.port, { kind: 'trickle', way: 'up', bytes: 16384, ms: 5 });
  const start = tablet.figures().acked;
  const cut = daemon('--night');
  await until('the first batch is acknowledged', 30000, () => tablet.figures().acked > start);
  const since = Date.now();
  equal((await cut.stop()).code, 0, `a night that is ended (${cut.err.trim()})`);
  holds(Date.now() - since < 5000, `it took ${Date.now() - since} ms to end`);
  const { acked, own } = tablet.figures();
  holds(acked < own, 'it was through before it was ended');
  const up = proxy.carried.up;
  proxy.lead(hub.port);
  equal((await night()).code, 0, 'the night after');
  await isAllThere(hub, tablet);
  const rest = (own - acked) * 50000 * 1.5;
  holds(proxy.carried.up - up < rest + 50000, 'what was acknowledged was sent again');
  await hub.isWhole();
  await proxy.close();
}, 100);
