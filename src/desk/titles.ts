import { showDdmmyy } from '../rules/calendar';
import { factsHere } from './env';
import type { PaletteRow } from './palette';
import { nameOfRecord } from './show';
import type { PromptOverlay } from './state';
import type { View } from './view';

/** What a question asks, and about what. */
export function promptTitle(view: View, overlay: PromptOverlay): string {
  const { purpose } = overlay;
  if (purpose.kind === 'void') {
    const form = view.env.registry.form(purpose.rec.form);
    const name = form.name(purpose.rec, factsHere(view.state));
    return `${view.words.t('prompt.void')}: ${view.words.t(`form.${form.id}`)} ${name}`;
  }
  if (purpose.kind === 'day') {
    return view.words.t('prompt.day', { today: showDdmmyy(purpose.today) });
  }
  if (purpose.kind !== 'act') return view.words.t(`prompt.${purpose.kind}`);
  // What it is done to: it may be another record than the one in sight.
  const name = nameOfRecord(view.env.registry, factsHere(view.state), purpose.target);
  return `${view.words.t(`command.${purpose.command}`)}: ${name}`;
}

/** What a row of the palette is called. */
export function nameOfRow({ words }: View, row: PaletteRow): string {
  switch (row.kind) {
    case 'command':
      return words.t(`command.${row.id}`);
    case 'line': {
      const { on, line } = row.entry;
      return `${showDdmmyy(on)} ${words.line(line.key, line.values).replace(/\s+/gu, ' ')}`;
    }
    case 'help': {
      const form = words.t(`form.${row.form}`);
      if (row.field === null) return words.t('palette.page', { form });
      return words.t('palette.help', { form, field: words.t(`form.${row.form}.${row.field}`) });
    }
    case 'field': {
      const { form, section } = row;
      const field = words.t(
        section ? `form.${form}.section.${section}` : `form.${form}.${row.field}`,
      );
      if (row.opener) return words.t('palette.field', { form: words.t(`form.${form}`), field });
      return section ? words.t('palette.section', { section: field }) : field;
    }
  }
}
