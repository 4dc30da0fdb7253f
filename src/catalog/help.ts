import type { Language } from '../base/language';
import { type CatalogReader, type Fault, faultAt, inFileOrder } from './fault';

/** Help for a form or a field, in plain words. */
export interface HelpText {
  /** Title of the form's page. */
  readonly title: string;
  readonly text: string;
  /** Language the text is in: the wanted one, or Finnish where that has none. */
  readonly lang: Language;
}

/** A form and its fields, as the check must know what should have help. */
export interface HelpWanted {
  readonly form: string;
  readonly fields: readonly string[];
}

/** Fewest and most words of a help text (issue 2). */
export const HELP_WORDS = { least: 8, most: 60 } as const;

/** Languages with pages of their own; in others the Finnish page is shown. */
export const HELP_LANGUAGES: readonly Language[] = ['fi', 'en'];

const SOURCE_LANGUAGE: Language = 'fi';

interface Section {
  readonly line: number;
  readonly text: string;
}

interface Page {
  readonly title: string;
  /** Field id → section; the form's own text has the key ''. */
  readonly sections: ReadonlyMap<string, Section>;
  /** Sections that stand a second time. */
  readonly repeated: readonly { readonly line: number; readonly section: string }[];
}

export interface Help {
  /** Help of a form, or of one field of it; undefined when neither language has it. */
  helpFor(lang: Language, form: string, field?: string): HelpText | undefined;
  /** What is wrong with the pages of one language, given what there should be. */
  check(lang: Language, wanted: readonly HelpWanted[]): Fault[];
}

/** Help pages `help/<lang>/<form>.md`, each read when first asked for. */
export function loadHelp(reader: CatalogReader): Help {
  const pages = new Map<string, Page | undefined>();
  const pageOf = (lang: Language, form: string) => {
    const file = fileOf(lang, form);
    if (!pages.has(file)) pages.set(file, readPage(reader, file));
    return pages.get(file);
  };
  return {
    helpFor: (lang, form, field = '') => {
      for (const tried of new Set([lang, SOURCE_LANGUAGE])) {
        const page = pageOf(tried, form);
        const section = page?.sections.get(field);
        if (page && section) return { title: page.title, text: section.text, lang: tried };
      }
      return undefined;
    },
    check: (lang, wanted) => {
      const faults: Fault[] = [];
      const seen = new Map<string, string>();
      for (const { form, fields } of wanted) {
        const file = fileOf(lang, form);
        const page = pageOf(lang, form);
        if (page) checkPage(file, page, fields, seen, faults);
        else faults.push(faultAt(file, 1, 'help.page_missing', { form }));
      }
      return inFileOrder(faults);
    },
  };
}

function fileOf(lang: Language, form: string): string {
  return `help/${lang}/${form}.md`;
}

function readPage(reader: CatalogReader, file: string): Page | undefined {
  try {
    return parsePage(reader.text(file));
  } catch {
    return undefined;
  }
}

/** Reads `# title`, then `## field_id` sections; the first paragraph of each is its text. */
export function parsePage(markdown: string): Page {
  const sections = new Map<string, Section>();
  const repeated: { line: number; section: string }[] = [];
  let title = '';
  let open: { key: string; line: number; words: string[]; closed: boolean } | undefined;
  const close = () => {
    if (!open) return;
    if (sections.has(open.key)) repeated.push({ line: open.line, section: open.key });
    else sections.set(open.key, { line: open.line, text: open.words.join(' ') });
  };
  markdown.split(/\r?\n/u).forEach((raw, at) => {
    const text = raw.trim();
    const heading = /^(#{1,2})\s+(.*)$/u.exec(text);
    if (heading) {
      close();
      const [, marks, name] = heading as unknown as [string, string, string];
      if (marks === '#') title = name;
      open = { key: marks === '#' ? '' : name, line: at + 1, words: [], closed: false };
    } else if (open && text === '') {
      open.closed ||= open.words.length > 0;
    } else if (open && !open.closed) {
      open.words.push(text);
    }
  });
  close();
  return { title, sections, repeated };
}

function checkPage(
  file: string,
  page: Page,
  fields: readonly string[],
  seen: Map<string, string>,
  faults: Fault[],
): void {
  for (const { line, section } of page.repeated) {
    faults.push(faultAt(file, line, 'help.section_twice', { section }));
  }
  for (const field of ['', ...fields]) {
    if (!page.sections.has(field)) {
      faults.push(faultAt(file, 1, 'help.section_missing', { section: field || '#' }));
    }
  }
  for (const [key, { line, text }] of page.sections) {
    const section = key || '#';
    if (key !== '' && !fields.includes(key)) {
      faults.push(faultAt(file, line, 'help.section_unknown', { section }));
    }
    const found = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (found < HELP_WORDS.least || found > HELP_WORDS.most) {
      faults.push(faultAt(file, line, 'help.length', { section, found, ...HELP_WORDS }));
    }
    const other = seen.get(text.toLowerCase());
    if (other) faults.push(faultAt(file, line, 'help.alike', { section, other }));
    else seen.set(text.toLowerCase(), `${file}:${line}`);
  }
}
