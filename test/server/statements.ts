import { Client } from 'pg';

/** How often each kind of statement was sent: its first word and the table it is about. */
export type Counted = Readonly<Record<string, number>>;

const TABLE = /(?:from|into|update)\s+"?(\w+)"?/iu;

function kindOf(text: string): string {
  const verb = /^\s*(\w+)/u.exec(text)?.[1]?.toLowerCase() ?? '';
  const table = TABLE.exec(text)?.[1] ?? '';
  return `${verb} ${table}`.trim();
}

/** Counts what this process sends to any PostgreSQL while something is done. */
export async function countStatements(work: () => Promise<unknown>): Promise<Counted> {
  const counted: Record<string, number> = {};
  const { query } = Client.prototype;
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    const [first] = args as [string | { text?: string }];
    const kind = kindOf(typeof first === 'string' ? first : (first.text ?? ''));
    counted[kind] = (counted[kind] ?? 0) + 1;
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    Client.prototype.query = query;
  }
  return counted;
}

/** All of them together. */
export function sumOf(counted: Counted): number {
  return Object.values(counted).reduce((sum, n) => sum + n, 0);
}
