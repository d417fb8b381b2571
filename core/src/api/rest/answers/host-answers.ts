import { states } from '@jackfield/sdk';
import { z } from 'zod';
import { pluginStates } from '../../../plugins/index.ts';
import { errorReportSchema } from '../../../control/index.ts';
import { text } from './health-answers.ts';
import { installedPlugin } from './plugin-answers.ts';

const oneError = z.object({ code: z.string(), message: z.string(), hint: z.string(), where: z.string() });
const counts = z.object({ ok: z.int(), warning: z.int(), critical: z.int(), unknown: z.int(), pending: z.int() });

export const report = z.object({ code: z.string(), message: z.string(), hint: z.string(), where: z.string(), more: z.array(oneError) });
const storage = z.object({ waiting: z.int(), lost: z.int(), error: report.nullable() });
const refused = z.object({ directory: z.string(), error: report });
const trapReceiver = z.object({
  address: z.string(), port: z.int(), listening: z.boolean(), received: z.int(), accepted: z.int(), acknowledged: z.int(), dropped: z.record(z.string(), z.int()), error: report.nullable(),
}).nullable();

const pluginStatus = z.object({
  id: z.string(), version: z.string(), state: z.enum(pluginStates), pid: z.int().nullable(), activation: z.object({ reason: z.string(), at: z.string(), readyMs: z.number() }).nullable(), restarts: z.int(), lastExit: text,
  cpuMs: z.number(), pssBytes: z.number().nullable(), calls: z.int(), openCalls: z.int(), messages: z.int(), waiting: z.int(), operations: z.int(), refused: z.int(),
  lastErrors: z.array(z.object({ at: z.string(), code: z.string(), message: z.string(), device: z.string() })), fences: z.array(z.string()), sdk: text, deprecated: z.array(z.object({ code: z.string(), text: z.string() })),
}).meta({ id: 'PluginStatus' });

export const statusAnswer = z.object({
  pid: z.int(), version: z.string(), startedAt: z.string(), directory: z.string(), organization: z.string(), sites: z.int(), devices: z.int(), checks: counts, incidents: z.object({ open: z.int(), acknowledged: z.int() }),
  plugins: z.array(pluginStatus), refused: z.array(refused), complaints: z.array(report), unmade: z.array(report).meta({ description: 'Reports that are due and could not be made.' }),
  schedule: z.object({
    scheduled: z.int(), inFlight: z.int(), runs: z.int(), skipped: z.int(), droppedMetrics: z.int(), unsaved: z.int(), lagMs: z.object({ p50: z.number(), p95: z.number(), max: z.number() }),
  }),
  storage: z.object({ database: storage, log: storage }), transports: z.array(z.object({ thread: z.string(), operations: z.int(), failures: z.int(), inFlight: z.int(), restarts: z.int(), sshLoginMs: z.object({ p50: z.number(), p95: z.number(), max: z.number() }) })), traps: trapReceiver,
}).meta({ id: 'Status' });

const titled = { id: z.string(), title: z.string() };

export const organizationAnswer = z.object({
  ...titled, regions: z.array(z.object({ ...titled, districts: z.array(z.object({ ...titled, sites: z.array(z.object({ ...titled, zone: z.string().nullable().meta({ description: 'The time zone that `reports.zone` of its settings names; null for none.' }) })) })) })),
}).meta({ id: 'Organization' });

export const siteAnswer = z.object({
  ...titled, region: z.string(), district: z.string(), networks: z.array(z.string()), devices: z.int(), checks: counts, incidents: z.int(), state: z.enum(states).nullable(),
}).meta({ id: 'Site' });

export const pluginsAnswer = z.object({
  clockMs: z.number(), crashes: z.array(z.unknown()), plugins: z.array(pluginStatus), refused: z.array(refused),
  installed: z.array(installedPlugin),
}).meta({ id: 'Plugins' });

const trap = z.object({ at: z.string(), address: z.string(), oid: z.string(), kind: z.enum(['trap', 'inform']), version: z.enum(['1', '2c', '3']) });

export const trapsAnswer = z.object({
  receiver: trapReceiver,
  sites: z.array(z.object({
    site: text, kept: z.int(), dropped: z.int(), devices: z.array(z.object({ device: z.string(), name: z.string(), kept: z.int(), last: trap })),
    droppedFrom: z.array(z.object({ address: z.string(), dropped: z.int(), last: z.string() })),
  })),
}).meta({ id: 'Traps' });

