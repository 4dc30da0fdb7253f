import { type Command, InvalidArgumentError } from 'commander';
import type { CommandsIn } from './centre-commands';
import { wordsIn } from './say';
import { readSettings } from './settings';

const SPEEDS = ['0.25', '0.5', '1', '2', '4', '8', '16'];

function speed(text: string): number {
  if (!SPEEDS.includes(text)) throw new InvalidArgumentError(SPEEDS.join('|'));
  return Number(text);
}

function stepNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/u.test(text)) throw new InvalidArgumentError('whole_number');
  return Number(text);
}

/** `akti lesson …`. */
export function addLessonCommands(program: Command, { t, done, given }: CommandsIn): void {
  const words = () => wordsIn(given().lang ?? readSettings().lang);
  const lesson = program.command('lesson').description(t('cli.use.lessons'));
  lesson
    .command('play <lesson>')
    .description(t('cli.use.play_a_lesson'))
    .option('--keymap <name>', t('cli.use.key_map_effica_no_function_keys'))
    .option('--speed <factor>', t('cli.use.how_fast'), speed)
    .option('--from <step>', t('cli.use.from_which_step'), stepNumber)
    .option('--paused', t('cli.use.wait_for_the_first_cue'))
    .action(async (name, flags) => {
      const { playLesson } = await import('./lesson-play');
      done(await playLesson(name, { ...given(), ...flags }, readSettings(), words()));
    });
  lesson
    .command('check [folder]')
    .description(t('cli.use.check_lessons'))
    .option('--json', t('cli.use.as_json'))
    .action(async (folder, flags) =>
      done((await import('./lesson-check')).checkLessons(folder, flags, words())),
    );
  lesson
    .command('list')
    .description(t('cli.use.list_lessons'))
    .option('--json', t('cli.use.as_json'))
    .action(async (flags) => done((await import('./lesson-list')).listLessons(flags, words())));
  lesson
    .command('follow')
    .description(t('cli.use.follow_lesson'))
    .option('--socket <path>', t('cli.use.socket'))
    .action(async (flags) =>
      done(await (await import('./lesson-follow')).followLesson(flags, words())),
    );
}
