// A display of its own, and hands: a real pointer and real keys over a real window.
import fs from 'node:fs';

import { Hub } from '../actors/hub.mjs';
import { equal, holds, until } from '../actors/stage.mjs';
import { readPlaces, Tablet } from '../actors/tablet.mjs';

const WIDTH = 1280;
const HEIGHT = 800;

export class Screen {
  constructor(stage) {
    this.stage = stage;
  }

  // The server says on the fourth file which display was free.
  async open() {
    this.server = this.stage.start('Xvfb', ['-displayfd', '3', '-screen', '0',
      `${WIDTH}x${HEIGHT}x24`, '-nolisten', 'tcp', '-noreset'], { command: true, fds: ['pipe'] });
    let told = '';
    this.server.process.stdio[3].setEncoding('utf8').on('data', (piece) => { told += piece; });
    await until('Xvfb names its display', 15000, () => told.includes('\n') || !this.server.runs);
    holds(this.server.runs, 'Xvfb ended at once');
    this.env = { DISPLAY: `:${told.trim()}`, SDL_VIDEODRIVER: 'x11', SDL_AUDIODRIVER: 'dummy' };
  }

  async do(...words) {
    const end = await this.stage.run('xdotool', words, { command: true, env: this.env });
    equal(end.code, 0, `xdotool ${words.join(' ')} (${end.err.trim()})`);
    return end.out.trim();
  }

  // The window of a client: there, as large as asked for, and listening to keys.
  async take(client) {
    this.window = await until('the client has a window', 20000, async () => {
      holds(client.runs, `the client ended: ${client.told()}`);
      const found = await this.stage.run('xdotool', ['search', '--onlyvisible', '--name', '^Cairn$'],
        { command: true, env: this.env });
      return found.out.trim();
    });
    const size = await this.do('getwindowgeometry', '--shell', this.window);
    holds(size.includes(`WIDTH=${WIDTH}\nHEIGHT=${HEIGHT}`), `the window has another size: ${size}`);
    await this.do('windowfocus', '--sync', this.window);
    this.client = client;
    this.fingers = 0;
  }

  // A press and a lift of the pointer, where it is.
  async click(...words) {
    this.fingers += 2;
    await this.do(...words);
  }

  // The client was at rest after all of them: what is seen is what came of them.
  hasTakenIn() {
    const rests = [...this.client.out.matchAll(/^rest (\d+) /gm)];
    return rests.length > 0 && Number(rests.at(-1)[1]) >= this.fingers;
  }
}

export class Hands {
  constructor(screen, placesFile) {
    this.screen = screen;
    this.file = placesFile;
  }

  seen() {
    return readPlaces(this.file);
  }

  shows(text) {
    const { places, words } = this.seen();
    return words.includes(text) || places.some((place) => place.label === text);
  }

  waitFor(text, ms = 15000) {
    return until(`“${text}” is on the screen`, ms, () => this.shows(text));
  }

  // The place with this label, once it lies still and can be touched: in a frame that came after the
  // last touch, for on a busy machine two looks may both see the one before it.
  async find(label) {
    let before = '';
    return until(`“${label}” can be touched`, 15000, () => {
      const { places } = this.seen();
      const place = places.find((one) => one.label === label && !one.disabled && !one.covered);
      const now = JSON.stringify(place);
      const still = place !== undefined && now === before && this.screen.hasTakenIn();
      before = now;
      return still ? place : null;
    });
  }

  // A press of the mouse's button: the client is told of a finger.
  async tap(label) {
    const { x, y, w, h } = await this.find(label);
    await this.screen.click('mousemove', String(x + Math.floor(w / 2)), String(y + Math.floor(h / 2)),
      'click', '1');
  }

  // As a pupil's profile may ask for: held for a while, and not soon after the last.
  async press(label) {
    const { x, y, w, h } = await this.find(label);
    await this.screen.click('mousemove', String(x + Math.floor(w / 2)), String(y + Math.floor(h / 2)),
      'sleep', '0.6', 'mousedown', '1', 'sleep', '0.6', 'mouseup', '1');
  }

  async pressEach(labels) {
    for (const label of labels) {
      await this.press(label);
    }
  }

  async tapEach(labels) {
    for (const label of labels) {
      await this.tap(label);
    }
  }

  type(text) {
    return this.screen.do('type', '--delay', '8', text);
  }

  key(name) {
    return this.screen.do('key', name);
  }
}

// Opens the client in the window of the screen.
export async function openWindow(screen, tablet, ...words) {
  fs.rmSync(tablet.placesFile, { force: true });
  const client = screen.stage.start('cairn', ['--data', tablet.data, '--size', `${WIDTH}x${HEIGHT}`,
    '--places', tablet.placesFile, ...words], { env: screen.env });
  await screen.take(client);
  return client;
}

// A school with its hub, a tablet that has joined it, a display for it, and the hands at it.
export async function joinedWindow(stage) {
  const hub = new Hub(stage);
  const screen = new Screen(stage);
  const tablet = new Tablet(stage);
  await Promise.all([screen.open(), hub.make()]);
  await hub.serve();
  await tablet.enrol(hub);
  return { hub, screen, tablet, hands: new Hands(screen, tablet.placesFile) };
}
