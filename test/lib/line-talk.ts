import type { Language } from '../../src/base/language';
import { keymapOf } from '../../src/cli/keymaps';
import { LessonBases, openLesson } from '../../src/cli/lesson-base';
import { openDesk } from '../../src/cli/lesson-stage';
import { conversationOn } from '../../src/cli/line-client';
import type { Said } from '../../src/line/said';

/** One line typed: the prompt it answers, what was said to it. */
export interface Exchanged {
  readonly prompt: string;
  readonly answer: string;
  readonly said: readonly Said[];
  /** What came out: what was said, and the next prompt. */
  readonly page: string;
}

/** Who talks, and on what base. */
export interface TalkSettings {
  readonly base:
    | { readonly scenario: string }
    | { readonly persons: number; readonly seed: number };
  readonly workDate: string;
  readonly user?: string;
  readonly lang?: Language;
  readonly width?: number;
}

const EFFICA = keymapOf('effica');
if (!EFFICA.ok) throw new Error('no keymap');
const KEYS = EFFICA.value.keymap;

/** The client by lines without a terminal, on a demo base of its own. */
export function lineTalk(settings: TalkSettings) {
  const { base, workDate, user = 'yhtmalmai', lang = 'fi', width = 80 } = settings;
  const bases = new LessonBases();
  const path = bases.fresh(base);
  if (!path.ok) throw new Error(path.problem.code);
  const opened = openLesson(path.value, { user, workDate }, lang);
  if (!opened.ok) throw new Error(opened.problem.code);
  const world = opened.value;
  const { desk, talk } = conversationOn(
    (keymap) => openDesk({ world, keymap, lang, size: { cols: 80, rows: 24 } }),
    KEYS,
    () => width,
  );
  const begun = talk.begin();
  const exchanges: Exchanged[] = [];
  let prompt = lastLine(begun);
  return {
    desk,
    talk,
    path: path.value,
    begun,
    exchanges,
    get prompt() {
      return prompt;
    },
    /** Types a line; gives what was said to it. */
    answer(answer: string): readonly Said[] {
      const page = talk.answer(answer);
      const said = [...talk.said];
      exchanges.push({ prompt, answer, said, page });
      prompt = lastLine(page);
      return said;
    },
    /** All that was written, with the answers as a terminal shows them. */
    transcript(): string {
      return begun + exchanges.map(({ answer, page }) => `${answer}\n${page}`).join('');
    },
    close() {
      desk.close();
      world.world.base.close();
      bases.remove();
    },
  };
}

/** A talk as a test holds it. */
export type LineTalk = ReturnType<typeof lineTalk>;

function lastLine(page: string): string {
  return page.slice(page.lastIndexOf('\n') + 1);
}
