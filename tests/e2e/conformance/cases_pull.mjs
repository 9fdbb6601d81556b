// Pulling: the head, the lines, paging, the scope's etag, and the figures of a check.
import { isId, newId, tally } from './bytes.mjs';
import { parseLines } from './device.mjs';
import { equal, holds } from './report.mjs';
import { expectError, expectStand } from './world.mjs';

const HEAD = ['acked', 'epoch', 'etag', 'hash', 'held', 'more', 'next', 'time'];

async function heads(world, test, { writer, reader, pupils }) {
  await test.case('the head of a first page', '4 pull: next, more, etag, epoch, time, acked, hash, '
    + 'held; pupils when ETAG is not the current scope\'s; check when more is false', async () => {
    const { head } = await writer.page();
    equal(Object.keys(head).sort(), [...HEAD, 'check', 'pupils'].sort(), 'keys');
    equal([head.more, head.epoch, head.held], [false, world.hub.info.epoch, []], 'values');
    equal([head.acked, head.hash], [writer.chain.length, writer.hashAt(writer.chain.length)],
      'acked and hash are of the asking device');
    holds(Math.abs(head.time - Date.now()) < 60000, `time is not now: ${head.time}`);
    holds(typeof head.etag === 'string' && head.etag !== '', 'the etag is no text');
    holds(pupils.every((pupil) => head.pupils.includes(pupil)), 'a pupil is missing');
    holds(head.pupils.every(isId), 'a pupil is no id');
    equal(Object.keys(head.check).sort(), ['n', 'sum'], 'keys of check');
  });
  await test.case('a device that has written nothing', '4 pull: acked, hash', async () => {
    const { head } = await reader.page();
    equal([head.acked, head.hash], [0, reader.hashAt(0)], 'acked and hash');
  });
  await test.case('the scope by its etag', '4 pull: pupils when ETAG is not the current scope\'s',
    async () => {
      const { head } = await writer.page();
      const again = (await writer.page({ scope: head.etag })).head;
      equal([again.etag, again.pupils], [head.etag, undefined], 'with the current etag');
      holds((await writer.page({ scope: 'another' })).head.pupils, 'no pupils with another etag');
    });
  await test.case('the form of a pull', '4: NDJSON (application/x-ndjson)', async () => {
    const answer = await writer.get('/v1/pull', { after: 0, limit: 1 });
    holds(/^application\/x-ndjson/.test(answer.headers['content-type']), 'its type');
    holds(answer.text.endsWith('\n'), 'the last line has no end');
  });
}

async function bytesOfLines(world, test, { writer, reader }) {
  await test.case('lines come back byte for byte', '4 pull: sealed for the asking device; 3: the '
    + 'additional data is dev:seq:pupil of the change', async () => {
    await reader.sync();
    writer.chain.forEach((entry) => holds(reader.got.get(entry.name)?.line.equals(entry.line),
      `change ${entry.name} did not come back`));
  });
  await test.case('never its own', '4 pull: never its own', async () => {
    const { lines } = await writer.page();
    holds(lines.length > 0 && lines.every((line) => line.dev !== writer.id), 'own lines');
  });
  await test.case('the hub\'s own changes are read too', '1: the hub is a device too', async () => {
    const { lines } = await reader.page({ limit: 1 });
    const school = JSON.parse(lines[0].line);
    equal([school.type, school.rec], ['school', world.one.id], 'the first change of a school');
  });
  await test.case('another school\'s are not',
    '4: a device gets its school\'s changes', async () => {
    const { head, lines } = await world.elsewhere.page();
    holds(lines.every((line) => line.dev !== writer.id), 'a line of another school');
    holds(!head.pupils.some((pupil) => world.writer.scope.has(pupil)), 'a pupil of another school');
  });
}

async function paging(test, { reader }) {
  const whole = (await reader.page()).lines.map((line) => line.name);
  for (const limit of [1, 7]) {
    await test.case(`pages of ${limit}`, '4 pull: limit counts changes; next, more', async () => {
      const names = [];
      let after = Math.max(0, (await reader.page()).head.next - 40);
      const start = after;
      for (;;) {
        const { head, lines } = await reader.page({ after, limit });
        holds(lines.length <= limit, `${lines.length} lines in a page`);
        holds(lines.every((line) => line.lsn > after), 'a line at or before after');
        equal(head.more === false, head.check !== undefined, 'check, exactly when more is false');
        holds(!head.more || head.next > after, 'next does not move');
        names.push(...lines.map((line) => line.name));
        after = head.next;
        if (!head.more) {
          break;
        }
      }
      const want = (await reader.page({ after: start })).lines.map((line) => line.name);
      equal(names, want, 'all pages together');
      equal(want, whole.slice(-want.length), 'the end of a single page');
    });
  }
  await test.case('after the end', '4: a cursor never passes a change that commits later',
    async () => {
      const { head } = await reader.page();
      const end = await reader.page({ after: head.next });
      equal([end.lines.length, end.head.more, end.head.next], [0, false, head.next], 'at the end');
      const answer = await reader.get('/v1/pull', { after: head.next + 1000, limit: 5 });
      if (answer.status === 200) {
        const beyond = parseLines(answer.text);
        equal([beyond.length, beyond[0].more], [1, false], 'lines and more beyond the end');
        holds(beyond[0].next <= head.next, `next beyond the end: ${beyond[0].next}`);
      } else {
        expectError(answer, 400, 'malformed');
      }
    });
}

