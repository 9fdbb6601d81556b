// What is authentic but cannot be folded is stored, held, listed, and released or set aside.
import { address, b64, newId, seal } from './bytes.mjs';
import { equal, holds } from './report.mjs';
import { readJson } from './world.mjs';

const FORM = '1: not a valid line (form)';

const keysText = (device, fields, changes = {}) =>
  JSON.stringify({ ...device.keysOf({ set: { said: 'x' }, ...fields }), ...changes });

// [title, the bytes of the line that the device writes]
const NO_LINES = [
  ['text that is no JSON', () => 'nothing of the kind'],
  ['no bytes at all', () => ''],
  ['an array', (d) => `[${keysText(d)}]`],
  ['a number', () => '7'],
  ['two objects', (d) => `${keysText(d)}{}`],
  ['a newline between keys', (d) => keysText(d).replace(',', ',\n')],
  ['bytes that are no UTF-8', (d) => {
    const bytes = Buffer.from(keysText(d, { set: { said: 'xx' } }));
    bytes[bytes.indexOf('xx')] = 0xff;
    return bytes;
  }],
  ['a key told twice', (d) => keysText(d).replace('{', '{"by":null,')],
  ['a field told twice', (d) => keysText(d).replace('"set":{', '"set":{"said":"y",')],
  ['a key told twice deep inside',
    (d) => keysText(d, { set: { said: 0 } }).replace('"said":0', '"said":[{"a":1,"a":1}]')],
  ['a NUL in a string', (d) => keysText(d, { set: { said: 'a\u0000b' } })],
  ['a NUL in a key', (d) => keysText(d, { set: { 'a\u0000b': 1 } })],
  ['a lone high surrogate', (d) => keysText(d, { set: { said: 'Q' } }).replace('"Q"', '"\\ud800"')],
  ['a lone low surrogate', (d) => keysText(d, { set: { said: 'Q' } }).replace('"Q"', '"\\udc00"')],
  ['an integer beyond 64 bits',
    (d) => keysText(d, { set: { said: 0 } }).replace('"said":0', '"said":9223372036854775808')],
  ['an integer below 64 bits',
    (d) => keysText(d, { set: { said: 0 } }).replace('"said":0', '"said":-9223372036854775809')],
  ['a number beyond a double',
    (d) => keysText(d, { set: { said: 0 } }).replace('"said":0', '"said":1e400')],
  ...['dev', 'seq', 'at', 'n', 'by', 'pupil', 'type', 'rec', 'set']
    .map((key) => [`no ${key}`, (d) => keysText(d, {}, { [key]: undefined })]),
  ['a seq that is text', (d) => keysText(d, {}, { seq: `${d.chain.length + 1}` })],
  ['an at that is text', (d) => keysText(d, {}, { at: 'now' })],
  ['an at of null', (d) => keysText(d, {}, { at: null })],
  ['an n that is true', (d) => keysText(d, {}, { n: true })],
  ['a negative at', (d) => keysText(d, {}, { at: -1 })],
  ['a negative n', (d) => keysText(d, {}, { n: -1 })],
  ['a by that is no id', (d) => keysText(d, {}, { by: 'Robin' })],
  ['a by that is a number', (d) => keysText(d, {}, { by: 7 })],
  ['a rec that is no id', (d) => keysText(d, {}, { rec: 'note' })],
  ['a rec of null', (d) => keysText(d, {}, { rec: null })],
  ['a rec in capitals', (d) => keysText(d, {}, { rec: newId().toUpperCase() })],
  ['a type that is a number', (d) => keysText(d, {}, { type: 7 })],
  ['a type of null', (d) => keysText(d, {}, { type: null })],
  ['a set that is a list', (d) => keysText(d, {}, { set: ['said'] })],
  ['an empty set', (d) => keysText(d, {}, { set: {} })],
  ['an over that is a list', (d) => keysText(d, {}, { over: [`${newId()}:1`] })],
  ['an over for a field that is not in set', (d) => keysText(d, {}, { over: { read: [] } })],
  ['an over whose field is no list', (d) => keysText(d, {}, { over: { said: `${newId()}:1` } })],
  ['an over with a number in the list', (d) => keysText(d, {}, { over: { said: [7] } })],
  ['a skew that is text', (d) => keysText(d, {}, { skew: 'late' })],
  ['another dev inside', (d) => keysText(d, {}, { dev: newId() })],
  ['another seq inside', (d) => keysText(d, {}, { seq: d.chain.length + 2 })],
];

