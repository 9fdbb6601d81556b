// Pushing: good batches, retries, and every refusal with what it must say.
import { address, b64, chainText, newId, random, sign, signingKeys } from './bytes.mjs';
import { equal, holds } from './report.mjs';
import { expectError, expectStand, readJson } from './world.mjs';

const SEAL_RULE = '4: 403 seal (a box that does not open, or an unknown form byte)';
const SIGNATURE_RULE = '4: 403 signature (wrong, missing or garbled; with acked, hash)';

async function good(world, test) {
  const device = await world.enrol({ label: 'Good' });
  const answerOf = (seq) => ({ acked: seq, hash: device.hashAt(seq), held: [] });

  await test.case('a good batch', '4 push: 200 {acked, hash, held}', async () => {
    for (let i = 0; i < 5; i++) {
      device.change({ set: { said: `${i}` } });
    }
    await device.send();
  });
  await test.case('the same batch again', '4: what is stored is skipped, so a retry is harmless',
    async () => {
      const answer = await device.push(device.chain);
      equal([answer.status, readJson(answer)], [200, answerOf(5)], 'the answer to a retry');
    });
  await test.case('a part of what is stored', '4: a retry is harmless', async () => {
    const answer = await device.push(device.chain.slice(1, 3));
    equal([answer.status, readJson(answer)], [200, answerOf(5)], 'the answer to a part');
  });
  await test.case('old and new lines in one batch', '4: what is already stored is skipped',
    async () => {
      device.change({ set: { said: 'six' } });
      device.change({ set: { said: 'seven' } });
      const answer = await device.push(device.chain.slice(3));
      equal([answer.status, readJson(answer)], [200, answerOf(7)], 'the answer');
      device.sent = 7;
    });
  await test.case('one line a batch', '4: a device sends as it likes', async () => {
    for (let i = 0; i < 4; i++) {
      device.change({ set: { said: `single ${i}` } });
      await device.send();
    }
  });
  await test.case('the same batch on four connections at once', '4: a retry is harmless',
    async () => {
      device.change({ set: { said: 'at once' } });
      const entries = device.chain.slice(-1);
      const answers = await Promise.all([0, 1, 2, 3].map(() => device.push(entries)));
      answers.forEach((answer) => equal([answer.status, readJson(answer)],
        [200, answerOf(device.chain.length)], 'each answer'));
      device.sent = device.chain.length;
    });
  await test.case('1,000 lines in a batch',
    '4: the sender cuts batches; 4 MiB a body', async () => {
    for (let i = 0; i < 1000; i++) {
      device.change({ set: { said: `of a thousand ${i}` } });
    }
    await device.send();
  });
  await test.case('all of it is read by another device', '4 pull', async () => {
    await world.other.sync();
    device.chain.forEach((entry) => holds(world.other.got.get(entry.name)?.line.equals(entry.line),
      `change ${entry.name} did not come back byte for byte`));
  });
}

async function epochs(world, test, device) {
  const rule = '4 push: 409 epoch with epoch, acked, hash; none given counts as another';
  const rows = [['no epoch', ''], ['another', `?epoch=${newId()}`], ['an empty one', '?epoch=']];
  for (const [title, query] of rows) {
    await test.case(title, rule, async () => {
      const trial = device.clone();
      trial.change({ set: { said: 'lost' } });
      const answer = await trial.push(trial.chain.slice(-1), { query });
      const error = expectStand(answer, 409, 'epoch', device, device.chain.length);
      equal(error.epoch, world.hub.info.epoch, 'epoch');
    });
  }
}

