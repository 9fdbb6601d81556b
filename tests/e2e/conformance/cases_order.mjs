// Requests that break two rules at once are refused for the first; and how large things may be.
// The large ones go to the second school, so that the pages of the first stay small.
import { b64, newId, random } from './bytes.mjs';
import { equal, holds } from './report.mjs';
import { expectError, expectStand, readJson } from './world.mjs';

const RULE = '4: checks run in this order: size, token, revocation, form, epoch, gap, opening, '
  + 'fork, signature';
const BODY_BYTES_MAX = 4 * 1024 * 1024;
const LINE_BYTES_MAX = 262144;

async function order(world, test) {
  const device = await world.enrol({ label: 'Order' });
  ['a', 'b', 'c'].forEach((said) => device.change({ set: { said } }));
  await device.send();
  const next = device.clone();
  const entry = next.change({ set: { said: 'next' } });
  const forked = device.clone();
  forked.chain.pop();
  const fork = forked.change({ set: { said: 'another third' } });
  const gap = { ...entry, seq: 5 };
  const no = { token: newId() };
  const bad = { signature: '???' };
  const elsewhere = { epoch: newId() };
  const rotten = (e) => next.wire(e, { box: b64(random(90)) });
  const large = 'x'.repeat(BODY_BYTES_MAX + 1);
  const pairs = [
    ['size before token', large, { ...no, ...bad }, 413, 'too_large'],
    ['size before form', large, bad, 413, 'too_large'],
    ['token before form', '', { ...no, ...bad }, 401, 'token'],
    ['token before epoch', [next.wire(entry)], { ...no, ...elsewhere }, 401, 'token'],
    ['form before epoch', '', { ...elsewhere, ...bad }, 400, 'malformed'],
    ['form of a late line before gap', [next.wire(gap), '{'], bad, 400, 'malformed'],
    ['form of a late line before opening', [rotten(entry), '{'], bad, 400, 'malformed'],
    ['epoch before gap', [next.wire(gap)], { ...elsewhere, ...bad }, 409, 'epoch'],
    ['epoch before opening', [rotten(entry)], { ...elsewhere, ...bad }, 409, 'epoch'],
    ['epoch before fork', [next.wire(fork)], { ...elsewhere, ...bad }, 409, 'epoch'],
    ['epoch before signature', [next.wire(entry)], { ...elsewhere, ...bad }, 409, 'epoch'],
    ['gap before opening', [rotten(gap)], bad, 409, 'gap'],
    ['gap before signature', [next.wire(gap)], bad, 409, 'gap'],
    ['opening before fork', [next.wire(fork), rotten(entry)], bad, 403, 'seal'],
    ['opening, of what is stored, before fork', [rotten(fork)], bad, 403, 'seal'],
    ['opening before signature', [rotten(entry)], bad, 403, 'seal'],
    ['fork before signature', [forked.wire(fork)], bad, 409, 'fork'],
  ];
  for (const [title, body, options, status, code] of pairs) {
    await test.case(title, RULE, async () => {
      expectError(await next.post(body, { ...bad, ...options }), status, code);
    });
  }
  const queries = [
    ['a query\'s token before its form', { after: 0, limit: 0 }, no, 401, 'token'],
    ['a query\'s form before its epoch', { after: 0, limit: 0, epoch: newId() }, {}, 400,
      'malformed'],
  ];
  for (const [title, query, options, status, code] of queries) {
    await test.case(title, RULE, async () => {
      expectError(await device.get('/v1/pull', query, options), status, code);
    });
  }
  await test.case('none of it was stored', '4: a refused request stores nothing', async () => {
    expectStand(await next.push([gap], {}), 409, 'gap', device, 3);
  });
}

