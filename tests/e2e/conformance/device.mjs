// A device of the page: it writes changes, pushes them, pulls those of others and checks every line
// that it is given. Whatever the page promises of every answer is held here, at each use.
import {
  address, b64, boxSeal, bytesOf, chain, chainText, hash, newId, NO_HASH, open, random, seal, sign,
  signingKeys, tally, unb64,
} from './bytes.mjs';
import { equal, holds } from './report.mjs';

const PAGE_BYTES_MAX = 4 * 1024 * 1024;
const NDJSON = { 'Content-Type': 'application/x-ndjson' };

export const parseLines = (text) => text.split('\n').filter((line) => line !== '')
  .map((line) => JSON.parse(line));

export function parseCode(line) {
  const found = /^cairn:(https:\/\/[^#]+)#([^.]+)\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/
    .exec(line);
  holds(found, `the code has another form than cairn:<url>#<secret>.<pin>.<keys>: ${line}`);
  return { url: found[1], secret: found[2], pin: found[3], keys: found[4] };
}

export class Device {
  constructor(hub, keys = signingKeys()) {
    Object.assign(this, {
      hub, keys, dataKey: random(32), chain: [], sent: 0, clock: { at: 0, n: 0 },
      epoch: hub.info?.epoch, cursor: 0, etag: '', scope: new Set(), got: new Map(),
    });
  }

  // The same device with a history of its own from here on: what it tries costs the first nothing.
  clone() {
    return Object.assign(Object.create(Device.prototype), this, {
      chain: [...this.chain], clock: { ...this.clock }, scope: new Set(this.scope),
      got: new Map(this.got),
    });
  }

  enrolBody(code, changes = {}) {
    return JSON.stringify({
      code, label: 'Conformance', sign_key: b64(this.keys.open),
      data_key: b64(boxSeal(this.dataKey, unb64(this.hub.info.box_key))), ...changes,
    });
  }

  enrolWith(code, changes) {
    return this.hub.ask('POST', '/v1/enrol', {
      headers: { 'Content-Type': 'application/json' }, body: this.enrolBody(code, changes),
    });
  }

  async enrol(code) {
    const answer = await this.enrolWith(code);
    equal(answer.status, 201, 'enrolling');
    const { device, school, token } = JSON.parse(answer.text);
    Object.assign(this, { id: device, school, token });
    return answer;
  }

  // ---- writing ----------------------------------------------------------------------------

  tick() {
    const wall = Date.now();
    this.clock = wall > this.clock.at ? { at: wall, n: 0 }
      : { at: this.clock.at, n: this.clock.n + 1 };
    return this.clock;
  }

  get head() {
    return this.chain.length === 0 ? NO_HASH : this.chain.at(-1).hash;
  }

  hashAt(seq) {
    return (seq === 0 ? NO_HASH : this.chain[seq - 1].hash).toString('hex');
  }

  // Appends one line, given as its very bytes, to the chain. outside is the pupil told beside it.
  write(line, outside) {
    const bytes = bytesOf(line);
    const seq = this.chain.length + 1;
    const digest = hash(bytes);
    const entry = {
      seq, pupil: outside, line: bytes, digest, hash: chain(this.head, digest),
      name: `${this.id}:${seq}`,
    };
    this.chain.push(entry);
    return entry;
  }

  // The keys of the next change; some may be given another value, or none (undefined).
  keysOf({ pupil = null, type = 'story', rec = newId(), set, over, ...others }) {
    const { at, n } = this.tick();
    return {
      dev: this.id, seq: this.chain.length + 1, at, n, by: null, pupil, type, rec, set, over,
      ...others,
    };
  }

  change(fields) {
    const keys = this.keysOf(fields);
    return Object.assign(this.write(JSON.stringify(keys), keys.pupil), { rec: keys.rec });
  }

  // A change whose set is given as text, so that 1.0 stays 1.0.
  changeRaw(set, fields) {
    const keys = this.keysOf({ ...fields, set: 0 });
    return Object.assign(this.write(JSON.stringify(keys).replace('"set":0', `"set":${set}`),
      keys.pupil), { rec: keys.rec });
  }

  // ---- pushing ----------------------------------------------------------------------------

  boxOf(entry, { key = this.dataKey, where, form = 0 } = {}) {
    const at = where ?? address(this.id, entry.seq, entry.pupil);
    return b64(seal(key, at, entry.line, form));
  }

  wire(entry, changes = {}) {
    const box = changes.box ?? this.boxOf(entry);
    return JSON.stringify({ seq: entry.seq, pupil: entry.pupil, box, ...changes });
  }

  wireGone(entry) {
    return JSON.stringify({
      seq: entry.seq, pupil: entry.pupil, digest: entry.digest.toString('hex'),
    });
  }

  signatureOf(entry) {
    return b64(sign(this.keys.secret, chainText(entry?.hash ?? NO_HASH)));
  }

  // body: text, or a list of lines. signature null: none is sent.
  post(body, { token = this.token, epoch = this.epoch, signature, query, ...others } = {}) {
    const text = Array.isArray(body) ? body.map((line) => `${line}\n`).join('') : body;
    const asked = query ?? (epoch === null ? '' : `?epoch=${epoch}`);
    return this.hub.ask('POST', `/v1/push${asked}`, {
      headers: {
        ...NDJSON, ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(signature === null ? {} : { 'Cairn-Signature': signature }),
      },
      ...(others.pieces ? others : { body: text }),
    });
  }

  push(entries, options = {}) {
    const lines = entries.map((entry) => (entry.gone ? this.wireGone(entry) : this.wire(entry)));
    return this.post(lines, { signature: this.signatureOf(entries.at(-1)), ...options });
  }

  // Pushes what is unsent, and holds the answer to what the page says of it.
  async send(want = []) {
    const entries = this.chain.slice(this.sent);
    if (entries.length === 0) {
      return null;
    }
    const answer = await this.push(entries);
    if (answer.status !== 200) {
      this.chain.length = this.sent; // what was refused was never written
    }
    equal(answer.status, 200, 'a good push');
    this.sent = this.chain.length;
    equal(JSON.parse(answer.text), { acked: this.sent, hash: this.hashAt(this.sent), held: want },
      'the answer to a good push');
    return answer;
  }

  // ---- pulling ----------------------------------------------------------------------------

  get(path, query = {}, { token = this.token } = {}) {
    const asked = new URLSearchParams(Object.entries({ epoch: this.epoch, ...query })
      .filter(([, value]) => value !== null && value !== undefined));
    return this.hub.ask('GET', `${path}?${asked}`,
      { headers: token === null ? {} : { Authorization: `Bearer ${token}` } });
  }

  // A line as it was pulled: opened, and told under its name.
  openLine(line, mayBeOwn) {
    equal(Object.keys(line).sort(), ['box', 'dev', 'lsn', 'pupil', 'seq'], 'the keys of a line');
    holds(mayBeOwn || line.dev !== this.id, 'a pull gave the device its own change');
    const bytes = open(this.dataKey, address(line.dev, line.seq, line.pupil), unb64(line.box));
    return { ...line, name: `${line.dev}:${line.seq}`, line: bytes };
  }

  readPage(answer, mayBeOwn) {
    equal(answer.status, 200, 'a pull');
    holds(answer.bytes.length <= PAGE_BYTES_MAX, `a page has ${answer.bytes.length} bytes`);
    const [head, ...rest] = parseLines(answer.text);
    const lines = rest.map((line) => this.openLine(line, mayBeOwn));
    for (let i = 1; i < lines.length; i++) {
      holds(lines[i].lsn > lines[i - 1].lsn, 'the lines of a page do not ascend');
    }
    holds(lines.length === 0 || head.next >= lines.at(-1).lsn, 'next lies before the last line');
    return { head, lines };
  }

  async page(query = {}) {
    return this.readPage(await this.get('/v1/pull', { after: 0, limit: 5000, ...query }), false);
  }

  async backfill(pupil, query = {}) {
    const answer = await this.get(`/v1/pupils/${pupil ?? '-'}`,
      { after: 0, upto: this.cursor, limit: 5000, ...query });
    const page = this.readPage(answer, true);
    equal(Object.keys(page.head).sort(), ['more', 'next'], 'the head of a backfill');
    holds(page.lines.every((line) => line.pupil === pupil), 'a backfill gave another pupil');
    return page;
  }

  async backfillWhole(pupil, upto) {
    let after = 0;
    for (;;) {
      const { head, lines } = await this.backfill(pupil, { after, upto });
      lines.forEach((line) => this.got.set(line.name, line));
      if (!head.more) {
        return;
      }
      holds(head.next > after, 'a backfill does not go on');
      after = head.next;
    }
  }

  // What this device should hold by its own figures: changes of others, of its scope.
  ownFigures() {
    const names = [...this.got.values()].filter((line) => line.dev !== this.id
      && (line.pupil === null || this.scope.has(line.pupil))).map((line) => line.name);
    return tally(names);
  }

  async takeScope(pupils, upto) {
    const now = new Set(pupils);
    const fresh = pupils.filter((pupil) => !this.scope.has(pupil));
    this.scope = now;
    for (const [name, line] of this.got) {
      if (line.pupil !== null && !now.has(line.pupil)) {
        this.got.delete(name);
      }
    }
    for (const pupil of upto > 0 ? fresh : []) {
      await this.backfillWhole(pupil, upto);
    }
  }

  // Pulls until the hub has no more; ends with this device's figures against the hub's.
  async sync(limit = 5000) {
    await this.send();
    for (;;) {
      const before = this.cursor;
      const { head, lines } = await this.page({ after: before, limit, scope: this.etag });
      holds(lines.length <= limit, `a page of ${limit} changes has ${lines.length}`);
      lines.forEach((line) => this.got.set(line.name, line));
      this.cursor = head.next;
      if (head.pupils) {
        await this.takeScope(head.pupils, before);
      }
      this.etag = head.etag;
      if (!head.more) {
        equal(this.ownFigures(), head.check, 'the figures of this device against check');
        return head;
      }
      holds(head.next > before, 'a pull does not go on');
    }
  }
}
