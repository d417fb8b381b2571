import { isData, type Data } from './said-entries.ts';

/** What a channel, a route, a mail server and a schedule of reports are while they are edited, and as they are written. */

export type ChannelKind = 'mail' | 'webhook' | 'plugin';

export interface ChannelDraft {
  readonly kind: ChannelKind;
  readonly mail: readonly string[];
  readonly webhook: string;
  readonly credentials: string;
  readonly ca: string;
  readonly notifier: string;
  readonly device: string;
  readonly to: readonly string[];
  /** What the channel sets of the notifier, by the schema of its plugin. */
  readonly settings: Data;
}

export interface QuietDraft {
  readonly from: string;
  readonly to: string;
  readonly days: readonly string[];
  readonly zone: string;
  readonly except: readonly string[];
}

export interface RouteDraft {
  readonly to: readonly string[];
  readonly states: readonly string[];
  readonly after: string;
  readonly repeat: string;
  readonly group: string;
  readonly digest: string;
  readonly duringChanges: string;
  readonly resolved: boolean;
  readonly quiet: QuietDraft | null;
}

export interface MailDraft {
  readonly host: string;
  readonly port: string;
  readonly security: string;
  readonly from: string;
  readonly credentials: string;
  readonly ca: string;
}

export interface ScheduleDraft {
  readonly to: readonly string[];
  readonly cron: string;
  readonly zone: string;
}

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const textIn = (data: Data, key: string, otherwise = ''): string => (typeof data[key] === 'string' ? data[key] : otherwise);
const textsIn = (data: Data, key: string, otherwise: readonly string[] = []): readonly string[] => (Array.isArray(data[key]) ? data[key].filter((one) => typeof one === 'string') : otherwise);
const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
const someOf = (texts: readonly string[]): readonly string[] | undefined => (texts.length === 0 ? undefined : texts);
/** What is not said is not written; what a place said before stays written, also where it is what holds anyway. */
const unless = <Value>(value: Value, usual: Value, before: unknown): Value | undefined => (value === usual && before === undefined ? undefined : value);

export const channelKind = (value: Data): ChannelKind => (value['mail'] !== undefined ? 'mail' : value['webhook'] !== undefined ? 'webhook' : 'plugin');

export const channelDraft = (value: Data | null): ChannelDraft => {
  const data = value ?? {};
  return {
    kind: value === null ? 'mail' : channelKind(data), mail: textsIn(data, 'mail'), webhook: textIn(data, 'webhook'), credentials: textIn(data, 'credentials'), ca: textIn(data, 'ca'),
    notifier: textIn(data, 'notifier'), device: textIn(data, 'device'), to: textsIn(data, 'to'), settings: isData(data['settings']) ? data['settings'] : {},
  };
};

export function channelValue(draft: ChannelDraft): Data {
  switch (draft.kind) {
    case 'mail': return { mail: draft.mail };
    case 'webhook': return { webhook: draft.webhook.trim(), credentials: given(draft.credentials), ca: given(draft.ca) };
    case 'plugin': return { notifier: draft.notifier, device: draft.device.trim(), to: someOf(draft.to), settings: Object.keys(draft.settings).length === 0 ? undefined : draft.settings };
  }
}

export function quietDraft(value: unknown): QuietDraft | null {
  return isData(value) ? { from: textIn(value, 'from'), to: textIn(value, 'to'), days: textsIn(value, 'days'), zone: textIn(value, 'zone'), except: textsIn(value, 'except') } : null;
}

export const routeDraft = (value: Data | null): RouteDraft => {
  const data = value ?? {};
  return {
    to: textsIn(data, 'to'), states: textsIn(data, 'states', ['critical']), after: textIn(data, 'after', 'off'), repeat: textIn(data, 'repeat', 'off'), group: textIn(data, 'group', '10s'), digest: textIn(data, 'digest', '1m'), duringChanges: textIn(data, 'duringChanges', '10m'),
    resolved: data['resolved'] !== false, quiet: quietDraft(data['quiet']),
  };
};

/** `before`: the route as it counts now; null for a new one. */
export function routeValue(draft: RouteDraft, before: Data | null): Data {
  const was = before ?? {};
  return {
    // What a form does not ask for stays.
    ...was, to: draft.to, states: draft.states.join() === 'critical' && was['states'] === undefined ? undefined : draft.states,
    after: unless(draft.after, 'off', was['after']), quiet: draft.quiet === null ? undefined : quietValue(draft.quiet),
    group: unless(draft.group, '10s', was['group']), digest: unless(draft.digest, '1m', was['digest']), repeat: unless(draft.repeat, 'off', was['repeat']), duringChanges: unless(draft.duringChanges, '10m', was['duringChanges']), resolved: unless(draft.resolved, true, was['resolved']),
  };
}

const quietValue = ({ from, to, days: on, zone, except }: QuietDraft): Data => ({ from, to, ...(on.length === 0 ? {} : { days: on }), ...(zone.trim() === '' ? {} : { zone: zone.trim() }), ...(except.length === 0 ? {} : { except }) });

export const mailDraft = (value: Data | null): MailDraft => {
  const data = value ?? {};
  return { host: textIn(data, 'host'), port: typeof data['port'] === 'number' ? String(data['port']) : '587', security: textIn(data, 'security', 'starttls'), from: textIn(data, 'from'), credentials: textIn(data, 'credentials'), ca: textIn(data, 'ca') };
};

export function mailValue({ host, port, security, from, credentials, ca }: MailDraft, before: Data | null): Data {
  const was = before ?? {};
  return { ...was, host: host.trim(), port: unless(Number(port), 587, was['port']), security: unless(security, 'starttls', was['security']), from: from.trim(), credentials: security === 'none' ? undefined : given(credentials), ca: given(ca) };
}

export const scheduleDraft = (value: Data | null): ScheduleDraft => {
  const data = value ?? {};
  return { to: textsIn(data, 'to'), cron: textIn(data, 'cron', '0 7 1 * *'), zone: textIn(data, 'zone') };
};

export const scheduleValue = ({ to, cron, zone }: ScheduleDraft): Data => ({ to, cron: cron.trim(), zone: given(zone) });
