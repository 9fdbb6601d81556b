// Somebody who speaks to the hub as no client does: bytes as they are, cut where it hurts.
import net from 'node:net';
import tls from 'node:tls';

// Sends the pieces one after the other and gives what came back until the end: {text, how}, where how
// is 'closed' or 'late'. after: what is done with the socket once all is sent ('end', 'destroy', or
// 'hold'). gapMs: between two pieces, for a slow drip.
export function talk(port, pieces, { plain = false, after = 'hold', ms = 8000, gapMs = 0, ...tlsOptions }
= {}) {
  return new Promise((resolve) => {
    const text = [];
    let done = false;
    const finish = (how) => {
      if (!done) {
        done = true;
        clearTimeout(late);
        socket.destroy();
        resolve({ text: Buffer.concat(text).toString('latin1'), how });
      }
    };
    const late = setTimeout(() => finish('late'), ms);
    const send = async () => {
      for (const piece of pieces) {
        if (done || socket.destroyed) {
          return;
        }
        socket.write(piece);
        if (gapMs > 0) {
          await new Promise((next) => { setTimeout(next, gapMs); });
        }
      }
      if (after === 'end') {
        socket.end();
      } else if (after === 'destroy') {
        setImmediate(() => finish('left'));
      }
    };
    const socket = plain ? net.connect(port, '127.0.0.1', send)
      : tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...tlsOptions }, send);
    socket.on('data', (piece) => text.push(piece));
    socket.on('error', () => finish('closed'));
    socket.on('close', () => finish('closed'));
  });
}

export const statusOf = (text) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
