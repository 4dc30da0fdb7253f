import { runProgram } from './cli/program';

// Ink's own colour detection looks at a stdout that is not used; the screen decides about colour.
process.env.FORCE_COLOR ??= '1';

runProgram(process.argv).then((status) => {
  process.exitCode = status;
});
