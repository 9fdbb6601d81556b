// Truncated and hostile requests below the protocol: what is cut, doubled, endless, slow or no HTTP at
// all is refused or dropped; the hub serves others meanwhile, and nothing of it is stored.
import { equal, holds, play } from '../actors/stage.mjs';
import { joined } from '../actors/joined.mjs';
import { Liar } from '../actors/liar.mjs';
import { act } from '../actors/tablet.mjs';
import { statusOf, talk } from './rude.mjs';

const HEAD = 'Host: hub\r\nConnection: close\r\n';
const get = (path, headers = '') => `GET ${path} HTTP/1.1\r\n${HEAD}${headers}\r\n`;
const post = (headers, body = '') => `POST /v1/enrol HTTP/1.1\r\n${HEAD}${headers}\r\n${body}`;
const GARBAGE = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + 13) % 256));
const many = Array.from({ length: 3000 }, (_, i) => `X-${i}: ${i}\r\n`).join('');

// status: what may be answered; 0 is no answer at all.
const cases = [
  { name: 'garbage instead of TLS', send: [GARBAGE], plain: true, status: [0] },
  { name: 'HTTP without TLS', send: [get('/v1/hub')], plain: true, status: [0] },
  { name: 'TLS before 1.2', send: [get('/v1/hub')], status: [0], minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
  { name: 'garbage inside TLS', send: [GARBAGE], status: [0, 400] },
  { name: 'half a head', send: ['POST /v1/enrol HT'], after: 'end', status: [0] },
  { name: 'half a body', send: [post('Content-Length: 1000\r\n', '{"code":')], after: 'end', status: [0] },
  { name: 'two lengths', send: [post('Content-Length: 2\r\nContent-Length: 40\r\n', '{}'),
    get('/v1/hub')], status: [0, 400] },
  { name: 'a length and chunks', send: [post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
    '0\r\n\r\n'), get('/v1/hub')], status: [0, 400] },
  { name: 'a length below none', send: [post('Content-Length: -1\r\n')], status: [0, 400] },
  { name: 'a length past counting', send: [post('Content-Length: 99999999999999999999\r\n')],
    status: [0, 400, 413] },
  { name: 'a chunk without a size', send: [post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n')],
    status: [0, 400] },
  { name: 'a chunk past counting', send: [post('Transfer-Encoding: chunked\r\n',
    'ffffffffffffffff\r\n{}\r\n')], status: [0, 400, 413] },
  { name: 'a header of a megabyte', send: [get('/v1/hub', `X-Long: ${'x'.repeat(1 << 20)}\r\n`)],
    status: [0, 400, 413, 431] },
  { name: 'three thousand headers', send: [get('/v1/hub', many)], status: [0, 400, 413, 431] },
  { name: 'an endless path', send: [get(`/v1/${'x'.repeat(200000)}`)], status: [0, 400, 404, 414, 431] },
  { name: 'a NUL in the path', send: [get('/v1/hub%00.json')], status: [0, 400, 404] },
  { name: 'a path that climbs', send: [get('/v1/../keys.json')], status: [0, 400, 404] },
  { name: 'a body of 100 MiB', send: [post('Content-Length: 104857600\r\n'), Buffer.alloc(6 << 20)],
    after: 'end', status: [0, 413] },
  { name: 'a body of blanks', send: [post('Content-Length: 60000\r\n', ' '.repeat(60000))],
    status: [400] },
  { name: 'JSON without an end', send: [post('Content-Length: 50000\r\n', '['.repeat(50000))],
    status: [400] },
];

async function isWell(hub, after) {
  const { text } = await talk(hub.port, [get('/v1/hub')]);
  holds(statusOf(text) === 200, `after ${after} the hub answers “${text.slice(0, 80)}”`);
}

async function tryOut(hub, { name, send, status, ...how }) {
  const { text } = await talk(hub.port, send, { ms: 3000, ...how });
  holds(status.includes(statusOf(text)), `${name} is answered “${text.slice(0, 120)}”`);
  holds(!text.includes('HTTP/1.1 2'), `what follows ${name} is answered: ${text}`);
  await isWell(hub, name);
}

// Peers that send a byte now and then, in the head and in the body: cut off by the hub in its time.
function drips(hub) {
  const slow = { gapMs: 400, ms: 27000 };
  const head = ['POST /v1/enrol HTTP/1.1\r\n', ...`X-Slow: ${'x'.repeat(100)}`];
  const body = [post('Content-Length: 4000\r\n'), ...'x'.repeat(100)];
  return Promise.all([talk(hub.port, head, slow), talk(hub.port, body, slow),
    talk(hub.port, [], slow), talk(hub.port, [], { ...slow, plain: true })]);
}

// The bytes of the tablet's own push, as they travel.
async function takePush(hub, tablet) {
  await hub.stop();
  const liar = new Liar(hub.data);
  await liar.listen(hub.port);
  equal((await tablet.sync()).code, 1, 'a push that is not answered');
  holds(liar.asked[0].startsWith('POST /v1/push'), `the daemon asked ${liar.asked[0]}`);
  await liar.close();
  await hub.serveAgain();
  return liar.last;
}

// A real push, cut at many places, stores nothing; whole it is stored, and again it is not twice.
async function cutPush(hub, push, before) {
  for (const part of [0.2, 0.5, 0.9, 0.99]) {
    await talk(hub.port, [push.subarray(0, Math.floor(push.length * part))], { after: 'destroy' });
    await talk(hub.port, [push.subarray(0, Math.floor(push.length * part))], { after: 'end' });
  }
  await talk(hub.port, [push.subarray(0, push.length - 1)], { after: 'end' });
  equal(await hub.changes(), before, 'changes after pushes that broke off');
  for (const round of ['first', 'second']) {
    const { text } = await talk(hub.port, [push], { ms: 4000, after: 'end' });
    equal(statusOf(text), 200, `the ${round} whole push`);
  }
  equal((await hub.changes()).length, before.length + 1, 'changes after two whole pushes');
}

await play(async (stage) => {
  const { hub, tablet, cards } = await joined(stage);
  await tablet.playUnlocked(act.tap(cards[0]), act.tap('Sustained'), act.tap('Save'),
    act.expect('1 waiting'));
  const push = await takePush(hub, tablet);
  const before = await hub.changes();
  const dripping = drips(hub);
  for (const one of cases) {
    await tryOut(hub, one);
  }
  equal(await hub.changes(), before, 'changes after all of it');
  await cutPush(hub, push, before);
  await tablet.syncWell();
  (await dripping).forEach(({ how, text }, i) => holds(how === 'closed' && statusOf(text) !== 200,
    `slow peer ${i} was not cut off: ${how} ${text.slice(0, 80)}`));
  await isWell(hub, 'everything');
  await hub.isWhole();
  equal(await hub.stop(), { code: 0, signal: null }, 'how SIGTERM ends the hub');
});