async function gapAndFork(test, device) {
  await test.case('a gap', '4: 409 gap (with acked, hash)', async () => {
    const trial = device.clone();
    trial.change({ set: { said: 'left out' } });
    trial.change({ set: { said: 'after it' } });
    const answer = await trial.push(trial.chain.slice(-1));
    expectStand(answer, 409, 'gap', device, device.chain.length);
  });
  await test.case('a gap as wide as numbers go', '4: 409 gap', async () => {
    const trial = device.clone();
    const entry = trial.change({ set: { said: 'far away' } });
    for (const seq of ['9007199254740993', '9223372036854775807']) {
      const line = trial.wire(entry).replace(/"seq":\d+/, `"seq":${seq}`);
      const answer = await trial.post([line], { signature: trial.signatureOf(entry) });
      expectStand(answer, 409, 'gap', device, device.chain.length);
    }
  });
  await test.case('a fork at the last seq', '4: 409 fork (the same seq with another hash)',
    async () => {
      const trial = device.clone();
      trial.chain.pop();
      trial.change({ set: { said: 'other words' } });
      expectError(await trial.push(trial.chain.slice(-1)), 409, 'fork');
    });
  await test.case('a fork in the middle of a batch', '4: 409 fork; stored whole or not at all',
    async () => {
      const trial = device.clone();
      const before = trial.chain.length;
      trial.chain.pop();
      for (const said of ['other', 'and', 'more']) {
        trial.change({ set: { said } });
      }
      expectError(await trial.push(trial.chain.slice(before - 3)), 409, 'fork');
      const { head } = await device.page({ limit: 1 });
      equal([head.acked, head.hash], [before, device.hashAt(before)], 'what the hub then has');
    });
}

const withKeys = (wire, changes) => JSON.stringify({ ...JSON.parse(wire), ...changes });

