import { writeSync } from 'node:fs';

/** Writes bytes to a terminal's file descriptor, in order, without waiting for a slow one. */
export interface FdWriter {
  /** Writes now what the terminal takes; the rest follows by itself, before all later writes. */
  write(bytes: string): void;
  /** Writes what is left, waiting for the terminal for at most `patienceMs` in all. */
  flush(patienceMs: number): void;
  /** Bytes not yet taken by the terminal. */
  waiting(): number;
  /** Forgets what is left and writes nothing any more. */
  close(): void;
}

const RETRY_MS = 2;

/**
 * Makes a writer over a file descriptor. A synchronous write is the fastest way to a terminal;
 * short writes and EAGAIN (a terminal that does not read) leave a rest that is tried again every
 * 2 ms. Any other error means that the terminal is gone: `onGone` is told once, in a later tick,
 * and nothing is written any more. The text is UTF-8 unless `encoding` says otherwise.
 */
export function createFdWriter(
  fd: number,
  onGone: () => void,
  encoding: 'utf8' | 'latin1' = 'utf8',
): FdWriter {
  const queue: Buffer[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const close = () => {
    closed = true;
    queue.length = 0;
    if (timer) clearTimeout(timer);
    timer = undefined;
  };

  /** Writes from the queue until it is empty or the terminal takes no more. */
  const drain = () => {
    try {
      while (queue.length > 0) {
        const first = queue[0] as Buffer;
        const taken = writeSync(fd, first);
        if (taken < first.length) queue[0] = first.subarray(taken);
        else queue.shift();
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EAGAIN' || code === 'EINTR') return;
      close();
      setImmediate(onGone);
    }
  };

  const drainLater = () => {
    if (queue.length === 0 || timer || closed) return;
    timer = setTimeout(() => {
      timer = undefined;
      drain();
      drainLater();
    }, RETRY_MS);
  };

  return {
    write(bytes) {
      if (closed || bytes === '') return;
      queue.push(Buffer.from(bytes, encoding));
      // While a rest waits for its retry, nothing may overtake it.
      if (queue.length === 1) drain();
      drainLater();
    },
    flush(patienceMs) {
      const pause = new Int32Array(new SharedArrayBuffer(4));
      drain();
      for (let waited = 0; queue.length > 0 && waited < patienceMs; waited += RETRY_MS) {
        Atomics.wait(pause, 0, 0, RETRY_MS);
        drain();
      }
    },
    waiting: () => queue.reduce((sum, part) => sum + part.length, 0),
    close,
  };
}
