// One story, told on one desk: the client, the tablet in the person's hands, the clock, what was done.
import fs from 'node:fs';
import path from 'node:path';

import { LimitedFiles, patient } from '../bad/fulldisk.mjs';
import { equal, holds, until } from '../actors/stage.mjs';
import { act, PASSPHRASE } from '../actors/tablet.mjs';
import { ready } from '../conformance/bytes.mjs';
import { Device, parseCode } from '../conformance/device.mjs';
import { Exchange, Hub as Wire } from '../conformance/hub.mjs';
import { Clock } from './clock.mjs';
import { writeVoice } from './voice.mjs';

const LANDSCAPE = { width: 1280, height: 800 };
const PATIENCE_MS = 15000;
const VOICE_SECONDS = 15;

export class Teller {
  constructor({ stage, school, desk, folder, clock, sanitized, story }) {
    Object.assign(this, { stage, school, desk, folder, sanitized, story });
    school.copy(folder);
    this.clockLibrary = clock;
    this.clock = new Clock(stage.path(folder, 'clock'), clock);
    desk.wait = (ms) => this.pass(ms);
    this.size = LANDSCAPE;
    this.taps = 0;
    this.keys = 0;
    this.lights = 0; // that scanning went over
    this.screens = new Set();
    this.newcomers = new Map(); // pupils whom the school of this story alone has
    this.take('one');
  }

  take(name) {
    this.tablet = this.school.tablet(this.folder, name);
    this.records = undefined;
  }

  // ---- the client -------------------------------------------------------------------------

  async open() {
    const needsDisk = this.story.steps.some((step) => step.name.startsWith('the disk'));
    await this.desk.start(this.tablet, this.size, {
      env: { ...this.clock.env, ...this.sound }, wrap: needsDisk ? patient : [], words: this.camera ? ['--pictures', this.camera] : [],
    });
    this.records = undefined;
    this.look();
  }

  get isOpen() {
    return this.desk.client !== undefined;
  }

  async close(how) {
    const { code, signal } = await this.desk.close(how);
    equal([code, signal], how === 'kill' ? [null, 'SIGKILL'] : [0, null], 'how the client ended');
  }

  async end() {
    if (this.isOpen) {
      await this.desk.close('kill');
    }
    await this.daemon?.stop();
    if (this.hub !== undefined) {
      await this.hub.stop();
    }
    this.clock.close();
    fs.rmSync(this.stage.path(this.folder), { recursive: true, force: true });
  }

  // Which screens were seen, and how they were held.
  look() {
    const { width, height } = this.desk.size;
    this.screens.add(`${this.desk.rest.screen} ${width > height ? 'landscape' : 'portrait'}`);
  }

  // Something on the screen was done by keys alone, or by one switch; before it is done.
  worked(how) {
    this.screens.add(`${this.desk.rest.screen} ${how}`);
  }

  async unlock(name) {
    if (!this.isOpen) {
      await this.open();
    }
    if (this.tablet.isShared && this.desk.shows('Who is this?')) {
      await this.desk.tap(name ?? this.tablet.staff);
    }
    await this.desk.find('Passphrase');
    await this.desk.tap('Passphrase');
    await this.desk.type(PASSPHRASE);
    await this.desk.key('Return');
    await this.leaves('unlock');
    this.taps = 0;
    this.keys = 0;
  }

  async leaves(screen) {
    await until(`the screen “${screen}” is left`, PATIENCE_MS, () => this.desk.rest.screen !== screen);
    this.look();
  }

  // ---- time -------------------------------------------------------------------------------

  // The pointer moves a little, or the client would sleep on.
  async pass(ms, asleep = false) {
    if (this.desk.isMoving) {
      await this.desk.arrive();
    }
    const { rest } = this.desk;
    this.clock[asleep ? 'sleep' : 'pass'](ms + 1); // the client's own milliseconds may be cut short
    this.nudged = !this.nudged;
    this.desk.do(`mousemove_relative -- ${this.nudged ? 1 : -1} 0`);
    await this.desk.settle(rest.ms + ms);
    this.look();
  }

  // ---- what is kept -----------------------------------------------------------------------

  // What lies on the disk, read by a client of its own: the one in the window is gone by then. As it is
  // shipped it goes as in a power cut; where a sanitizer watches, in good order, for that is judged too.
  async stored() {
    if (this.isOpen) {
      await this.close(this.sanitized ? 'stop' : 'kill');
    }
    if (this.records === undefined) {
      const file = this.stage.path(this.folder, 'records');
      await this.tablet.play(this.tablet.isShared ? act.tap(this.tablet.staff) : [],
        act.tap('Passphrase'), act.type(PASSPHRASE), act.tap('Unlock'), act.until('unlocked'), act.export(file));
      this.records = this.school.since(fs.readFileSync(file, 'utf8').split('\n')
        .filter((line) => line !== '').map((line) => JSON.parse(line)));
    }
    return this.records;
  }