export const recoverabilityAnswer = z.array(z.object({
  site: z.string(), score: z.number().nullable(),
  parts: z.array(z.object({ deviceName: z.string(), check: z.string(), title: z.string(), state: z.string(), summary: z.string(), share: z.number() })),
})).meta({ id: 'Recoverability' });

export const proposalAnswer = z.object({
  id: z.string(), devices: z.array(z.string()), names: z.array(z.string()), because: z.array(z.object({ type: z.string(), value: z.string() })), proposedAt: z.string(),
}).meta({ id: 'MergeProposal' });

export const hostKeyAnswer = z.object({
  address: z.string(), port: z.int(), fingerprint: z.string(), firstSeen: z.string(), status: z.enum(['accepted', 'changed', 'asked']), offered: text, offeredAt: text,
  decision: z.object({ person: z.string(), comment: z.string(), fingerprint: z.string(), at: z.string(), verdict: z.enum(['accepted', 'refused']) }).nullable().meta({ description: 'What somebody said last, of which key.' }),
  device: z.object({ id: z.string(), name: z.string(), site: z.string() }).nullable(),
}).meta({ id: 'HostKey' });

const auditRecord = z.object({
  sequence: z.int(), at: z.string(), person: z.string(), origin: text, action: z.string(), plugin: text, pluginVersion: text, device: text, deviceName: text, change: text,
  outcome: z.enum(['done', 'refused', 'failed']), detail: z.string(), hash: z.string(),
  changed: z.array(z.object({ what: z.string(), before: text, after: text })).meta({ description: 'What the act made another; null for nothing. Of a secret only that it is another.' }),
}).meta({ id: 'AuditRecord' });

export const auditAnswer = z.object({ records: z.array(auditRecord), verified: z.boolean(), brokenAt: z.int().nullable() }).meta({ id: 'Audit' });

export const explanationAnswer = z.object({
  key: z.string(), value: z.unknown(),
  layers: z.array(z.object({
    layer: z.string(), name: z.string(), value: z.unknown(), place: z.object({ file: z.string(), line: z.int(), column: z.int() }).nullable(), effective: z.boolean(),
  })),
}).meta({ id: 'Explanation' });

const discoveryProblem = z.object({ address: z.string(), plugin: text, where: z.string(), code: z.string(), message: z.string(), hint: z.string() });
const foundDevice = { device: z.string(), name: z.string(), address: z.string(), lastSeen: text };

export const discoveryRunAnswer = z.object({
  id: z.string(), person: z.string(), site: text, network: text, startedAt: z.string(), endedAt: text, state: z.enum(['running', 'done', 'ended', 'failed']), error: report.nullable().meta({ description: 'Why it failed.' }),
  sites: z.array(z.object({
    site: z.string(), stage: z.enum(['waiting', 'sweep', 'identify', 'done']), done: z.int(), total: z.int(), addresses: z.int(), answered: z.int(), found: z.int(), plugins: z.record(z.string(), z.int()).meta({ description: 'Devices found, by the plugin that knows them.' }),
    added: z.array(z.object(foundDevice)), changed: z.array(z.object({ ...foundDevice, fields: z.array(z.string()) })), missing: z.array(z.object(foundDevice)).meta({ description: 'Known devices that were looked for and not found.' }),
    unmatched: z.array(z.string()), problems: z.array(discoveryProblem),
  })),
}).meta({ id: 'DiscoveryRun' });

export const discoveryAnswer = z.object({
  sites: z.array(z.string()), addresses: z.int(), alive: z.int(), fingerprinted: z.int(), devices: z.array(z.string()), added: z.array(z.string()), unmatched: z.array(z.string()), elapsedMs: z.number(),
  problems: z.array(discoveryProblem),
}).meta({ id: 'DiscoveryReport' });

/** An error as RFC 9457 has it, with what the catalogue of errors says. */
export const problemAnswer = z.object({
  type: z.string().meta({ description: 'Page of the error.' }), title: z.string(), status: z.int(), detail: z.string(), ...errorReportSchema.pick({ code: true, hint: true, where: true }).shape,
  more: z.array(oneError),
  now: z.object({ file: z.string(), etag: z.string(), text: z.string() }).optional().meta({ description: 'Of a file that somebody wrote meanwhile (412): what stands there now.' }),
}).meta({ id: 'Problem' });

export const reloadAnswer = z.object({
  kind: z.enum(['swapped', 'unchanged', 'refused']), errors: z.array(oneError), missing: z.array(oneError), atNextStart: z.array(z.string()), since: text,
}).meta({ id: 'Reload' });

export const backupAnswer = z.object({ backup: z.string().meta({ description: 'Name of its file.' }), at: z.string(), bytes: z.int() }).meta({ id: 'Backup' });