// A batch whose body has exactly so many bytes: JSON may hold spaces.
function bodyOf(device, entries, bytes) {
  const lines = entries.map((entry) => device.wire(entry));
  const now = lines.reduce((sum, line) => sum + line.length + 1, 0);
  lines[0] = lines[0].replace(/^\{/, `{${' '.repeat(bytes - now)}`);
  return lines;
}

// A change whose line has exactly so many bytes.
function lineOf(device, bytes) {
  const keys = device.keysOf({ set: { said: '' } });
  const room = bytes - Buffer.byteLength(JSON.stringify(keys));
  keys.set.said = 'x'.repeat(room);
  return device.write(JSON.stringify(keys), null);
}

async function bodies(world, test) {
  const device = await world.enrol({ label: 'Large bodies', urn: world.two.urn });
  const rule = '4: 413 too_large (4 MiB a body); a refused body is read off, so that the answer '
    + 'arrives';
  const entries = () => [1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => lineOf(device, 200000));

  await test.case('one byte over 4 MiB', rule, async () => {
    const trial = device.clone();
    const lines = [1, 2, 3].map(() => lineOf(trial, 200000));
    const signature = trial.signatureOf(lines[2]);
    expectError(await trial.post(bodyOf(trial, lines, BODY_BYTES_MAX + 1), { signature }),
      413, 'too_large');
  });
  await test.case('20 MiB', rule, async () => {
    expectError(await device.post('x'.repeat(20 * 1024 * 1024), { signature: '' }),
      413, 'too_large');
  });
  await test.case('5 MiB in pieces without a length', rule, async () => {
    const pieces = Array.from({ length: 80 }, () => Buffer.alloc(65536, 120));
    expectError(await device.post('', { signature: '', pieces }), 413, 'too_large');
  });
  await test.case('5 MiB to enrol', rule, async () => {
    expectError(await world.hub.ask('POST', '/v1/enrol', { body: 'x'.repeat(5 * 1024 * 1024) }),
      413, 'too_large');
  });
  await test.case('exactly 4 MiB', rule, async () => {
    const lines = bodyOf(device, entries(), BODY_BYTES_MAX);
    const answer = await device.post(lines, { signature: device.signatureOf(device.chain.at(-1)) });
    equal([answer.status, readJson(answer).acked], [200, 9], 'status and acked');
    device.sent = 9;
  });
  await test.case('a body in pieces', '4: a body is a body', async () => {
    const entry = device.change({ set: { said: 'in pieces' } });
    const text = `${device.wire(entry)}\n`;
    const pieces = [text.slice(0, 20), text.slice(20, 21), text.slice(21)];
    const answer = await device.post('', { signature: device.signatureOf(entry), pieces });
    equal(answer.status, 200, 'status');
    device.sent = device.chain.length;
  });
}

async function lines(world, test) {
  const device = await world.enrol({ label: 'Long lines', urn: world.two.urn });
  await test.case('a line of 262,144 bytes', '1: at most 262,144 bytes', async () => {
    equal(lineOf(device, LINE_BYTES_MAX).line.length, LINE_BYTES_MAX, 'bytes of our line');
    await device.send();
  });
  await test.case('a line of 262,145 bytes', '1: over the size is no line; 4: held as form',
    async () => {
      lineOf(device, LINE_BYTES_MAX + 1);
      await device.send([{ seq: 2, reason: 'form' }]);
    });
  await test.case('what came of both', '4: held out of the view', async () => {
    await world.elsewhere.sync();
    equal(device.chain.map((entry) => world.elsewhere.got.has(entry.name)), [true, false],
      'which changes another device reads');
  });
}

async function pages(world, test) {
  await test.case('a page is at most 4 MiB', '4 pull: limit counts changes; a page is also at most '
    + '4 MiB', async () => {
    const writer = await world.enrol({ label: 'Large pages', urn: world.two.urn });
    for (let batch = 0; batch < 2; batch++) {
      for (let i = 0; i < 11; i++) {
        lineOf(writer, 260000);
      }
      await writer.send();
    }
    const reader = await world.enrol({ label: 'Reader', urn: world.two.urn });
    const { head } = await reader.page({ after: 0, limit: 5000 });
    holds(head.more, 'more is false, though more than 4 MiB wait');
    await reader.sync();
    holds(writer.chain.every((entry) => reader.got.has(entry.name)), 'a change is missing');
    const pulled = reader.got.size;
    reader.got.clear();
    await reader.backfillWhole(null, reader.cursor);
    equal(reader.got.size, pulled, 'changes of a backfill in pages');
  });
}

export async function orderCases(world) {
  await order(world, world.report.section('order'));
  await bodies(world, world.report.section('size of bodies'));
  await lines(world, world.report.section('size of lines'));
  await pages(world, world.report.section('size of pages'));
}
