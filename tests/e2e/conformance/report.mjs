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
    this.tally = { passed: 0, failed: 0, laterPassed: 0, laterFailed: 0 };
    this.failures = [];
  }

  section(name) {
    return {
      case: (title, rule, act) => this.#run(`${name}: ${title}`, rule, act, false),
      later: (title, rule, act) => this.#run(`${name}: ${title}`, rule, act, true),
    };
  }

  async #run(title, rule, act, isLater) {
    try {
      this.exchange.forget();
      await act();
      this.tally[isLater ? 'laterPassed' : 'passed']++;
      console.log(`${isLater ? 'PASS (later)' : 'PASS'} ${title}`);
    } catch (error) {
      this.tally[isLater ? 'laterFailed' : 'failed']++;
      const why = error instanceof Broken ? error.message : error.stack;
      console.log(`${isLater ? 'NOT YET' : 'FAIL'} ${title}\n    rule: ${rule}\n    ${why}`);
      const exchange = this.exchange.told();
      if (exchange !== '') {
        console.log(`    last: ${exchange}`);
      }
    }
  }

  // 0 when nothing but what is expected later has failed.
  end() {
    const { passed, failed, laterPassed, laterFailed } = this.tally;
    const later = laterPassed + laterFailed === 0 ? ''
      : `; expected later: ${laterPassed} already so, ${laterFailed} not yet`;
    console.log(`conformance: ${passed} passed, ${failed} failed${later}`);
    return failed === 0 ? 0 : 1;
  }
}