async function noLines(world, test, device) {
  for (const [title, line] of NO_LINES) {
    await test.case(title, `${FORM}; 4: stored and held, no refusal`, async () => {
      const entry = device.write(line(device), null);
      await device.send([{ seq: entry.seq, reason: 'form' }]);
    });
  }
  const pupil = await world.pupil('Inside');
  for (const [title, inside, outside] of [
    ['a pupil inside, none outside', pupil, null],
    ['a pupil outside, none inside', null, pupil],
  ]) {
    await test.case(title, '4: a pupil that differs from the outside: form', async () => {
      const entry = device.write(keysText(device, { pupil: inside }), outside);
      await device.send([{ seq: entry.seq, reason: 'form' }]);
    });
  }
}

const LINES = [
  ['unknown keys', (d) => keysText(d, {}, { mood: { of: ['the', 'day'] }, zz: null })],
  ['a skew', (d) => keysText(d, {}, { skew: -12345 })],
  ['an over of no changes', (d) => keysText(d, {}, { over: { said: [] } })],
  ['an empty over', (d) => keysText(d, {}, { over: {} })],
  ['keys in another order', (d) => {
    const keys = d.keysOf({ set: { said: 'x' } });
    return JSON.stringify(Object.fromEntries(Object.entries(keys).reverse()));
  }],
  ['spaces between keys', (d) => keysText(d).replaceAll(',"', ' , "')],
  ['text outside the basic plane', (d) => keysText(d, { set: { said: '\u{1F600} é ﷽\u202e' } })],
  ['escaped surrogate pairs',
    (d) => keysText(d, { set: { said: 'Q' } }).replace('"Q"', '"\\ud83d\\ude00"')],
  ['the least and the greatest integer', (d) => keysText(d, { set: { said: 0 } })
    .replace('"said":0', '"said":[-9223372036854775808,9223372036854775807]')],
  ['a field with an empty name', (d) => keysText(d, { set: { '': 1 } })],
  ['a field with a name that JavaScript fears',
    (d) => keysText(d, { set: { said: 0 } }).replace('"said":0', '"__proto__":{"a":1}')],
  ['an id of another version', (d) => keysText(d, { rec: '00000000-0000-0000-0000-000000000001' })],
  ['a clock in the year 2300', (d) => keysText(d, {}, { at: 10413792000000 })],
  ['the greatest clock of all', (d) => keysText(d).replace(/"at":\d+,"n":\d+/,
    '"at":9223372036854775807,"n":9223372036854775807')],
  ['a clock at the epoch', (d) => keysText(d, {}, { at: 0, n: 0 })],
  ['a deep value', (d) => keysText(d, { set: { said: 0 } })
    .replace('"said":0', `"said":${'['.repeat(400)}${']'.repeat(400)}`)],
];

async function lines(world, test) {
  const device = await world.enrol({ label: 'Odd lines' });
  for (const [title, line] of LINES) {
    await test.case(title, '1: a valid line; unknown keys are kept', async () => {
      device.write(line(device), null);
      await device.send();
    });
  }
  await test.case('a value of 60,000 levels',
    '4: bytes from outside never stop the hub', async () => {
    const deep = `${'['.repeat(60000)}${']'.repeat(60000)}`;
    const entry = device.write(keysText(device, { set: { said: 0 } })
      .replace('"said":0', `"said":${deep}`), null);
    equal((await device.push([entry])).status, 200, 'status');
    equal((await device.page({ limit: 1 })).head.acked, device.chain.length, 'acked');
    device.sent = device.chain.length;
  });
}

async function shapes(world, test) {
  const device = await world.enrol({ label: 'Shapes' });
  const pupil = await world.pupil('Shape');
  const rows = [
    ['a void that is a number', { type: 'observation', pupil, set: { void: 7 } }, 'shape'],
    ['a void that is true', { type: 'observation', pupil, set: { void: true } }, 'shape'],
    ['a school\'s urn that is a number', { type: 'school', set: { name: 'X', urn: 7 } }, 'shape'],
    ['a pupil\'s given name that is a list', { type: 'pupil', rec: pupil, pupil,
      set: { given: ['Robin'] } }, 'shape'],
    ['a void that is text', { type: 'story', set: { void: 'entered in error' } }, null],
    ['an unknown field of a known type', { type: 'school', set: { motto: 7 } }, null],
    ['a longer text than any screen writes', { type: 'pupil', rec: pupil, pupil,
      set: { given: 'R'.repeat(3000) } }, null],
    ['a record that lacks what a form asks for', { type: 'observation', pupil,
      set: { place: 'hall' } }, null],
    ['a known field of an unknown type', { type: 'story', set: { urn: 7 } }, null],
  ];
  for (const [title, fields, reason] of rows) {
    await test.case(title, '4: a value of the wrong type for a known field: shape', async () => {
      const entry = device.change(fields);
      await device.send(reason ? [{ seq: entry.seq, reason }] : []);
    });
  }
}

