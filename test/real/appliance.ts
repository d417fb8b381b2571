import type { Plan } from '../../core/src/changes/index.ts';
import type { CheckStatus } from '../../core/src/health/index.ts';
import { stringify } from 'yaml';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSshd } from './sshd.ts';

/** A host that has found this machine as a backup appliance, behind a real sshd; both end with it. */
export interface RealAppliance extends AsyncDisposable {
  readonly host: RealHost;
  check(name: string): Promise<CheckStatus | undefined>;
  /** Ann plans resources of backup-appliance. Its cheapest check looks after the change: each of the others opens a repository anew. */
  plan(...changes: readonly { readonly resource: string; readonly spec: object }[]): Promise<Plan>;
}

/** @param address the second of a block of four on loopback, of which the site is made */
export async function startAppliance(address: string, settings: object): Promise<RealAppliance> {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startSshd(address));
  const host = opening.use(await startRealHost({
    networks: [`${address.replace(/\d+$/, '0')}/30`],
    plugins: { 'backup-appliance': { enabled: true, grant: 'write', settings } },
    credentials: { lab: { kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } } },
    transports: { ssh: { port: server.port, credentials: 'lab' } },
  }));
  await host.services.discovery.run({});
  const opened = opening.move();
  const device = () => host.services.inventory.devices()[0];
  return {
    host,
    check: async (name) => (await host.services.health.checkNow(device()?.id ?? '', { check: name }))[0],
    plan: (...changes) => host.services.changes.plan({
      text: stringify({ title: 'A change', health: { checks: ['backup-appliance/clock'] }, changes: changes.map(({ resource, spec }) => ({ device: device()?.name, resource: `backup-appliance/${resource}`, spec })) }),
      file: 'change.yaml', person: 'ann',
    }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
