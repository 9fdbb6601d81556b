// The centre as a person runs it: its verbs, its server, its exports.
import { equal, holds, until } from './stage.mjs';

export class Hub {
  constructor(stage, name = 'hub') {
    this.stage = stage;
    this.data = stage.path(name);
  }

  // how: the options of a child, such as its environment.
  start(words, how = {}) {
    return this.stage.start('cairn-hub', ['--data', this.data, ...words], how);
  }

  async verb(...words) {
    const child = this.start(words.filter((word) => typeof word === 'string'),
      words.find((word) => typeof word !== 'string'));
    const { code } = await child.ended;
    equal(code, 0, `${child.name} (${child.err.trim()})`);
    return child.out;
  }

  // A school with a few pupils, groups and staff, and so many years of history.
  async make(pupils = 8, years = 0) {
    await this.verb('init');
    await this.verb('demo', '--schools', '1', '--pupils', String(pupils), '--years', String(years),
      '--seed', '7');
    this.before = await this.records();
    const school = this.before.find((record) => record.type === 'school');
    this.urn = school.fields.urn;
    this.pupils = this.before.filter((record) => record.type === 'pupil');
    this.staff = this.before.filter((record) => record.type === 'staff');
    holds(this.pupils.length > 0 && this.staff.length > 0, 'the demo made no pupils or no staff');
  }

  async serve({ listen = '127.0.0.1:0', ...how } = {}) {
    this.server = this.start(['serve', '--listen', listen], how);
    this.url = (await this.server.line(/^listening on (https:\/\/127\.0\.0\.1:\d+)$/))[1];
    this.port = Number(new URL(this.url).port);
    return this.url;
  }

  // On the port that the tablets know. Somebody's connection may have borrowed it for a moment.
  serveAgain(options = {}) {
    return until('the hub is served on its port again', 10000, () =>
      this.serve({ ...options, listen: `127.0.0.1:${this.port}` }).catch(() => null));
  }

  stop() {
    return this.server.stop();
  }

  async code(label = 'Stage', how = {}) {
    const out = await this.verb('enrol', '--school', this.urn, '--label', label, how);
    const line = out.split('\n')[0];
    holds(line.startsWith('cairn:https://'), `the first line of enrol is no code: ${line}`);
    return line;
  }

  async export(what) {
    const out = await this.verb('export', what);
    return out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  }

  records() {
    return this.export('records');
  }

  changes() {
    return this.export('changes');
  }

  async record(rec) {
    const found = (await this.records()).find((record) => record.rec === rec);
    holds(found, `the hub has no record ${rec}`);
    return found;
  }

  // Nothing twice, nothing torn: the chains hold, and no change is there two times.
  async isWhole() {
    await this.verb('verify');
    const dots = (await this.changes()).map((change) => `${change.dev}:${change.seq}`);
    equal(dots.length, new Set(dots).size, 'changes at the hub, each once');
  }
}
