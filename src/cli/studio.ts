import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { bad, good, type Result } from '../base/problems';
import {
  endMessage,
  messageFor,
  type PackedStill,
  packStill,
  type Still,
} from '../lessons/following';

/** What the player of a lesson gives to be followed. */
export interface StudioOptions {
  /** The socket; a folder that is not there is made, closed to others. */
  readonly path: string;
  /** The screen as it is now; asked for each newcomer and at each change that somebody follows. */
  readonly still: () => Still;
  /** Milliseconds, to know how long a follower has taken nothing. */
  readonly now: () => number;
}

/** A lesson at play that others can follow. */
export interface Studio {
  /** The screen changed. Costs nothing while nobody follows, and never waits for who does. */
  show(): void;
  /** How many follow. */
  followers(): number;
  /** Tells all who follow that it is over and takes the socket away. */
  close(): Promise<void>;
}

/** A socket's path is at most so many bytes, on the narrowest system we know. */
const PATH_BYTES = 103;
/** A follower that took nothing for so long is let go; a terminal that is stopped takes nothing. */
const STALLED_MS = 30_000;
/** How long the last message may take, in ms. */
const LAST_WORD_MS = 300;

interface Follower {
  readonly socket: Socket;
  sent: PackedStill | null;
  /** Since when it has taken nothing; null while it takes all. */
  stalledAt: number | null;
}

/**
 * Opens a socket at which others on this machine, signed in as the same user, may watch. They can
 * do nothing else: what they send is thrown away. Who is behind gets no frame until it has taken
 * the one before, and then the latest: nothing piles up, and the player waits for nobody.
 * Problems: `follow.path_long` {path}, `follow.folder` {folder} when others may enter it,
 * `follow.taken` {path} when a lesson is shown there, `follow.socket` {path, reason} with the code
 * of the system.
 */
export async function openStudio(options: StudioOptions): Promise<Result<Studio>> {
  const { path } = options;
  if (Buffer.byteLength(path) > PATH_BYTES) return bad('follow.path_long', { path });
  try {
    if (!isPrivate(dirname(path))) return bad('follow.folder', { folder: dirname(path) });
    if (await answers(path)) return bad('follow.taken', { path });
    rmSync(path, { force: true });
    const followers = new Set<Follower>();
    const server = createServer((socket) => welcome(followers, socket, options));
    await listening(server, path);
    chmodSync(path, 0o600);
    return good(studioOf(server, followers, options));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'EADDRINUSE'
      ? bad('follow.taken', { path })
      : bad('follow.socket', { path, reason: code });
  }
}

/** Makes the folder if it is not there; true when nobody but this user may enter it. */
function isPrivate(folder: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

/** True when somebody answers at a socket; what an ended program left behind answers nobody. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const said = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => said(true)).once('error', () => said(false));
  });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function welcome(followers: Set<Follower>, socket: Socket, options: StudioOptions): void {
  const follower: Follower = { socket, sent: null, stalledAt: null };
  followers.add(follower);
  socket.on('close', () => followers.delete(follower));
  // An error is followed by the close; without a listener it would end the program.
  socket.on('error', () => {});
  // Read and thrown away: else the end of a follower would not be seen.
  socket.resume();
  socket.on('drain', () => {
    follower.stalledAt = null;
    tell(follower, packStill(options.still()), options.now());
  });
  tell(follower, packStill(options.still()), options.now());
}

function tell(follower: Follower, still: PackedStill, now: number): void {
  const { socket } = follower;
  if (follower.stalledAt !== null) {
    if (now - follower.stalledAt > STALLED_MS) socket.destroy();
    return;
  }
  const text = messageFor(follower.sent, still);
  follower.sent = still;
  if (text !== '' && !socket.write(text)) follower.stalledAt = now;
}

function studioOf(server: Server, followers: Set<Follower>, options: StudioOptions): Studio {
  return {
    show() {
      if (followers.size === 0) return;
      const still = packStill(options.still());
      for (const follower of followers) tell(follower, still, options.now());
    },
    followers: () => followers.size,
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => {
          for (const { socket } of followers) socket.destroy();
        }, LAST_WORD_MS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        for (const { socket } of followers) socket.end(endMessage());
      }),
  };
}
