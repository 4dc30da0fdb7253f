import { type Command, InvalidArgumentError } from 'commander';
import { LANGUAGES, type Language } from '../base/language';
import { ddmmyy, oneOf, SCENARIO_NAMES, wholeNumber } from './arguments';
import type { CommandsIn } from './centre-commands';
import { wordsIn } from './say';
import { readSettings } from './settings';

const SPEEDS = ['0.25', '0.5', '1', '2', '4', '8', '16'];

function speed(text: string): number {
  return Number(oneOf(...SPEEDS)(text));
}

function stepNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/u.test(text)) throw new InvalidArgumentError('whole_number');
  return Number(text);
}

/** Adds as what a run is handed on. */
function handedOn(command: Command, t: CommandsIn['t']): Command {
  return command
    .option('--cast <file>', t('cli.use.as_asciicast'))
    .option('--html <file>', t('cli.use.as_a_page'))
    .option('--text <file>', t('cli.use.as_a_transcript'))
    .option('--keep <file>', t('cli.use.keep_the_base'))
    .option('--force', t('cli.use.write_over'))
    .option('--keymap <name>', t('cli.use.key_map_effica_no_function_keys'));
}

/** `akti lesson …`. */
export function addLessonCommands(program: Command, { t, done, given }: CommandsIn): void {
  const words = (flags: { lang?: Language } = {}) =>
    wordsIn(flags.lang ?? given().lang ?? readSettings().lang);
  const lesson = program.command('lesson').description(t('cli.use.lessons'));
  // The language is asked for at the end of the line, as other commands have it.
  const named = (name: string, use: string) =>
    lesson
      .command(name)
      .description(t(`cli.use.${use}`))
      .option('--lang <language>', t('cli.use.language'), oneOf(...LANGUAGES));
  handedOn(named('play <lesson>', 'play_a_lesson'), t)
    .option('--speed <factor>', t('cli.use.how_fast'), speed)
    .option('--from <step>', t('cli.use.from_which_step'), stepNumber)
    .option('--paused', t('cli.use.wait_for_the_first_cue'))
    .option('--base <file>', t('cli.use.a_demo_base_to_copy'))
    .option('--socket <path>', t('cli.use.socket'))
    .action(async (name, flags) => {
      const { playLesson } = await import('./lesson-play');
      done(await playLesson(name, { ...given(), ...flags }, readSettings(), words(flags)));
    });
  handedOn(named('practise <lesson>', 'practise_a_lesson'), t)
    .option('--socket <path>', t('cli.use.socket'))
    .option('--idle <seconds>', t('cli.use.hint_after'), wholeNumber)
    .action(async (name, flags) => {
      const { practiseLesson } = await import('./lesson-practise');
      done(await practiseLesson(name, { ...given(), ...flags }, readSettings(), words(flags)));
    });
  named('results [files...]', 'lesson_results')
    .option('--json', t('cli.use.as_json'))
    .action(async (files, flags) =>
      done((await import('./lesson-results')).showResults(files, flags, words(flags))),
    );
  handedOn(named('export <lesson>', 'hand_a_lesson_on'), t)
    .option('--speed <factor>', t('cli.use.how_fast'), speed)
    .action(async (name, flags) => {
      const { exportLesson } = await import('./lesson-export');
      done(exportLesson(name, { ...given(), ...flags }, readSettings(), words(flags)));
    });
  named('record <file>', 'record_a_lesson')
    .option('--scenario <name>', t('cli.use.which_scenario'), oneOf(...SCENARIO_NAMES))
    .option('--persons <number>', t('cli.use.how_many_persons'), wholeNumber)
    .option('--seed <number>', t('cli.use.seed'), wholeNumber)
    .option('--base <file>', t('cli.use.a_demo_base_to_copy'))
    .option('--keep <file>', t('cli.use.keep_the_base'))
    .option('--user <id>', t('cli.use.who_is_working'))
    .option('--work-date <ddmmyy>', t('cli.use.the_day_recorded_as'), ddmmyy)
    .option('--keymap <name>', t('cli.use.key_map_effica_no_function_keys'))
    .option('--force', t('cli.use.write_over'))
    .action(async (file, flags) => {
      const { recordLesson } = await import('./lesson-record');
      done(await recordLesson(file, { ...given(), ...flags }, readSettings(), words(flags)));
    });
  named('check [folder]', 'check_lessons')
    .option('--json', t('cli.use.as_json'))
    .action(async (folder, flags) =>
      done((await import('./lesson-check')).checkLessons(folder, flags, words(flags))),
    );
  named('list', 'list_lessons')
    .option('--json', t('cli.use.as_json'))
    .action(async (flags) =>
      done((await import('./lesson-list')).listLessons(flags, words(flags))),
    );
  named('follow', 'follow_lesson')
    .option('--socket <path>', t('cli.use.socket'))
    .action(async (flags) =>
      done(await (await import('./lesson-follow')).followLesson(flags, words(flags))),
    );
}