  async atTheHub() {
    return this.school.since(await this.hub.records());
  }

  // Those that this person wrote: the log of changes says who.
  async atTheHubBy(staff) {
    const by = this.school.names.get(staff);
    const theirs = new Set((await this.hub.changes()).map((change) => JSON.parse(change.line))
      .filter((change) => change.by === by).map((change) => change.rec));
    return (await this.atTheHub()).filter((one) => theirs.has(one.rec));
  }

  async sync() {
    const end = await this.tablet.sync(this.clock.env);
    equal(end.code, 0, `cairn-syncd --once (${end.err.trim()})`);
  }

  // Instead of the small school; before anything is opened.
  async moveToLarge(count) {
    this.newcomers = await this.school.copyLarge(this.folder);
    this.clock.close();
    this.clock = new Clock(this.stage.path(this.folder, 'clock'), this.clockLibrary);
    holds(this.newcomers.size >= count, `that school has only ${this.newcomers.size} pupils`);
  }

  pupil(name) {
    return this.newcomers.get(name) ?? this.school.pupil(name);
  }

  // As the office does it, by a list; the name is as the screens show it.
  async takeIn(given, family, group) {
    const list = this.stage.path(this.folder, 'roster.csv');
    fs.writeFileSync(list, `Forename,Surname,DOB,Group\n${given},${family},01/02/2015,${group}\n`);
    await this.hub.verb('import', 'roster', list, '--school', this.hub.urn);
    const found = (await this.hub.records()).find((one) => one.type === 'pupil' && one.fields.family === family);
    this.newcomers.set(`${given} ${family[0]}.`, found.rec);
  }

  // A device that is no tablet joins with this code, and does its work.
  async joined(code, work = () => {}) {
    await ready(path.resolve(this.stage.build, 'tests/e2e/conformance/npm/node_modules'));
    const wire = new Wire(undefined, undefined, new Exchange());
    wire.url = new URL(this.hub.url);
    wire.info = JSON.parse((await wire.ask('GET', '/v1/hub')).text);
    const device = new Device(wire);
    await device.enrol(parseCode(code).secret);
    await work(device);
    wire.agent.destroy();
  }

  // The hub has no verb for it: the staff list is written by another device.
  async letGo(name) {
    await this.joined(await this.hub.code('Office'), (office) => {
      office.change({ type: 'staff', rec: this.school.names.get(name), set: { left: true } });
      return office.send();
    });
  }

  get backup() {
    return this.stage.path(this.folder, 'backup');
  }

  // A hub that went back to an old backup, as after a fire.
  async goBack() {
    await this.hub.stop();
    await this.hub.verb('restore', this.backup);
    await this.hub.serveAgain();
  }

  // What the hub does with the first record of this pupil that it holds.
  async decide(how, name) {
    const pupil = this.pupil(name);
    const held = (await this.hub.changes())
      .filter((change) => change.held && JSON.parse(change.line).pupil === pupil)
      .sort((a, b) => a.seq - b.seq);
    holds(held.length > 0, `the hub holds nothing of ${name}`);
    await this.hub.verb('held', how, `${held[0].dev}:${held[0].seq}`);
  }

  // ---- the camera -------------------------------------------------------------------------

  // A picture as the camera would leave it, newer than all before.
  async photograph(take) {
    this.camera ??= this.stage.path(this.folder, 'camera');
    fs.mkdirSync(this.camera, { recursive: true });
    this.shots = (this.shots ?? 0) + 1;
    const file = path.join(this.camera, `IMG_${this.shots}.png`);
    await take(file);
    const at = Date.now() / 1000 - 1000 + this.shots;
    fs.utimesSync(file, at, at);
  }

  // From the next opening on the tablet hears a voice, and what it says is written down.
  speakNear() {
    const voice = this.stage.path(this.folder, 'voice.raw');
    this.said = this.stage.path(this.folder, 'said.raw');
    writeVoice(voice, VOICE_SECONDS);
    this.sound = { SDL_AUDIODRIVER: 'disk', SDL_DISKAUDIODELAY: '1', SDL_DISKAUDIOFILEIN: voice, SDL_DISKAUDIOFILE: this.said };
  }

  async addInstrument(instrument) {
    const file = this.stage.path(this.folder, `${instrument.id}.json`);
    fs.writeFileSync(file, JSON.stringify(instrument));
    await this.hub.verb('instrument', 'add', file, '--school', this.hub.urn);
  }

  // ---- the disk ---------------------------------------------------------------------------

  async fillDisk() {
    this.disk = new LimitedFiles(this.tablet.file);
    await this.disk.fill(this.desk.client, () =>
      this.tablet.write('UPDATE slot SET wrong_ms = wrong_ms + 1;'.repeat(80)));
  }

  freeDisk() {
    this.disk.free();
  }

  holds(claim, sentence) {
    holds(claim, sentence);
  }
}
