import { existsSync } from 'node:fs';
import type { Language } from '../base/language';
import { type Key, keyId } from '../keys/key';
import type { Lesson, LessonBase } from '../lessons/lesson';
import { TURN_KEY } from '../lessons/player';
import { Recorder, type Seen } from '../lessons/recorder';
import { noticeText } from '../ui/view';
import type { Words } from '../words/words';
import { keymapOf } from './keymaps';
import { LessonBases } from './lesson-base';
import { type Leader, type LeaderHands, runLessonClient } from './lesson-client';
import { type HandOuts, keepBase } from './lesson-handouts';
import type { LessonShow } from './lesson-show';
import { DONE, refuse, wordsIn } from './say';
import type { Settings } from './settings';
import { writeOut } from './write-out';

/** Flags of `akti lesson record`. */
export interface RecordFlags extends Pick<HandOuts, 'keep' | 'force'> {
  readonly scenario?: string;
  readonly persons?: number;
  readonly seed?: number;
  /** A demo base, which is copied. */
  readonly base?: string;
  readonly user?: string;
  readonly workDate?: string;
  readonly keymap?: string;
  readonly lang?: Language;
}

const LAST_DAY = '160326';
const USER = 'yhtmalmai';
const PERSONS = 20;

function baseOf({ scenario, persons, seed, base }: RecordFlags): LessonBase {
  if (base !== undefined) return { file: base };
  if (persons !== undefined || scenario === undefined) {
    return { persons: persons ?? PERSONS, seed: seed ?? 1 };
  }
  return { scenario };
}

/** The recorder as the one who leads: it hears every key, and ends the recording. */
function leadOf(
  { hands, recorder }: { hands: LeaderHands; recorder: Recorder },
  words: Words,
  file: string,
): Leader {
  let asking = false;
  let pressed: Key | null = null;
  const seen = (): Seen => {
    const { desk } = hands.show;
    const view = desk.view();
    const { notice } = desk.state;
    const said = notice && notice.kind === 'done' ? { ...notice, offer: undefined } : null;
    return {
      state: desk.state,
      said: noticeText(view, said),
      count: (client, form) =>
        hands.show.stage.records(client).filter((rec) => rec.form === form && !rec.voided).length,
    };
  };
  const cue = (id: string): void => {
    asking = false;
    if (id === 's') recorder.close();
    else if (id === 'q') hands.leave();
  };
  return {
    begin: () => {},
    key: (key) => {
      const id = keyId(key);
      if (id === TURN_KEY) asking = !asking;
      else if (asking) cue(id);
      else {
        recorder.before(hands.show.desk.state, key);
        pressed = key;
        return true;
      }
      return false;
    },
    pressed: () => {
      if (pressed) recorder.after(seen(), pressed);
    },
    lines: () => ({
      head: words.t('lesson.recording', { count: recorder.count }),
      keys: (width) => hands.show.cast.text(width),
      said: asking ? words.t('lesson.recorder_cues') : words.t('lesson.recording_to', { file }),
      hint: words.t('lesson.recorder_hint', { key: TURN_KEY }),
      warns: false,
    }),
  };
}

/**
 * `akti lesson record FILE`: the client on a made-up base; what is done in it becomes a lesson.
 * Problems: `export.exists` {file} before anything is done, `lesson.real_base` {file},
 * `lesson.nothing_recorded` when it was ended before anything was done.
 */
export async function recordLesson(
  file: string,
  flags: RecordFlags,
  settings: Settings,
  words: Words,
): Promise<number> {
  if (existsSync(file) && !flags.force) {
    return refuse(words, { code: 'export.exists', values: { file } });
  }
  const keymap = keymapOf(flags.keymap ?? settings.keymap);
  if (!keymap.ok) return refuse(words, keymap.problem);
  const about = {
    base: baseOf(flags),
    user: flags.user ?? USER,
    workDate: flags.workDate ?? LAST_DAY,
    language: flags.lang ?? settings.lang,
  };
  const bases = new LessonBases();
  process.on('exit', () => bases.remove());
  let recorder: Recorder | undefined;
  let show: LessonShow | undefined;
  try {
    const status = await runLessonClient({
      lesson: blank(about),
      keymap: keymap.value.keymap,
      bases,
      lead: (hands) => {
        show = hands.show;
        recorder = new Recorder(hands.show.desk.env, about);
        return leadOf({ hands, recorder }, words, file);
      },
    });
    if (status !== DONE || !recorder || !show) return status;
    recorder.close();
    if (!recorder.count) return refuse(words, { code: 'lesson.nothing_recorded' });
    const kept = keepBase(show.path, flags, words);
    if (kept !== DONE) return kept;
    const titles = {
      fi: wordsIn('fi').t('lesson.untitled'),
      en: wordsIn('en').t('lesson.untitled'),
    };
    const goals = { fi: wordsIn('fi').t('lesson.no_goal'), en: wordsIn('en').t('lesson.no_goal') };
    return writeOut(file, recorder.text(titles, goals), flags.force === true, words);
  } finally {
    bases.remove();
  }
}

/** A lesson of no steps: what the client is opened on. */
function blank(about: Pick<Lesson, 'base' | 'user' | 'workDate' | 'language'>): Lesson {
  const nothing = { fi: '', en: '' };
  return {
    ...{ id: '', file: '', title: nothing, goal: nothing, topic: 'habit', minutes: 1 },
    ...about,
    order: null,
    keys: null,
    steps: [],
    practice: { records: [], keys: null, lists: null, minutes: null },
  };
}
