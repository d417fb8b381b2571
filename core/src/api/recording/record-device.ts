import type { Fingerprint, JsonObject } from '@jackfield/sdk';
import type { FoundSecret } from '@jackfield/sdk/secrets';
import { recordingSchema, type FictionKind, type Recording } from '@jackfield/sdk/testing';
import { matchingDiscoveries, takeFingerprint, wantedBy } from '../../discovery/index.ts';
import { standingDevices, type ManagedDevice } from '../../inventory/index.ts';
import { SandboxedPluginHost, withDeviceEntries, type InstalledPlugin } from '../../plugins/index.ts';
import { finishRecording, nothingToRecord, RecordingTransports } from '../../recordings/index.ts';
import { transportSettings } from '../../transports/index.ts';
import type { CommandContext } from '../command.ts';
import { reportOf } from '../../control/index.ts';
import { readsOf, requireReadable, type ResourceRead } from './resource-keys.ts';

export interface RecordingRequest {
  readonly device: ManagedDevice;
  /** One plugin; all that manage the device unless told. */
  readonly plugin: string | null;
  readonly reads: readonly ResourceRead[];
  readonly replace: readonly FictionKind[];
}

/** A call that was recorded and what became of it. */
export interface RecordedCall {
  readonly plugin: string;
  /** Such as `check ports`. */
  readonly call: string;
  /** The state of a check, else `done`; the code of an error. */
  readonly outcome: string;
  readonly message: string;
}

export interface DeviceRecording {
  readonly text: string;
  readonly exchanges: number;
  readonly redacted: NonNullable<Recording['redacted']>;
  readonly calls: readonly RecordedCall[];
  readonly found: readonly FoundSecret[];
}

interface PluginCall {
  readonly plugin: InstalledPlugin;
  readonly call: string;
  run(): Promise<{ readonly outcome: string; readonly message: string }>;
}

const deadlineMs = 60_000;
const done = { outcome: 'done', message: '' } as const;

function pluginsFor({ services }: CommandContext, { device, plugin: wanted }: RecordingRequest): readonly InstalledPlugin[] {
  const ids = wanted === null ? device.plugins.map(({ id }) => id) : [wanted];
  const plugins = [...new Set(ids)].flatMap((id) => {
    const { enabled, version } = services.configuration.current.enablement(id, { level: 'device', site: device.site, device: device.name });
    const plugin = enabled ? services.catalogue.find(id, version) : null;
    return plugin === null || plugin.entry === null ? [] : [plugin];
  });
  if (plugins.length === 0) throw nothingToRecord(wanted === null ? `no plugin that is enabled manages ${device.name}` : `${wanted} is not enabled for ${device.name}, not installed, or has no code`, { place: { device: device.name } });
  return plugins;
}

/** Takes a fresh fingerprint and runs all that the plugins do without writing, one after the other, with every operation noted. */
export async function recordDevice(context: CommandContext, request: RecordingRequest): Promise<DeviceRecording> {
  const { services, person, signal, progress } = context;
  const { device } = request;
  const plugins = pluginsFor(context, request);
  requireReadable(plugins, request.reads);
  const scope = { level: 'device', site: device.site, device: device.name } as const;
  const { configuration, catalogue, transports, audit, events } = services;
  const devicesAt = (site: string): readonly ManagedDevice[] => standingDevices(services.inventory, site);
  const recorder = new RecordingTransports(transports);
  // Processes of their own: what the running ones are asked meanwhile is not part of the recording.
  await using host = new SandboxedPluginHost(catalogue, configuration, recorder, audit, events, devicesAt);

  progress({ done: 0, total: 0, label: `${device.name} fingerprint` });
  recorder.during = 'fingerprint';
  const fingerprint = await fingerprintOf(recorder, device, plugins, services.configuration.current.setting('transports', scope), signal);
  const changes = await services.changes.list();
  const to = (plugin: InstalledPlugin) => ({ plugin: plugin.id, device, deadlineMs, signal, person });
  const names: (string | null)[] = [];
  const serials: (string | null)[] = [];

  const planned = plugins.flatMap((plugin): PluginCall[] => [
    ...matchingDiscoveries(plugin.manifest, fingerprint).flatMap((discovery): PluginCall[] => [
      { plugin, call: `identify ${discovery}`, run: async () => ((await host.identify({ ...to(plugin), discovery, fingerprint })) === null ? { outcome: 'not mine', message: '' } : done) },
      {
        plugin, call: `inspect ${discovery}`,
        async run() {
          const inspection = await host.inspect({ ...to(plugin), discovery });
          names.push(inspection.name, ...inspection.neighbours.map(({ remoteName }) => remoteName));
          serials.push(inspection.serial, ...inspection.keys.filter(({ type }) => type === 'serial').map(({ value }) => value));
          return done;
        },
      },
    ]),
    ...Object.keys(plugin.manifest.contributes.checks).map((check): PluginCall => ({
      plugin, call: `check ${check}`,
      run: async () => {
        const { state, summary } = await host.check({ ...to(plugin), check });
        return { outcome: state, message: summary };
      },
    })),
    ...readsOf(plugin, device.id, request.reads, changes).map(({ resource, key }): PluginCall => ({
      plugin, call: `read ${resource}`, run: async () => host.read({ ...to(plugin), resource, key }).then(() => done),
    })),
  ]);

  const calls: RecordedCall[] = [];
  for (const [at, { plugin, call, run }] of planned.entries()) {
    signal.throwIfAborted();
    progress({ done: at, total: planned.length, label: `${device.name} ${call}` });
    recorder.during = call;
    const outcome = await run().catch((error: unknown) => {
      signal.throwIfAborted();
      const { code, message } = reportOf(error);
      return { outcome: code, message };
    });
    calls.push({ plugin: plugin.id, call, ...outcome });
  }

  const { name, kind, vendor, model, os, version, serial } = device;
  const settingsOf = (plugin: InstalledPlugin): { readonly settings?: JsonObject } => {
    const { settings } = withDeviceEntries(plugin, configuration.current, scope, devicesAt);
    return Object.keys(settings).length === 0 ? {} : { settings };
  };
  const recording = recordingSchema.parse({
    recording: 1, recordedAt: new Date().toISOString(), device: { name, kind, vendor, model, os, version, serial },
    plugins: plugins.map((plugin) => ({ id: plugin.id, version: plugin.version, ...settingsOf(plugin) })),
    exchanges: recorder.exchanges,
  });
  const finished = await finishRecording(recording, transports, { replace: request.replace, names: [...names, ...device.neighbours.map(({ remoteName }) => remoteName)], serials });
  return { text: finished.text, exchanges: finished.recording.exchanges.length, redacted: finished.recording.redacted ?? { secrets: 0 }, calls, found: finished.found };
}

async function fingerprintOf(recorder: RecordingTransports, device: ManagedDevice, plugins: readonly InstalledPlugin[], setting: unknown, signal: AbortSignal): Promise<Fingerprint> {
  const settings = transportSettings(setting);
  const timeoutMs = (settings.snmp.retries + 1) * settings.snmp.timeoutMs + 2_000;
  return takeFingerprint(recorder, { key: device.id, site: device.site, address: device.address, settings }, wantedBy(plugins), null, timeoutMs, signal, () => undefined);
}
