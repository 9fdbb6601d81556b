// A place in a script where the client stands still for the test: it says that it is there by one file,
// then writes its records into a pipe that nobody reads yet.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

import { holds, until } from './stage.mjs';
import { act } from './tablet.mjs';

export class Gate {
  constructor(stage, name) {
    this.sign = stage.path(`${name}.sign`);
    this.pipe = stage.path(`${name}.pipe`);
    spawnSync('mkfifo', [this.pipe]);
    this.acts = [act.export(this.sign), act.export(this.pipe)];
  }

  reached(client) {
    return until(`the client stands at ${this.sign}`, 20000, () => {
      holds(client.runs, `the client ended before the gate: ${client.told()}`);
      return fs.existsSync(this.sign);
    });
  }

  // Does its work while the client stands still, then lets it go on. Gives the tablet's records.
  async pass(client, work = () => {}) {
    await this.reached(client);
    await work();
    let text = ''; // by a stream: readFile of some versions of Node takes a short read for the end
    for await (const part of fs.createReadStream(this.pipe, 'utf8')) {
      text += part;
    }
    return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  }
}
