import { describe, expect, it } from 'vitest';
import { type Draft, dropDraft, listDrafts, readDraft, saveDraft } from '../../src/store/drafts';
import { catching } from '../../src/store/errors';
import { openBase } from '../../src/store/open';
import { bundled, must, newBase, problemIn, start, tidyAfterEach } from './support';

tidyAfterEach();

const draft: Draft = {
  actor: 'yhtmalmai',
  form: 'initiation',
  record: '',
  client: 'asiakas',
  value: { typed: { text: 'kesken ää' }, touched: ['text'] },
  saved_at: '2026-03-16T08:00:00.000Z',
};

describe('drafts', () => {
  it('are kept per user, form and record, the latest over the one before', () => {
    const base = newBase();
    saveDraft(base, { ...draft, value: 'vanha' });
    saveDraft(base, draft);
    const other = { ...draft, form: 'reminder', saved_at: '2026-03-16T08:00:01.000Z' };
    saveDraft(base, other);
    saveDraft(base, { ...draft, actor: 'yhtpälöst' });
    expect(readDraft(base, draft)).toEqual(draft);
    expect(listDrafts(base, 'yhtmalmai')).toEqual([other, draft]);
    dropDraft(base, draft);
    dropDraft(base, draft);
    expect(readDraft(base, draft)).toBeUndefined();
    expect(listDrafts(base, 'yhtpälöst')).toHaveLength(1);
  });

  it('are there for another program at once', () => {
    const base = newBase();
    saveDraft(base, draft);
    expect(readDraft(must(openBase(base.path)), draft)).toEqual(draft);
  });

  it('are dropped with the save or not at all', () => {
    const base = newBase();
    saveDraft(base, draft);
    const failed = () =>
      base.write(() => {
        dropDraft(base, draft);
        throw new Error('kesken');
      });
    expect(failed).toThrow('kesken');
    expect(readDraft(base, draft)).toEqual(draft);
    base.write(() => dropDraft(base, draft));
    expect(readDraft(base, draft)).toBeUndefined();
  });

  it('say so when another program is saving, and then can be tried again', async () => {
    const base = newBase();
    saveDraft(base, { ...draft, value: 'vanha' });
    const holder = start(await bundled('hold-lock'), [base.path, 'write']);
    await holder.said(1);
    expect(problemIn(catching(() => saveDraft(base, draft))).code).toBe('base.locked');
    holder.child.kill('SIGKILL');
    await holder.ended;
    saveDraft(base, draft);
    expect(readDraft(base, draft)).toEqual(draft);
  });

  it('work in an encrypted base too', () => {
    const key = Buffer.alloc(32, 3);
    const base = newBase({ kind: 'real', key });
    saveDraft(base, draft);
    base.close();
    expect(readDraft(must(openBase(base.path, { key })), draft)).toEqual(draft);
  });
});
