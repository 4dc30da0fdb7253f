import { parseArgs } from 'node:util';
import { Command, CommanderError } from 'commander';
import { LANGUAGES, type Language, languageIn } from '../base/language';
import type { Problem } from '../base/problems';
import { THEMES, type Theme } from '../screen/theme';
import type { Words } from '../words/words';
import { DDMMYY, ddmmyy, oneOf, SCENARIO_NAMES, wholeNumber } from './arguments';
import { addCentreCommands, addUserCommands, type CommandsIn } from './centre-commands';
import { addLessonCommands } from './lesson-commands';
import { warnOfOpenKey } from './open-key';
import { DONE, endWithReader, refuse, USAGE, wordsIn } from './say';
import { readSettings, type Settings } from './settings';
import { SYNC_THREAD } from './sync-messages';
import { UPGRADE_THREAD } from './upgrade-messages';
import { commandNamed, helpIn, languageAsked, usageProblem } from './usage';
import { freeYoungSpace } from './young-space';

/** Flags of the client itself. */
interface ClientFlags {
  demo?: boolean;
  base?: string;
  user?: string;
  workDate?: string;
  keymap?: string;
  lang?: Language;
  theme?: Theme;
  line?: boolean;
}

/**
 * The flags of the client when nothing else was given, else undefined. The library for commands and
 * help is needed then, and takes as long to load as it takes to show the first form.
 */
function clientFlagsIn(args: readonly string[]): ClientFlags | undefined {
  const text = { type: 'string' } as const;
  const options = {
    demo: { type: 'boolean' },
    line: { type: 'boolean' },
    base: text,
    user: text,
    'work-date': text,
    keymap: text,
    lang: text,
    theme: text,
  } as const;
  try {
    const {
      'work-date': workDate,
      lang,
      theme: themeName,
      ...flags
    } = parseArgs({ args: [...args], options }).values;
    const language = languageIn(lang);
    const theme = THEMES.find((one) => one === themeName);
    if (language !== lang || theme !== themeName) return undefined;
    if (workDate !== undefined && !DDMMYY.test(workDate)) return undefined;
    return { ...flags, workDate, lang: language, theme };
  } catch {
    return undefined;
  }
}

/** Groups of commands that describe themselves. */
const PARTS = [
  addDemoCommand,
  addKeysCommand,
  addBackupCommand,
  addUserCommands,
  addCentreCommands,
  addSyncCommand,
  addLessonCommands,
];

/**
 * Each command's file is loaded only when it is asked for: a client that starts does not pay for
 * the commands it does not run.
 */
function programOf(settings: Settings, words: Words, done: (status: number) => void): Command {
  const t = (key: string) => words.t(key);
  const program = new Command('akti');
  program
    // Commands made from here on inherit these four.
    .configureHelp(helpIn(words))
    .configureOutput({ outputError: () => {} })
    .helpOption('-h, --help', t('cli.use.help'))
    .exitOverride()
    .helpCommand('help [command]', t('cli.use.help_of_command'))
    .description(t('cli.use.sosiaalihuollon_asiakirjat_n_pp_imist_lt'))
    .option('--demo', t('cli.use.the_practice_base'))
    .option('--base <file>', t('cli.use.a_base_file'))
    .option('--user <id>', t('cli.use.who_is_working'))
    .option('--work-date <ddmmyy>', t('cli.use.the_day_recorded_as'), ddmmyy)
    .option('--keymap <name>', t('cli.use.key_map_effica_no_function_keys'))
    .option('--lang <language>', t('cli.use.language'), oneOf(...LANGUAGES))
    .option('--theme <name>', t('cli.use.theme'), oneOf(...THEMES))
    .option('--line', t('cli.use.line_by_line'))
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .action(async () => {
      const flags = program.opts<ClientFlags>();
      const { startClient } = await import('./start');
      done(await startClient(flags, settings));
    });
  program
    .command('init <file>')
    .description(t('cli.use.make_an_empty_real_base_encrypted'))
    .requiredOption('--user <id>', t('cli.use.id_of_the_first_worker'))
    .option('--name <name>', t('cli.use.name_of_the_first_worker'))
    .option('--unit <unit>', t('cli.use.unit_of_the_first_worker'))
    .action(async (file, flags) =>
      done(
        await (await import('./init')).runInit(file, { ...program.opts<ClientFlags>(), ...flags }),
      ),
    );
  program
    .command('show <person>')
    .description(t('cli.use.print_a_whole_case'))
    .option('--text', t('cli.use.as_text_default'))
    .option('--json', t('cli.use.as_json'))
    .option('--at <time>', t('cli.use.as_of'))
    .option('--base <file>', t('cli.use.a_base_file'))
    .option('--user <id>', t('cli.use.who_is_asking'))
    .option('--work-date <ddmmyy>', t('cli.use.the_day_asked_on'), ddmmyy)
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
    .command('export <person> [file]')
    .description(t('cli.use.export_a_whole_case'))
    .option('--lang <language>', t('cli.use.labels_in'), oneOf('fi', 'sv', 'en'))
    .option('--force', t('cli.use.write_over'))
    .option('--base <file>', t('cli.use.a_base_file'))
    .option('--user <id>', t('cli.use.who_is_asking'))
    .option('--work-date <ddmmyy>', t('cli.use.the_day_asked_on'), ddmmyy)
    .action(async (person, file, flags) =>
      done(
        await (await import('./export')).runExport(
          person,
          file,
          { ...program.opts<ClientFlags>(), ...flags },
          settings,
        ),
      ),
    );
  program
    .command('check')
    .argument('[what]', t('cli.use.what_to_check'), oneOf('data', 'keymaps', 'phrases', 'base'))
    .description(t('cli.use.say_what_is_wrong_and_where'))
    .option('--base <file>', t('cli.use.a_base_file'))
    .option('--json', t('cli.use.as_json'))
    .action(async (what, flags) =>
      done(
        await (await import('./check')).runCheck(
          what,
          { ...program.opts<ClientFlags>(), ...flags },
          settings,
        ),
      ),
    );
  const commands = { t, done, given: () => program.opts<ClientFlags>() };
  for (const add of PARTS) add(program, commands);
  return program;
}

