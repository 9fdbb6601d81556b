// The bytes of the protocol page: hashes, chains, seals, signatures and ids. libsodium comes from
// the folder that npm filled (never the source tree), so `ready` must come before anything else.
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

let sodium = null;

export async function ready(modules) {
  sodium = createRequire(path.join(modules, 'of.cjs'))('libsodium-wrappers');
  await sodium.ready;
}

export const b64 = (bytes) => Buffer.from(bytes).toString('base64');
export const unb64 = (text) => Buffer.from(text, 'base64');
export const b64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const bytesOf = (text) => (Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8'));
export const random = (count) => crypto.randomBytes(count);

export const hash = (...parts) => Buffer.from(sodium.crypto_generichash(32, Buffer.concat(parts)));
export const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest();

// Section 1: the hash of change seq is over the hash of seq - 1 and its own digest.
export const NO_HASH = Buffer.alloc(32);
export const chain = (before, digest) => hash(before, digest);

export const signingKeys = () => {
  const pair = sodium.crypto_sign_keypair();
  return { open: Buffer.from(pair.publicKey), secret: Buffer.from(pair.privateKey) };
};
export const sign = (secret, message) =>
  Buffer.from(sodium.crypto_sign_detached(message, secret));
export const verify = (open, message, signature) =>
  sodium.crypto_sign_verify_detached(signature, message, open);
export const chainText = (head) => Buffer.concat([Buffer.from('cairn1'), head]);

export const boxSeal = (secret, boxKey) => Buffer.from(sodium.crypto_box_seal(secret, boxKey));
export const otherBoxKey = () => Buffer.from(sodium.crypto_box_keypair().publicKey);

// Section 3: nonce, then XChaCha20-Poly1305 of a form byte and the line.
export const address = (dev, seq, pupil) => `${dev}:${seq}:${pupil ?? '-'}`;

export function seal(key, where, line, form = 0) {
  const nonce = random(24);
  const plain = form === null ? bytesOf(line) : Buffer.concat([Buffer.from([form]), bytesOf(line)]);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, where, null, nonce, key);
  return Buffer.concat([nonce, sealed]);
}

export function open(key, where, box) {
  const plain = Buffer.from(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    null, box.subarray(24), where, box.subarray(0, 24), key));
  if (plain[0] !== 0) {
    throw new Error(`the box has form byte ${plain[0]}`);
  }
  return plain.subarray(1);
}

function idText(bytes, version) {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    .join('-');
}

export function newId() {
  const bytes = random(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  return idText(bytes, 7);
}

const NAMESPACE = '6f0a3d0e-6d0b-5c57-9a52-3a6a1c0c7e11';

export function derivedId(...key) {
  const space = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');
  return idText(crypto.createHash('sha1').update(space).update(key.join('|')).digest(), 5);
}

export const isId = (text) => typeof text === 'string'
  && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

// Section 4, check: how many changes, and the XOR of the first half of the hash of each `dev:seq`.
export function tally(keys) {
  const sum = Buffer.alloc(16);
  let n = 0;
  for (const key of keys) {
    const bytes = hash(Buffer.from(key));
    for (let i = 0; i < 16; i++) {
      sum[i] ^= bytes[i];
    }
    n++;
  }
  return { n, sum: sum.toString('hex') };
}
