import type { Json } from '@jackfield/sdk';
import { isMapping } from '../cascade.ts';
import type { Configuration, Scope, SettingLayer } from '../configuration.ts';
import { transportsWithCredentials } from './credential-kinds.ts';

/** A line that names credentials. */
export interface CredentialUse {
  readonly credential: string;
  readonly layer: SettingLayer['layer'];
  /** Name of the region, district, …. */
  readonly name: string;
  readonly key: string;
  readonly file: string;
  readonly line: number;
  /** Of a site's or a device's layer. */
  readonly site: string | null;
}

/** Where entries of credentials.yaml are named, at every level of the tree. */
export function credentialUses(configuration: Pick<Configuration, 'sites' | 'setting' | 'explain' | 'daemon'>): readonly CredentialUse[] {
  const scopes: Scope[] = [
    { level: 'organization' },
    ...[...configuration.sites.values()].flatMap(({ id, devices }): Scope[] => [{ level: 'site', site: id }, ...devices.map(({ name }): Scope => ({ level: 'device', site: id, device: name }))]),
  ];
  const found = new Map<string, CredentialUse>();
  for (const scope of scopes) {
    for (const key of [...keys, ...notificationKeys(configuration.setting('notifications', scope))]) {
      for (const { layer, name, value, place } of configuration.explain(key, scope).layers) {
        if (place === null) continue;
        const site = (layer === 'site' || layer === 'device') && (scope.level === 'site' || scope.level === 'device') ? scope.site : null;
        for (const credential of key.endsWith('.jump') ? hopNames(value) : names(value)) {
          const use = { credential, layer, name, key, file: place.file, line: place.line, site };
          found.set(JSON.stringify(use), use);
        }
      }
    }
  }
  const { oidc } = configuration.daemon;
  const ofHost: readonly CredentialUse[] = oidc === null || oidc.credentials === null ? [] : [{ credential: oidc.credentials, layer: 'organization', name: 'oidc', key: 'oidc.credentials', file: oidc.place.file, line: oidc.place.line, site: null }];
  return [...found.values(), ...ofHost];
}

/** SSH alone goes through jump hosts. */
const keys = [...transportsWithCredentials.map((transport) => `transports.${transport}.credentials`), 'transports.ssh.jump'];

/** Of the mail server, and of each webhook; none where nobody is told of anything. */
function notificationKeys(settings: Json | undefined): readonly string[] {
  if (!isMapping(settings)) return [];
  const channels = isMapping(settings.channels) ? Object.keys(settings.channels) : [];
  return [...(isMapping(settings.mail) ? ['notifications.mail.credentials'] : []), ...channels.map((channel) => `notifications.channels.${channel}.credentials`)];
}

function names(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).filter((one) => typeof one === 'string') : [];
}

function hopNames(value: Json): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((hop: Json) => (isMapping(hop) && typeof hop.credentials === 'string' ? [hop.credentials] : []));
}