/** `akti demo`: makes a demo base. */
function addDemoCommand(program: Command, { t, done }: CommandsIn): void {
  program
    .command('demo <file>')
    .description(t('cli.use.make_a_demo_base_the_same_seed_gives_the'))
    .option('--seed <number>', t('cli.use.seed'), wholeNumber, 1)
    .option('--persons <number>', t('cli.use.how_many_persons'), wholeNumber)
    .option('--events <number>', t('cli.use.how_many_events'), wholeNumber)
    .option('--scenario <name>', t('cli.use.which_scenario'), oneOf(...SCENARIO_NAMES))
    .action(async (file, flags) => done(await (await import('./demo')).runDemo(file, flags)));
}

/** `akti backup`: a copy of a base. */
function addBackupCommand(program: Command, { t, done, given }: CommandsIn): void {
  program
    .command('backup <file>')
    .description(t('cli.use.back_up_a_base'))
    .option('--base <file>', t('cli.use.a_base_file'))
    .action(async (to, flags) =>
      done(await (await import('./backup')).runBackup(to, { ...given(), ...flags })),
    );
}

/** `akti keys`: what the terminal sends. */
function addKeysCommand(program: Command, { t, done, given }: CommandsIn): void {
  program
    .command('keys')
    .description(t('cli.use.keys'))
    .option('--keymap <name>', t('cli.use.key_map_effica_no_function_keys'))
    .option('--checklist', t('cli.use.checklist'))
    .option('--json', t('cli.use.as_json'))
    .action(async (flags) => {
      const { runKeys } = await import('./keys');
      done(await runKeys({ ...given(), ...flags }, readSettings()));
    });
}

/** `akti sync`: a base and its centre. */
function addSyncCommand(program: Command, { t, done, given }: CommandsIn): void {
  program
    .command('sync')
    .description(t('cli.use.exchange_with_the_centre'))
    .argument('[saves...]', t('cli.use.held_saves'))
    .option('--connect <url>', t('cli.use.link_to_a_centre'))
    .option('--status', t('cli.use.say_only_what_waits'))
    .option('--held [what]', t('cli.use.what_is_held'), oneOf('again', 'archive'))
    .option('--reason <reason>', t('cli.use.why'))
    .option('--json', t('cli.use.as_json'))
    .option('--base <file>', t('cli.use.a_base_file'))
    .option('--user <id>', t('cli.use.user_at_the_centre'))
    .option('--salvage <file>', t('cli.use.salvage'))
    .action(async (saves, own) => {
      const flags = { ...given(), ...own, saves };
      if (flags.salvage === undefined) done(await (await import('./sync')).runSync(flags));
      else done(await (await import('./salvage')).runSalvage(flags));
    });
}

/** A word where a command should stand: to the library it is an argument too many. */
function unknownCommand(program: Command, { code }: CommanderError): Problem | null {
  const [command] = program.args;
  if (code !== 'commander.excessArguments' || command === undefined) return null;
  if (program.commands.some((one) => one.name() === command)) return null;
  return { code: 'usage.command_unknown', values: { command } };
}

/** Trouble met in the middle of a command, such as a damaged page: its sentence and no stack. */
async function refuseTrouble(error: unknown, words: Words): Promise<number> {
  const { problemFrom } = await import('../store/errors');
  const problem = problemFrom(error);
  if (!problem) throw error;
  return refuse(words, problem);
}

/**
 * Runs the program with an argv as Node gives it.
 * @returns the exit status: 0 done, 1 refused, 2 usage (DESIGN 10)
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const args = argv.slice(2);
  if (args[0] === SYNC_THREAD) return (await import('./sync-thread')).runSyncThread();
  if (args[0] === UPGRADE_THREAD) return (await import('./upgrade-thread')).runUpgradeThread();
  const settings = readSettings();
  const flags = clientFlagsIn(args);
  if (flags) return (await import('./start')).startClient(flags, settings);
  endWithReader();
  const words = wordsIn(languageAsked(args) ?? settings.usageLang);
  warnOfOpenKey(words);
  let status = DONE;
  const program = programOf(settings, words, (given) => {
    status = given;
  });
  try {
    // No session but a command: it ends soon, and may work through a whole base before.
    freeYoungSpace();
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) return refuseTrouble(error, words);
    if (error.exitCode === 0) return DONE;
    // A command that only holds others has printed its help by now, as there was nothing to do.
    if (error.code !== 'commander.help') {
      refuse(words, unknownCommand(program, error) ?? usageProblem(error, words));
      process.stderr.write(`\n${commandNamed(program, args).helpInformation()}`);
    }
    return USAGE;
  }
}
