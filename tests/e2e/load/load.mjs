// The real hub under load, over real TLS: idle connections, half handshakes, bodies that drip, heads that
// say two lengths, strangers with large bodies, a rush of large pushes, tablets whose large pushes trickle
// or who do not read their pages, and a herd that comes home together, once with the hub dying amid it.
// Its memory stays bounded, a good tablet is served all the while, and whatever was acknowledged is there.
//
// `load.mjs BUILD` is small and quick; `load.mjs BUILD full` has the numbers of a bad night: more of each
// than there are places, two thousand tablets in a minute. `sanitized` as a last word: memory is told and not judged.
// It is seen to catch: a reaper that keeps no place free, strangers' bodies that are kept, tricklers that
// keep their room, pages that are kept for whoever does not read them.
import fs from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

import { Hub } from '../actors/hub.mjs';
import { Chance, equal, holds, play } from '../actors/stage.mjs';
import { ready } from '../conformance/bytes.mjs';
import { Device, parseCode } from '../conformance/device.mjs';

const SIZES = {
  quick: { idle: 150, halves: 1200, drips: 60, drip_ms: 100, doubles: 20, strangers: 24, rush: 26,
    trickles: 12, readers: 36, herd: 40, herd_ms: 1500, wait: 0.1, codes: 35, served_ms: 10000, hub_mb: 96 },
  full: { idle: 1200, halves: 1200, drips: 1200, drip_ms: 1000, doubles: 1000, strangers: 200, rush: 60,
    trickles: 200, readers: 600, herd: 2000, herd_ms: 60000, wait: 1, codes: 35, served_ms: 2000, hub_mb: 96 },
};
const RUSH_BYTES = 1500000;
const STRANGER_BYTES = 4000000;
const TRICKLE_BYTES = 4000000; // four such are all the room there is
const PAGES = 5;
const HERD_CHANGES = 5;
const HOLD_MS = 300; // how long the good tablet is watched, at least, once all of them are there
const MB = 1 << 20;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
// A school of many sits behind each of these: no address may have more than its share of places.
const addressOf = (i) => `127.0.1.${10 + (i % 16)}`;

// ---- figures --------------------------------------------------------------------------------------

class Figures {
  constructor(pid, sizes, isJudged, isFull) {
    Object.assign(this, { pid, sizes, isJudged, isFull });
  }

  say(name, figure, limit, unit, judged = true) {
    const isWithin = figure <= limit;
    console.log(`load: ${name.padEnd(46)} ${figure.toFixed(1).padStart(8)} ${unit.padEnd(4)} limit `
      + `${String(limit).padStart(6)} ${judged ? (isWithin ? 'within' : 'OVER') : '(told only)'}`);
    holds(isWithin || this.isFull || !judged, `${name}: ${figure} ${unit} is over ${limit}`);
  }

  status(name) {
    const text = fs.readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)[1]) * 1024;
  }

  cpuMs() {
    const text = fs.readFileSync(`/proc/${this.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return (Number(text[11]) + Number(text[12])) * 10;
  }

  beginPeak() {
    fs.writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
  }

  sayPeak(name) {
    this.say(`${name}: the hub's memory`, this.status('VmHWM') / MB, this.sizes.hub_mb, 'MB',
      this.isJudged);
  }
}

// ---- those who misbehave ----------------------------------------------------------------------------

const closed = (socket) => new Promise((resolve) => {
  socket.on('close', resolve);
});

function plainTo(hub, i) {
  const socket = net.connect({ port: hub.port, host: '127.0.0.1', localAddress: addressOf(i) });
  socket.on('error', () => {});
  return socket;
}

function tlsTo(hub, i) {
  const socket = tls.connect({ socket: plainTo(hub, i), rejectUnauthorized: false });
  socket.on('error', () => {});
  return socket;
}

