import type { Command } from 'commander';
import type { CommandsIn } from './centre-commands';
import { wordsIn } from './say';
import { readSettings } from './settings';

/** `akti lesson …`. */
export function addLessonCommands(program: Command, { t, done, given }: CommandsIn): void {
  const words = () => wordsIn(given().lang ?? readSettings().lang);
  const lesson = program.command('lesson').description(t('cli.use.lessons'));
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
}
