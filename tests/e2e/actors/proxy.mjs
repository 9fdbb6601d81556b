// A bad line between a tablet and its hub: it carries bytes as they are, and delays, cuts, trickles or
// swallows them when it is told to. It never looks inside TLS.
import net from 'node:net';

// What a line does, for every connection from now on. way is 'up' (to the hub), 'down' or 'both';
// after is how many bytes pass unharmed in that way first.
//   delay    each piece waits ms                     cut      the connection ends
//   trickle  bytes pass, one piece of them each ms   reset    it ends as if the other machine were gone
//   hole     nothing passes, and nothing ends        garble   the next byte is another one
//   lost     cut at the first piece that comes down once `after` bytes went up: the answer is lost
export class Proxy {
  constructor() {
    this.fault = null;
    this.struck = 0; // how many connections met the fault
    this.carried = { up: 0, down: 0 };
    this.ends = new Set();
    this.server = net.createServer({ allowHalfOpen: true }, (near) => this.join(near));
  }

  async listen(port = 0) {
    await new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    this.port = this.server.address().port;
  }

  // to: the hub's port. Whoever is connected now is cut off.
  lead(to, fault = null) {
    this.to = to;
    this.fault = fault;
    this.struck = 0;
    this.ends.forEach((socket) => socket.destroy());
  }

  close() {
    this.ends.forEach((socket) => socket.destroy());
    return new Promise((resolve) => { this.server.close(resolve); });
  }

  join(near) {
    const far = net.connect({ port: this.to, host: '127.0.0.1', allowHalfOpen: true });
    const line = {
      fault: this.fault, up: 0, down: 0, struck: false,
      end: (how) => [near, far].forEach((socket) => socket[how]()),
    };
    for (const socket of [near, far]) {
      this.ends.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => line.end('destroy'));
      socket.on('close', () => {
        this.ends.delete(socket);
        line.end('destroy');
      });
    }
    this.carry(line, 'up', near, far);
    this.carry(line, 'down', far, near);
  }

  async carry(line, way, from, to) {
    try {
      for await (const piece of from) {
        await this.pass(line, way, piece, to);
      }
      to.end();
    } catch {
      line.end('destroy');
    }
  }

  async pass(line, way, piece, to) {
    const { fault } = line;
    const clean = fault && this.strikes(line, way)
      ? Math.max(0, Math.min(piece.length, (fault.after ?? 0) - line[fault.kind === 'lost' ? 'up' : way]))
      : piece.length;
    line[way] += piece.length;
    this.carried[way] += piece.length;
    await write(to, piece.subarray(0, clean));
    if (clean === piece.length) {
      return;
    }
    this.struck += line.struck ? 0 : 1;
    line.struck = true;
    await bend(fault, line, piece.subarray(clean), to);
  }

  strikes(line, way) {
    const { fault } = line;
    if (fault.kind === 'lost') {
      return way === 'down' && line.up >= fault.after;
    }
    return fault.way === way || fault.way === 'both';
  }
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

function write(to, piece) {
  if (piece.length === 0 || to.write(piece)) {
    return null;
  }
  return new Promise((resolve) => {
    to.once('drain', resolve);
    to.once('close', resolve);
  });
}

async function bend(fault, line, rest, to) {
  switch (fault.kind) {
    case 'delay':
      await pause(fault.ms);
      return write(to, rest);
    case 'trickle':
      for (let at = 0; at < rest.length && !to.destroyed; at += fault.bytes) {
        await write(to, rest.subarray(at, at + fault.bytes));
        await pause(fault.ms);
      }
      return null;
    case 'garble':
      rest[0] ^= 0x55;
      fault.after = Infinity; // one byte is enough
      return write(to, rest);
    case 'hole':
      return null;
    case 'reset':
      return line.end('resetAndDestroy');
    case 'cut':
    case 'lost':
      return line.end('destroy');
    default:
      throw new Error(`the line knows no fault ${fault.kind}`);
  }
}
