import * as z from 'zod';
import { COMMANDS, type CommandId } from './commands';
import { keyNamePattern } from './key';

const commandIds = COMMANDS.map((one) => one.id) as [CommandId, ...CommandId[]];

const keyName = z
  .string()
  .regex(new RegExp(keyNamePattern(), 'u'))
  .describe('A key, "Ctrl+S", "F12", "Shift+Tab", or a leader and its key, "Ctrl+V v".');

/** The shape of a keymap file. The rules of keys are in `key-rules.ts`, which zod cannot say. */
export const keymapFileShape = z.strictObject({
  $schema: z.string().optional().describe('The schema an editor checks the file by.'),
  name: z.string().min(1).describe('The name that --keymap takes.'),
  about: z.string().min(1).optional().describe('For whom it is and why.'),
  extends: z.string().min(1).optional().describe('The keymap this one changes.'),
  bindings: z
    .partialRecord(z.enum(commandIds), z.array(keyName))
    .describe('Command to its keys, the one to show first; [] frees the keys of the layer below.'),
});

/** The bindings as zod writes them. */
interface Bindings {
  readonly additionalProperties: object;
}

/**
 * JSON Schema (2020-12) of a keymap file, for editors, which show what each command does.
 * @param captionOf what a command does, for people
 */
export function keymapSchema(captionOf: (command: CommandId) => string): object {
  const { properties, ...rest } = z.toJSONSchema(keymapFileShape);
  const bindings = properties?.bindings as Bindings;
  const commands = Object.fromEntries(
    commandIds.map((id) => [id, { description: captionOf(id), $ref: '#/$defs/keys' }]),
  );
  return {
    ...rest,
    properties: {
      ...properties,
      bindings: { ...bindings, properties: commands, additionalProperties: false },
    },
    $defs: { keys: bindings.additionalProperties },
  };
}
