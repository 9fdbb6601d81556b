// What the next issue builds: erasure, and a hub restored from a backup. Each is `later` until it holds.
import fs from 'node:fs';
import path from 'node:path';

import { equal, holds } from './report.mjs';
import { readJson } from './world.mjs';

async function erasure(world, test) {
  const { hub } = world;
  const device = await world.enrol({ label: 'Erasing' });
  const pupil = await world.pupil('To be erased', device);
  device.change({ pupil, type: 'story', set: { said: 'words to be erased' } });
  await device.sync();
  await world.other.sync();
  const before = await device.page();
  await test.later('erase', '4 erasure: the lines go, digests stay, readers are told', async () => {
    await hub.lines('erase', '--pupil', pupil);
    const { head, lines } = await world.other.page({ after: before.head.next });
    equal(head.erased, [pupil], 'erased in the head of a pull');
    const erasure = lines.map((line) => JSON.parse(line.line))
      .find((line) => line.type === 'erasure');
    equal([erasure?.set.erased, erasure?.pupil], [pupil, null], 'the change by the hub');
    const rows = (await world.changes(world.one.urn)).filter((row) => row.dev === device.id);
    equal(rows.map((row) => [row.line, row.lsn]), [[null, null], [null, null]], 'the lines');
    const text = JSON.stringify([...(await world.records(world.one.urn)).values()]
      .map((record) => [...record.fields.values()].map(String)));
    holds(!text.includes('words to be erased'), 'the words are still exported');
    await hub.lines('verify');
  });
  await test.later('a push for an erased pupil', '4 erasure: is stored as digest only', async () => {
    holds((await device.page({ after: before.head.next })).head.erased, 'nothing was erased');
    device.change({ pupil, type: 'story', set: { said: 'too late' } });
    await device.send();
    const rows = (await world.changes(world.one.urn)).filter((row) => row.dev === device.id);
    equal([rows.at(-1).line, rows.at(-1).lsn], [null, null], 'its line');
  });
}

async function restored(world, test) {
  const { hub } = world;
  const file = path.join(world.folder, 'backup');
  const device = await world.enrol({ label: 'Restored' });
  device.change({ set: { said: 'before the backup' } });
  await device.send();
  await test.case('a backup beside a running hub', 'DESIGN: backup FILE', async () => {
    await hub.lines('backup', file);
    holds(fs.statSync(file).size > 0, 'the file is empty');
  });
  await test.later('restore makes a new epoch', '4 epoch: 409 epoch, and the tablet gives back what '
    + 'it holds', async () => {
    device.change({ set: { said: 'after the backup' } });
    await device.send();
    const old = hub.info;
    await hub.stop();
    try {
      await hub.lines('restore', file);
    } finally {
      await world.serve();
    }
    holds(hub.info.epoch !== old.epoch, 'the epoch is the old one');
    equal([hub.info.box_key, hub.info.sign_key], [old.box_key, old.sign_key], 'keys');
    const told = readJson(await device.get('/v1/pull', { after: 0, limit: 1 }));
    equal([told.error, told.epoch, told.acked, told.hash],
      ['epoch', hub.info.epoch, 1, device.hashAt(1)], 'what an old cursor is told');
    Object.assign(device, { epoch: told.epoch, sent: told.acked, cursor: 0, etag: '' });
    device.got.clear();
    await device.sync();
    const devs = new Set((await world.changes(world.one.urn)).map((row) => row.dev));
    await hub.lines('enrol', '--school', world.one.urn, '--label', 'After');
    holds(devs.size > 0, 'nothing is exported');
  });
}

export async function laterCases(world) {
  await erasure(world, world.report.section('erasure'));
  await restored(world, world.report.section('restore'));
}
