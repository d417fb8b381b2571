import type { NoticeAttachment, NoticeIncident } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { Channel, RouteSettings } from './settings.ts';

export const notificationStates = ['waiting', 'sent', 'failed'] as const;
export const notificationKinds = ['incidents', 'test', 'report'] as const;

/** What goes out: the same for mail and webhooks. */
export interface Message {
  readonly title: string;
  readonly text: string;
  readonly incidents: readonly NoticeIncident[];
  readonly attachments: readonly NoticeAttachment[];
}

/** A message on its way to a channel, or there. */
export interface Notification {
  readonly id: string;
  readonly kind: (typeof notificationKinds)[number];
  /** Empty for tests. */
  readonly route: string;
  readonly channel: string;
  /** Whose settings say what the channel is; null: the organization's. */
  readonly site: string | null;
  readonly title: string;
  readonly devices: readonly string[];
  readonly state: (typeof notificationStates)[number];
  readonly attempts: number;
  readonly madeAt: string;
  readonly sentAt: string | null;
  readonly nextAt: string | null;
  /** Why the last attempt failed, with its code first; empty when none did. */
  readonly reason: string;
  /** What to do about it; empty where nothing is known. */
  readonly hint: string;
}

/** A route as it holds at a place. */
export interface RouteAt extends RouteSettings {
  readonly name: string;
  readonly site: string;
}

export interface ChannelAt {
  readonly name: string;
  readonly site: string | null;
  readonly kind: 'mail' | 'webhook' | 'plugin';
  readonly target: string;
}

export interface NotificationFilter {
  /** Messages of incidents of these devices alone, and of these sites where they are of no incident. */
  readonly seen?: { readonly devices: readonly string[]; readonly sites: readonly string[] };
  /** Any of these, small and capital letters alike; what is written in other letters than ASCII may come beside them. */
  readonly only?: { readonly [Column in 'state' | 'channel' | 'route' | 'kind' | 'site']?: readonly string[] };
  /** Those behind this one. */
  readonly before?: Pick<Notification, 'madeAt' | 'id'>;
  /** 1,000 unless told. */
  readonly atMost?: number;
}

/** Tells people of incidents (`settings.notifications`). What is to be sent is in the store before it is sent. */
export interface NotificationService extends AsyncDisposable {
  start(): Promise<void>;
  /** Newest first. */
  list(filter?: NotificationFilter): Promise<readonly Notification[]>;
  routes(site: string): readonly RouteAt[];
  /** Null: of the organization. */
  channels(site: string | null): readonly ChannelAt[];
  /** Sends a message to a channel, and waits for how it goes. */
  test(options: { readonly channel: string; readonly site: string | null; readonly person: string }): Promise<Notification>;
  /** Puts a message into the outbox of a channel. */
  send(options: { readonly kind: Notification['kind']; readonly route: string; readonly channel: string; readonly site: string | null; readonly message: Message }): Promise<Notification>;
  counts(): Promise<{ readonly [State in Notification['state']]: number }>;
}
export const NotificationService: ServiceIdentifier<NotificationService> = Symbol.for('NotificationService');

export type { Channel };
