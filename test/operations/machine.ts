import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { environmentOf } from '../lib/environment';
import { builtProgram } from '../lib/root';
import type { World } from '../lib/world';
import type { Block } from './blocks';

/** What stands on the page, and what stands for it in a test. */
export type Stand = Readonly<Record<string, string>>;

/**
 * A machine on which blocks of the page are played as they stand: one shell after the other, each
 * with the variables the one before has left. `akti` is the program, places lie in the world.
 */
export class Machine {
  private readonly state: string;

  constructor(
    readonly world: World,
    readonly name: string,
    private readonly stands: Stand,
  ) {
    this.state = world.file(`${name}.state`);
    const folder = world.file('bin');
    mkdirSync(folder, { recursive: true });
    const akti = `#!/bin/sh\nexec '${process.execPath}' '${builtProgram()}' --lang en "$@"\n`;
    this.tool('akti', akti);
  }

  /** Puts a program into the way of the shell. */
  tool(name: string, text: string): void {
    const path = `${this.world.file('bin')}/${name}`;
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }

  /** A text of the page with its places and addresses those of this test. */
  here(text: string): string {
    const names = Object.keys(this.stands).sort((a, b) => b.length - a.length);
    return names.reduce((so, name) => so.replaceAll(name, this.stands[name] as string), text);
  }

  /** Plays blocks of shell; gives what they printed. @throws with all they said when one fails */
  play(blocks: readonly Block[], set: Readonly<Record<string, string>> = {}): string {
    return blocks.map((block) => this.run(this.here(block.text), set, block.line)).join('');
  }

  /** Runs a line of shell in the same way. */
  run(text: string, set: Readonly<Record<string, string>> = {}, line = 0): string {
    const before = existsSync(this.state) ? `. '${this.state}'\n` : '';
    const given = Object.entries(set).map(([name, value]) => `${name}='${value}'\n`);
    const begin = `set -euo pipefail\n${before}set -a\n${given.join('')}`;
    const script = `${begin}${text}\nset +a\nexport -p > '${this.state}'\n`;
    const path = `${this.world.file('bin')}:${process.env.PATH}`;
    const env = environmentOf({ home: this.world.home, extra: { PATH: path } });
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      ...{ cwd: this.world.folder, env, encoding: 'utf8', timeout: 120_000 },
    });
    if (status !== 0) {
      throw new Error(
        `docs/OPERATIONS.md:${line} ended with ${status}\n${text}\n${stdout}${stderr}`,
      );
    }
    return stdout;
  }

  /** `systemctl` that starts and stops the one service of the page by its own command. */
  serviceOf(unit: string, drop: RegExp, more = ''): void {
    const text = this.here(unit);
    const [, command = ''] = /^ExecStart=(.*)$/m.exec(text) ?? [];
    const given = [...text.matchAll(/^Environment=(.*)$/gm)].map(([, one]) => `export ${one}`);
    const [pid, log, url] = ['pid', 'log', 'http://127.0.0.1:8420'].map((one) => this.named(one));
    this.tool(
      'systemctl',
      `#!/bin/bash
if [ "$1" = start ]; then
  ${[...given, more].join('\n  ')}
  nohup ${command.replace(drop, '')} >> '${log}' 2>&1 < /dev/null &
  echo $! > '${pid}'
  for try in $(seq 300); do
    curl --fail --silent '${url}/ready' > /dev/null && exit 0
    sleep 0.1
  done
  cat '${log}' >&2; exit 1
fi
[ "$1" = stop ] || exit 2
kill -TERM "$(cat '${pid}')"
while kill -0 "$(cat '${pid}')" 2> /dev/null; do sleep 0.05; done
`,
    );
  }

  private named(one: string): string {
    return one.includes('://') ? this.here(one) : this.world.file(`${this.name}.${one}`);
  }
}
