// A voice that nobody could take for another: one tone. SDL's disk driver lets the tablet's
// microphone hear it from a file, and writes what the tablet says into another.
import fs from 'node:fs';

const SPEAK_RATE = 24000; // as the client records
const HEAR_RATE = 22050; // as it plays
const HERTZ = 900;
const PART = HEAR_RATE / 50;

export function writeVoice(file, seconds) {
  const samples = new Int16Array(SPEAK_RATE * seconds);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = 6000 * Math.sin((i * HERTZ * 2 * Math.PI) / SPEAK_RATE);
  }
  fs.writeFileSync(file, samples);
}

// How many seconds of what was said were that voice, and no other.
export function secondsOfVoice(file) {
  if (!fs.existsSync(file)) {
    return 0;
  }
  const bytes = fs.readFileSync(file);
  const count = Math.floor(bytes.length / 2);
  let parts = 0;
  for (let from = 0; from + PART <= count; from += PART) {
    let sine = 0;
    let cosine = 0;
    let all = 0;
    for (let i = 0; i < PART; i++) {
      const sample = bytes.readInt16LE((from + i) * 2);
      const at = (i * HERTZ * 2 * Math.PI) / HEAR_RATE;
      sine += sample * Math.sin(at);
      cosine += sample * Math.cos(at);
      all += sample * sample;
    }
    const share = all > 0 ? ((sine * sine + cosine * cosine) * 2) / PART / all : 0;
    parts += all > PART * 1000 * 1000 && share > 0.9 ? 1 : 0;
  }
  return (parts * PART) / HEAR_RATE;
}
