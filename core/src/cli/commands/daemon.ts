import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { errorText } from '../error-text.ts';
import type { Session } from '../session.ts';
import { bytes, plain } from '../text.ts';
import { auditView, hostkeysView } from '../views/record-view.ts';
import { statusView } from '../views/status-view.ts';
import { reloadView } from '../views/reload-view.ts';
import { counted, example, json, port } from './options.ts';
import { addPluginsCommands } from './plugins.ts';

/** The daemon itself: its life, its plugins, its records. */
export function addDaemonCommands(program: Command, session: Session): void {
  const { terminal } = session;
  example(program.command('up').description('run the daemon in the foreground, until Ctrl-C'), 'jackfield up --config config')
    .action(async (_options: object, command: Command) => {
      // The whole host: commands that only ask the daemon start without it.
      const { up } = await import('../up.ts');
      await up(session, session.directory(command));
    });
  example(json(program.command('stop').description('end the running daemon')), 'jackfield stop')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'stop', {}), ({ pid }) => `The daemon with pid ${pid} is ending.\n`);
    });
  example(json(program.command('status').description('the daemon, its checks and its plugins at one glance')), 'jackfield status --json | jq .checks')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'status', {}), (status) => statusView(status, terminal, Date.now()));
    });
  addPluginsCommands(program, session);
  example(json(program.command('release').description('end the quarantine of a plugin')), 'jackfield release snmp-switch')
    .argument('<plugin>', 'id of the plugin')
    .action(async (plugin: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'release', { plugin }), () => `${plain(plugin)} may start again.\n`);
    });
  example(json(program.command('reload').description('read the configuration anew; keep the old one if it is wrong')), 'jackfield reload')
    .action(async (_options: object, command: Command) => {
      const outcome = await session.call(command, 'reload', {});
      const { kind, errors, missing } = outcome;
      if (kind === 'refused' || missing.length > 0) session.exitCode = exitCodes.problem;
      if (session.isJson(command)) return session.show(command, outcome, () => '');
      if (kind === 'refused') {
        terminal.writeError(`Refused; the old configuration keeps running.\n${errors.map((error) => errorText(error, terminal.colours)).join('')}`);
        return;
      }
      terminal.write(reloadView(outcome));
      if (missing.length > 0) terminal.writeError(missing.map((error) => errorText(error, terminal.colours)).join(''));
    });
  example(json(program.command('backup').description('copy the database of the running daemon into a new file')), 'jackfield backup /var/backups/jackfield.db')
    .argument('[file]', 'file to write; it must not exist; else one in the state folder, where the five newest are kept')
    .action(async (file: string | undefined, _options: object, command: Command) => {
      const restore = 'To restore it: stop the daemon, put it in the place of jackfield.db in the state folder.\n';
      if (file !== undefined) {
        session.show(command, await session.call(command, 'backup', { file: resolve(file) }), () => `Written to ${plain(file)}. ${restore}`);
        return;
      }
      session.show(command, await session.call(command, 'backup-make', {}), ({ backup, bytes: size }) => `Written to ${backup} in the folder backups of the state folder, ${bytes(size)}. ${restore}`);
    });
  example(json(program.command('audit').description('who did what, newest first')), 'jackfield audit --verify')
    .option('--limit <number>', 'how many records', counted, 50)
    .option('--device <name>', 'about one device')
    .option('--change <id>', 'of one change: its id, or its first letters')
    .option('--verify', 'check the chain of hashes')
    .action(async ({ limit, device, change, verify }: { limit: number; device?: string; change?: string; verify?: boolean }, command: Command) => {
      const audit = await session.call(command, 'audit', { limit, verify: verify === true, ...(device === undefined ? {} : { device }), ...(change === undefined ? {} : { change }) });
      session.show(command, audit, (found) => auditView(found, terminal));
      if (audit.brokenAt !== null) session.exitCode = exitCodes.problem;
    });
  example(json(program.command('hostkeys').description('SSH host keys seen, and those that changed')), 'jackfield hostkeys')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'hostkeys', {}), (keys) => hostkeysView(keys, terminal, Date.now()));
    });
  example(json(program.command('accept-hostkey').description('accept the key that a device offers now')), 'jackfield accept-hostkey 192.0.2.7')
    .argument('<address>', 'address of the device')
    .option('--port <number>', 'SSH port', port, 22)
    .action(async (address: string, options: { port: number }, command: Command) => {
      session.show(command, await session.call(command, 'accept-hostkey', { address, port: options.port }), () => `The key of ${plain(address)} port ${options.port} is accepted.\n`);
    });
}
