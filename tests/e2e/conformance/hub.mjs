// The hub as its users see it: a program with verbs, and a server behind TLS whose key is pinned.
import { spawn } from 'node:child_process';
import https from 'node:https';
import readline from 'node:readline';

import { b64url, sha256 } from './bytes.mjs';

const ANSWER_MS_MAX = 20000;
const VERB_MS_MAX = 60000;
const shorten = (text, most = 400) => (text.length > most ? `${text.slice(0, most)} …` : text);

export function spkiPin(socket) {
  const certificate = socket.getPeerX509Certificate();
  return b64url(sha256(certificate.publicKey.export({ type: 'spki', format: 'der' })));
}

// The last request and its answer, for the report of a failure.
export class Exchange {
  forget() {
    this.text = '';
  }

  told() {
    return this.text ?? '';
  }

  tell(method, path, body, answer) {
    const sent = body === undefined ? '' : ` ${shorten(body.toString('utf8'), 300)}`;
    this.text = `${method} ${path}${sent}\n      -> ${answer.status} ${shorten(answer.text)}`;
  }
}

export class Hub {
  constructor(program, folder, exchange) {
    this.program = program;
    this.folder = folder;
    this.exchange = exchange;
    // No cached sessions: a resumed one shows no certificate, and each connection is to be judged.
    this.agent = new https.Agent({ keepAlive: true, maxSockets: 16, maxCachedSessions: 0 });
  }

  // One verb beside whatever runs: its exit status and what it said.
  verb(...args) {
    return this.run(this.program, ['--data', this.folder, ...args]);
  }

  run(program, args, env = {}) {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, timeout: VERB_MS_MAX,
      });
      const said = { out: [], err: [] };
      child.stdout.on('data', (piece) => said.out.push(piece));
      child.stderr.on('data', (piece) => said.err.push(piece));
      child.on('error', reject);
      child.on('close', (status, signal) => resolve({
        status, signal,
        stdout: Buffer.concat(said.out).toString('utf8'),
        stderr: Buffer.concat(said.err).toString('utf8'),
      }));
    });
  }

  // A verb that must succeed: its lines.
  async lines(...args) {
    const { status, stdout, stderr } = await this.verb(...args);
    if (status !== 0) {
      throw new Error(`cairn-hub ${args.join(' ')} ended with ${status}: ${stderr.trim()}`);
    }
    return stdout.split('\n').filter((line) => line !== '');
  }

  // Starts `serve` and resolves with its first line on stdout.
  async serve() {
    const child = spawn(this.program,
      ['--data', this.folder, 'serve', '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.on('close', (status, signal) => resolve({ status, signal }));
    });
    this.complaints = '';
    child.stderr.on('data', (piece) => {
      this.complaints = (this.complaints + piece).slice(-20000);
    });
    const lines = readline.createInterface({ input: child.stdout });
    const first = await Promise.race([
      new Promise((resolve) => lines.once('line', resolve)),
      this.ended.then(() => {
        throw new Error(`serve ended at once: ${this.complaints.trim()}`);
      }),
    ]);
    lines.on('line', () => {});
    this.url = new URL(first.replace(/^listening on /, ''));
    return first;
  }

  async stop(signal = 'SIGTERM') {
    this.agent.destroy();
    if (this.child?.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
    }
    return this.ended;
  }

  // One request under the pin. A body may be text, bytes or an iterable of pieces (sent chunked).
  // A hub may close a connection that has been idle just as it is used again: a GET is then asked
  // once more on a new one, as every client does.
  async ask(method, path, how = {}) {
    try {
      return await this.askOnce(method, path, how);
    } catch (error) {
      if (method === 'GET' && error.wasIdle) {
        return this.askOnce(method, path, how);
      }
      throw error;
    }
  }

  askOnce(method, path, { headers = {}, body, pieces } = {}) {
    return new Promise((resolve, reject) => {
      const sent = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
      const request = https.request({
        host: this.url.hostname, port: this.url.port, method, path, agent: this.agent,
        headers: { ...sent, ...headers }, rejectUnauthorized: false,
      });
      const fail = (error) => {
        this.exchange.tell(method, path, body, { status: 'no answer', text: error.message });
        const wasIdle = request.reusedSocket && error.code === 'ECONNRESET';
        const told = new Error(`${method} ${path}: no answer: ${error.message}`);
        reject(Object.assign(told, { wasIdle }));
      };
      request.setTimeout(ANSWER_MS_MAX, () => request.destroy(new Error('timed out')));
      request.on('error', fail);
      request.on('socket', (socket) => {
        if (!request.reusedSocket) {
          socket.once('secureConnect', () => {
            this.pinSeen = spkiPin(socket);
            if (this.pin && this.pinSeen !== this.pin) {
              request.destroy(new Error('the hub shows another key than the pinned one'));
            }
          });
        }
      });
      request.on('response', (response) => {
        const got = [];
        response.on('data', (piece) => got.push(piece));
        response.on('error', fail);
        response.on('end', () => {
          const bytes = Buffer.concat(got);
          const answer = {
            status: response.statusCode, headers: response.headers, bytes,
            text: bytes.toString('utf8'),
          };
          this.exchange.tell(method, path, body, answer);
          resolve(answer);
        });
      });
      if (pieces) {
        for (const piece of pieces) {
          request.write(piece);
        }
        request.end();
      } else {
        request.end(body);
      }
    });
  }
}
