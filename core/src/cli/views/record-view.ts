import type { CommandResult } from '../../api/index.ts';
import type { Explanation } from '../../sites/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, plain } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

export function auditView({ records, verified, brokenAt }: CommandResult<'audit'>, { colours, columns }: View): string {
  const rows = table(
    [{ title: 'NO', align: 'right', firm: true }, { title: 'AT', firm: true }, { title: 'WHO', firm: true }, { title: 'FROM', spare: 3 }, { title: 'ACTION', firm: true }, { title: 'OUTCOME', firm: true }, { title: 'PLUGIN', spare: 2 }, { title: 'DEVICE', spare: 1 }, { title: 'DETAIL', beneath: true }],
    records.map((record) => [
      String(record.sequence), record.at, record.person, record.origin ?? '', record.action, { text: record.outcome, style: record.outcome === 'done' ? colours.green : colours.red },
      record.plugin ?? '', record.deviceName ?? '', told(record),
    ]), columns, colours.dim,
  );
  if (!verified) return rows;
  return rows + (brokenAt === null ? colours.green('The chain of hashes holds.\n') : colours.red(`The chain of hashes breaks at record ${brokenAt}: somebody changed it.\n`));
}

/** What it says, and what of what it altered that does not say already. */
function told({ detail, changed }: CommandResult<'audit'>['records'][number]): string {
  const more = changed.filter(({ what }) => !detail.includes(`${what}: `)).map(({ what, before, after }) => `${what}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`);
  return [detail, ...more].filter((part) => part !== '').join('; ');
}

export function explanationView({ key, value, layers, devices = [] }: Explanation, { colours }: View): string {
  const lines = layers.map(({ layer, name, value: of, place, effective }) => {
    const where = place === null ? 'built in' : `${place.file}:${place.line}:${place.column}`;
    const line = `  ${layer.padEnd(12)} ${plain(name)}  ${plain(JSON.stringify(of))}  ${where}`;
    return effective ? `${colours.green('>')}${line.slice(1)}` : colours.dim(line);
  });
  const nothing = layers.length === 0 ? ['  no layer sets it'] : [];
  const standing = devices.map(({ key: entry, place, names }) => {
    const who = names === null ? 'the devices that fit; a daemon that runs tells which' : names.length === 0 ? 'no device: none fits' : plain(names.join(', '));
    return `  ${plain(entry)}${place === null ? '' : ` (${place.file}:${place.line}:${place.column})`} stands for ${who}`;
  });
  return `${colours.bold(plain(key))} = ${value === undefined ? 'not set' : plain(JSON.stringify(value))}\n${[...lines, ...nothing, ...standing].map((line) => `${line}\n`).join('')}`;
}

export function hostkeysView(keys: CommandResult<'hostkeys'>, { colours, columns }: View, now: number): string {
  if (keys.length === 0) return 'No SSH host keys recorded yet.\n';
  return table(
    [{ title: 'ADDRESS', firm: true }, { title: 'PORT', align: 'right' }, { title: 'STATUS', firm: true }, { title: 'FINGERPRINT' }, { title: 'FIRST SEEN' }, { title: 'OFFERED NOW' }],
    keys.map((key) => [
      key.address, String(key.port), { text: key.status, style: key.status === 'changed' ? colours.red : key.status === 'asked' ? colours.yellow : colours.green }, key.fingerprint, ago(key.firstSeen, now), key.offered ?? '',
    ]), columns, colours.dim,
  );
}
