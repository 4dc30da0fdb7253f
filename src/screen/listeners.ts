/** Listeners that are taken away together. */
export class Listeners {
  private readonly undo: (() => void)[] = [];

  /** Begins to listen, until `stop`. */
  on(source: NodeJS.EventEmitter, event: string, listener: (...args: never[]) => void): void {
    const heard = listener as (...args: unknown[]) => void;
    source.on(event, heard);
    this.undo.push(() => source.off(event, heard));
  }

  /** Takes away all of them. Does nothing the second time. */
  stop(): void {
    for (const stopListening of this.undo.splice(0)) stopListening();
  }
}
