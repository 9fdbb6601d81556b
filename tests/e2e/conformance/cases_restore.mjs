// A hub restored from an old backup: a new epoch, and it gets back what its tablets wrote and hold.
import fs from 'node:fs';
import path from 'node:path';

import { equal, holds } from './report.mjs';
import { expectError, expectStand } from './world.mjs';
import { wholeCases } from './cases_whole.mjs';

const hubDev = (rows) => JSON.parse(rows.find((row) => row.line !== null).line).dev;

// What a device does on 409 epoch: it takes the new epoch and begins again from what is acked.
async function takeEpoch(world, device) {
  const answer = await device.get('/v1/pull', { after: 0, limit: 1 });
  const { epoch, acked } = JSON.parse(answer.text);
  expectStand(answer, 409, 'epoch', device, acked);
  equal(epoch, world.hub.info.epoch, 'epoch');
  Object.assign(device, { epoch, sent: acked, cursor: 0, etag: '' });
  device.scope.clear();
  device.got.clear();
  return acked;
}

async function comeBack(world, test, cast) {
  const { hub } = world;
  await test.case('restore makes a new epoch, not new keys',
    '4 hub: init and every restore make a new '
    + 'epoch', async () => {
    const old = hub.info;
    await hub.stop();
    try {
      await hub.lines('restore', cast.file);
    } finally {
      await world.serve();
    }
    holds(hub.info.epoch !== old.epoch, 'the epoch is the old one');
    equal([hub.info.box_key, hub.info.sign_key], [old.box_key, old.sign_key], 'keys');
  });
  await test.case('a push under the old epoch', '4 epoch: 409 epoch with epoch, acked, hash',
    async () => {
      const { device } = cast;
      const answer = await device.push(device.chain.slice(-1));
      expectStand(answer, 409, 'epoch', device, cast.acked);
    });
  await test.case('a device enrolled since the backup', '4 fork: a device that a restored hub no '
    + 'longer knows (401 after an epoch change)', async () => {
    expectError(await cast.fresh.get('/v1/pull', { after: 0, limit: 1 }), 401, 'token');
    world.devices = world.devices.filter((device) => device !== cast.fresh);
  });
  await test.case('a device revoked since the backup', '4: 410 revoked; what was lost stays lost',
    async () => {
      const answer = await cast.lost.get('/v1/pull', { after: 0, limit: 1 });
      equal(expectError(answer, 410, 'revoked').mode, 'now', 'mode');
    });
  await test.case('erasures made since the backup',
    '4 erasure: restore applies them again before it '
    + 'serves', async () => {
    const { stdout } = await hub.verb('export', 'changes');
    holds(!stdout.includes('Erased since'), 'the name stands in export changes');
    holds(![...(await world.records(world.one.urn)).values()]
      .some((record) => record.pupil === cast.pupil), 'a record of the pupil is exported');
    await hub.lines('verify');
  });
  await test.case('tablets give back what they wrote',
    '4 epoch: pulls again from 0 and pushes its own '
    + 'from acked + 1', async () => {
    for (const device of world.devices) {
      await takeEpoch(world, device);
    }
    for (const device of world.devices) {
      const entries = device.chain.slice(device.sent);
      if (entries.length > 0) {
        equal((await device.push(entries)).status, 200, 'the push of what the hub has lost');
        device.sent = device.chain.length;
      }
    }
    for (const device of world.devices) {
      await device.sync();
    }
    const rec = (await world.records(world.one.urn)).get(cast.entry.rec);
    equal(rec?.fields.get('said'), 'after the backup', 'a change made after the backup');
  });
  await test.case('the hub writes as a new device',
    '1: the hub is a device too: one per school, and a '
    + 'new one after every restore', async () => {
    const roster = path.join(world.folder, 'after.csv');
    fs.writeFileSync(roster, 'Forename,Surname,DOB,Class\nMorgan,Lee,01/02/2014,Oak Class\n');
    await hub.lines('import', 'roster', roster, '--school', world.one.urn);
    const rows = await world.changes(world.one.urn);
    const made = rows.filter((row) => row.line?.includes('Morgan')).map((row) => row.dev);
    holds(made.length > 0 && !made.includes(cast.hubDev), 'the old device has written');
  });
}

