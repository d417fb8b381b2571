import type { Json } from '../contract/json.ts';
import type { SettableValue } from '../transports/snmp.ts';

/**
 * A varbind to set, on the wire: octets as Latin-1 text.
 *
 * @internal
 * @since 0.1.0
 */
export type WireSettable = readonly [oid: string, type: SettableValue['type'], value: number | string];

/** What an SSH run may say beside its command. */
interface RunRequest {
  readonly maxBytes?: number;
  /** Pieces of stdout are wanted as they come. */
  readonly stream?: boolean;
}

interface WalkRequest {
  readonly maxRows?: number;
  readonly anyOrder?: boolean;
  readonly maxRepetitions?: number;
  readonly context?: string;
}

type Text = { readonly [name: string]: string };

/**
 * An operation as a plugin asks for it. Commands, scripts and the validation of a written file are names: argument
 * vectors and script texts stand in the manifest, and the host fills them in.
 *
 * @internal
 * @since 0.1.0
 */
export type PluginRequest =
  | { readonly op: 'snmp.get' | 'snmp.getNext'; readonly oids: readonly string[]; readonly context?: string }
  | { readonly op: 'snmp.getBulk'; readonly oids: readonly string[]; readonly maxRepetitions: number; readonly context?: string }
  | ({ readonly op: 'snmp.walk'; readonly root: string } & WalkRequest)
  | ({ readonly op: 'snmp.table'; readonly columns: Text } & WalkRequest)
  | { readonly op: 'snmp.set'; readonly varbinds: readonly WireSettable[]; readonly context?: string }
  | { readonly op: 'snmp.traps' }
  | ({ readonly op: 'ssh.exec'; readonly command: string; readonly values: Text; readonly stdin?: string } & RunRequest)
  | ({ readonly op: 'ssh.script'; readonly script: string; readonly args: readonly string[] } & RunRequest)
  | { readonly op: 'ssh.readFile'; readonly path: string; readonly maxBytes?: number }
  | {
      readonly op: 'ssh.writeFile'; readonly path: string; /** Base64. */ readonly content: string; readonly mode?: number;
      readonly uid?: number; readonly gid?: number; readonly expect?: string | null; /** Name of a command. */ readonly validate?: string;
    }
  | { readonly op: 'ssh.removeFile'; readonly path: string }
  | { readonly op: 'ami.action' | 'ami.write'; readonly action: string; readonly fields: readonly (readonly [string, string])[] }
  | { readonly op: 'ami.list'; readonly action: string; readonly fields: readonly (readonly [string, string])[]; readonly counted?: string }
  | { readonly op: 'ami.call'; readonly target: string }
  | { readonly op: 'ami.events'; readonly names: readonly string[] }
  | { readonly op: 'icmp.ping'; readonly count?: number }
  | { readonly op: 'sip.options'; readonly peer?: string; readonly port?: number; readonly protocol?: 'udp' | 'tcp' }
  | { readonly op: 'http.get'; readonly path: string; readonly query?: Text; readonly headers?: Text; readonly maxBytes?: number }
  | {
      readonly op: 'http.send'; readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly path: string; readonly query?: Text;
      readonly headers?: Text; readonly body?: Json; readonly maxBytes?: number;
    }
  | { readonly op: 'tcp.exchange'; readonly port: number; readonly login?: boolean; /** Base64. */ readonly send?: string; readonly until?: string; readonly idleMs?: number; readonly maxBytes?: number };
