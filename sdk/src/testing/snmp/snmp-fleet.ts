import { SnmpDevice } from './snmp-device.ts';
import { startSnmpSimulator, type SnmpSimulator } from './snmp-simulator.ts';

/**
 * Where a recording is served.
 *
 * @experimental
 * @since 0.1.0
 */
export interface FleetMember {
  readonly address: string;
  readonly port: number;
  /** Path of its .snmprec file. */
  readonly recording: string;
}

/**
 * Many agents that share a few sockets.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SnmpFleet extends AsyncDisposable {
  /** In the order of the members. */
  readonly simulators: readonly SnmpSimulator[];
}

/**
 * Serves many recordings in one process, each loaded when it is first asked.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startSnmpFleet(members: readonly FleetMember[]): Promise<SnmpFleet> {
  await using starting = new AsyncDisposableStack();
  const simulators: SnmpSimulator[] = [];
  for (const { address, port, recording } of members) {
    simulators.push(starting.use(await startSnmpSimulator({ address, port, device: () => SnmpDevice.fromRecording(recording) })));
  }
  const started = starting.move();
  return { simulators, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
