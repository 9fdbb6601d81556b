// The stage on which the real programs play: a folder of its own, children that end with it, waits
// that have a limit. A test is one function; what it throws is told with what each program last said.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Child } from './child.mjs';

const LOOK_MS = 10;
const TOLD_CHILDREN_MAX = 40; // what others said that have ended is forgotten

export class Broken extends Error {}

export function holds(claim, sentence) {
  if (!claim) {
    throw new Broken(sentence);
  }
}

export function equal(got, want, what) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  if (a !== b) {
    const from = Math.max(0, [...a].findIndex((letter, i) => letter !== b[i]) - 200);
    const part = (text) => (text.length > 1000 ? `… ${text.slice(from, from + 500)} …` : text);
    throw new Broken(`${what}: got ${part(a)}, want ${part(b)}`);
  }
}

// Waits until look() gives something, by looking again and again; never for a guessed while.
export async function until(what, ms, look) {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    holds(Date.now() < deadline, `${what}: it did not happen within ${ms} ms`);
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });
  }
}

// Chance that can be had again: splitmix32 of a seed that is told before anything can fail.
export class Chance {
  constructor(name = 'SEED') {
    this.state = Number(process.env[name] ?? Date.now()) >>> 0;
    console.log(`${name}=${this.state}`);
  }

  below(limit) {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) % limit;
  }
}

export class Stage {
  constructor(build) {
    this.build = path.resolve(build);
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-stage-'));
    this.children = [];
    this.last = []; // what is to be undone once all children have ended
  }

  path(...names) {
    return path.join(this.folder, ...names);
  }

  // program is a name in the build folder, or with command: true one of the machine. wrap: words put
  // before it; what they start takes their place.
  start(program, args, { command = false, wrap = [], ...options } = {}) {
    const words = [...wrap, command ? program : path.join(this.build, program), ...args];
    const child = new Child(words[0], words.slice(1), options);
    const kept = this.children.length - TOLD_CHILDREN_MAX;
    this.children = this.children.filter((one, i) => one.runs || i >= kept);
    this.children.push(child);
    return child;
  }

  // Runs it to its end.
  async run(program, args, options = {}) {
    const child = this.start(program, args, options);
    const { code, signal } = await child.ended;
    return { code, signal, out: child.out, err: child.err };
  }

  async clear() {
    // Should a child have left one of its own behind, that one holds its output open.
    const late = new Promise((resolve) => { setTimeout(resolve, 3000); });
    await Promise.race([late, Promise.all(this.children.map((child) => child.kill()))]);
    this.last.forEach((undo) => undo());
    if (!this.isKept) {
      fs.rmSync(this.folder, { recursive: true, force: true });
    }
  }

  tell() {
    for (const child of this.children.filter((one) => one.runs || one.end.code !== 0).slice(-4)) {
      console.log(`--- ${child.told()}`);
    }
  }
}

// play(async (stage) => …): the test of a file, called as `node FILE BUILD [WORDS…]`.
export async function play(act, seconds = 60) {
  const stage = new Stage(process.argv[2] ?? 'build');
  let bad = false;
  const end = async (sentence) => {
    if (sentence) {
      console.log(`FAILED: ${sentence}`);
      stage.tell();
      bad = true;
    }
    stage.isKept = bad && process.env.KEEP !== undefined;
    if (stage.isKept) {
      console.log(`kept: ${stage.folder}`);
    }
    await stage.clear();
    process.exit(bad ? 1 : 0);
  };
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.on(name, () => end(`ended from outside by ${name}`));
  }
  setTimeout(() => end(`the whole test took more than ${seconds} s`), seconds * 1000).unref();
  try {
    await act(stage, process.argv.slice(3));
    await end('');
  } catch (error) {
    await end(error instanceof Broken ? error.message : error.stack);
  }
}

// ---- looking into files -----------------------------------------------------------------------

export function filesOf(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => path.join(entry.path, entry.name));
}

// The files that hold one of the words, as "word in name".
export function wordsIn(files, words) {
  const found = [];
  for (const file of files) {
    const bytes = fs.readFileSync(file);
    for (const word of words) {
      if (bytes.includes(Buffer.from(word, 'utf8'))) {
        found.push(`“${word}” in ${path.basename(file)}`);
      }
    }
  }
  return found;
}
