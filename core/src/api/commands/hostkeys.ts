import { z } from 'zod';
import type { HostKeyDecision, KnownHostKey } from '../../transports/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { audited } from './audited.ts';

/** SSH host keys, with the devices that have them. */
export const hostkeys = command(nothing, async ({ services }: CommandContext) => (await services.transports.hostKeys()).map(({ offeredAt = null, decision = null, ...key }: KnownHostKey) => {
  const found = services.inventory.find(key.address);
  return { ...key, offeredAt, decision, device: found === null ? null : { id: found.id, name: found.name, site: found.site } };
}));

const decided = z.strictObject({
  address: z.string().min(1).max(255), port: z.int().min(1).max(65_535).default(22), comment: z.string().max(1_024).default(''),
  fingerprint: z.string().min(1).max(255).optional().meta({ description: 'The key that is meant: when another one is offered by now, nothing is decided.' }),
});

async function decide(context: CommandContext, verdict: 'accept' | 'refuse', { address, port, comment, fingerprint }: z.output<typeof decided>) {
  const { transports } = context.services;
  const known = (await transports.hostKeys()).find((key) => key.address === address && key.port === port);
  const decision: HostKeyDecision = { person: context.person, comment, fingerprint: fingerprint ?? known?.offered ?? '' };
  const detail = [`${address} port ${port}`, decision.fingerprint, comment].filter((part) => part !== '').join(', ');
  const before = known?.status === 'asked' ? null : (known?.fingerprint ?? null);
  const changed = verdict === 'accept' ? [{ what: `host key of ${address} port ${port}`, before, after: decision.fingerprint || before }] : [];
  await audited(context, { action: `hostkey.${verdict}`, detail, changed }, () => (verdict === 'accept' ? transports.acceptHostKey(address, port, decision) : transports.refuseHostKey(address, port, decision)));
  return { address, port };
}

export const acceptHostkey = command(decided, (context: CommandContext, input) => decide(context, 'accept', input));

export const refuseHostkey = command(decided, (context: CommandContext, input) => decide(context, 'refuse', input));
