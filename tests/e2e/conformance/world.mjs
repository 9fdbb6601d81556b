// What all cases share: one hub in a temporary folder, two schools, devices, and its exports.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { newId } from './bytes.mjs';
import { Device, parseCode } from './device.mjs';
import { Exchange, Hub } from './hub.mjs';
import { equal, holds, Report } from './report.mjs';
import { readExported, recordText } from './fold.mjs';

export const readJson = (answer) => JSON.parse(answer.text);

// Every error: its status, its code and one clear sentence. Gives the answer's keys back.
export function expectError(answer, status, code) {
  equal(answer.status, status, `status of a refusal as ${code}`);
  holds(/^application\/json/.test(answer.headers['content-type']), 'the refusal is no JSON');
  const error = readJson(answer);
  equal(error.error, code, 'the code of the refusal');
  holds(typeof error.message === 'string' && /^[^\n]{5,300}$/.test(error.message)
    && !/[!]/.test(error.message), `the message is no clear sentence: ${error.message}`);
  return error;
}

// A refusal that also tells where the hub stands with this device.
export function expectStand(answer, status, code, device, acked) {
  const error = expectError(answer, status, code);
  equal([error.acked, error.hash], [acked, device.hashAt(acked)], 'acked and hash of the refusal');
  return error;
}

export class World {
  constructor(program, store) {
    this.store = store;
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
    this.exchange = new Exchange();
    this.report = new Report(this.exchange);
    this.hub = new Hub(path.resolve(program), path.join(this.folder, 'hub'), this.exchange);
    this.one = { urn: '100001', name: 'Alder Vale School' };
    this.two = { urn: '100002', name: 'Birch Hill School' };
    this.devices = [];
    this.erased = new Set(); // pupils
  }

  async begin() {
    await this.hub.lines('init', ...(this.store ? ['--store', this.store] : []));
    for (const school of [this.one, this.two]) {
      await this.hub.lines('school', 'add', '--name', school.name, '--urn', school.urn,
        '--region', 'E12000004', '--kind', 'special');
      const records = await this.records(school.urn);
      school.id = [...records.values()].find((record) => record.type === 'school').rec;
    }
    await this.serve();
    this.writer = await this.enrol({ label: 'Writer' });
    this.other = await this.enrol({ label: 'Other' });
    this.elsewhere = await this.enrol({ label: 'Elsewhere', urn: this.two.urn });
  }

  async serve() {
    this.firstLine = await this.hub.serve();
    const answer = await this.hub.ask('GET', '/v1/hub');
    this.hub.info = readJson(answer);
    this.hub.pin = this.hub.pinSeen;
  }

  async end() {
    await this.hub.stop();
    this.sweep();
  }

  // Whatever happened: no process and no folder stays behind.
  sweep() {
    this.hub.child?.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async code({ urn = this.one.urn, groups, label }) {
    const only = groups ? ['--groups', groups.join(',')] : [];
    const lines = await this.hub.lines('enrol', '--school', urn, '--label', label, ...only);
    return parseCode(lines[0]);
  }

  async enrol(options) {
    const device = new Device(this.hub);
    device.urn = options.urn ?? this.one.urn;
    await device.enrol((await this.code(options)).secret);
    this.devices.push(device);
    return device;
  }

  // A pupil of the device's school, known to the hub.
  async pupil(given, device = this.writer) {
    const pupil = newId();
    device.change({ pupil, type: 'pupil', rec: pupil, set: { given } });
    await device.send();
    return pupil;
  }

  // ---- exports ----------------------------------------------------------------------------

  // `export changes`: rows in the order of the file.
  async changes(urn) {
    const lines = await this.hub.lines('export', 'changes', ...(urn ? ['--school', urn] : []));
    return lines.map((line) => JSON.parse(line));
  }

  // `export records`: by id. A record's values are BigInt, Number, Map … as value.mjs reads them.
  async records(urn) {
    const lines = await this.hub.lines('export', 'records', ...(urn ? ['--school', urn] : []));
    return new Map(lines.map((line) => readExported(line)).map((record) => [record.rec, record]));
  }

  async record(rec) {
    return (await this.records(this.one.urn)).get(rec);
  }

  async recordTexts(urn) {
    return [...(await this.records(urn)).values()].map(recordText).sort();
  }
}
