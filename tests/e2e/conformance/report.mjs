// Cases and what became of them. A case is a name, the rule of the page that it comes from, and an
// act that throws when the hub breaks the rule.
import { isDeepStrictEqual } from 'node:util';

export class Broken extends Error {}

const shown = (value) => {
  const text = Buffer.isBuffer(value) ? value.toString('hex') : JSON.stringify(value,
    (key, inner) => {
      if (typeof inner === 'bigint') {
        return `${inner}n`;
      }
      return inner instanceof Map ? Object.fromEntries(inner) : inner;
    });
  return text !== undefined && text.length > 700 ? `${text.slice(0, 700)} …` : text;
};

export function holds(truth, sentence) {
  if (!truth) {
    throw new Broken(sentence);
  }
}

export function equal(got, want, what) {
  if (!isDeepStrictEqual(got, want)) {
    throw new Broken(`${what}: want ${shown(want)}, got ${shown(got)}`);
  }
}

export class Report {
  constructor(exchange) {
    this.exchange = exchange; // tells the last request and its answer
    this.passed = 0;
    this.failed = 0;
  }

  section(name) {
    return { case: (title, rule, act) => this.#run(`${name}: ${title}`, rule, act) };
  }

  async #run(title, rule, act) {
    try {
      this.exchange.forget();
      await act();
      this.passed++;
      console.log(`PASS ${title}`);
    } catch (error) {
      this.failed++;
      const why = error instanceof Broken ? error.message : error.stack;
      console.log(`FAIL ${title}\n    rule: ${rule}\n    ${why}`);
      const exchange = this.exchange.told();
      if (exchange !== '') {
        console.log(`    last: ${exchange}`);
      }
    }
  }

  // The exit status: 0 when every case has passed.
  end() {
    console.log(`conformance: ${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 ? 0 : 1;
  }
}
