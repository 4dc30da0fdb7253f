/**
 * The private folders in which a text lies while the user's own editor has it: mode 0700 with one
 * text of mode 0600 and a note of whose it is, in memory where the system has such a place.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../base/clock';
import { isPrintable } from '../keys/printable';

/** A process, told apart from another that has its number later; `started` null where unknown. */
export interface ProcessMark {
  readonly pid: number;
  readonly started: string | null;
}

/** Where a text belongs: the draft of an entry, and its field. Nothing about who it is of. */
export interface TextPlace {
  readonly base: string;
  readonly user: string;
  readonly form: string;
  /** Key of the draft. */
  readonly record: string;
  readonly field: string;
}

/** What stands beside the text. */
export interface TextNote extends TextPlace {
  readonly owner: ProcessMark;
  readonly editor: ProcessMark | null;
  /** SHA-256 of the text as it was handed out. */
  readonly given: string;
}

/** A longer file is no text of a form; it is not read. In bytes. */
export const TEXT_MAX_BYTES = 1 << 20;

/** A folder without a note is left alone for so long, in ms. */
const BEING_MADE_MS = 60_000;
const PREFIX = 'akti-editor-';
const TEXT = 'akti.txt';
const NOTE = 'note.json';
/** Where nano and Emacs put what was not saved when they were hung up. */
const RESCUED = [`${TEXT}.save`, `#${TEXT}#`];
const SHARED_MEMORY = '/dev/shm';

/** True for a folder that only this user may enter. */
function isOwn(path: string): boolean {
  try {
    const found = lstatSync(path);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

/** Places for a private folder, the best first: the user's own in memory, shared memory, disk. */
function places(): string[] {
  const { XDG_RUNTIME_DIR } = process.env;
  const own = XDG_RUNTIME_DIR && isOwn(XDG_RUNTIME_DIR) ? [XDG_RUNTIME_DIR] : [];
  return [...own, SHARED_MEMORY, tmpdir()];
}

/** How this process, or another, is known; null when there is none. */
function markOf(pid: number): ProcessMark | null {
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold anything; the 22nd field is the start in ticks since the boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return { pid, started: `${boot} ${fields[19]}` };
  } catch {
    return { pid, started: null };
  }
}

function isAlive(mark: ProcessMark | null): boolean {
  const now = mark && markOf(mark.pid);
  return now !== null && (mark?.started === null || now.started === mark?.started);
}

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * A text as an editor left it, as a field takes it: line ends become \n, a mark of byte order and
 * control characters go, and so does the line end that editors put at the end of every file.
 * Bytes that are no UTF-8 are read as ISO 8859-1.
 */
export function cleanText(bytes: Uint8Array, given: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = Buffer.from(bytes).toString('latin1');
  }
  const lines = text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n');
  const kept = [...lines].filter((one) => {
    return one === '\n' || one === '\t' || isPrintable(one.codePointAt(0) ?? 0);
  });
  const clean = kept.join('');
  return clean.endsWith('\n') && !given.endsWith('\n') ? clean.slice(0, -1) : clean;
}

/** What is read back: a text, nothing new, none at all, or one that is no text of a form. */
export type ReadBack =
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'same' | 'none' | 'too_big' };

/** A private folder with a text in it. */
export class TextFolder {
  constructor(readonly path: string) {}

  /** The file the editor opens. */
  get file(): string {
    return join(this.path, TEXT);
  }

  /** Makes one with a text. Throws what the file system throws. */
  static make(text: string, place: TextPlace): TextFolder {
    const owner = markOf(process.pid) ?? { pid: process.pid, started: null };
    const note: TextNote = { ...place, owner, editor: null, given: digest(text) };
    let trouble: unknown;
    for (const parent of places()) {
      try {
        const folder = new TextFolder(mkdtempSync(join(parent, PREFIX)));
        folder.writeNote(note);
        const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
        writeFileSync(folder.file, ended, { mode: 0o600, flag: 'wx' });
        return folder;
      } catch (error) {
        trouble = error;
      }
    }
    throw trouble;
  }

  /** Says which process edits: while it lives nobody touches the folder. */
  editedBy(pid: number): void {
    const note = this.note();
    if (note) this.writeNote({ ...note, editor: markOf(pid) });
  }

  note(): TextNote | null {
    try {
      const read: unknown = JSON.parse(readFileSync(join(this.path, NOTE), 'utf8'));
      return typeof read === 'object' && read !== null && 'owner' in read
        ? (read as TextNote)
        : null;
    } catch {
      return null;
    }
  }

  /** True while the program or the editor it belongs to lives. */
  isInUse(): boolean {
    const note = this.note();
    if (note) return isAlive(note.owner) || isAlive(note.editor);
    // Another program may be just making it.
    const made = systemClock().now().getTime() - lstatSync(this.path).ctimeMs;
    return made < BEING_MADE_MS;
  }

  /**
   * Reads the text back.
   * @param rescued take what an editor saved as it was hung up, if that is newer
   */
  read(given: string | null, rescued = false): ReadBack {
    const names = rescued ? [...RESCUED, TEXT] : [TEXT];
    const found = names
      .map((name) => textFile(join(this.path, name)))
      .filter((one) => one !== null)
      .sort((one, other) => other.changed - one.changed)[0];
    if (!found) return { kind: 'none' };
    if (!found.bytes) return { kind: 'too_big' };
    const text = cleanText(found.bytes, given ?? '');
    const wanted = this.note()?.given;
    const same = given === null ? [text, `${text}\n`].some((one) => digest(one) === wanted) : false;
    return text === given || same ? { kind: 'same' } : { kind: 'changed', text };
  }

  /** Overwrites what is in the folder and takes it away; what cannot be is left. */
  remove(): void {
    try {
      for (const name of readdirSync(this.path)) overwrite(join(this.path, name));
      rmSync(this.path, { recursive: true, force: true });
    } catch {
      // Somebody took it away, or it is not ours any more.
    }
  }

  private writeNote(note: TextNote): void {
    writeFileSync(join(this.path, NOTE), JSON.stringify(note), { mode: 0o600 });
  }
}

/** A regular file of the folder; no bytes when it is too big. A link is never followed. */
function textFile(path: string): { changed: number; bytes: Buffer | null } | null {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { size, mtimeMs, mode } = fstatSync(fd);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return null;
    return { changed: mtimeMs, bytes: size > TEXT_MAX_BYTES ? null : readFileSync(fd) };
  } catch {
    return null;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Writes zeros over a regular file: what lies on a disk is not read again from where it lay. */
function overwrite(path: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { size, mode } = fstatSync(fd);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return;
    const zeros = Buffer.alloc(Math.min(size, TEXT_MAX_BYTES));
    for (let at = 0; at < size; at += zeros.length) writeSync(fd, zeros, 0, zeros.length, at);
    fsyncSync(fd);
  } catch {
    // It goes away all the same.
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Folders that are left of programs and editors that are dead; only this user's own. */
export function leftFolders(): TextFolder[] {
  const found = places().flatMap((parent) => {
    try {
      if (!statSync(parent).isDirectory()) return [];
      return readdirSync(parent)
        .filter((name) => name.startsWith(PREFIX))
        .map((name) => join(parent, name));
    } catch {
      return [];
    }
  });
  return [...new Set(found)]
    .filter(isOwn)
    .map((path) => new TextFolder(path))
    .filter((folder) => !folder.isInUse());
}
