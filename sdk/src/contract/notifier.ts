import type { ReadingContext } from './context.ts';
import type { State } from './health.ts';
import type { HttpWriter } from '../transports/http.ts';

/**
 * What a message says of one incident.
 *
 * @stable
 * @since 0.1.0
 */
export interface NoticeIncident {
  /** Id of the incident. */
  readonly incident: string;
  /** `open`: for the first time, or worse than said before. `again`: it is open still. `resolved`: it is over. */
  readonly what: 'open' | 'again' | 'resolved';
  /** Id of the device. */
  readonly device: string;
  /** Name of the device. */
  readonly deviceName: string;
  /** Site of the device. */
  readonly site: string;
  /** How bad it is. */
  readonly state: State;
  /** One line for a person. */
  readonly summary: string;
  /** When it opened, in ISO 8601. */
  readonly openedAt: string;
  /** When it was over; null while it is open. */
  readonly resolvedAt: string | null;
}

/**
 * A file that comes with a message.
 *
 * @stable
 * @since 0.1.0
 */
export interface NoticeAttachment {
  /** Name of the file. */
  readonly name: string;
  /** Its media type. */
  readonly type: string;
  /** What it holds. */
  readonly text: string;
}

/**
 * A message to people.
 *
 * @stable
 * @since 0.1.0
 */
export interface Notice {
  /** The same each time the message is tried: by it the other side knows one that it has. */
  readonly id: string;
  /** What it is about. */
  readonly kind: 'incidents' | 'test' | 'report';
  /** One line. */
  readonly title: string;
  /** All of it, as text. */
  readonly text: string;
  /** The incidents that it tells of, the worst first. */
  readonly incidents: readonly NoticeIncident[];
  /** Files, such as those of a report. */
  readonly attachments: readonly NoticeAttachment[];
}

/**
 * What a notifier is called with. `device` is the one that a channel names: what takes the message.
 *
 * @stable
 * @since 0.1.0
 */
export interface NotifyContext<Settings = unknown, Channel = unknown> extends ReadingContext<Settings> {
  /** The device's web interface or API: `send` goes where `permissions.http.write` and a manager's grant let it. */
  readonly http: HttpWriter;
  /** What to say. */
  readonly message: Notice;
  /** To whom, as the channel says it: numbers, names, rooms. */
  readonly to: readonly string[];
  /** What the channel sets, by the schema that the manifest names as `settings` of the notifier; defaults are filled in. */
  readonly channel: Channel;
}

/**
 * Hands one message over. Returning says that the other side has it; throwing makes the host try it again, for a day, with
 * the same id.
 *
 * @stable
 * @since 0.1.0
 */
export type Notifier<Settings = unknown, Channel = unknown> = (context: NotifyContext<Settings, Channel>) => Promise<void>;