async function queries(world, test, { reader }) {
  const rule = '4: after, limit, upto out of range: 400';
  const rows = [{ limit: 0 }, { limit: 5001 }, { limit: -1 }, { limit: 'many' }, { limit: '1.5' },
    { limit: '' }, { limit: '99999999999999999999' }, { after: -1 }, { after: 'first' },
    { after: '99999999999999999999' }, { after: '0x10' }];
  for (const row of rows) {
    await test.case(`a pull with ${JSON.stringify(row)}`, rule, async () => {
      expectError(await reader.get('/v1/pull', { after: 0, limit: 10, ...row }), 400, 'malformed');
    });
  }
  await test.case('limits of 1 and 5000', '4 pull: 1 to 5,000', async () => {
    for (const limit of [1, 5000]) {
      equal((await reader.get('/v1/pull', { after: 0, limit })).status, 200, `limit ${limit}`);
    }
  });
  for (const [title, epoch] of [['no epoch', null], ['another epoch', newId()]]) {
    for (const path of ['/v1/pull', '/v1/check', '/v1/pupils/-']) {
      await test.case(`${title} at ${path}`, '4: another epoch (none counts as another): 409 epoch '
        + 'with epoch, acked, hash', async () => {
        const answer = await reader.get(path, { after: 0, limit: 10, upto: 1, epoch });
        const error = expectStand(answer, 409, 'epoch', reader, reader.chain.length);
        equal(error.epoch, world.hub.info.epoch, 'epoch');
      });
    }
  }
}

// What the page says a device should hold, from `export changes`: per pupil, up to an lsn.
async function expected(world, device, upto) {
  const rows = (await world.changes(world.one.urn)).filter((row) => row.lsn !== null
    && row.lsn <= upto && row.dev !== device.id && row.line !== null);
  const byPupil = new Map();
  for (const row of rows) {
    const { pupil } = JSON.parse(row.line);
    byPupil.set(pupil, [...(byPupil.get(pupil) ?? []), `${row.dev}:${row.seq}`]);
  }
  return byPupil;
}

async function checks(world, test, { writer, reader }) {
  const rule = '4 check: over every change by others that the device should hold';
  await test.case('check in the head', rule, async () => {
    const { head } = await reader.page();
    const names = [...(await expected(world, reader, head.next)).values()].flat();
    equal(head.check, tally(names), 'check against export changes');
  });
  await test.case('check leaves a device\'s own out', rule, async () => {
    const { head } = await writer.page();
    const names = [...(await expected(world, writer, head.next)).values()].flat();
    equal(head.check, tally(names), 'check against export changes');
  });
  await test.case('GET /v1/check', '4 check: {"pupil", "n", "sum"} a line', async () => {
    const { head } = await reader.page();
    for (const upto of [head.next, Math.floor(head.next / 2)]) {
      const answer = await reader.get('/v1/check', { upto });
      equal(answer.status, 200, 'status');
      const want = [...await expected(world, reader, upto)]
        .map(([pupil, names]) => ({ pupil, ...tally(names) }));
      const got = parseLines(answer.text).filter((line) => line.n > 0);
      const inOrder = (lines) => lines.map(({ pupil, n, sum }) => `${pupil} ${n} ${sum}`).sort();
      equal(inOrder(got), inOrder(want), `lines up to ${upto}`);
    }
  });
  for (const upto of ['-1', 'all', '99999999999999999999']) {
    await test.case(`a check up to ${upto}`, '4: upto out of range: 400', async () => {
      expectError(await reader.get('/v1/check', { upto }), 400, 'malformed');
    });
  }
}

async function together(world, test) {
  await test.case('pulls while others push', '4 check: taken in the same snapshot as the page',
    async () => {
      const writers = [world.writer, await world.enrol({ label: 'Together 1' }),
        await world.enrol({ label: 'Together 2' })];
      const readers = [await world.enrol({ label: 'Watcher 1' }),
        await world.enrol({ label: 'Watcher 2' })];
      let writing = true;
      const write = async (device) => {
        for (let round = 0; round < 12; round++) {
          for (let i = 0; i < 5; i++) {
            device.change({ set: { said: `${round} ${i}` } });
          }
          await device.send();
        }
      };
      const read = async (device) => {
        do {
          await device.sync(40);
        } while (writing);
        await device.sync();
      };
      const reading = readers.map(read);
      await Promise.all(writers.map(write));
      writing = false;
      await Promise.all(reading);
      equal(readers[0].ownFigures(), readers[1].ownFigures(), 'what both hold');
    });
}

export async function pullCases(world) {
  const writer = await world.enrol({ label: 'Pull writer' });
  const pupils = [await world.pupil('Pull One'), await world.pupil('Pull Two')];
  const reader = await world.enrol({ label: 'Pull reader' });
  await world.writer.sync();
  for (let i = 0; i < 30; i++) {
    writer.change({ pupil: [null, ...pupils][i % 3], set: { said: `pull ${i}` } });
  }
  await writer.send();
  const cast = { writer, reader, pupils };
  await heads(world, world.report.section('pull head'), cast);
  await bytesOfLines(world, world.report.section('pull lines'), cast);
  await paging(world.report.section('pull pages'), cast);
  await queries(world, world.report.section('pull query'), cast);
  await checks(world, world.report.section('check'), cast);
  await together(world, world.report.section('pull'));
}
