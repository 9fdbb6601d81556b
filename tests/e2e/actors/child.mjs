// One program: what it says, when it ends, and how it is ended. Known by its process, never by name.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TOLD_MAX = 800;
const leaks = fileURLToPath(new URL('leaks.supp', import.meta.url));
const LSAN_OPTIONS = `suppressions=${leaks}:print_suppressions=0`;

export class Child {
  constructor(program, args, { env = {}, cwd, input, fds = [], talks = false } = {}) {
    this.name = [program, ...args].join(' ');
    this.out = '';
    this.err = '';
    this.taken = 0; // how many bytes of out were taken as lines
    this.waiting = [];
    this.process = spawn(program, args, {
      cwd, env: { ...process.env, LSAN_OPTIONS, ...env }, stdio: ['pipe', 'pipe', 'pipe', ...fds],
    });
    this.process.stdin.on('error', () => {});
    if (!talks) { // else it is spoken to as long as it runs
      this.process.stdin.end(input);
    }
    this.process.stdout.setEncoding('utf8').on('data', (piece) => {
      this.out += piece;
      this.look();
    });
    this.process.stderr.setEncoding('utf8').on('data', (piece) => { this.err += piece; });
    this.ended = new Promise((resolve) => {
      this.process.on('error', (error) => {
        this.err += error.message;
        this.end = { code: -1, signal: null };
        this.look();
        resolve(this.end);
      });
      this.process.on('close', (code, signal) => {
        this.end = { code, signal };
        this.look();
        resolve(this.end);
      });
    });
  }

  get pid() {
    return this.process.pid;
  }

  look() {
    this.waiting = this.waiting.filter((wait) => !wait());
  }

  // The next line of stdout that fits; lines before it are passed over.
  line(pattern, ms = 20000) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting = this.waiting.filter((wait) => wait !== look);
        reject(new Error(`no line ${pattern} within ${ms} ms from ${this.name}`));
      }, ms);
      const look = () => {
        let end = this.out.indexOf('\n', this.taken);
        while (end >= 0) {
          const line = this.out.slice(this.taken, end);
          this.taken = end + 1;
          const found = pattern.exec(line);
          if (found) {
            clearTimeout(late);
            resolve(found);
            return true;
          }
          end = this.out.indexOf('\n', this.taken);
        }
        if (this.end) {
          clearTimeout(late);
          reject(new Error(`it ended without a line ${pattern}: ${this.told()}`));
          return true;
        }
        return false;
      };
      if (!look()) {
        this.waiting.push(look);
      }
    });
  }

  get runs() {
    return this.end === undefined;
  }

  // As a dead battery would.
  kill() {
    if (this.runs) {
      this.process.kill('SIGKILL');
    }
    return this.ended;
  }

  stop() {
    if (this.runs) {
      this.process.kill('SIGTERM');
    }
    return this.ended;
  }

  told() {
    const how = this.runs ? 'runs' : `ended with ${this.end.signal ?? this.end.code}`;
    return `${this.name} ${how}\n${this.out.slice(-TOLD_MAX)}${this.err.slice(-TOLD_MAX)}`;
  }
}
