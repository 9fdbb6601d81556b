// A display with one window on it, and what a person at it can do: a real pointer and real keys.
//
// Nothing here waits for a guessed while. The client says when it is at rest, and what it had heard by
// then: who has counted what they did knows that what they see came after it.
import fs from 'node:fs';

import { Broken, equal, holds, until } from '../actors/stage.mjs';
import { readPlaces } from '../actors/tablet.mjs';
import { coloursOf, writePicture } from './picture.mjs';

const LARGEST = 1920; // either way round
const PATIENCE_MS = 15000;
const SCROLLS_MOST = 150;

export class Desk {
  // keys: of rows that are known by something else than what they show.
  constructor(stage, name, keys) {
    this.stage = stage;
    this.keys = keys;
    this.folder = stage.path(name);
    fs.mkdirSync(this.folder);
  }

  async open() {
    this.server = this.stage.start('Xvfb', ['-displayfd', '3', '-screen', '0',
      `${LARGEST}x${LARGEST}x24`, '-fbdir', this.folder, '-nolisten', 'tcp', '-noreset', '-r'], // a key that is held down is one key
    { command: true, fds: ['pipe'] });
    let told = '';
    this.server.process.stdio[3].setEncoding('utf8').on('data', (piece) => { told += piece; });
    await until('Xvfb names its display', PATIENCE_MS, () => told.includes('\n') || !this.server.runs);
    holds(this.server.runs, 'Xvfb ended at once');
    this.env = { DISPLAY: `:${told.trim()}`, SDL_VIDEODRIVER: 'x11', SDL_AUDIODRIVER: 'dummy' };
  }

  // A hand for each window: what one has yet to do when its window goes, it can no longer do, and
  // ends.
  takeHand() {
    this.hand?.process.stdin.end();
    this.hand = this.stage.start('xdotool', ['-'], { command: true, env: this.env, talks: true });
    this.hand.process.stdin.on('error', () => {}); // of one that has ended: do() says so
  }

  // xdotool does each line as it comes.
  do(line) {
    holds(this.hand.runs, `xdotool ended: ${this.hand.err}`);
    this.hand.process.stdin.write(`${line}\n`);
  }

  picture(file) {
    writePicture(`${this.folder}/Xvfb_screen0`, this.size ?? { width: LARGEST, height: LARGEST }, file);
  }

  colours() {
    return coloursOf(`${this.folder}/Xvfb_screen0`, this.size);
  }

  // The names of the windows that can be seen, a line each.
  async windows() {
    const end = await this.stage.run('xdotool', ['search', '--onlyvisible', '--name', '^Cairn$'],
      { command: true, env: this.env });
    return end.out.trim();
  }

  // Starts a client in the window. Words go before the program.
  async start(tablet, size, { env = {}, wrap = [], words = [] } = {}) {
    this.size = size;
    this.file = tablet.placesFile;
    fs.rmSync(this.file, { force: true });
    // One that has just ended may stand there yet, and a hand that reaches for it is lost.
    await until('the window before is gone', PATIENCE_MS, async () => await this.windows() === '');
    this.done = { fingers: 0, keys: 0, lifts: 0, letters: 0 };
    this.rest = null;
    this.saved = [];
    this.client = this.stage.start('cairn', ['--data', tablet.data, '--places', this.file,
      '--size', `${size.width}x${size.height}`, ...words], { env: { ...this.env, ...env }, wrap });
    this.listen();
    await until('the client is at rest', PATIENCE_MS, () => this.rest !== null || !this.client.runs);
    holds(this.client.runs, `the client ended: ${this.client.told()}`);
    const found = await until('the client has a window', PATIENCE_MS, () => this.windows());
    this.window = found.split('\n').at(-1);
    this.takeHand();
    this.do(`windowmove ${this.window} 0 0 windowfocus ${this.window}`);
    this.point(size.width / 2, size.height - 2);
  }

  listen() {
    let rest = '';
    let next = () => {};
    this.heard = new Promise((resolve) => { next = resolve; });
    this.client.process.stdout.on('data', (piece) => {
      const lines = (rest + piece).split('\n');
      rest = lines.pop();
      lines.forEach((line) => this.hear(line));
      next();
      this.heard = new Promise((resolve) => { next = resolve; });
    });
  }

  hear(line) {
    const [word, ...words] = line.split(' ');
    if (word === 'rest') {
      const [fingers, keys, lifts, letters, ms, width, height] = words.map(Number);
      this.rest = { fingers, keys, lifts, letters, ms, width, height, screen: words[7] };
      this.slowest = Math.max(this.slowest ?? 0, Number(words[8]) / 1000);
    } else if (word === 'saved') {
      this.saved.push(words[0]);
    }
  }

  // The client has heard all that was done and has drawn what came of it.
  async settle(ms = 0) {
    const deadline = Date.now() + PATIENCE_MS;
    const isDone = () => this.rest.ms >= ms
      && Object.keys(this.done).every((kind) => this.rest[kind] >= this.done[kind]);
    while (!isDone()) {
      holds(this.client.runs, `the client ended: ${this.client.told()}`);
      holds(Date.now() < deadline, 'the client has not taken in what was done: it says '
        + `${JSON.stringify(this.rest)} of ${JSON.stringify(this.done)}`);
      await Promise.race([this.heard, new Promise((resolve) => { setTimeout(resolve, 200); })]);
    }
  }

  // ---- looking ----------------------------------------------------------------------------

  seen() {
    return readPlaces(this.file);
  }

  // All of it, and where it lies.
  drawn() {
    return fs.readFileSync(this.file, 'utf8');
  }

