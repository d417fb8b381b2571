/**
 * What a host of this SDK version can do for plugins, by name. New abilities get new names; a manifest names in `requires`
 * those without which the plugin, or one contribution, makes no sense.
 *
 * @stable
 * @since 0.1.0
 */
export const capabilities = ['snmp', 'snmp.traps', 'ssh', 'ssh.files', 'ssh.cli', 'ami', 'ami.events', 'ami.call', 'icmp', 'http', 'tcp', 'sip', 'watchers', 'notifiers', 'notifiers.settings', 'points', 'checks.alsoDue', 'commands'] as const;

/**
 * A name of `capabilities`.
 *
 * @stable
 * @since 0.1.0
 */
export type Capability = (typeof capabilities)[number];

/**
 * The host as a plugin sees it.
 *
 * @stable
 * @since 0.1.0
 */
export interface HostFacts {
  /** The host's SDK version. */
  readonly sdk: string;
  /** What it can do: names of `capabilities`, and those of later versions. */
  readonly capabilities: readonly string[];
}
