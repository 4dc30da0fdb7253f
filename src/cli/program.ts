import { parseArgs } from 'node:util';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { DONE, USAGE } from './say';
import { readSettings } from './settings';

/** Flags of the client itself. */
interface ClientFlags {
  demo?: boolean;
  base?: string;
  user?: string;
  workDate?: string;
  keymap?: string;
  lang?: 'fi' | 'en';
}

/**
 * The flags of the client when nothing else was given, else undefined. The library for commands and
 * help is needed then, and takes as long to load as it takes to show the first form.
 */
function clientFlagsIn(args: readonly string[]): ClientFlags | undefined {
  const text = { type: 'string' } as const;
  const options = {
    demo: { type: 'boolean' },
    base: text,
    user: text,
    'work-date': text,
    keymap: text,
    lang: text,
  } as const;
  try {
    const {
      'work-date': workDate,
      lang,
      ...flags
    } = parseArgs({ args: [...args], options }).values;
    if (lang !== undefined && lang !== 'fi' && lang !== 'en') return undefined;
    return { ...flags, workDate, lang };
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}

function oneOf<T extends string>(...allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((one) => one === text);
    if (!found) throw new InvalidArgumentError(`expected ${allowed.join(' or ')}`);
    return found;
  };
}

/**
 * Each command's file is loaded only when it is asked for: a client that starts does not pay for
 * the commands it does not run.
 */
function programOf(done: (status: number) => void): Command {
  const settings = readSettings();
  const program = new Command('akti');
  program
    .description('Sosiaalihuollon asiakirjat näppäimistöltä / case records by keyboard')
    .option('--demo', 'the practice base')
    .option('--base <file>', 'a base file')
    .option('--user <id>', 'who is working')
    .option('--work-date <ddmmyy>', 'the day recorded as')
    .option('--keymap <name>', 'key map: effica, no-function-keys')
    .option('--lang <language>', 'fi or en', oneOf('fi', 'en'))
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .action(async () => {
      const flags = program.opts<ClientFlags>();
      const { startClient } = await import('./start');
      done(await startClient(flags, settings));
    });
  program
    .command('demo <file>')
    .description('make a demo base; the same seed gives the same bytes')
    .option('--seed <number>', 'seed', wholeNumber, 1)
    .option('--persons <number>', 'how many persons', wholeNumber)
    .option('--scenario <name>', 'B1 or B2', oneOf('B1', 'B2'))
    .action(async (file, flags) => done(await (await import('./demo')).runDemo(file, flags)));
  program
    .command('init <file>')
    .description('make an empty real base, encrypted')
    .requiredOption('--user <id>', 'id of the first worker')
    .option('--name <name>', 'name of the first worker')
    .option('--unit <unit>', 'unit of the first worker')
    .action(async (file, flags) =>
      done(
        await (await import('./init')).runInit(file, { ...program.opts<ClientFlags>(), ...flags }),
      ),
    );
  program
    .command('show <person>')
    .description('print a whole case')
    .option('--text', 'as text (default)')
    .option('--json', 'as JSON')
    .option('--base <file>', 'a base file')
    .option('--user <id>', 'who is asking')
    .option('--work-date <ddmmyy>', 'the day asked on')
    .action(async (person, flags) =>
      done(
        await (await import('./show')).runShow(
          person,
          { ...program.opts<ClientFlags>(), ...flags },
          settings,
        ),
      ),
    );
  program
    .command('check [what]')
    .description('say what is wrong and where: data, keymaps or base')
    .option('--base <file>', 'a base file')
    .option('--json', 'as JSON')
    .action(async (what, flags) =>
      done(
        await (await import('./check')).runCheck(
          what,
          { ...program.opts<ClientFlags>(), ...flags },
          settings,
        ),
      ),
    );
  addUserCommands(program, done);
  return program;
}

function addUserCommands(program: Command, done: (status: number) => void): void {
  const user = program.command('user').description('the people of a base');
  user
    .command('list')
    .option('--base <file>', 'a base file')
    .option('--json', 'as JSON')
    .action(async (flags) =>
      done(await (await import('./user')).listUsers({ ...program.opts<ClientFlags>(), ...flags })),
    );
  user
    .command('add <id>')
    .requiredOption('--name <name>', 'Sukunimi Etunimi')
    .requiredOption('--unit <unit>', 'unit id')
    .requiredOption('--role <role>', 'worker, secretary or reader')
    .option('--os-user <name>', 'user of the operating system')
    .option('--base <file>', 'a base file')
    .action(async (id, flags) =>
      done(
        await (await import('./user')).addUser(id, { ...program.opts<ClientFlags>(), ...flags }),
      ),
    );
}

/**
 * Runs the program with an argv as Node gives it.
 * @returns the exit status: 0 done, 1 refused, 2 usage (DESIGN 10)
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const flags = clientFlagsIn(argv.slice(2));
  if (flags) return (await import('./start')).startClient(flags, readSettings());
  let status = DONE;
  const program = programOf((given) => {
    status = given;
  });
  for (const command of [
    program,
    ...program.commands,
    ...program.commands.flatMap((one) => one.commands),
  ]) {
    command.exitOverride();
  }
  try {
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return DONE;
    process.stderr.write(program.helpInformation());
    return USAGE;
  }
}