async function unknownPupils(world, test) {
  const device = await world.enrol({ label: 'Unknown pupils' });
  const pupil = newId();
  const elsewhere = await world.pupil('Elsewhere', world.elsewhere);
  const held = [];
  const holdOne = async (fields) => {
    const entry = device.change(fields);
    held.push({ seq: entry.seq, reason: 'school' });
    await device.send([{ seq: entry.seq, reason: 'school' }]);
    return entry;
  };

  await test.case('an unknown pupil', '4: a pupil unknown: school', async () => {
    await holdOne({ pupil, type: 'observation', set: { when: 1788771600000 } });
    await holdOne({ pupil, type: 'story', set: { said: 'too early' } });
  });
  await test.case('a record named as the pupil that is of another type',
    '4: only a pupil change whose rec is its pupil makes it known',
    async () => holdOne({ pupil, type: 'story', rec: pupil, set: { said: 'no pupil' } }));
  await test.case('a pupil record with another id',
    '4: only a pupil change whose rec is its pupil makes it known',
    async () => holdOne({ pupil, type: 'pupil', set: { given: 'Nobody' } }));
  await test.case('a pupil of another school', '4: a pupil of another school: school',
    async () => holdOne({ pupil: elsewhere, type: 'story', set: { said: 'not ours' } }));
  await test.case('the others of the batch are not held', '4: one bad record never blocks a tablet',
    async () => {
      const before = device.change({ set: { said: 'before' } });
      const bad = device.change({ pupil: newId(), set: { said: 'held' } });
      const after = device.change({ set: { said: 'after' } });
      held.push({ seq: bad.seq, reason: 'school' });
      await device.send([{ seq: bad.seq, reason: 'school' }]);
      await world.other.sync();
      equal([before, bad, after].map((entry) => world.other.got.has(entry.name)),
        [true, false, true], 'which changes another device reads');
    });
  await test.case('a retry names them too', '4: held names those of this batch, in a retry too',
    async () => {
      const answer = await device.push(device.chain);
      equal([answer.status, readJson(answer).held], [200, held], 'held of the whole');
      const part = await device.push(device.chain.slice(1, 3));
      equal(readJson(part).held, held.filter(({ seq }) => seq === 2 || seq === 3),
        'held of a part');
    });
  await test.case('the head of a pull tells them', '4 pull: held speaks of the asking device',
    async () => {
      const { head } = await device.page({ limit: 1 });
      equal(head.held, held, 'held');
      equal((await world.elsewhere.page({ limit: 1 })).head.held, [], 'held of another device');
    });
  await test.case('the pupil arrives', '4: that pupil\'s school holds release themselves',
    async () => {
      const last = (await device.page()).head.next;
      world.writer.change({ pupil, type: 'pupil', rec: pupil, set: { given: 'Arrived' } });
      await world.writer.send();
      const { head } = await device.page({ limit: 1 });
      equal(head.held, held.filter(({ seq }) => seq > 4), 'what stays held');
      const rows = await world.changes(world.one.urn);
      const own = rows.filter((row) => row.dev === device.id && row.seq <= 4);
      holds(own.every((row) => row.held === null && row.lsn > last),
        'a released change has no lsn of its own time');
      await world.other.sync();
      equal(device.chain.slice(0, 4).map((entry) => world.other.got.has(entry.name)),
        [true, true, true, true], 'which changes another device then reads');
    });
}