// So many at most are on their way at once, so that what is measured is the hub and not this client.
async function each(count, width, act) {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const i = next++;
      await act(i);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

function opened(socket, event) {
  return Promise.race([new Promise((resolve) => { socket.once(event, resolve); }), closed(socket)]);
}

async function idle(hub, count) {
  const sockets = [];
  await each(count, 16, async (i) => {
    sockets.push(tlsTo(hub, i));
    await opened(sockets.at(-1), 'secureConnect');
  });
  return sockets;
}

const HALF_HELLO = Buffer.from('1603010200010001fc0303', 'hex');

async function halves(hub, count) {
  const sockets = [];
  await each(count, 64, async (i) => {
    sockets.push(plainTo(hub, i));
    await opened(sockets.at(-1), 'connect');
    sockets.at(-1).write(HALF_HELLO);
  });
  return sockets;
}

async function drips(hub, count, { drip_ms: gap }) {
  const head = 'POST /v1/enrol HTTP/1.1\r\nHost: hub\r\nContent-Length: 60000\r\n\r\n';
  const sockets = await idle(hub, count);
  sockets.forEach((socket) => {
    socket.write(head);
    const drip = setInterval(() => (socket.destroyed ? clearInterval(drip) : socket.write('x')), gap);
    drip.unref();
    socket.on('close', () => clearInterval(drip));
  });
  return sockets;
}

// Large bodies of nobody: all but the end of them, and then a long silence.
async function strangers(hub, count) {
  const head = `POST /v1/push HTTP/1.1\r\nHost: hub\r\nContent-Length: ${STRANGER_BYTES}\r\n\r\n`;
  const body = Buffer.alloc(STRANGER_BYTES - 1, 'x');
  const sockets = [];
  await each(count, 16, async (i) => {
    const socket = tlsTo(hub, i);
    sockets.push(socket);
    await opened(socket, 'secureConnect');
    socket.write(head);
    await Promise.race([closed(socket), new Promise((resolve) => { socket.write(body, resolve); })]);
  });
  return sockets;
}

// Large pushes of tablets that the hub knows: more bytes a second than the slowest line that it serves.
async function trickles(hub, count, devices) {
  const sockets = await idle(hub, count);
  sockets.forEach((socket, i) => {
    const { token, epoch } = devices[i % devices.length];
    socket.write(`POST /v1/push?epoch=${epoch} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer ${token}\r\n`
      + `Content-Length: ${TRICKLE_BYTES}\r\n\r\n`);
    const drip = setInterval(() => (socket.destroyed ? clearInterval(drip)
      : socket.write(Buffer.alloc(1000, 'x'))), 100);
    drip.unref();
    socket.on('close', () => clearInterval(drip));
  });
  return sockets;
}

// Tablets that ask for a page and do not read it.
async function readers(hub, count, devices) {
  const sockets = await idle(hub, count);
  sockets.forEach((socket, i) => {
    const { token, epoch } = devices[i % devices.length];
    socket.pause();
    socket.write(`GET /v1/pull?after=0&limit=5000&epoch=${epoch} HTTP/1.1\r\nHost: hub\r\n`
      + `Authorization: Bearer ${token}\r\n\r\n`);
  });
  return sockets;
}

async function doubles(hub, figures, count) {
  const text = 'POST /v1/enrol HTTP/1.1\r\nHost: hub\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}'
    + 'GET /v1/hub HTTP/1.1\r\nHost: hub\r\n\r\n';
  let wrong = 0;
  await each(count, 16, async (i) => {
    const socket = tlsTo(hub, i);
    let said = '';
    socket.on('data', (piece) => { said += piece; });
    socket.write(text);
    await closed(socket);
    wrong += /^HTTP\/1\.1 400 /.test(said) && !said.includes('HTTP/1.1 2') ? 0 : 1;
  });
  figures.say(`${count} heads with two lengths: not refused`, wrong, 0, '');
}

// ---- tablets ----------------------------------------------------------------------------------------

// One connection of its own, from an address of its school.
class Line {
  constructor(hub, i, keepAlive) {
    this.info = hub.info;
    this.agent = new https.Agent({ keepAlive, maxSockets: 1, rejectUnauthorized: false,
      localAddress: addressOf(i), host: '127.0.0.1', port: hub.port });
  }

  ask(method, target, { headers = {}, body } = {}) {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const request = https.request({ agent: this.agent, host: '127.0.0.1', port: this.agent.options.port,
        method, path: target, headers: { ...length, ...headers } }, (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers,
          text: Buffer.concat(pieces).toString('utf8') }));
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  close() {
    this.agent.destroy();
  }
}

async function tabletOf(hub, i, secret) {
  const device = new Device(new Line(hub, i, true));
  await device.enrol(secret ?? await secretOf(hub));
  device.epoch = hub.info.epoch;
  device.hub.close();
  return device;
}

const secretOf = async (hub) => parseCode(await hub.code('Load')).secret;

// One push of all that waits, as the daemon does it: again after a while when it was refused or broke,
// by full jitter, and never before the hub said. Gives the number of tries.
async function pushUntilTaken(hub, device, i, chance, scale) {
  for (let tries = 1; ; tries++) {
    device.hub = new Line(hub, i, true);
    const answer = await device.push(device.chain.slice(device.sent)).catch((error) => ({ error }));
    device.hub.close();
    if (answer.status === 200) {
      equal(JSON.parse(answer.text).acked, device.chain.length, 'acknowledged');
      device.sent = device.chain.length;
      return tries;
    }
    holds(answer.error || [429, 503].includes(answer.status),
      `a good push is answered ${answer.status} ${answer.text}`);
    const after = Number(answer.headers?.['retry-after'] ?? 0);
    holds(answer.error || after > 0, 'a refusal does not say when to come again');
    holds(tries < 50, `a good tablet was refused ${tries} times: ${answer.error ?? answer.text}`);
    await pause((after * 1000 + 1000 + chance.below(5000 << Math.min(tries, 6))) * scale);
  }
}

// Pushes one change after the other, each over a new connection, until it is told to stop.
class Good {
  constructor(hub, device) {
    Object.assign(this, { hub, device });
  }

  begin() {
    this.times = [];
    this.stops = false;
    this.done = this.run();
  }

  async run() {
    const { device } = this;
    while (!this.stops) {
      const since = Date.now();
      device.change({ set: { said: 'still here' } });
      device.hub = new Line(this.hub, 15, false);
      const answer = await device.push(device.chain.slice(device.sent));
      equal(answer.status, 200, 'the good tablet\'s push');
      device.sent = device.chain.length;
      device.hub.close();
      this.times.push(Date.now() - since);
      await pause(20);
    }
  }

  // How long the slowest took.
  async end() {
    this.stops = true;
    await this.done;
    return Math.max(...this.times);
  }
}

// ---- the acts ---------------------------------------------------------------------------------------

async function endure(world, name, act) {
  const { figures, good, hub } = world;
  figures.beginPeak();
  good.begin();
  const sockets = await act(hub);
  const [since, cpu, count] = [Date.now(), figures.cpuMs(), good.times.length];
  while (Date.now() < since + HOLD_MS || good.times.length < count + 3) {
    await pause(20);
  }
  const busy = (figures.cpuMs() - cpu) / (Date.now() - since);
  const open = sockets.filter((socket) => !socket.destroyed).length;
  figures.say(`${name}: the good tablet waits`, await good.end(), figures.sizes.served_ms, 'ms');
  figures.sayPeak(name);
  console.log(`    ${open} of ${sockets.length} are still open; the good tablet pushed `
    + `${good.times.length} times; the hub is ${Math.round(busy * 100)} % of a processor busy`);
  sockets.forEach((socket) => socket.destroy());
}

// Each at a moment of its own within the span. Gives what became of each.
function comeHome(world, devices, chance) {
  const { hub, figures } = world;
  const { herd_ms: span, wait } = figures.sizes;
  return Promise.all(devices.map(async (device, i) => {
    for (let k = 0; k < HERD_CHANGES; k++) {
      device.change({ set: { said: `herd ${i} ${k}` } });
    }
    await pause(chance.below(span));
    const start = Date.now();
    const tries = await pushUntilTaken(hub, device, i, chance, wait);
    return { ms: Date.now() - start, tries };
  }));
}

function tellHerd(served, since) {
  const times = served.map(({ ms }) => ms).sort((a, b) => a - b);
  console.log(`    ${served.length} tablets with ${HERD_CHANGES} changes each: all acknowledged after `
    + `${(Date.now() - since) / 1000} s, median ${times[times.length >> 1]} ms, slowest `
    + `${times.at(-1)} ms, ${served.filter(({ tries }) => tries > 1).length} had to come again`);
}

async function herd(world, devices, chance) {
  const { figures, good } = world;
  const since = Date.now();
  figures.beginPeak();
  good.begin();
  tellHerd(await comeHome(world, devices, chance), since);
  figures.say('a herd comes home: the good tablet waits', await good.end(), figures.sizes.served_ms,
    'ms');
  figures.sayPeak('a herd comes home');
}

// The hub dies amid the herd and comes up again: who was refused or cut off comes again by itself.
async function herdAndDeath(world, devices, chance) {
  const { figures, hub } = world;
  const since = Date.now();
  const served = comeHome(world, devices, chance);
  await pause(figures.sizes.herd_ms / 2);
  await hub.server.kill();
  await pause(figures.sizes.herd_ms / 10);
  await hub.serveAgain();
  figures.pid = hub.server.pid;
  tellHerd(await served, since);
  figures.sayPeak('a herd, and the hub dies');
}

// A push of 2 MB, by its boxes in base64.
function fill(device) {
  const words = 'a'.repeat(100000);
  for (let bytes = 0; bytes < RUSH_BYTES; bytes += words.length) {
    device.change({ set: { said: words } });
  }
}

// Many large pushes in the same breath: some find no room, come again when they were told to.
async function rush(world, devices, chance) {
  const { figures, hub } = world;
  figures.beginPeak();
  devices.forEach((device) => fill(device));
  const tries = await Promise.all(devices.map((device, i) =>
    pushUntilTaken(hub, device, i, chance, figures.sizes.wait)));
  console.log(`    ${devices.length} pushes of 2 MB at once: all acknowledged, `
    + `${tries.filter((n) => n > 1).length} had to come again`);
  figures.sayPeak('a rush of large pushes');
}

// What good tablets need is there within the time, however many hold on.
async function amid(world, name, sockets, act) {
  const { figures, good } = world;
  good.begin();
  await pause(HOLD_MS);
  const since = Date.now();
  await act();
  figures.say(`${name}: good ones are served`, Date.now() - since, figures.sizes.served_ms, 'ms');
  figures.say(`${name}: the good tablet waits`, await good.end(), figures.sizes.served_ms, 'ms');
  figures.sayPeak(name);
  sockets.forEach((socket) => socket.destroy());
}

async function amidTrickles(world, devices, chance) {
  const { hub, figures: { sizes } } = world;
  const three = devices.slice(0, 3);
  world.figures.beginPeak();
  const sockets = await trickles(hub, sizes.trickles, devices.slice(3));
  await amid(world, `${sizes.trickles} large pushes that trickle`, sockets, async () => {
    three.forEach((device) => fill(device));
    await Promise.all(three.map((device, i) => pushUntilTaken(hub, device, i, chance, sizes.wait)));
  });
}

async function amidReaders(world, devices) {
  const { hub, figures: { sizes } } = world;
  world.figures.beginPeak();
  const sockets = await readers(hub, sizes.readers, devices.slice(1));
  await amid(world, `${sizes.readers} who do not read their page`, sockets, async () => {
    const line = new Line(hub, 9, true);
    const { token, epoch } = devices[0];
    for (let page = 0, after = 0; page < PAGES; page++) {
      const { status, text } = await line.ask('GET', `/v1/pull?after=${after}&limit=5000&epoch=${epoch}`,
        { headers: { Authorization: `Bearer ${token}` } });
      equal(status, 200, 'a page for who reads it');
      after = JSON.parse(text.slice(0, text.indexOf('\n'))).next;
    }
    line.close();
  });
}

async function codes(world) {
  const { figures, hub } = world;
  const device = new Device(new Line(hub, 3, true));
  const answers = [];
  for (let i = 0; i < figures.sizes.codes; i++) {
    answers.push(await device.enrolWith('no-such-code'));
  }
  device.hub.close();
  const limited = answers.filter(({ status }) => status === 429);
  holds(limited.length > 0 && limited.every(({ headers }) => Number(headers['retry-after']) > 0),
    'wrong codes are not limited, or do not say until when');
  const other = await tabletOf(hub, 4);
  holds(other.id, 'a good code from another address');
  console.log(`    of ${answers.length} wrong codes ${limited.length} were answered 429 with Retry-After`);
}

// Every tablet's changes, as many as it was told, in order.
async function isAllThere(hub, devices) {
  const seqs = new Map(devices.map(({ id }) => [id, []]));
  for (const { dev, seq } of await hub.changes()) {
    seqs.get(dev)?.push(seq);
  }
  for (const { id, sent } of devices) {
    equal(seqs.get(id), Array.from({ length: sent }, (_, i) => i + 1), `the changes of ${id}`);
  }
  await hub.verb('verify');
}

await play(async (stage, words) => {
  const isFull = words.includes('full');
  const sizes = isFull ? SIZES.full : SIZES.quick;
  const chance = new Chance();
  await ready(path.join(stage.build, 'tests/e2e/conformance/npm/node_modules'));
  const hub = new Hub(stage);
  await hub.make();
  await hub.serve();
  hub.info = JSON.parse((await new Line({ ...hub, info: null, port: hub.port }, 0, false)
    .ask('GET', '/v1/hub')).text);
  const figures = new Figures(hub.server.pid, sizes, !words.includes('sanitized'), isFull);
  console.log(`    the hub at rest: ${(figures.status('VmRSS') / MB).toFixed(1)} MB`);
  const devices = [];
  await each(Math.max(sizes.herd, sizes.rush), 2, async (i) => {
    devices.push(await tabletOf(hub, i));
  });
  const good = new Good(hub, await tabletOf(hub, 15));
  const world = { hub, figures, good };
  await endure(world, `${sizes.idle} idle connections`, () => idle(hub, sizes.idle));
  await endure(world, `${sizes.halves} half handshakes`, () => halves(hub, sizes.halves));
  await endure(world, `${sizes.drips} bodies that drip`, () => drips(hub, sizes.drips, sizes));
  await endure(world, `${sizes.strangers} strangers with 4 MB each`,
    () => strangers(hub, sizes.strangers));
  await doubles(hub, figures, sizes.doubles);
  await codes(world);
  await rush(world, devices.slice(0, sizes.rush), chance);
  await amidTrickles(world, devices, chance);
  await amidReaders(world, devices);
  await herd(world, devices.slice(0, sizes.herd), chance);
  await herdAndDeath(world, devices.slice(0, sizes.herd), chance);
  await isAllThere(hub, [...devices, good.device]);
  equal(await hub.stop(), { code: 0, signal: null }, 'how the hub ends');
}, process.argv.includes('full') ? 900 : 200);
