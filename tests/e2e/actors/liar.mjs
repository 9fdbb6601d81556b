// A server that is not what the tablet takes it for: it speaks TLS and answers what it is told to,
// byte by byte, so that an answer may break off, lie or be no HTTP at all.
import fs from 'node:fs';
import tls from 'node:tls';

export class Liar {
  // folder holds cert.pem and key.pem: a hub's own, or another's.
  constructor(folder) {
    this.asked = []; // heads of the requests, as they came
    this.bytes = 0; // how many came inside TLS
    this.last = null; // the last request, whole
    this.open = new Set();
    this.server = tls.createServer({
      cert: fs.readFileSync(`${folder}/cert.pem`), key: fs.readFileSync(`${folder}/key.pem`),
    }, (socket) => this.serve(socket));
    this.server.on('connection', (socket) => {
      this.open.add(socket);
      socket.on('close', () => this.open.delete(socket));
    });
    this.server.on('tlsClientError', () => { this.refused = (this.refused ?? 0) + 1; });
  }

  listen(port) {
    return new Promise((resolve, reject) => {
      this.server.on('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
  }

  close() {
    this.open.forEach((socket) => socket.destroy());
    return new Promise((resolve) => { this.server.close(resolve); });
  }

  serve(socket) {
    let got = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (piece) => {
      this.bytes += piece.length;
      got = Buffer.concat([got, piece]);
      const end = got.indexOf('\r\n\r\n');
      const size = Number(/content-length: *(\d+)/i.exec(got.subarray(0, end))?.[1] ?? 0);
      if (end < 0 || got.length < end + 4 + size) {
        return;
      }
      const head = got.subarray(0, end).toString('latin1');
      this.last = got.subarray(0, end + 4 + size);
      got = got.subarray(end + 4 + size);
      this.asked.push(head.split('\r\n')[0]);
      this.answer(head, socket);
    });
  }

  // Set by the test: answer(head, socket).
  answer(head, socket) {
    socket.destroy();
  }
}

// A whole answer; changes may lie about its length or its kind.
export function reply(status, body, { type = 'application/json', length, headers = '' } = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8');
  const head = `HTTP/1.1 ${status} X\r\nContent-Type: ${type}\r\n`
    + `Content-Length: ${length ?? bytes.length}\r\n${headers}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}
