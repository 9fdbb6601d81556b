// Where one rule of the page meets another: two schools and one id, a device that comes back after it
// was revoked, the hub's own clock and ids, and what a store must not keep.
import fs from 'node:fs';
import path from 'node:path';

import { b64, newId } from './bytes.mjs';
import { Device } from './device.mjs';
import { equal, holds } from './report.mjs';
import { expectError, readJson } from './world.mjs';

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LATER_MS = 600000;

async function importPupil(world, name) {
  const file = path.join(world.folder, `${name}.csv`);
  fs.writeFileSync(file, `Forename,Surname,DOB,Class\n${name},Edge,01/02/2014,Edge Class\n`);
  await world.hub.lines('import', 'roster', file, '--school', world.one.urn);
  const rows = (await world.changes(world.one.urn)).filter((row) => row.line !== null);
  return rows.filter((row) => row.dev === rows[0].dev).map((row) => JSON.parse(row.line));
}

async function ofTheHub(world, test) {
  await test.case('the ids that the hub makes', '0: new ids are version 7', async () => {
    const made = await importPupil(world, 'Ivo');
    const ids = [world.hub.info.epoch, world.writer.id, world.one.id, made.at(-1).dev,
      ...made.slice(-3).map(({ rec }) => rec)];
    ids.forEach((id) => holds(VERSION_7.test(id), `${id} is of another version`));
  });
  await test.case('a change read moves the hub\'s clock', '1: a change read from elsewhere moves '
    + 'the last (at, n) forward', async () => {
    const at = Date.now() + LATER_MS;
    world.writer.change({ set: { said: 'ten minutes ahead' }, at, n: 3 });
    await world.writer.send();
    const made = (await importPupil(world, 'Una')).at(-1);
    holds(made.at > at || (made.at === at && made.n > 3),
      `the hub wrote (${made.at}, ${made.n}) after it had read (${at}, 3)`);
    holds(made.at < at + LATER_MS, 'its clock ran further than what it read');
  });
  await test.case('what the store does not keep', '4: the hub stores only a hash of the token',
    async () => {
      const { secret } = await world.code({ label: 'Secret' });
      const device = new Device(world.hub);
      await device.enrol(secret);
      const words = [device.token, secret, ...device.token.split('.').slice(1)];
      for (const name of fs.readdirSync(world.hub.folder)) {
        const file = path.join(world.hub.folder, name);
        const bytes = fs.statSync(file).isFile() ? fs.readFileSync(file) : Buffer.alloc(0);
        words.forEach((word) => holds(!bytes.includes(word), `a secret stands in ${name}`));
      }
    });
}

async function twoSchools(world, test) {
  await test.case('one record id in two schools', '2 and 4: a school\'s records are the fold of its '
    + 'own changes', async () => {
    const rec = newId();
    world.writer.change({ rec, set: { said: 'here' } });
    await world.writer.send();
    world.elsewhere.change({ rec, set: { said: 'there' } });
    await world.elsewhere.send();
    for (const [urn, said] of [[world.one.urn, 'here'], [world.two.urn, 'there']]) {
      const record = (await world.records(urn)).get(rec);
      equal([record.fields.get('said'), record.conflicts], [said, []], `the record of ${urn}`);
    }
  });
  await test.case('over of another school\'s change', '2: of one record; schools are apart',
    async () => {
      const rec = newId();
      const here = world.writer.change({ rec, set: { said: 'stays' } });
      await world.writer.send();
      world.elsewhere.change({ rec, set: { said: 'there' }, over: { said: [here.name] } });
      await world.elsewhere.send();
      equal((await world.record(rec)).fields.get('said'), 'stays', 'the value');
    });
  await test.case('a pupil whom two schools know', '4: a pupil change whose rec is its pupil makes '
    + 'that pupil known to the device\'s school', async () => {
    const pupil = await world.pupil('Abroad', world.elsewhere);
    const device = await world.enrol({ label: 'Moved here' });
    device.change({ pupil, type: 'pupil', rec: pupil, set: { given: 'Here' } });
    device.change({ pupil, set: { said: 'words of the new school' } });
    await device.send();
    for (const [urn, given] of [[world.one.urn, 'Here'], [world.two.urn, 'Abroad']]) {
      equal((await world.records(urn)).get(pupil).fields.get('given'), given, `given at ${urn}`);
    }
    const lines = [...(await device.page()).lines, ...(await world.other.page()).lines];
    holds(lines.every(({ dev }) => dev !== world.elsewhere.id), 'a line of the other school');
  });
}

const FORGOTTEN = 'words to be forgotten everywhere';

