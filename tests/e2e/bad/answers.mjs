// Answers that no hub gives, for the tablet's daemon: to any request, to a push, to a pull.
import { reply } from '../actors/liar.mjs';

const NDJSON = { type: 'application/x-ndjson' };
const ok = (value) => reply(200, typeof value === 'string' ? value : JSON.stringify(value));
const error = (status, code, more = {}, how = {}) => reply(status,
  JSON.stringify({ error: code, message: 'No.', ...more }), how);
const ZERO = '0'.repeat(64);
const OTHER = '01a2014d-37c9-7c6e-b220-497a0ddd9c66';
const MOST = '9223372036854775807';

// name, the bytes after which the connection closes, true where the tablet may believe it, and true
// where it must
export const toAll = [
  ['nothing', ''],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
  ['half a body', reply(200, '{"acked":', { length: 4000 })],
  ['half a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n{"acked"'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n'],
  ['no HTTP', 'SSH-2.0-other\r\n'],
  ['endless headers', `HTTP/1.1 200 OK\r\n${'X-Long: abcdefgh\r\n'.repeat(60000)}`],
  ['an empty body', reply(200, '')],
  ['a page for people', reply(200, '<html>Sign in to the guest network</html>', { type: 'text/html' })],
  ['a redirect', reply(302, '', { headers: 'Location: https://127.0.0.1:9/\r\n' })],
  ['no content', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['null', ok('null')],
  ['a list', ok('[]')],
  ['nothing in it', ok({})],
  ['JSON cut off', ok('{"acked": 1, "hash": "00')],
  ['JSON without an end', ok('['.repeat(200000))],
  ['bytes that are no text', ok('{"acked":"\u00ff"}'.replace('\u00ff', '\ud800'))],
  ['more than anyone wants', reply(200, Buffer.alloc(9 << 20, '{'))],
  ['a fault of the server', reply(500, 'oops', { type: 'text/plain' })],
  ['a fault without a word', error(403, 'unheard')],
  ['another token', error(401, 'token')],
  ['withdrawn, unsigned', error(410, 'revoked', { mode: 'now', wipe: 'AAAA' })],
  ['withdrawn, in its own words', error(410, 'revoked', { mode: 'later', wipe: 7 })],
  ['busy for ever', error(429, 'busy', {}, { headers: `Retry-After: ${MOST}\r\n` })],
  ['busy before now', error(503, 'busy', {}, { headers: 'Retry-After: -5\r\n' })],
  ['another life, unnamed', error(409, 'epoch', { acked: 0, hash: ZERO })],
  // In the hub's new life a copy of this tablet may be ahead: there is looked for where they parted.
  ['another life, past the end', error(409, 'epoch', { epoch: OTHER, acked: 99, hash: ZERO }), true],
  ['another life, below none', error(409, 'epoch', { epoch: OTHER, acked: -1, hash: ZERO })],
  ['a fork', error(409, 'fork')],
  ['another token, and a page', reply(401, '<html>', { type: 'text/html' })],
];

export const toPush = [
  ['a number as text', ok({ acked: '1', hash: ZERO, held: [] })],
  ['more than was written', ok({ acked: 999, hash: ZERO, held: [] }), true],
  ['another hash', ok({ acked: 1, hash: ZERO, held: [] })],
  ['a hash of no form', ok({ acked: 1, hash: 'zz', held: [] })],
  ['a number past counting', ok(`{"acked": 1e400, "hash": "${ZERO}", "held": []}`)],
  ['nothing taken, for ever', ok({ acked: 0, hash: ZERO, held: [] })],
  ['fewer than none', ok({ acked: -1, hash: ZERO, held: [] })],
  ['a gap that leads on', error(409, 'gap', { acked: 5, hash: ZERO })],
  ['a gap that leads nowhere', error(409, 'gap', { acked: -3, hash: ZERO })],
  ['a gap for ever', error(409, 'gap', { acked: 0, hash: ZERO })],
  ['another life, again and again', error(409, 'epoch', { epoch: OTHER, acked: 0, hash: ZERO }), true],
  ['too large for ever', error(413, 'too_large')],
  ['a signature refused', error(403, 'signature', { acked: 0, hash: ZERO })],
  ['a seal refused', error(403, 'seal')],
];

// head: a good one, to be bent.
export const toPull = (head) => {
  const page = (changes, ...rows) => reply(200,
    [{ ...head, ...changes }, ...rows].map((row) => `${JSON.stringify(row)}\n`).join(''), NDJSON);
  const raw = (text) => reply(200, text, NDJSON);
  const row = { lsn: head.next + 1, dev: OTHER, seq: 1, pupil: null, box: 'AAAA' };
  const line = JSON.stringify(head);
  return [
    ['half a line', raw(line.slice(0, -9))],
    ['a head of no kind', raw('7\n')],
    ['no end to count', page({ next: undefined })],
    ['more of nothing, for ever', page({ more: true })],
    ['a cursor past counting', raw(`${line.replace(/"next":\d+/, '"next":1e99')}\n`)],
    ['a time past counting', raw(`${line.replace(/"time":\d+/, `"time":-${MOST}`)}\n`)],
    ['own changes never written', page({ acked: 99 })],
    ['pupils of no form', page({ etag: 'other', pupils: ['x', 7, null] })],
    ['erased of no form', page({ erased: ['x'] })],
    ['a row of no form', page({}, { lsn: 'x' })],
    ['a row without a box', page({ next: row.lsn }, { ...row, box: undefined })],
    ['a box that is no base64', page({ next: row.lsn }, { ...row, box: '((((' })],
    ['rows that go back', page({ next: row.lsn + 1 }, { ...row, lsn: row.lsn + 1, seq: 2 }, row)],
    ['a row past the end', page({}, { ...row, lsn: row.lsn + 50 })],
    ['a row cut off', raw(`${line}\n${JSON.stringify(row).slice(0, -5)}`)],
    // A hub that lost commits says so: its numbers count anew, and its word is taken.
    ['a cursor that goes back', page({ next: head.next - 1 }), true, true],
    ['own changes of another hash', page({ hash: ZERO }), true],
  ];
};
