import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest: begun first, so that no core waits for them at the end. */
const LONG = [
  ...['stations/stations', 'contract/commands', 'operations/page', 'cli/serve', 'contract/screens'],
  ...['flows/flows', 'contract/typing-ahead', 'faults/kills', 'stations/kills', 'cli/lessons'],
];

/** The long files, the longest first, then the others in their usual order. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.includes(`/test/${name}.test.`));
      return at < 0 ? LONG.length : at;
    };
    return [...usual].sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    globalSetup: ['test/lib/build.ts'],
    setupFiles: ['test/lib/steady-chance.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Real programs in real terminals: more files at once than cores only makes them wait.
    maxWorkers: 2,
    // Files of a worker share its process, so that the program is loaded, and made fast, once: what
    // a file changes of the process it puts back, and hooks stand in files of tests only.
    isolate: false,
    // As `main` has it when Ink is loaded, by whichever file; and React as the program is built.
    env: { FORCE_COLOR: '1', NODE_ENV: 'production' },
    sequence: { sequencer: LongFirst },
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
  },
});
