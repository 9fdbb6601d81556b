// Erasure: a pupil's lines go for good, every chain still verifies, and every device is told.
import { newId } from './bytes.mjs';
import { equal, holds } from './report.mjs';
import { expectError, readJson } from './world.mjs';

const WORDS = 'words that must be forgotten';

async function begin(world) {
  const device = await world.enrol({ label: 'Erasing' });
  const pupil = await world.pupil('Forget', device);
  const stays = await world.pupil('Stays', device);
  device.change({ pupil, type: 'story', set: { said: WORDS } });
  const kept = device.change({ pupil: stays, type: 'story', set: { said: 'words that stay' } });
  await device.send();
  const held = device.change({ pupil, type: 'observation', set: { void: 7, place: WORDS } });
  await device.send([{ seq: held.seq, reason: 'shape' }]);
  await device.sync();
  return { device, pupil, stays, kept, held, before: (await device.page()).head.next };
}

async function erased(world, test, cast) {
  const { device, pupil } = cast;
  await test.case('the change that says so', '4 erasure: a school-wide change by the hub: type '
    + 'erasure, a new rec, set.erased the pupil\'s id', async () => {
    await world.hub.lines('erase', '--pupil', pupil);
    world.erased.add(pupil);
    const rows = (await world.changes(world.one.urn)).filter((row) => row.line !== null);
    const made = rows.map((row) => JSON.parse(row.held === 'form' ? '{}' : row.line))
      .filter((line) => line.type === 'erasure');
    equal(made.length, 1, 'changes of that type');
    equal([made[0].pupil, made[0].set, made[0].dev], [null, { erased: pupil }, JSON.parse(
      rows[0].line).dev], 'pupil, set and dev');
    holds(!rows.some((row) => JSON.parse(row.held === 'form' ? '{}' : row.line).rec
      === made[0].rec && row.seq !== made[0].seq), 'rec is not new');
  });
  await test.case('what is left of the lines',
    '4 erasure: drops the lines, keeps dev, seq, digest, '
    + 'hash', async () => {
    const rows = (await world.changes(world.one.urn)).filter((row) => row.dev === device.id);
    equal(rows.map((row) => row.line === null), [true, false, true, false, true], 'line is null');
    equal(rows.map((row) => row.lsn === null), [true, false, true, false, true], 'lsn is null');
    await world.hub.lines('verify');
  });
  await test.case('nothing of it is exported', '4 erasure', async () => {
    for (const what of ['records', 'changes']) {
      const { stdout } = await world.hub.verb('export', what);
      holds(!stdout.includes(WORDS), `the words stand in export ${what}`);
    }
    const records = [...(await world.records(world.one.urn)).values()];
    holds(!records.some((record) => record.pupil === pupil), 'a record of the pupil is exported');
    holds(!(await world.hub.lines('held', 'list')).join('\n').includes(cast.held.name),
      'a change that is gone is still listed as held');
  });
  await test.case('the etag of who saw the pupil', '4 check: an erased pupil is in no scope',
    async () => {
      const { head } = await device.page({ scope: device.etag });
      holds(head.pupils && !head.pupils.includes(pupil), 'the pupil is still in scope');
      const query = { after: 0, upto: 9999, limit: 10 };
      expectError(await device.get(`/v1/pupils/${pupil}`, query), 404, 'scope');
    });
}

async function told(world, test, cast) {
  const { device, pupil, before } = cast;
  await test.case('every device of the school is told',
    '4 pull: erased when pupils were erased after '
    + 'LSN, sent to every device of the school', async () => {
    world.writer.change({ type: 'group', set: { name: 'Apart Class' } });
    await world.writer.send();
    const apart = await world.enrol({ label: 'Apart', groups: ['Apart Class'] });
    for (const each of [device, world.other, apart]) {
      equal((await each.page({ after: before })).head.erased, [pupil], 'erased');
    }
    equal((await world.elsewhere.page()).head.erased, undefined, 'at another school');
  });
  await test.case('but not again', '4 pull: when pupils were erased after LSN', async () => {
    const { next } = (await device.page()).head;
    equal((await device.page({ after: next })).head.erased, undefined, 'erased');
  });
  await test.case('the figures of all devices', '4 check: neither held nor without its line',
    async () => {
      for (const each of world.devices) {
        await each.sync();
      }
    });
}

async function afterwards(world, test, cast) {
  const { device, pupil } = cast;
  const rule = '4 erasure: what is pushed for an erased pupil afterwards is stored as digest only';
  await test.case('a push for an erased pupil', rule, async () => {
    device.change({ pupil, type: 'story', set: { said: `too late: ${WORDS}` } });
    device.change({ pupil, type: 'pupil', rec: pupil, set: { given: 'Back' } });
    const entry = device.change({ pupil: cast.stays, set: { said: 'and more on another' } });
    await device.send();
    const rows = (await world.changes(world.one.urn)).filter((row) => row.dev === device.id);
    equal(rows.slice(-3).map((row) => [row.line === null, row.lsn === null, row.held]),
      [[true, true, null], [true, true, null], [false, false, null]], 'the three');
    await world.other.sync();
    holds(world.other.got.has(entry.name), 'the change on another pupil is not read');
    holds(!world.other.scope.has(pupil), 'the pupil is back');
  });
  await test.case('a retry of what is gone', '4 push: skipped when its hash agrees', async () => {
    const answer = await device.push(device.chain);
    equal([answer.status, readJson(answer).held], [200, []], 'status and held');
    const { stdout } = await world.hub.verb('export', 'changes');
    holds(!stdout.includes(WORDS), 'the words are back');
  });
  await test.case('an unknown pupil',
    'DESIGN: 1 for the rest with one clear sentence', async () => {
    const { status, stderr } = await world.hub.verb('erase', '--pupil', newId());
    equal(status, 1, 'exit status');
    holds(/^[^\n]{10,300}\n$/.test(stderr), `no one sentence on stderr: ${stderr}`);
  });
}

export async function eraseCases(world) {
  const test = world.report.section('erasure');
  const cast = await begin(world);
  await erased(world, test, cast);
  await told(world, test, cast);
  await afterwards(world, test, cast);
}
