// The way in: the server's first line, its keys, the code, and enrolling.
import fs from 'node:fs';
import tls from 'node:tls';

import {
  b64, b64url, boxSeal, hash, isId, newId, otherBoxKey, random, unb64,
} from './bytes.mjs';
import { Device, parseCode } from './device.mjs';
import { equal, holds } from './report.mjs';
import { expectError, readJson } from './world.mjs';

const FAKETIME = '/usr/bin/faketime';

function handshake(hub, version, ciphers) {
  return new Promise((resolve) => {
    const socket = tls.connect({
      host: hub.url.hostname, port: Number(hub.url.port), rejectUnauthorized: false,
      minVersion: version, maxVersion: version, ciphers,
    });
    socket.on('secureConnect', () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
    socket.on('error', () => resolve(null));
  });
}

async function keysOfHub(world, test) {
  const { hub } = world;
  await test.case('the first line of serve', 'DESIGN: listening on https://127.0.0.1:PORT',
    async () => holds(/^listening on https:\/\/127\.0\.0\.1:[0-9]+$/.test(world.firstLine),
      `it is: ${world.firstLine}`));

  await test.case('GET /v1/hub', '4: box_key, sign_key, protocol, epoch, time', async () => {
    const answer = await hub.ask('GET', '/v1/hub');
    equal(answer.status, 200, 'status');
    holds(/^application\/json/.test(answer.headers['content-type']), 'the answer is no JSON');
    const info = readJson(answer);
    equal(Object.keys(info).sort(), ['box_key', 'epoch', 'protocol', 'sign_key', 'time'], 'keys');
    equal([unb64(info.box_key).length, unb64(info.sign_key).length], [32, 32], 'lengths of keys');
    equal(info.protocol, 1, 'protocol');
    holds(isId(info.epoch), `the epoch is no id: ${info.epoch}`);
    holds(Math.abs(info.time - Date.now()) < 60000, `time is not now: ${info.time}`);
  });

  await test.case('TLS 1.2 and 1.3, nothing older', '4: HTTPS only, TLS 1.2 or newer', async () => {
    equal(await handshake(hub, 'TLSv1.3'), 'TLSv1.3', 'TLS 1.3');
    equal(await handshake(hub, 'TLSv1.2'), 'TLSv1.2', 'TLS 1.2');
    equal(await handshake(hub, 'TLSv1.1', 'ALL:@SECLEVEL=0'), null, 'TLS 1.1');
  });

  await test.case('an unknown path', '4: every error is {"error", "message"}', async () => {
    const answer = await hub.ask('GET', '/v1/nothing');
    expectError(answer, 404, readJson(answer).error);
  });
  await test.case('a wrong method, and odd paths', '4: every error is {"error", "message"}',
    async () => {
      for (const [method, way] of [['POST', '/v1/pull'], ['GET', '/v1/enrol'], ['PUT', '/v1/push'],
        ['GET', '/v1/pupils/'], ['GET', '/v1/../v1/hub'], ['GET', '/v1/hub/']]) {
        const answer = await hub.ask(method, way);
        holds([400, 401, 404, 405].includes(answer.status), `${method} ${way}: ${answer.status}`);
        expectError(answer, answer.status, readJson(answer).error);
      }
    });
}

async function codes(world, test) {
  const { hub } = world;
  let code = null;
  await test.case('the code of enrol', '4: cairn:<https url>#<secret>.<pin>.<keys>, and as a QR '
    + 'picture; the code on the first line of stdout', async () => {
    const lines = await hub.lines('enrol', '--school', world.one.urn, '--label', 'Code');
    code = parseCode(lines[0]);
    holds(lines.length > 5, 'no picture follows the code');
  });
  await test.case('the pin', '4: pin is the base64url SHA-256 of the certificate\'s SPKI',
    async () => equal(code.pin, world.hub.pinSeen, 'the pin against the key that is shown'));
  await test.case('the keys', '4: keys is the BLAKE2b-256 of box_key then sign_key', async () => {
    const { box_key: box, sign_key: sign } = readJson(await hub.ask('GET', '/v1/hub'));
    equal(code.keys, b64url(hash(unb64(box), unb64(sign))), 'keys');
  });
  await test.case('the url of the code leads to the hub', '4: the code is all that a tablet gets',
    async () => equal(new URL(code.url).port, hub.url.port, 'the port in the code'));
}

async function enrolling(world, test) {
  const device = new Device(world.hub);
  const code = await world.code({ label: 'Twice' });
  let first = null;

  await test.case('a good enrolment', '4 enrol: 201 {device, school, token}', async () => {
    const answer = await device.enrol(code.secret);
    first = readJson(answer);
    equal(Object.keys(first).sort(), ['device', 'school', 'token'], 'keys');
    holds(isId(first.device), `device is no id: ${first.device}`);
    equal(first.school, world.one.id, 'school is the id of the school\'s record');
    holds(typeof first.token === 'string' && first.token.length >= 16, 'a token worth the name');
  });

  await test.case('the same code and key again', '4 enrol: it gives the same device, the latest '
    + 'data key counts, the old token dies', async () => {
    const before = device.token;
    device.dataKey = random(32);
    await device.enrol(code.secret);
    equal(device.id, first.device, 'device');
    holds(device.token !== before, 'the token is the old one');
    expectError(await device.get('/v1/pull', { after: 0, limit: 1 }, { token: before }),
      401, 'token');
    await device.change({ set: { said: 'under the new data key' } });
    await device.send();
    const old = device.clone();
    old.dataKey = random(32);
    old.change({ set: { said: 'under another' } });
    expectError(await old.push(old.chain.slice(-1)), 403, 'seal');
    await device.sync();
  });

  await test.case('the same code and another key', '4 enrol: a code works for one sign_key',
    async () => expectError(await new Device(world.hub).enrolWith(code.secret), 403, 'code'));

  await test.case('an unknown code', '4 enrol: otherwise 403 code',
    async () => expectError(await new Device(world.hub).enrolWith('nothing-like-it'), 403, 'code'));
}

const REFUSED = [
  ['sign_key of 31 bytes', { sign_key: b64(Buffer.alloc(31, 7)) }],
  ['sign_key of 33 bytes', { sign_key: b64(Buffer.alloc(33, 7)) }],
  ['sign_key that is no base64', { sign_key: '????' }],
  ['sign_key that is a number', { sign_key: 7 }],
  ['no sign_key', { sign_key: undefined }],
  ['a data key sealed to another hub', (d) => ({ data_key: b64(boxSeal(d, otherBoxKey())) })],
  ['a data key of 31 bytes', (d, key) => ({ data_key: b64(boxSeal(d.subarray(1), key)) })],
  ['a data key of 33 bytes',
    (d, key) => ({ data_key: b64(boxSeal(Buffer.concat([d, d.subarray(31)]), key)) })],
  ['a data key that is no base64', { data_key: 'nothing of the kind' }],
  ['no data key', { data_key: undefined }],
  ['no code', { code: undefined }],
  ['a code that is a number', { code: 7 }],
];

async function refusals(world, test) {
  const code = await world.code({ label: 'Refused' });
  const device = new Device(world.hub);
  const rule = '4 enrol: a key of the wrong length or a data key that does not open: 400 malformed';

  for (const [title, given] of REFUSED) {
    await test.case(title, rule, async () => {
      const changes = typeof given === 'function'
        ? given(device.dataKey, unb64(world.hub.info.box_key)) : given;
      expectError(await device.enrolWith(code.secret, changes), 400, 'malformed');
    });
  }
  for (const body of ['', '{', '[]', '"text"', '\u0000']) {
    await test.case(`the body ${JSON.stringify(body)}`, '4: 400 malformed', async () => {
      expectError(await world.hub.ask('POST', '/v1/enrol', { body }), 400, 'malformed');
    });
  }
  await test.case('what was refused has not used the code up',
    '4: a refused request stores nothing', async () => device.enrol(code.secret));

  await test.case('a code of yesterday', '4 enrol: a code ends after 24 hours', async () => {
    holds(fs.existsSync(FAKETIME), 'faketime is not installed, so no clock can be set back');
    const args = ['-f', '-25h', world.hub.program, '--data', world.hub.folder, 'enrol', '--school',
      world.one.urn, '--label', 'Yesterday'];
    const { status, stdout, stderr } = await world.hub.run(FAKETIME, args,
      { ASAN_OPTIONS: 'verify_asan_link_order=0:detect_leaks=0' });
    equal(status, 0, `enrol a day ago: ${stderr.trim()}`);
    const old = parseCode(stdout.split('\n')[0]);
    expectError(await new Device(world.hub).enrolWith(old.secret), 403, 'code');
  });
}

async function tokens(world, test) {
  const device = await world.enrol({ label: 'Tokens' });
  const rows = [['no token', null], ['another token', newId()], ['an empty one', '']];
  for (const [title, token] of rows) {
    await test.case(`${title}, at every door`, '4: 401 token', async () => {
      expectError(await device.post('', { token, signature: null }), 401, 'token');
      for (const path of ['/v1/pull', '/v1/check', '/v1/pupils/-']) {
        expectError(await device.get(path, { after: 0, upto: 1, limit: 1 }, { token }),
          401, 'token');
      }
    });
  }
}

export async function enrolCases(world) {
  await keysOfHub(world, world.report.section('hub'));
  await codes(world, world.report.section('code'));
  const test = world.report.section('enrol');
  await enrolling(world, test);
  await refusals(world, test);
  await tokens(world, world.report.section('token'));
}
