import { type Command, InvalidArgumentError } from 'commander';
import type { Language } from '../base/language';

/** What adding the commands of the centre needs of the program they are added to. */
export interface CommandsIn {
  /** The words of a key. */
  t(key: string): string;
  /** Takes the exit status. */
  done(status: number): void;
  /** Flags given before the command. */
  given(): { readonly lang?: Language };
}

const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'];

const part = () => import('./centre-part');

/** Adds which centre is meant. */
function atCentre(command: Command, t: CommandsIn['t']): Command {
  return command
    .option('--centre [file]', t('cli.use.a_centre_file'))
    .option('--database <url>', t('cli.use.a_database'));
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/u.test(text) || number > 65_535) throw new InvalidArgumentError('port');
  return number;
}

function position(text: string): number {
  if (!/^\d{1,15}$/u.test(text)) throw new InvalidArgumentError('whole_number');
  return Number(text);
}

function level(text: string): string {
  if (!LOG_LEVELS.includes(text)) throw new InvalidArgumentError(LOG_LEVELS.join('|'));
  return text;
}

/** `akti serve` and `akti centre …`. */
export function addCentreCommands(program: Command, { t, done, given }: CommandsIn): void {
  program
    .command('serve')
    .description(t('cli.use.run_the_centre'))
    .option('--file <file>', t('cli.use.a_centre_file'))
    .option('--database <url>', t('cli.use.a_database'))
    .option('--port <number>', t('cli.use.port'), port)
    .option('--host <host>', t('cli.use.host'))
    .option('--tls-cert <file>', t('cli.use.tls_cert'))
    .option('--tls-key <file>', t('cli.use.tls_key'))
    .option('--behind-proxy', t('cli.use.behind_proxy'))
    .option('--open-metrics', t('cli.use.open_metrics'))
    .option('--log <level>', t('cli.use.log_level'), level)
    .action(async (flags) => done(await (await part()).runServe({ ...given(), ...flags })));
  const centre = program.command('centre').description(t('cli.use.care_of_the_centre'));
  atCentre(centre.command('status').description(t('cli.use.where_the_centre_is')), t)
    .option('--json', t('cli.use.as_json'))
    .action(async (flags) => done(await (await part()).showCentre({ ...given(), ...flags })));
  atCentre(centre.command('upgrade').description(t('cli.use.upgrade_the_centre')), t).action(
    async (flags) => done(await (await part()).upgradeCentre({ ...given(), ...flags })),
  );
  atCentre(centre.command('backup <file>').description(t('cli.use.back_up')), t)
    .option('--json', t('cli.use.as_json'))
    .action(async (to, flags) =>
      done(await (await part()).backUpCentre(to, { ...given(), ...flags })),
    );
  atCentre(centre.command('restored').description(t('cli.use.begin_anew')), t).action(
    async (flags) => done(await (await part()).beginAnew({ ...given(), ...flags })),
  );
  atCentre(centre.command('durable').description(t('cli.use.in_a_backup')), t)
    .argument('<position>', t('cli.use.a_position'), position)
    .action(async (until, flags) =>
      done(await (await part()).setDurable(until, { ...given(), ...flags })),
    );
  atCentre(centre.command('held').description(t('cli.use.what_waits_held')), t)
    .option('--json', t('cli.use.as_json'))
    .action(async (flags) => done(await (await part()).listHeld({ ...given(), ...flags })));
  for (const [name, decision, help] of HELD) {
    atCentre(centre.command(`${name} <units...>`).description(t(help)), t)
      .requiredOption('--user <id>', t('cli.use.who_decides'))
      .requiredOption('--reason <reason>', t('cli.use.why'))
      .action(async (units, flags) =>
        done(await (await part()).decideHeldUnits(units, decision, { ...given(), ...flags })),
      );
  }
}

const HELD = [
  ['let-in', 'let_in', 'cli.use.let_in'],
  ['archive', 'archive', 'cli.use.put_aside'],
] as const;

/** `akti user …`: the people of a base, or those of a centre when one is named. */
export function addUserCommands(program: Command, { t, done, given }: CommandsIn): void {
  const user = program.command('user').description(t('cli.use.the_people_of_a_base'));
  const local = () => import('./user');
  atCentre(user.command('list').description(t('cli.use.list_the_people')), t)
    .option('--base <file>', t('cli.use.a_base_file'))
    .option('--json', t('cli.use.as_json'))
    .action(async (own) => {
      const flags = { ...given(), ...own };
      if (isAtCentre(flags)) done(await (await part()).listCentreUsers(flags));
      else done(await (await local()).listUsers(flags));
    });
  atCentre(user.command('add <id>').description(t('cli.use.add_one')), t)
    .requiredOption('--name <name>', t('cli.use.sukunimi_etunimi'))
    .requiredOption('--unit <unit>', t('cli.use.unit_id'))
    .requiredOption('--role <role>', t('cli.use.worker_secretary_or_reader'))
    .option('--os-user <name>', t('cli.use.user_of_the_operating_system'))
    .option('--base <file>', t('cli.use.a_base_file'))
    .action(async (id, own) => {
      const flags = { ...given(), ...own };
      if (isAtCentre(flags)) done(await (await part()).addCentreUser(id, flags));
      else done(await (await local()).addUser(id, flags));
    });
  atCentre(user.command('disable <id>').description(t('cli.use.disable_one')), t).action(
    async (id, own) =>
      done(await (await part()).setCentreUserActive(id, false, { ...given(), ...own })),
  );
  atCentre(user.command('enable <id>').description(t('cli.use.enable_one')), t).action(
    async (id, own) =>
      done(await (await part()).setCentreUserActive(id, true, { ...given(), ...own })),
  );
  atCentre(user.command('password <id>').description(t('cli.use.give_a_password')), t).action(
    async (id, own) => done(await (await part()).setCentrePassword(id, { ...given(), ...own })),
  );
  atCentre(user.command('devices [id]').description(t('cli.use.list_the_devices')), t)
    .option('--json', t('cli.use.as_json'))
    .action(async (id, own) => done(await (await part()).listDevices(id, { ...given(), ...own })));
  atCentre(user.command('revoke <device>').description(t('cli.use.revoke_a_device')), t).action(
    async (device, own) => done(await (await part()).revokeDevice(device, { ...given(), ...own })),
  );
}

function isAtCentre(flags: { centre?: unknown; database?: unknown; base?: unknown }): boolean {
  if (flags.base !== undefined) return false;
  return [flags.centre, flags.database, process.env.AKTI_DATABASE].some((one) => one !== undefined);
}