  shows(text) {
    const { places, words } = this.seen();
    return words.includes(text) || places.some((place) => place.label === text);
  }

  // All with this label, those in reach first; row: what they lie in.
  all(label, row) {
    return this.seen().places
      .filter((one) => one.label === label && !one.disabled && (row === undefined || one.rows.includes(this.keys.get(row) ?? row)))
      .sort((a, b) => Number(a.covered) - Number(b.covered));
  }

  find(label, row) {
    const where = row === undefined ? '' : ` in “${row}”`;
    return until(`“${label}”${where} can be touched`, PATIENCE_MS, () => this.all(label, row)[0]);
  }

  // ---- fingers ----------------------------------------------------------------------------

  point(x, y) {
    this.isMoving = true;
    this.at = { x: Math.round(x), y: Math.round(y) };
    this.do(`mousemove --window ${this.window} ${this.at.x} ${this.at.y}`);
  }

  // The server has the moves, and the client hears them before anything that is done later. It counts
  // none of them: time that passed before they came would have passed elsewhere.
  async arrive() {
    const told = this.hand.out.length;
    this.do('getmouselocation');
    await until('the pointer has arrived', PATIENCE_MS, () => this.hand.out.length > told || !this.hand.runs);
    this.isMoving = false;
  }

  // A drag over what scrolls, by a quarter of the window; it comes to rest by itself.
  async drag(place) {
    const { width, height } = this.size;
    const up = place.y + place.h / 2 > height / 2;
    const x = Math.min(width - 40, Math.max(40, place.x + place.w / 2));
    const [from, to] = up ? [0.46, 0.21] : [0.24, 0.49];
    this.point(x, height * from);
    this.do('mousedown 1');
    for (let part = 1; part <= 5; part++) {
      this.point(x, height * (from + (to - from) * part / 5));
    }
    this.done.fingers += 1;
    await this.settle();
    await this.wait(200); // a finger that rests before it is lifted leaves nothing gliding
    await this.lift();
  }

  // The middle of a thing, scrolled to when need be.
  async reach(label, row) {
    let place = await this.find(label, row);
    for (let i = 0; place.covered; i++) {
      if (i === SCROLLS_MOST) {
        throw new Broken(`“${label}” is there, but cannot be brought into reach`);
      }
      await this.drag(place);
      place = await this.find(label, row);
    }
    return { x: place.x + place.w / 2, y: place.y + place.h / 2 };
  }

  async tap(label, row) {
    const { x, y } = await this.reach(label, row);
    this.point(x, y);
    this.do('mousedown 1 mouseup 1');
    this.done.fingers += 2;
    await this.settle();
    this.isMoving = false;
  }

  // A quick finger over what scrolls, up or down; it glides on by itself. Returns while it glides.
  async fling(down) {
    const { width, height } = this.size;
    const [from, to] = down ? [0.8, 0.35] : [0.4, 0.85];
    this.point(width / 2, height * from);
    this.do('mousedown 1');
    for (let part = 1; part <= 6; part++) {
      const y = Math.round(height * (from + (to - from) * part / 6));
      this.do(`sleep 0.012 mousemove --window ${this.window} ${Math.round(width / 2)} ${y}`);
    }
    this.do('mouseup 1');
    this.done.fingers += 2;
  }

  // A finger on what glides: it comes down and is lifted at once.
  async stop() {
    this.do('mousedown 1 mouseup 1');
    this.done.fingers += 2;
    await this.settle();
  }

  async wheel(button, times) {
    this.do(`click --repeat ${times} --delay 1 ${button}`);
    await this.arrive();
  }

  async press(x, y) {
    this.point(x, y);
    this.do('mousedown 1');
    this.done.fingers += 1;
    await this.settle();
    this.isMoving = false;
  }

  async lift() {
    this.do('mouseup 1');
    this.done.fingers += 1;
    await this.settle();
  }

  // ---- keys -------------------------------------------------------------------------------

  async type(text) {
    this.do(`type --delay 1 "${text}"`);
    this.done.letters += [...text].length;
    this.done.keys += [...text].filter((letter) => letter === ' ').length;
    await this.settle();
  }

  async key(name) {
    this.do(`key --delay 1 ${name}`);
    this.done.keys += 1;
    await this.settle();
  }

  // A switch that is a key.
  async down(name) {
    this.do(`keydown ${name}`);
    this.done.keys += 1;
    await this.settle();
  }

  async up(name) {
    this.done.lifts = this.rest.lifts + 1;
    this.do(`keyup ${name}`);
    await this.settle();
  }

  // A key that writes one letter, whatever is held with it.
  async letter(name) {
    this.do(`key --delay 1 ${name}`);
    this.done.letters += 1;
    await this.settle();
  }

  async layout(name) {
    this.isForeign = true;
    const end = await this.stage.run('setxkbmap', [name], { command: true, env: this.env });
    equal(end.code, 0, `setxkbmap ${name} (${end.err.trim()})`);
  }

  // ---- the window -------------------------------------------------------------------------

  async turn(size) {
    this.size = size;
    this.do(`windowsize ${this.window} ${size.width} ${size.height}`);
    await until('the client draws in the new size', PATIENCE_MS, () =>
      this.rest.width === size.width && this.rest.height === size.height);
    this.point(size.width / 2, size.height - 2);
    await this.settle();
  }

  async close(how) {
    const { client } = this;
    this.client = undefined;
    this.do('keyup space keyup Return mouseup 1'); // a story that failed may have left them down
    if (this.isForeign) {
      await this.layout('us');
      this.isForeign = false;
    }
    return how === 'kill' ? client.kill() : client.stop();
  }
}
