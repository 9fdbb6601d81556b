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
  copy(folder) {
    fs.cpSync(this.stage.path('school'), this.stage.path(folder), { recursive: true });
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
