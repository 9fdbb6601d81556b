// Everything that the cases before have left in the hub, held to the page at once: the exports, the
// chains, the numbers, and what every device makes of it.
import { chain, hash, NO_HASH, unb64 } from './bytes.mjs';
import { foldLines, readExported, recordText } from './fold.mjs';
import { equal, holds } from './report.mjs';

const RECORD_KEYS = ['rec', 'type', 'pupil', 'school', 'fields', 'conflicts'];
const CHANGE_KEYS = ['lsn', 'dev', 'seq', 'digest', 'hash', 'held', 'line'];

// A line held as `form` may be no UTF-8: the hub exports its bytes as line_b64, line being null.
function bytesOfRow(row) {
  if (row.line_b64 !== undefined) {
    return unb64(row.line_b64);
  }
  return row.line === null ? null : Buffer.from(row.line);
}

const shuffled = (list) => {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
};

const texts = (lines) => [...foldLines(lines).values()].map(recordText).sort();

// The first difference of two lists of records, which are long.
function equalRecords(got, want, what) {
  const missing = want.filter((text) => !got.includes(text));
  const extra = got.filter((text) => !want.includes(text));
  equal([extra.slice(0, 2), missing.slice(0, 2)], [[], []],
    `${what}: ${extra.length} records that should not be, ${missing.length} that are missing`);
}

async function exports_(world, test, urn) {
  const rows = await world.changes(urn);
  await test.case(`the form of export changes of ${urn}`, 'DESIGN: {"lsn","dev","seq","digest",'
    + '"hash","held","line"}; "line" null once gone; "lsn" null while held or gone', async () => {
    for (const row of rows) {
      equal(Object.keys(row).filter((key) => key !== 'line_b64'), CHANGE_KEYS, 'keys of a change');
      holds(row.line_b64 === undefined || (row.line === null && row.held === 'form'),
        'line_b64 stands beside another line than one that JSON text cannot hold');
      equal(row.lsn === null, row.held !== null || row.line === null,
        `lsn null, exactly while held or once gone: ${row.dev}:${row.seq}`);
      holds([null, 'school', 'shape', 'form'].includes(row.held), `held is ${row.held}`);
    }
  });
  await test.case(`the chains of ${urn}`,
    '1: hash over the hash before and the digest of the line; '
    + 'seq without gaps', async () => {
    const heads = new Map();
    for (const row of [...rows].sort((a, b) => a.seq - b.seq)) {
      const before = heads.get(row.dev) ?? { seq: 0, hash: NO_HASH };
      equal(row.seq, before.seq + 1, `seqs of ${row.dev}`);
      const digest = Buffer.from(row.digest, 'hex');
      const now = chain(before.hash, digest);
      equal(row.hash, now.toString('hex'), `hash of ${row.dev}:${row.seq}`);
      const line = bytesOfRow(row);
      holds(line === null || hash(line).equals(digest), `digest of ${row.dev}:${row.seq}`);
      heads.set(row.dev, { seq: row.seq, hash: now });
    }
  });
  await test.case(`the numbers of ${urn}`, '4 pull: lsn is the school\'s own sequence, gapless',
    async () => {
      const numbers = rows.map((row) => row.lsn).filter((lsn) => lsn !== null)
        .sort((a, b) => a - b);
      equal(new Set(numbers).size, numbers.length, 'numbers, each given once');
      const gone = [...world.devices].flatMap((device) => device.chain)
        .filter((entry) => world.erased.has(entry.pupil)).length;
      const missing = (numbers.at(-1) ?? 0) - numbers.length;
      holds(missing <= gone, `${missing} numbers are missing, ${gone} lines were erased`);
    });
  await test.case(`the lines of ${urn} are those that were pushed`,
    '1: the line\'s exact bytes are '
    + 'what is stored and sent', async () => {
    const byName = new Map(rows.map((row) => [`${row.dev}:${row.seq}`, row]));
    const devices = world.devices.filter((device) => device.urn === urn);
    for (const entry of devices.flatMap((device) => device.chain.slice(0, device.sent))) {
      const row = byName.get(entry.name);
      holds(row, `${entry.name} was acknowledged and is not exported`);
      equal(row.digest, entry.digest.toString('hex'), `digest of ${entry.name}`);
      const line = bytesOfRow(row);
      const mayBeGone = entry.gone || world.erased.has(entry.pupil);
      holds(line === null ? mayBeGone : line.equals(entry.line), `the line of ${entry.name}`);
    }
  });
  return rows;
}

async function records(world, test, urn, rows) {
  await test.case(`the form of export records of ${urn}`, 'DESIGN: {"rec","type","pupil","school",'
    + '"fields":{…},"conflicts":[field…]}', async () => {
    for (const line of await world.hub.lines('export', 'records', '--school', urn)) {
      const record = readExported(line);
      equal(record.keys, RECORD_KEYS, 'keys of a record');
      equal(record.school, urn, 'school');
    }
  });
  await test.case(`the records of ${urn} are the fold of its changes`,
    '2: the same for every order '
    + 'of arrival', async () => {
    const lines = rows.filter((row) => row.held === null && row.line !== null && row.lsn !== null)
      .map((row) => row.line);
    equalRecords(await world.recordTexts(urn), texts(shuffled(lines)), 'against our own fold');
  });
}

async function replicas(world, test) {
  await test.case('every device comes to agree with the hub', '4 check: only when its own figures '
    + 'agree', async () => {
    for (const device of world.devices) {
      await device.sync();
    }
  });
  await test.case('a device of the whole school holds the same records',
    '2: the result is the same '
    + 'for every order of arrival', async () => {
    const { other } = world;
    const lines = [...other.got.values()].map((line) => line.line.toString('utf8'));
    const own = other.chain.map((entry) => entry.line.toString('utf8'));
    equalRecords(texts(shuffled([...lines, ...own])), await world.recordTexts(world.one.urn),
      'the fold of a device against the hub');
  });
}

export async function wholeCases(world, name = 'whole') {
  const test = world.report.section(name);
  for (const { urn } of [world.one, world.two]) {
    const rows = await exports_(world, test, urn);
    await records(world, test, urn, rows);
  }
  await replicas(world, test);
  await test.case('verify', 'DESIGN: verify ends with 0 when every chain holds',
    async () => { await world.hub.lines('verify'); });
  await test.case('rebuild',
    '2: every view can be thrown away and rebuilt; the same bytes', async () => {
    const heads = () => Promise.all(world.devices.map(async (device) => {
      const { etag, time, ...head } = (await device.page({ after: device.cursor })).head;
      return head;
    }));
    const before = { records: await world.hub.verb('export', 'records'), heads: await heads() };
    await world.hub.lines('rebuild');
    const after = { records: await world.hub.verb('export', 'records'), heads: await heads() };
    holds(before.records.stdout === after.records.stdout, 'export records differs after rebuild');
    equal(after.heads, before.heads, 'the heads of every device\'s pull');
  });
}
