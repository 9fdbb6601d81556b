// The hub under the load of a bad night: the long form of tests/e2e/load.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../e2e/load/load.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [file, process.argv[2], 'full'], { stdio: 'inherit' });
process.exit(status ?? 1);
