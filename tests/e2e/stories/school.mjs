// The school of all stories: made once, and copied for each.
//
// Two tablets have joined it; any other that a story takes is new. Zola Okonkwo and Ayo Clarke can unlock the first, Martha Webb the second.
// A copy has the same keys as any other, so what two stories write never meets: each has a hub of its
// own, copied too, on a port of its own.
import fs from 'node:fs';
import path from 'node:path';

import { Hub } from '../actors/hub.mjs';
import { equal, holds } from '../actors/stage.mjs';
import { act, PASSPHRASE, Tablet } from '../actors/tablet.mjs';

const PUPILS = 16;
const TABLETS = { one: 0, two: 2 };
const LARGE = 'large';
const GIVEN = ('Amira Ben Chidi Daisy Elin Ffion Goran Hari Ines Jonah Kofi Lena Marek Nia Omar Priya Quinn Rosa '
  + 'Sami Tomos Uma Viktor Łucja Xenia Yusuf Zofia Aled Bea Cai Dylan Esme Farah Gwen Hana Idris Jude Kira Liam '
  + 'Mabel Noor').split(' ');
const FAMILY = 'Ab Bar Cal Den Ell Far Gar Har Ing Jar Kel Lam Mor Nor Oak Pen Quin Row Sal Tam Ulm Ven Wat Yar Zel'
  .split(' ').flatMap((first) => ['bury', 'don', 'field', 'ley', 'worth'].map((last) => first + last));
const COLLEAGUE = 1;

// As the screens show a pupil.
const shown = ({ preferred, given, family }) =>
  (family ? `${preferred ?? given} ${[...family][0]}.` : preferred ?? given);

const byRecord = (records) => new Map(records.map((one) => [one.rec, JSON.stringify(one)]));

export class School {
  constructor(stage) {
    this.stage = stage;
    this.hub = new Hub(stage, 'school/hub');
    fs.mkdirSync(stage.path('school'));
  }

  async make() {
    await this.hub.make(PUPILS, 1);
    await this.hub.serve();
    this.staff = this.hub.staff.map((one) => one.fields.name);
    await Promise.all(Object.entries(TABLETS).map(([name, staff]) => this.join(name, staff)));
    await this.hub.stop();
    this.before = byRecord(this.hub.before);
    this.pupils = new Map(this.hub.pupils.map((one) => [shown(one.fields), one.rec]));
    this.names = new Map(this.hub.staff.map((one) => [one.fields.name, one.rec]));
    equal(this.pupils.size, PUPILS, 'pupils with different names');
  }

  async join(name, staff) {
    const tablet = new Tablet(this.stage, `school/${name}`);
    await tablet.enrol(this.hub, this.staff[staff]);
    await tablet.syncWell();
    await tablet.playUnlocked(staff > 0 ? [] : [act.tap('Sync and tablet'), act.tap('Add a colleague'),
      act.tap(this.staff[COLLEAGUE]), act.type(PASSPHRASE), act.tap('Add to this tablet'),
      act.waitFor('They can unlock this tablet now'), act.tap('Back')]);
  }

  // A school for one story, in a folder of its own.
  copy(folder, from = 'school') {
    fs.cpSync(this.stage.path(from), this.stage.path(folder), { recursive: true });
  }

  // A school of thousands, by the office's list, and the first tablet has all of it. Forty given names go
  // with every family name, so each first name is there many times, each with five families of a letter.
  async makeLarge() {
    const list = this.stage.path('large.csv');
    const rows = FAMILY.flatMap((family, i) => GIVEN.map((given, k) => `${given},${family},0${1 + i % 9}/0${
      1 + k % 9}/201${i % 6},Group ${1 + (i * GIVEN.length + k) % 20}`));
    this.copy(LARGE);
    fs.writeFileSync(list, `Forename,Surname,DOB,Group\n${rows.join('\n')}\n`);
    const hub = await this.serve(LARGE);
    await hub.verb('import', 'roster', list, '--school', hub.urn);
    const tablet = this.tablet(LARGE, 'one');
    await tablet.syncWell();
    await tablet.play(act.tap(tablet.staff), act.tap('Passphrase'), act.type(PASSPHRASE), act.tap('Unlock'),
      act.waitFor('Choose several', 60));
    const records = await hub.records();
    await hub.stop();
    return new Map(records.filter((one) => one.type === 'pupil')
      .map((one) => [`${one.fields.given} ${one.fields.family}`, one.rec]));
  }

  // The names of its pupils; it is made when the first story asks.
  async copyLarge(folder) {
    this.large ??= this.makeLarge();
    const names = await this.large;
    fs.rmSync(this.stage.path(folder), { recursive: true });
    this.copy(folder, LARGE);
    return names;
  }

  tablet(folder, name) {
    const tablet = new Tablet(this.stage, path.join(folder, name));
    tablet.staff = this.staff[TABLETS[name] ?? 0]; // who unlocks it when nobody is named
    tablet.isShared = name === 'one';
    return tablet;
  }

  async serve(folder, how) {
    const hub = Object.assign(new Hub(this.stage, path.join(folder, 'hub')), { urn: this.hub.urn });
    await hub.serve(how);
    for (const name of Object.keys(TABLETS)) {
      this.tablet(folder, name).write(`UPDATE setting SET value = '${hub.url}' WHERE name = 'hub_url'`);
    }
    return hub;
  }

  // What is not as it was when the school was made.
  since(records) {
    return records.filter((one) => this.before.get(one.rec) !== JSON.stringify(one));
  }

  pupil(name) {
    holds(this.pupils.has(name), `the school has no pupil ${name}, only ${[...this.pupils.keys()].join(', ')}`);
    return this.pupils.get(name);
  }
}
