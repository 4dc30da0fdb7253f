import { writeSync } from 'node:fs';

const RETRY_MS = 1;

/**
 * Writes to the keyboard side of a pseudo-terminal. The stream that node-pty offers spins on a
 * full queue without reading, which never ends when the program's own output is full too; this
 * one writes what fits and comes back later. Its file must be non-blocking.
 */
export class Outbox {
  private readonly waiting: Buffer[] = [];
  private timer: NodeJS.Timeout | undefined;
  private emptied: (() => void)[] = [];
  private closed = false;

  constructor(private readonly fd: number) {}

  /** Sends bytes after those that wait; as one write if the queue takes them. */
  send(bytes: Buffer): void {
    if (this.closed || bytes.length === 0) return;
    this.waiting.push(bytes);
    this.flush();
  }

  /** Resolves when everything has been written. */
  drained(): Promise<void> {
    if (this.waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.emptied.push(resolve));
  }

  /** Forgets what has not been written; the program is gone. */
  close(): void {
    this.closed = true;
    this.waiting.length = 0;
    clearTimeout(this.timer);
    for (const resolve of this.emptied.splice(0)) resolve();
  }

  private flush(): void {
    clearTimeout(this.timer);
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      const written = this.write(first);
      if (written === first.length) this.waiting.shift();
      else {
        this.waiting[0] = first.subarray(written);
        this.timer = setTimeout(() => this.flush(), RETRY_MS);
        return;
      }
    }
    for (const resolve of this.emptied.splice(0)) resolve();
  }

  private write(bytes: Buffer): number {
    try {
      return writeSync(this.fd, bytes);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return 0;
      if (code === 'EIO') return bytes.length; // nobody is there to read it
      throw error;
    }
  }
}
