// Devices that are lost or retired, and the signed order to wipe.
import { newId, unb64, verify } from './bytes.mjs';
import { equal, holds } from './report.mjs';
import { expectError } from './world.mjs';

function expectRevoked(world, answer, device, mode) {
  const error = expectError(answer, 410, 'revoked');
  equal(error.mode, mode, 'mode');
  const text = Buffer.from(`cairnwipe${device.id}`);
  holds(verify(unb64(world.hub.info.sign_key), text, unb64(error.wipe)),
    'wipe is no signature by the hub over cairnwipe and the device id');
}

export async function revokeCases(world) {
  const test = world.report.section('revocation');
  const { hub } = world;
  const rule = '4: 410 revoked with mode now or send, and wipe';
  const lost = await world.enrol({ label: 'Lost' });
  lost.change({ set: { said: 'before it was lost' } });
  await lost.send();
  await test.case('revoked at once', rule, async () => {
    await hub.lines('device', 'revoke', lost.id, '--mode', 'now');
    lost.change({ set: { said: 'by the finder' } });
    expectRevoked(world, await lost.push(lost.chain.slice(-1)), lost, 'now');
    for (const route of ['/v1/pull', '/v1/check', '/v1/pupils/-']) {
      expectRevoked(world, await lost.get(route, { after: 0, upto: 1, limit: 1 }), lost, 'now');
    }
    lost.chain.pop();
  });
  await test.case('revocation before form', '4: checks run in this order: size, token, revocation, '
    + 'form', async () => {
    expectRevoked(world, await lost.post('', { signature: null }), lost, 'now');
    expectRevoked(world, await lost.get('/v1/pull', { after: 0, limit: 0, epoch: newId() }), lost,
      'now');
    expectError(await lost.post('x'.repeat(4 * 1024 * 1024 + 1), { signature: null }), 413,
      'too_large');
  });
  const retired = await world.enrol({ label: 'Retired' });
  await test.case('revoked once it has sent',
    '4: in mode send everything but push is refused, and the '
    + 'tablet pushes what it holds first', async () => {
    await hub.lines('device', 'revoke', retired.id, '--mode', 'send');
    retired.change({ set: { said: 'the last words' } });
    await retired.send();
    for (const route of ['/v1/pull', '/v1/check', '/v1/pupils/-']) {
      const query = { after: 0, upto: 1, limit: 1 };
      expectRevoked(world, await retired.get(route, query), retired, 'send');
    }
    await world.other.sync();
    holds(world.other.got.has(retired.chain[0].name), 'its last words are not read');
  });
  world.devices = world.devices.filter((device) => device !== lost && device !== retired);
}
