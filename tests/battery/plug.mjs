// The environment in which a program dies at one act on a file: see tests/support/plug.
import path from 'node:path';

export function plug(stage, at, file, writes) {
  return {
    LD_PRELOAD: path.join(stage.build, 'tests/support/plug/libplug.so'), PLUG_AT: String(at),
    PLUG_FILE: file, ASAN_OPTIONS: 'verify_asan_link_order=0',
    ...(writes ? { PLUG_WRITES: '1' } : {}),
  };
}