// [title, how to spoil the lines of a good batch of three, the number of the line that is told]
const SPOILT = [
  ['a line that is no JSON', (l) => [l[0], '{"seq":', l[2]], 2],
  ['a line that is an array', (l) => [`[${l[0]}]`, l[1], l[2]], 1],
  ['a line that is a number', (l) => [l[0], l[1], '7'], 3],
  ['a blank line within', (l) => [l[0], '', l[1], l[2]], 2],
  ['no seq', (l) => [l[0], l[1], withKeys(l[2], { seq: undefined })], 3],
  ['no pupil', (l) => [withKeys(l[0], { pupil: undefined }), l[1], l[2]], 1],
  ['neither box nor digest', (l) => [l[0], withKeys(l[1], { box: undefined }), l[2]], 2],
  ['a box that is a number', (l) => [l[0], withKeys(l[1], { box: 7 }), l[2]], 2],
  ['base64 with a foreign letter', (l) => [l[0], l[1],
    l[2].replace(/"box":"..../, '"box":"*AAA')], 3],
  ['base64 without its padding', (l) => [withKeys(l[0], { box: 'AAAAAA' }), l[1], l[2]], 1],
  ['the URL kind of base64', (l) => [withKeys(l[0], { box: '_-_-' }), l[1], l[2]], 1],
  ['a seq that is text', (l) => [l[0], l[1].replace(/"seq":(\d+)/, '"seq":"$1"'), l[2]], 2],
  ['a seq with a fraction', (l) => [l[0].replace(/"seq":(\d+)/, '"seq":$1.5'), l[1], l[2]], 1],
  ['seq 0', (l) => [withKeys(l[0], { seq: 0 })], 1],
  ['a seq below 0', (l) => [withKeys(l[0], { seq: -1 })], 1],
  ['a seq beyond 64 bits', (l) => [l[0].replace(/"seq":\d+/, '"seq":99999999999999999999')], 1],
  ['a seq left out', (l) => [l[0], l[2]], 2],
  ['a seq told twice', (l) => [l[0], l[0], l[1]], 2],
  ['seqs that descend', (l) => [l[1], l[0]], 2],
  ['a pupil that is no id', (l) => [l[0], l[1], withKeys(l[2], { pupil: 'Robin' })], 3],
  ['a pupil id in capitals', (l) => [withKeys(l[0],
    { pupil: 'ABCDEF00-0000-7000-8000-000000000000' }), l[1], l[2]], 1],
  ['a pupil that is a number', (l) => [withKeys(l[0], { pupil: 7 }), l[1], l[2]], 1],
  ['a digest of 31 bytes',
    (l) => [l[0], withKeys(l[1], { box: undefined, digest: 'ab'.repeat(31) }), l[2]], 2],
  ['a digest in capitals',
    (l) => [l[0], withKeys(l[1], { box: undefined, digest: 'AB'.repeat(32) }), l[2]], 2],
  ['a digest that is no hex',
    (l) => [l[0], withKeys(l[1], { box: undefined, digest: 'xy'.repeat(32) }), l[2]], 2],
];

async function malformed(test, device) {
  const rule = '4: 400 malformed (with line, its number)';
  const trial = device.clone();
  const entries = ['one', 'two', 'three'].map((said) => trial.change({ set: { said } }));
  const signature = trial.signatureOf(entries[2]);
  const lines = entries.map((entry) => trial.wire(entry));

  for (const [title, spoil, line] of SPOILT) {
    await test.case(title, rule, async () => {
      const error = expectError(await trial.post(spoil(lines), { signature }), 400, 'malformed');
      equal(error.line, line, 'line');
    });
  }
  await test.case('an empty body', '4: an empty body is line 1', async () => {
    equal(expectError(await trial.post('', { signature }), 400, 'malformed').line, 1, 'line');
  });
  await test.case('bytes that are no UTF-8', `${rule}; all text is UTF-8`, async () => {
    const bytes = Buffer.concat([Buffer.from(`${lines[0]}\n`), Buffer.from([0xff, 0xfe, 0x0a])]);
    equal(expectError(await trial.post(bytes, { signature }), 400, 'malformed').line, 2, 'line');
  });
  await test.case('nothing of it was stored', '4: a refused request stores nothing', async () => {
    const { head } = await device.page({ limit: 1 });
    equal([head.acked, head.hash], [device.chain.length, device.hashAt(device.chain.length)],
      'acked and hash');
  });
}

async function seals(test, device) {
  const trial = device.clone();
  const entry = trial.change({ set: { said: 'sealed' } });
  const where = address(trial.id, entry.seq, null);
  const spoilt = [
    ['another key', { key: random(32) }],
    ['the address of another seq', { where: address(trial.id, entry.seq + 1, null) }],
    ['the address of another device', { where: address(newId(), entry.seq, null) }],
    ['the address of a pupil', { where: address(trial.id, entry.seq, newId()) }],
    ['form byte 1', { form: 1 }],
    ['form byte 255', { form: 255 }],
  ];
  const post = (box) => trial.post([trial.wire(entry, { box })],
    { signature: trial.signatureOf(entry) });

  for (const [title, how] of spoilt) {
    await test.case(title, SEAL_RULE, async () => {
      expectError(await post(trial.boxOf(entry, { where, ...how })), 403, 'seal');
    });
  }
  await test.case('a box too short to hold anything', SEAL_RULE, async () => {
    expectError(await post(b64(random(10))), 403, 'seal');
  });
  await test.case('an empty box', SEAL_RULE,
    async () => expectError(await post(''), 403, 'seal'));
  await test.case('a bit turned over', SEAL_RULE, async () => {
    const box = Buffer.from(trial.boxOf(entry), 'base64');
    box[30] ^= 1;
    expectError(await post(b64(box)), 403, 'seal');
  });
  await test.case('a bad box among good ones', '4: stored whole or not at all', async () => {
    const more = [trial.change({ set: { said: 'b' } }), trial.change({ set: { said: 'c' } })];
    const lines = [trial.wire(entry), trial.wire(more[0], { box: b64(random(80)) }),
      trial.wire(more[1])];
    expectError(await trial.post(lines, { signature: trial.signatureOf(more[1]) }), 403, 'seal');
    const { head } = await device.page({ limit: 1 });
    equal(head.acked, device.chain.length, 'acked');
  });
}

async function signatures(test, device) {
  const trial = device.clone();
  const before = device.chain.length;
  const entries = ['one', 'two'].map((said) => trial.change({ set: { said } }));
  const last = entries[1].hash;
  const spoilt = [
    ['none', null],
    ['an empty one', ''],
    ['no base64', '*** nothing of the kind ***'],
    ['one of 63 bytes', b64(sign(trial.keys.secret, chainText(last)).subarray(1))],
    ['one by another key', b64(sign(signingKeys().secret, chainText(last)))],
    ['one over the first line\'s change', trial.signatureOf(entries[0])],
    ['one over the bare hash', b64(sign(trial.keys.secret, last))],
    ['one over the digest', b64(sign(trial.keys.secret, chainText(entries[1].digest)))],
  ];
  for (const [title, signature] of spoilt) {
    await test.case(title, SIGNATURE_RULE, async () => {
      expectStand(await trial.push(entries, { signature }), 403, 'signature', device, before);
    });
  }
  await test.case('none at a retry of what is stored', SIGNATURE_RULE, async () => {
    const stored = device.chain.slice(-2);
    expectStand(await device.push(stored, { signature: null }), 403, 'signature', device, before);
  });
}

async function gone(world, test) {
  const device = await world.enrol({ label: 'Gone' });
  const rule = '4 push: where a line is gone for good, {"seq", "pupil", "digest"}';
  await test.case('a history that begins with digests', rule, async () => {
    for (const said of ['erased', 'dropped', 'kept', 'gone', 'last']) {
      device.change({ set: { said } });
    }
    [0, 1, 3].forEach((at) => { device.chain[at].gone = true; });
    await device.send();
  });
  await test.case('a batch that ends with a digest', `${rule}; the signature is of the last line's `
    + 'change', async () => {
    device.change({ set: { said: 'kept again' } });
    device.change({ set: { said: 'gone at the end' } }).gone = true;
    await device.send();
  });
  await test.case('a digest for a line that the hub has', '4: skipped when its hash agrees',
    async () => {
      const answer = await device.post([device.wireGone(device.chain[2])],
        { signature: device.signatureOf(device.chain[2]) });
      equal(answer.status, 200, 'status');
    });
  await test.case('a line for a digest that the hub has', '4: skipped when its hash agrees',
    async () => {
      const answer = await device.post([device.wire(device.chain[0])],
        { signature: device.signatureOf(device.chain[0]) });
      equal([answer.status, readJson(answer).acked], [200, 7], 'status and acked');
    });
  await test.case('another digest is a fork', '4: 409 fork', async () => {
    const trial = device.clone();
    trial.chain = trial.chain.slice(0, 6);
    const entry = trial.change({ set: { said: 'other words at the end' } });
    const answer = await trial.post([trial.wireGone(entry)],
      { signature: trial.signatureOf(entry) });
    expectError(answer, 409, 'fork');
  });
  await test.case('readers get the lines, not the digests', '4: such a change has no lsn',
    async () => {
      await world.other.sync();
      equal(device.chain.map((entry) => world.other.got.has(entry.name)),
        [false, false, true, false, true, true, false], 'which changes came');
    });
}

export async function pushCases(world) {
  await good(world, world.report.section('push'));
  const device = await world.enrol({ label: 'Refusals' });
  for (const said of ['a', 'b', 'c', 'd', 'e', 'f']) {
    device.change({ set: { said } });
  }
  await device.send();
  await epochs(world, world.report.section('push epoch'), device);
  await gapAndFork(world.report.section('push chain'), device);
  await malformed(world.report.section('push malformed'), device);
  await seals(world.report.section('push seal'), device);
  await signatures(world.report.section('push signature'), device);
  await gone(world, world.report.section('push digest'));
}
