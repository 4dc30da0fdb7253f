import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isatty } from 'node:tty';
import type { Problem } from '../base/problems';
import { TEXT_MAX_BYTES, TextFolder, type TextPlace } from './editor-files';

/** How editing ended. `text` null: the field stays as it was. */
export interface Edited {
  readonly text: string | null;
  readonly problem?: Problem;
  /** The terminal went with the editor: there is nothing to take back. */
  readonly lost?: true;
}

/** Statuses by which a shell says that there is no such program, or that it may not be run. */
const NOT_FOUND = new Set([126, 127]);

/** How long an editor whose terminal is lost may take to end, in ms. */
const HANGUP_PATIENCE_MS = 2000;

/** What keeps Vim from leaving the text elsewhere: no swap, info file, backup or undo file. */
const VIM_PRIVATE = [
  ...['-n', '-i', 'NONE', '-c', 'set nobackup nowritebackup'],
  ...['-c', 'silent! set noundofile'],
];

/** The program a command line begins with, through links; null when it is not found. */
function programOf(command: string): string | null {
  const [first = ''] = command.split(/\s+/u);
  const folders = first.includes('/') ? [''] : (process.env.PATH ?? '').split(':');
  for (const folder of folders) {
    const path = folder ? join(folder, first) : first;
    try {
      accessSync(path, constants.X_OK);
      return basename(realpathSync(path));
    } catch {
      // Not there.
    }
  }
  return null;
}

/** Flags for the editors we know to leave copies of a text elsewhere. */
function privately(command: string): readonly string[] {
  return /^n?vim(\.|$)/u.test(programOf(command) ?? '') ? VIM_PRIVATE : [];
}

/** A text in the hands of the user's editor. */
export class Editing {
  /** How it ended; never fails. */
  readonly done: Promise<Edited>;
  private readonly child: ChildProcess;
  private hungUp = false;

  private constructor(
    private readonly command: string,
    private readonly text: string,
    private readonly folder: TextFolder,
  ) {
    const line = `exec ${command} "$@"`;
    const args = ['-c', line, 'editor', ...privately(command), folder.file];
    // Its own folder is where it saves what has no other place.
    this.child = spawn('/bin/sh', args, { stdio: 'inherit', cwd: folder.path });
    if (this.child.pid !== undefined) folder.editedBy(this.child.pid);
    this.done = new Promise((resolve) => {
      this.child.on('error', () => resolve(this.ended(null, null)));
      this.child.on('exit', (status, signal) => resolve(this.ended(status, signal)));
    });
  }

  /**
   * Writes the text into a private folder and starts the editor on it, at this terminal. Problem:
   * `editor.no_place`, nowhere can such a folder be made.
   */
  static begin(command: string, text: string, place: TextPlace): Editing | Problem {
    try {
      return new Editing(command, text, TextFolder.make(text, place));
    } catch {
      return { code: 'editor.no_place' };
    }
  }

  /** The terminal is lost, or the program ends: the editor too, and what it saved is taken. */
  async end(): Promise<Edited> {
    this.hungUp = true;
    this.child.kill('SIGHUP');
    const late = setTimeout(() => this.child.kill('SIGKILL'), HANGUP_PATIENCE_MS);
    const edited = await this.done;
    clearTimeout(late);
    return edited;
  }

  /** The program breaks: the editor is told, and the next start takes what it saved. */
  abandon(): void {
    this.child.kill('SIGHUP');
  }

  private ended(status: number | null, signal: string | null): Edited {
    // A lost line ends the editor first, with whatever status, and this program a moment later.
    const lost = !isatty(process.stdin.fd);
    const isCut = this.hungUp || lost || signal !== null;
    const edited = { ...this.edited(status, isCut), ...(lost ? { lost } : {}) };
    if (edited.problem?.code !== 'editor.too_big') this.folder.remove();
    return edited;
  }

  private edited(status: number | null, isCut: boolean): Edited {
    const [editor = ''] = this.command.split(/\s+/u);
    if (!isCut && status !== 0) {
      const missing = status === null || NOT_FOUND.has(status);
      const code = missing ? 'editor.missing' : 'editor.failed';
      return { text: null, problem: { code, values: { editor, status: status ?? 0 } } };
    }
    const read = this.folder.read(this.text, isCut);
    if (read.kind === 'too_big') {
      const values = { max: TEXT_MAX_BYTES, file: this.folder.file };
      return { text: null, problem: { code: 'editor.too_big', values } };
    }
    // An editor that was killed may have saved before: what it saved is not lost.
    const cut = isCut ? { problem: { code: 'editor.cut', values: { editor } } } : {};
    return { text: read.kind === 'changed' ? read.text : null, ...cut };
  }
}
