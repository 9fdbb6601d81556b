// A tablet: its folder, the client that plays a script in it, the daemon beside it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { equal, holds, until } from './stage.mjs';

export const PASSPHRASE = 'correct pony staple';
const QUIET = { SDL_VIDEODRIVER: 'dummy', SDL_AUDIODRIVER: 'dummy' };
const quote = (text) => `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;

// Acts of client/script.h as functions: act.tap('Save').
export const act = {
  tap: (label) => `tap ${quote(label)}`,
  tapIn: (row, label) => `tap-in ${quote(row)} ${quote(label)}`,
  type: (text) => `type ${quote(text)}`,
  waitFor: (text, seconds = '') => `wait-for ${quote(text)} ${seconds}`,
  until: (claim, seconds = '') => `wait-for ${claim} ${seconds}`,
  expect: (text) => `expect ${quote(text)}`,
  expectNot: (text) => `expect-not ${quote(text)}`,
  export: (file) => `export ${quote(file)}`,
};
const unlocking = (passphrase) => [
  act.tap('Passphrase'), act.type(passphrase), 'key enter', act.until('unlocked'),
];

export class Tablet {
  constructor(stage, name = 'tablet') {
    this.stage = stage;
    this.name = name;
    this.data = stage.path(name);
    this.placesFile = stage.path(`${name}.places`);
    this.file = path.join(this.data, 'tablet.db');
    this.number = 0;
    this.wrap = []; // put before the client
    this.more = []; // options put after its own
  }

  // ---- the client -------------------------------------------------------------------------

  // Starts the client with a script; the acts come as lists of any depth.
  open(...acts) {
    const script = this.stage.path(`${this.name}-${this.number++}.script`);
    fs.writeFileSync(script, `${acts.flat(9).join('\n')}\n`);
    fs.rmSync(this.placesFile, { force: true });
    return this.stage.start('cairn', ['--data', this.data, '--size', '1280x800', '--places',
      this.placesFile, '--script', script, ...this.more], { env: QUIET, wrap: this.wrap });
  }

  // Starts it unlocked.
  openUnlocked(...acts) {
    return this.open(unlocking(PASSPHRASE), acts);
  }

  async finish(client) {
    const { code } = await client.ended;
    equal(code, 0, `the script of ${this.name} (${client.err.trim()})`);
    return savedBy(client);
  }

  play(...acts) {
    return this.finish(this.open(...acts));
  }

  playUnlocked(...acts) {
    return this.finish(this.openUnlocked(...acts));
  }

  // What the last frame showed: places to touch, and the words.
  seen() {
    return readPlaces(this.placesFile);
  }

  // The labels of the pupils' cards, as the class screen shows them now.
  cards() {
    const labels = this.seen().places.map((place) => place.label);
    holds(labels.includes('Choose several'), 'this is not the class screen');
    return labels.slice(labels.indexOf('Choose several') + 1);
  }

  // Every merged record that the tablet can show, read by a client of its own.
  async records() {
    const file = this.stage.path(`${this.name}.records`);
    await this.playUnlocked(act.export(file));
    return fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  // ---- the daemon -------------------------------------------------------------------------

  // A laptop's low battery must not decide a test.
  get folders() {
    return ['--data', this.data, '--power', this.stage.path('no-power')];
  }

  daemon(env = {}, words = []) {
    return this.stage.start('cairn-syncd', [...this.folders, ...words], { env });
  }

  sync(env = {}) {
    return this.stage.run('cairn-syncd', [...this.folders, '--once'], { env });
  }

  async syncWell() {
    const end = await this.sync();
    equal(end.code, 0, `cairn-syncd --once (${end.err.trim()})`);
    holds(/up to date/.test(end.out) && !/not up to date/.test(end.out),
      `the tablet is not up to date: ${end.out.trim()}`);
    return end;
  }

  // ---- its file ---------------------------------------------------------------------------

  ask(query) {
    return execFileSync('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 10000', this.file, query],
      { encoding: 'utf8' });
  }

  // Only while neither program has the file open.
  write(statement) {
    execFileSync('sqlite3', [this.file, statement]);
  }

  rows(query) {
    const out = this.ask(query).trim();
    return out === '' ? [] : JSON.parse(out);
  }

  setting(name) {
    return this.rows(`SELECT value FROM setting WHERE name = '${name}'`)[0]?.value ?? '';
  }

  figures() {
    const [{ own }] = this.rows(
      'SELECT count(*) AS own FROM box WHERE dev = (SELECT value FROM setting WHERE name = \'device\')',
    );
    return { device: this.setting('device'), own, acked: Number(this.setting('acked')) };
  }

  // ---- joining ----------------------------------------------------------------------------

  // By the code, as a person would: the daemon talks, the client seals, a name is chosen.
  async enrol(hub, name = hub.staff[0].fields.name) {
    const daemon = this.daemonWhenThere();
    await this.play(act.tap('Code'), act.type(await hub.code(this.name)),
      act.tap('Choose a passphrase'), act.type(PASSPHRASE), 'key enter',
      act.waitFor('Which name is yours?', 30), act.tap(name),
      act.until('unlocked'));
    await (await daemon).stop();
  }

  // The daemon is started as soon as the client has made the file.
  async daemonWhenThere() {
    await until('the tablet has a file', 20000, () => fs.existsSync(this.file));
    return this.daemon();
  }
}

export const savedBy = (client) => [...client.out.matchAll(/^saved (\S+) (\S+)$/gm)]
  .map(([, type, rec]) => ({ type, rec }));

export function readPlaces(file) {
  if (!fs.existsSync(file)) {
    return { places: [], words: '' };
  }
  const text = fs.readFileSync(file, 'utf8');
  const cut = text.indexOf('\n\n') >= 0 ? text.indexOf('\n\n') : text.indexOf('\n');
  const places = text.slice(0, cut).split('\n').filter((line) => line !== '').map((line) => {
    const [, x, y, w, h, flags, label, rows] =
      /^(-?\d+) (-?\d+) (\d+) (\d+) (\S+) ([^\t]*)\t(.*)$/.exec(line);
    return {
      label, x: Number(x), y: Number(y), w: Number(w), h: Number(h), chosen: flags.includes('c'),
      disabled: flags.includes('d'), field: flags.includes('f'), covered: flags.includes('v'),
      ringed: flags.includes('r'), lit: flags.includes('l'), inReach: flags.includes('g'), rows: rows.split('/'),
    };
  });
  return { places, words: text.slice(cut) };
}
