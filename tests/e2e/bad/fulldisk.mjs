// Two ways to have a disk that is full at will.
//
// SmallDisk is a file system in memory, mounted where nobody else sees it. Where a machine forbids that,
// LimitedFiles takes its place: the kernel lets no file of one program grow any more, which is the same
// to the program, but for the error's name.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';

import { holds } from '../actors/stage.mjs';

export class SmallDisk {
  constructor(stage, folder, megabytes) {
    this.words = 'because the disk is full';
    this.filler = `${folder}/filler`;
    fs.mkdirSync(folder, { recursive: true });
    const end = spawnSync('mount',
      ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'disk', folder], { encoding: 'utf8' });
    holds(end.status === 0, `no small disk could be mounted: ${end.stderr}`);
    stage.last.push(() => spawnSync('umount', [folder]));
  }

  // What is put before a program that shall meet a full disk from its beginning.
  fullFor(program) {
    this.fill();
    return program;
  }

  // Down to the last byte.
  fill() {
    const file = fs.openSync(this.filler, 'w');
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      try {
        while (fs.writeSync(file, Buffer.alloc(size, 'f')) === size);
      } catch (error) {
        holds(error.code === 'ENOSPC', `filling the disk: ${error.message}`);
      }
    }
    fs.closeSync(file);
  }

  free() {
    fs.rmSync(this.filler);
  }
}

// The programs have to be started by way of `patient`: the signal of the limit would end them.
export const patient = ['bash', '-c', 'trap "" XFSZ; exec "$@"', 'patient'];

export class LimitedFiles {
  constructor(file) {
    this.words = 'disk refuses it'; // SQLite keeps the error's name to itself
    this.file = file;
  }

  fullFor(program) {
    return [...patient, 'prlimit', '--fsize=8192', ...program];
  }

  // The log beside the file gets longer than anything else that the program writes, and then no longer.
  // It has to be seen to grow: a log that was carried over is written again from its start.
  async fill(child, grow) {
    const length = () => fs.statSync(`${this.file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    const before = length();
    while (length() === before || length() < 300000) {
      await grow();
    }
    this.pid = child.pid;
    this.limit(length());
  }

  limit(bytes) {
    execFileSync('prlimit', ['--pid', String(this.pid), `--fsize=${bytes}:`]);
  }

  free() {
    if (this.pid !== undefined && fs.existsSync(`/proc/${this.pid}`)) {
      this.limit('unlimited');
    }
  }
}