async function erasedEverywhere(world, test) {
  const erase = async (pupil) => {
    await world.hub.lines('erase', '--pupil', pupil);
    world.erased.add(pupil);
    for (const what of ['records', 'changes']) {
      const { stdout } = await world.hub.verb('export', what);
      holds(!stdout.includes(FORGOTTEN), `the words stand in export ${what}`);
    }
    await world.hub.lines('verify');
  };
  await test.case('a pupil of two schools is erased', '4 erasure: drops the lines of that pupil\'s '
    + 'other changes; every device of the school is told', async () => {
    const pupil = await world.pupil('Both', world.elsewhere);
    world.writer.change({ pupil, type: 'pupil', rec: pupil, set: { given: 'Both' } });
    await world.writer.send();
    const before = (await world.elsewhere.page()).head.next;
    for (const device of [world.writer, world.elsewhere]) {
      device.change({ pupil, set: { said: FORGOTTEN } });
      await device.send();
    }
    await erase(pupil);
    equal((await world.elsewhere.page({ after: before })).head.erased, [pupil], 'erased');
  });
  await test.case('a pupil of whom another school holds words', '4 erasure: the same, for what is '
    + 'held as school, where nobody knows the pupil', async () => {
    const pupil = await world.pupil('Mistaken', world.elsewhere);
    const entry = world.writer.change({ pupil, set: { said: FORGOTTEN } });
    await world.writer.send([{ seq: entry.seq, reason: 'school' }]);
    await erase(pupil);
    equal((await world.writer.page()).head.held.filter(({ seq }) => seq === entry.seq), [], 'held');
    world.writer.change({ pupil, set: { said: FORGOTTEN } });
    await world.writer.send();
    const { stdout } = await world.hub.verb('export', 'changes');
    holds(!stdout.includes(FORGOTTEN), 'what came afterwards is not stored as digest only');
  });
  await test.case('a pupil of whom there are only held words', '4 erasure', async () => {
    const pupil = newId();
    const entry = world.writer.change({ pupil, set: { said: FORGOTTEN } });
    await world.writer.send([{ seq: entry.seq, reason: 'school' }]);
    await erase(pupil);
  });
}

async function lines(world, test) {
  const device = await world.enrol({ label: 'Edge lines' });
  const rows = [['an at with a fraction', { at: 1790000000000.5 }], ['an n that is text', { n: '0' }],
    ['a seq of null', { seq: null }], ['a dev that is a number', { dev: 7 }],
    ['a skew with a fraction', { skew: 1.5 }], ['a set of null', { set: null }]];
  for (const [title, changes] of rows) {
    await test.case(title, '1: a key of the table of the wrong kind: form', async () => {
      const keys = { ...device.keysOf({ set: { said: 'x' } }), ...changes };
      const entry = device.write(JSON.stringify(keys), null);
      await device.send([{ seq: entry.seq, reason: 'form' }]);
    });
  }
  await test.case('a body whose last line has no end', '4 push: NDJSON', async () => {
    const entry = device.change({ set: { said: 'no end' } });
    const answer = await device.post(device.wire(entry), { signature: device.signatureOf(entry) });
    equal([answer.status, readJson(answer).acked], [200, entry.seq], 'status and acked');
    device.sent = entry.seq;
  });
  await test.case('a digest of a pupil whom nobody knows', '4: a line that is gone is not held: '
    + 'there is nothing to release', async () => {
    const entry = Object.assign(device.write('{"gone":true}', newId()), { gone: true });
    const answer = await device.post([device.wireGone(entry)],
      { signature: device.signatureOf(entry) });
    equal([answer.status, readJson(answer).held], [200, []], 'status and held');
    device.sent = entry.seq;
  });
  await test.case('an old batch under a signature of its own last line', '4 push: the signature is '
    + 'of the last line\'s change; a retry is harmless', async () => {
    const some = device.chain.slice(1, 4);
    const answer = await device.push(some);
    equal([answer.status, readJson(answer).acked], [200, device.chain.length], 'status and acked');
    expectError(await device.push(some, { signature: device.signatureOf(device.chain.at(-1)) }), 403,
      'signature');
  });
}

async function comesBack(world, test) {
  await test.case('a code asked again by who was revoked', '4: a refused request stores nothing; '
    + 'what was revoked stays so', async () => {
    const device = new Device(world.hub);
    const { secret } = await world.code({ label: 'Comes back' });
    await device.enrol(secret);
    await world.hub.lines('device', 'revoke', device.id);
    const answer = await device.enrolWith(secret);
    if (answer.status === 201) {
      const { token } = readJson(answer);
      expectError(await device.get('/v1/pull', { after: 0, limit: 1 }, { token }), 410, 'revoked');
    } else {
      expectError(answer, 403, 'code');
    }
  });
  await test.case('a label that is none', '4 enrol: 400 malformed', async () => {
    const { secret } = await world.code({ label: 'Label' });
    const device = new Device(world.hub);
    for (const label of [7, null, ['x'], undefined]) {
      expectError(await device.enrolWith(secret, { label }), 400, 'malformed');
    }
    await device.enrol(secret);
  });
  await test.case('a data key sealed over and over', '4 enrol: the latest data key counts',
    async () => {
      const { secret } = await world.code({ label: 'Thrice' });
      const device = new Device(world.hub);
      const ids = [];
      for (let i = 0; i < 3; i++) {
        await device.enrol(secret);
        ids.push(device.id);
      }
      equal(new Set(ids).size, 1, 'devices');
      device.change({ set: { said: b64(Buffer.from('thrice')) } });
      await device.send();
    });
}

export async function edgeCases(world) {
  await ofTheHub(world, world.report.section('edge: the hub'));
  await twoSchools(world, world.report.section('edge: two schools'));
  await lines(world, world.report.section('edge: lines'));
  await comesBack(world, world.report.section('edge: comes back'));
}

// Once the cases of one erasure are through.
export async function everywhereCases(world) {
  await erasedEverywhere(world, world.report.section('edge: erased'));
}
