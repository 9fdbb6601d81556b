// This client against known answers, before it judges anyone: a wrong judge would let all pass.
import { derivedId, hash, isId, newId, tally } from './bytes.mjs';
import { foldLines } from './fold.mjs';
import { equal, holds } from './report.mjs';
import { canon, readValue } from './value.mjs';

export async function selfCases(world) {
  const test = world.report.section('self');
  await test.case('BLAKE2b-256', '1: hashes', async () => {
    equal(hash(Buffer.from('abc')).toString('hex'),
      'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319', 'of abc');
  });
  await test.case('derived ids are version 5, new ones version 7', '2: derived ids', async () => {
    const id = derivedId('target_review', '01890000-0000-7000-8000-000000000001', '2026', '1');
    holds(isId(id) && id[14] === '5' && '89ab'.includes(id[19]), id);
    holds(newId()[14] === '7', 'newId');
  });
  await test.case('values', '2: 1 and 1.0 differ, the order of keys does not', async () => {
    const rows = [['1', '1.0', false], ['1.0', '1e0', true], ['{"a":1,"b":[2]}', '{"b":[2],"a":1}',
      true], ['[1,2]', '[2,1]', false], ['"A"', '"\\u0041"', true], ['1', 'true', false],
    ['null', 'false', false], ['9223372036854775807', '9223372036854775806', false]];
    for (const [a, b, want] of rows) {
      equal(canon(readValue(a)) === canon(readValue(b)), want, `${a} and ${b}`);
    }
  });
  await test.case('a fold', '2: heads, value, conflict', async () => {
    const line = (dev, seq, at, set, over) => JSON.stringify(
      { dev, seq, at, n: 0, by: null, pupil: null, type: 't', rec: 'r', set, over });
    const lines = [line('a', 1, 10, { x: 1, y: 1 }), line('b', 1, 20, { x: 2 }, { x: ['a:1'] }),
      line('c', 1, 15, { y: 2 }), line('c', 2, 16, { z: 1 }, { z: ['c:2'] })];
    const record = foldLines(lines).get('r');
    equal([canon(record.fields), record.conflicts], ['{"x":2,"y":2,"z":1}', ['y']], 'the record');
    const again = foldLines([...lines].reverse()).get('r');
    equal(canon(again.fields), canon(record.fields), 'in another order');
  });
  await test.case('the sum of a check', '4: the XOR of halves of hashes', async () => {
    equal(tally([]), { n: 0, sum: '0'.repeat(32) }, 'of none');
    equal(tally(['d:1', 'd:1']), { n: 2, sum: '0'.repeat(32) }, 'of a pair');
  });
}
