import * as z from 'zod';
import { COMMANDS, type CommandId } from './commands';

const commandIds = COMMANDS.map((one) => one.id) as [CommandId, ...CommandId[]];

const keyName = z
  .string()
  .regex(/^\s*\S+(\s+\S+)?\s*$/)
  .describe('A key, "Ctrl+S", "F12", "Shift+Tab", or a leader and its key, "Ctrl+V v".');

/** The shape of a keymap file. The rules of keys are in `key-rules.ts`, which zod cannot say. */
export const keymapFileShape = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).describe('The name that --keymap takes.'),
  about: z.string().min(1).optional().describe('For whom it is and why.'),
  extends: z.string().min(1).optional().describe('The keymap this one changes.'),
  bindings: z
    .partialRecord(z.enum(commandIds), z.array(keyName))
    .describe('Command to its keys, the one to show first; [] frees the keys of the layer below.'),
});

/** JSON Schema (2020-12) of a keymap file, for editors and the generated docs. */
export function keymapSchema(): object {
  return z.toJSONSchema(keymapFileShape);
}
