// The clocks of the programs in a story: see clock.c. Time passes when the story says so.
import fs from 'node:fs';

const NS = 1000000n;

export class Clock {
  constructor(file, library) {
    this.told = { run: 0, day: 0, still: 0, slept: 0 };
    this.file = fs.openSync(file, 'w');
    this.env = {
      LD_PRELOAD: library, STORY_CLOCK: file,
      // a sanitizer would rather be loaded before it
      ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0`,
    };
    this.tell();
  }

  tell() {
    const words = BigInt64Array.of(BigInt(this.told.run) * NS, BigInt(this.told.day) * NS,
      BigInt(this.told.still), BigInt(this.told.slept) * NS);
    fs.writeSync(this.file, Buffer.from(words.buffer), 0, words.byteLength, 0);
  }

  pass(ms) {
    this.told.run += ms;
    this.told.day += ms;
    this.tell();
  }

  sleep(ms) {
    this.told.slept += ms;
    this.told.day += ms;
    this.tell();
  }

  setDay(ms) {
    this.told.day += ms;
    this.tell();
  }

  stand() {
    this.told.still = 1;
    this.tell();
  }

  close() {
    fs.closeSync(this.file);
  }
}