// The store's form is no business of this client; but the words of a line stand in it as they are.
// The same with the server's own tool, changed and changed back.
async function tamperServer(world, test) {
  const { hub } = world;
  const verify = () => hub.verb('verify');
  const flip = async (words, into) => {
    const at = `position('${words}'::bytea in line)`;
    const { status, stderr } = await hub.run('psql', ['-q', world.store, '-c',
      `UPDATE log SET line=overlay(line placing '${into}'::bytea from ${at}) WHERE ${at}>0`]);
    equal([status, stderr], [0, ''], 'psql');
  };
  world.writer.change({ set: { said: 'the bytes of this line' } });
  await world.writer.send();
  await test.case('verify finds a line that was changed in the database', '1: the hash stands for '
    + 'everything the device has written', async () => {
    equal((await verify()).status, 0, 'verify of what was not touched');
    await flip('the bytes of this line', 'The bytes of this line');
    const { status, stderr } = await verify();
    await flip('The bytes of this line', 'the bytes of this line');
    equal(status, 1, 'verify of a changed log');
    holds(/^[^\n]{10,400}\n$/.test(stderr), `no one sentence on stderr: ${stderr}`);
    equal((await verify()).status, 0, 'verify once it is mended');
  });
}

async function tamper(world, test) {
  const { hub } = world;
  const copy = path.join(world.folder, 'tampered');
  const verify = () => hub.run(hub.program, ['--data', copy, 'verify']);
  const words = Buffer.from('the bytes of this line');
  world.writer.change({ set: { said: words.toString() } });
  await world.writer.send();
  await test.case('verify finds a line that was changed on the disk', '1: the hash stands for '
    + 'everything the device has written', async () => {
    await hub.stop();
    fs.cpSync(hub.folder, copy, { recursive: true });
    await world.serve();
    equal((await verify()).status, 0, 'verify of an untouched copy');
    const file = path.join(copy, 'cairn.db');
    const bytes = fs.readFileSync(file);
    const at = bytes.indexOf(words);
    holds(at > 0, 'the words do not stand in cairn.db');
    for (let i = at; i !== -1; i = bytes.indexOf(words, i + 1)) {
      bytes[i] ^= 0x20;
    }
    fs.writeFileSync(file, bytes);
    const { status, stderr } = await verify();
    equal(status, 1, 'verify of a changed copy');
    holds(/^[^\n]{10,400}\n$/.test(stderr), `no one sentence on stderr: ${stderr}`);
  });
}

export async function restoreCases(world) {
  const { hub } = world;
  const test = world.report.section('restore');
  const cast = { file: path.join(world.folder, 'backup') };
  cast.device = await world.enrol({ label: 'Restored' });
  cast.device.change({ set: { said: 'before the backup' } });
  await cast.device.send();
  cast.pupil = await world.pupil('Erased since');
  cast.lost = await world.enrol({ label: 'Lost since' });
  cast.hubDev = hubDev(await world.changes(world.one.urn));
  await test.case('a backup beside a running hub', 'DESIGN: backup FILE', async () => {
    await hub.lines('backup', cast.file);
    holds(fs.statSync(cast.file).size > 0, 'the file is empty');
  });
  cast.acked = cast.device.chain.length;
  cast.entry = cast.device.change({ set: { said: 'after the backup' } });
  await cast.device.send();
  cast.fresh = await world.enrol({ label: 'Since the backup' });
  await hub.lines('device', 'revoke', cast.lost.id, '--mode', 'now');
  world.devices = world.devices.filter((device) => device !== cast.lost);
  await hub.lines('erase', '--pupil', cast.pupil);
  world.erased.add(cast.pupil);
  await test.case('a file that is no backup', 'DESIGN: 1 with one clear sentence', async () => {
    const bad = path.join(world.folder, 'no-backup');
    fs.writeFileSync(bad, 'nothing of the kind');
    for (const file of [bad, path.join(world.folder, 'not-there')]) {
      const { status, stderr } = await hub.verb('restore', file);
      equal(status, 1, 'exit status');
      holds(/^[^\n]{10,400}\n$/.test(stderr), `no one sentence on stderr: ${stderr}`);
    }
    await cast.device.sync();
  });
  await comeBack(world, test, cast);
  await wholeCases(world, 'whole after restore');
  await (world.store ? tamperServer : tamper)(world, world.report.section('verify'));
}