async function sameBatch(world, test) {
  await test.case('a pupil who arrives later in the same batch', '4: school holds of that pupil '
    + 'release themselves; held names those of this batch', async () => {
    const device = await world.enrol({ label: 'Same batch' });
    const pupil = newId();
    const early = device.change({ pupil, set: { said: 'before the pupil' } });
    device.change({ pupil, type: 'pupil', rec: pupil, set: { given: 'Late' } });
    await device.send([]);
    await world.other.sync();
    holds(world.other.got.has(early.name), 'another device does not read it');
  });
  await test.case('a pupil who is released by hand',
    '4: makes that pupil known, and school holds of '
    + 'that pupil release themselves then', async () => {
    const device = await world.enrol({ label: 'Released pupil' });
    const pupil = newId();
    const made = device.change({ pupil, type: 'pupil', rec: pupil, set: { given: 7 } });
    const told = readJson(await device.push(device.chain)).held;
    device.sent = 1;
    holds(told.length === 1 && ['shape', 'school'].includes(told[0].reason), 'it is not held');
    const said = device.change({ pupil, set: { said: 'of a pupil whose record is held' } });
    await device.push(device.chain.slice(1));
    device.sent = 2;
    await world.hub.lines('held', 'release', made.name);
    equal((await device.page({ limit: 1 })).head.held, [], 'what is still held');
    await world.other.sync();
    holds(world.other.got.has(said.name), 'another device does not read what waited');
  });
  await test.case('what was set aside stays aside when the pupil arrives',
    '4: set aside: stays out of '
    + 'the view', async () => {
    const device = await world.enrol({ label: 'Aside' });
    const pupil = newId();
    const said = device.change({ pupil, set: { said: 'set aside' } });
    await device.send([{ seq: 1, reason: 'school' }]);
    await world.hub.lines('held', 'set-aside', said.name);
    world.writer.change({ pupil, type: 'pupil', rec: pupil, set: { given: 'Too Late' } });
    await world.writer.send();
    await world.other.sync();
    holds(!world.other.got.has(said.name), 'another device reads it');
    equal(await world.record(said.rec), undefined, 'its record');
  });
}

async function byHand(world, test) {
  const device = await world.enrol({ label: 'By hand' });
  const { hub } = world;
  const rec = newId();
  const shape = device.change({ type: 'staff', rec, set: { name: 'A. Person', void: 7 } });
  const form = device.write('no line', null);
  const aside = device.change({ pupil: newId(), set: { said: 'for nobody' } });
  await device.push(device.chain);
  device.sent = device.chain.length;
  const listed = async () => (await hub.lines('held', 'list')).join('\n');
  const shows = (text, entry) => text.includes(device.id)
    && new RegExp(`${device.id}\\D+${entry.seq}\\b`).test(text);

  await test.case('held list', '4: listed for a person', async () => {
    const text = await listed();
    holds([shape, form, aside].every((entry) => shows(text, entry)), `it lists:\n${text}`);
  });
  await test.case('held release', '4: … to release', async () => {
    await hub.lines('held', 'release', shape.name);
    holds(!shows(await listed(), shape), 'it is still listed');
    await world.other.sync();
    holds(world.other.got.has(shape.name), 'another device does not read it');
    equal((await world.record(rec))?.fields.get('void'), 7n, 'the value in the view');
  });
  await test.case('form cannot be released', '4: form cannot be', async () => {
    const { status, stderr } = await hub.verb('held', 'release', form.name);
    equal(status, 1, 'exit status');
    holds(/^[^\n]{10,300}\n$/.test(stderr), `no one sentence on stderr: ${stderr}`);
  });
  await test.case('held set-aside', '4: … or set aside (listed as held no more, and stays out of '
    + 'the view)', async () => {
    for (const entry of [form, aside]) {
      await hub.lines('held', 'set-aside', entry.name);
      holds(!shows(await listed(), entry), 'it is still listed');
    }
    equal((await device.page({ limit: 1 })).head.held, [], 'held in the head of a pull');
    await world.other.sync();
    equal([form, aside].map((entry) => world.other.got.has(entry.name)), [false, false],
      'which another device reads');
  });
  await test.case('a retry of what was set aside', '4: listed as held no more', async () => {
    const answer = await device.push(device.chain);
    equal([answer.status, readJson(answer).held], [200, []], 'status and held');
  });
}

async function emptyBox(world, test) {
  await test.case('a box of nothing but a form byte',
    '4: a line that is no line: form', async () => {
    const device = await world.enrol({ label: 'Nothing' });
    const entry = device.write('', null);
    const box = b64(seal(device.dataKey, address(device.id, 1, null), ''));
    const answer = await device.post([device.wire(entry, { box })],
      { signature: device.signatureOf(entry) });
    device.sent = 1;
    equal([answer.status, readJson(answer).held], [200, [{ seq: 1, reason: 'form' }]], 'answer');
  });
}

export async function heldCases(world) {
  const device = await world.enrol({ label: 'No lines' });
  await noLines(world, world.report.section('held form'), device);
  await emptyBox(world, world.report.section('held form'));
  await lines(world, world.report.section('line'));
  await shapes(world, world.report.section('held shape'));
  await unknownPupils(world, world.report.section('held school'));
  await sameBatch(world, world.report.section('held school'));
  await byHand(world, world.report.section('held verbs'));
}
