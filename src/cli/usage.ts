import type { Command, CommanderError, Help, HelpConfiguration, Option } from 'commander';
import { type Language, languageIn } from '../base/language';
import type { Problem } from '../base/problems';
import type { Words } from '../words/words';

/** The language asked for with `--lang` anywhere on the line; the line need not be right. */
export function languageAsked(args: readonly string[]): Language | undefined {
  const at = args.findLastIndex((one) => one === '--lang' || one.startsWith('--lang='));
  if (at < 0) return undefined;
  return languageIn(args[at]?.split('=')[1] ?? args[at + 1]);
}

/** Headings of the library's help, and the words they have. */
const HEADINGS: Readonly<Record<string, string>> = {
  'Usage:': 'cli.help.usage',
  'Arguments:': 'cli.help.arguments',
  'Options:': 'cli.help.options',
  'Commands:': 'cli.help.commands',
};

/** How help is laid out in a language: headings, names of values, and defaults. */
export function helpIn(words: Words): HelpConfiguration {
  const named = (text: string) =>
    text.replace(/([<[])([a-z]+)((?:\.\.\.)?[>\]])/gu, (whole, open, name, close) =>
      words.has(`cli.value.${name}`) ? `${open}${words.t(`cli.value.${name}`)}${close}` : whole,
    );
  return {
    // A narrow column still wraps: otherwise its lines would run over the edge.
    minWidthToWrap: 20,
    styleTitle: (title) => (HEADINGS[title] ? words.t(HEADINGS[title]) : title),
    styleUsage: named,
    styleOptionTerm: named,
    styleSubcommandTerm: named,
    styleArgumentTerm: (name) => words.t(`cli.value.${name}`),
    optionDescription(this: Help, { description, defaultValue }: Option) {
      if (defaultValue === undefined) return description;
      return `${description} (${words.t('cli.help.default', { value: String(defaultValue) })})`;
    },
  };
}

/** The option or argument the library's English text names, without the name of its value. */
function namedIn(message: string): string {
  return /'(.*?)(?: <.*?)?'/u.exec(message)?.[1] ?? '';
}

const INVALID = /(?:option '(\S+).*?' argument|value) '(.*?)' is invalid.*\. (.*)$/su;
const EXCESS = /Expected (\d+).*got (\d+)/u;

/**
 * What was wrong with a command line, from what the library threw: its code and its English text.
 * Problems: `usage.option_unknown` {option}, `usage.command_unknown` {command},
 * `usage.argument_missing` {name}, `usage.value_missing` {option}, `usage.option_missing` {option},
 * `usage.arguments_many` {expected, found}, `usage.value` {option, found, expected}; else
 * `usage.wrong` {text}.
 */
export function usageProblem({ code, message }: CommanderError, words: Words): Problem {
  const named = namedIn(message);
  switch (code) {
    case 'commander.unknownOption':
      return { code: 'usage.option_unknown', values: { option: named } };
    case 'commander.unknownCommand':
      return { code: 'usage.command_unknown', values: { command: named } };
    case 'commander.missingArgument': {
      const name = words.t(`cli.value.${named}`);
      return { code: 'usage.argument_missing', values: { name } };
    }
    case 'commander.optionMissingArgument':
      return { code: 'usage.value_missing', values: { option: named } };
    case 'commander.missingMandatoryOptionValue':
      return { code: 'usage.option_missing', values: { option: named } };
    case 'commander.excessArguments': {
      const [, expected, found] = EXCESS.exec(message) ?? [];
      const values = { expected: Number(expected), found: Number(found) };
      return { code: 'usage.arguments_many', values };
    }
    case 'commander.invalidArgument': {
      const [, option = '', found = '', expected = ''] = INVALID.exec(message) ?? [];
      return { code: 'usage.value', values: { option, found, expected } };
    }
    default:
      return { code: 'usage.wrong', values: { text: message } };
  }
}

/** The command a line names, as deep as it can be followed: its usage is what helps. */
export function commandNamed(program: Command, args: readonly string[]): Command {
  let named = program;
  for (const arg of args) {
    const next = named.commands.find((one) => one.name() === arg);
    if (next) named = next;
  }
  return named;
}
