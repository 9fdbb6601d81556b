// conformance.mjs HUB_BINARY [--modules FOLDER] [--store URL] — holds the hub to PROTOCOL.md, from outside.
//
// Written from that page (and the command lines of DESIGN.md) alone, so that what it finds is not
// what the C code happens to do. Every case names the rule it comes from. Exit status 0 when all
// hold.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ready } from './bytes.mjs';
import { edgeCases, everywhereCases } from './cases_edges.mjs';
import { enrolCases } from './cases_enrol.mjs';
import { eraseCases } from './cases_erase.mjs';
import { heldCases } from './cases_held.mjs';
import { mergeCases } from './cases_merge.mjs';
import { orderCases } from './cases_order.mjs';
import { pullCases } from './cases_pull.mjs';
import { pushCases } from './cases_push.mjs';
import { restoreCases } from './cases_restore.mjs';
import { revokeCases } from './cases_revoke.mjs';
import { scopeCases } from './cases_scope.mjs';
import { selfCases } from './cases_self.mjs';
import { verbCases } from './cases_verbs.mjs';
import { wholeCases } from './cases_whole.mjs';
import { World } from './world.mjs';

const PARTS = [selfCases, enrolCases, pushCases, orderCases, heldCases, pullCases, scopeCases,
  mergeCases, revokeCases, edgeCases, wholeCases, verbCases, eraseCases,
  everywhereCases, restoreCases];

const here = path.dirname(fileURLToPath(import.meta.url));

// Without --modules npm fills a temporary folder by the lock file; never one in the source tree.
function fetchModules(folder) {
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    fs.copyFileSync(path.join(here, name), path.join(folder, name));
  }
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: folder, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`npm could not fetch what the lock file names: ${stderr}`);
  }
  return path.join(folder, 'node_modules');
}

const RUN_MS_MAX = 280000;

// The options by their names; undefined for a line that nobody understands.
function readOptions(words) {
  const options = {};
  for (let at = 0; at < words.length; at += 2) {
    if (!['--modules', '--store'].includes(words[at]) || !words[at + 1]) {
      return undefined;
    }
    options[words[at].slice(2)] = words[at + 1];
  }
  return options;
}

async function main([program, ...words]) {
  const options = readOptions(words);
  if (!program || !options) {
    console.error('Give the hub\'s program, --modules with a folder if npm has filled one, and '
      + '--store with an address if the hub is not to keep its store in a file.');
    return 2;
  }
  const { modules } = options;
  const world = new World(program, options.store);
  process.on('exit', () => world.sweep());
  setTimeout(() => {
    console.error(`conformance: not done after ${RUN_MS_MAX / 1000} s; ${world.exchange.told()}`);
    process.exit(1);
  }, RUN_MS_MAX).unref();
  await ready(modules ?? fetchModules(world.folder));
  await world.begin();
  const wanted = (process.env.PARTS ?? '').split(',').filter((name) => name !== '');
  for (const part of PARTS) {
    if (wanted.length === 0 || wanted.includes(part.name)) {
      await part(world);
    }
  }
  await world.end();
  return world.report.end();
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(1));
}
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`conformance: ended early: ${error.stack}`);
  process.exit(1);
}
