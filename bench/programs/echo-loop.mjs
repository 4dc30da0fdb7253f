// The least a Node program can do with a key: write it back. The floor every ratio stands on.
import { writeSync } from 'node:fs';

process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => {
  if (bytes.includes(0x11)) process.exit(0);
  writeSync(1, bytes);
});
writeSync(1, 'valmis\r\n');
