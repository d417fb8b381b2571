import { isWriting, Refused, type Phase } from '@jackfield/sdk';
import type { Permissions } from '@jackfield/sdk/manifest';
import type { Enablement } from '../../sites/index.ts';
import { missingPermission, writes, type NamedRequest } from './permission-check.ts';

/** All that decides whether one operation may happen; the host's own tables, nothing a plugin said. */
export interface GateFacts {
  readonly plugin: string;
  readonly device: string;
  readonly site: string;
  readonly address: string;
  /** The site whose networks hold the address. */
  readonly siteOfAddress: string | null;
  /** Whether the place lets another address or name than the device's be asked. */
  readonly mayAsk: (peer: string) => boolean;
  /** Whether the place names a test call so. */
  readonly namesCall: (target: string) => boolean;
  readonly phase: Phase;
  readonly manifest: Permissions;
  readonly enablement: Enablement;
  /** True while a change holds the device's lease for this call. */
  readonly leased: boolean;
}

function refuse(facts: GateFacts, request: NamedRequest, reason: string, hint: string): Refused {
  return new Refused(`${facts.plugin} may not ${request.operation.op} on ${facts.device}: ${reason}`, {
    hint,
    data: { reason, operation: request.operation.op, phase: facts.phase },
  });
}

/**
 * The one place that says yes or no (design §5): site and network, phase and lease, manifest, grant, in this order.
 * Null is yes.
 */
export function gate(facts: GateFacts, request: NamedRequest): Refused | null {
  if (!facts.enablement.enabled) return refuse(facts, request, 'the plugin is not enabled at the site', 'Enable it: plugins.<id>.enabled: true.');
  if (facts.siteOfAddress !== facts.site) {
    return refuse(facts, request, `${facts.address} is not in the networks of ${facts.site}`, 'Add the network to the site, or move the device.');
  }
  const { operation } = request;
  if (operation.op === 'ami.call' && facts.phase !== 'check') {
    return refuse(facts, request, `it places a call, and phase ${facts.phase} places none`, 'Checks place test calls, nothing else does.');
  }
  const writing = writes(request, facts.manifest);
  // A message is no change: no lease, and no way to write but those by which something is handed over.
  const handsOver = facts.phase === 'notify' && (operation.op === 'http.send' || operation.op === 'tcp.exchange');
  if (writing && !handsOver && !isWriting(facts.phase)) {
    return refuse(facts, request, `it writes, and phase ${facts.phase} only reads`, 'Changes go through "jackfield plan" and "jackfield apply".');
  }
  if (writing && !handsOver && !facts.leased) return refuse(facts, request, 'no change holds the device', 'Changes go through "jackfield plan" and "jackfield apply".');
  if (writing && facts.phase === 'probe' && request.operation.op !== 'snmp.set') {
    return refuse(facts, request, 'phase probe writes by snmp.set only', 'Of no other write the host can see that it changes nothing.');
  }
  const undeclared = missingPermission(request, facts.manifest);
  if (undeclared !== null) {
    return refuse(facts, request, `the manifest does not ask for ${undeclared}`, 'The plugin\'s author adds it to "permissions".');
  }
  if (operation.op === 'ami.call') {
    if (!facts.enablement.calls) return refuse(facts, request, 'test calls are not granted here', 'A manager grants them apart: plugins.<id>.calls: true.');
    if (!facts.namesCall(operation.target)) return refuse(facts, request, `no test call "${operation.target}" is named here`, 'Name it in transports.ami.calls of the site.');
  }
  if (operation.op === 'sip.options' && operation.peer !== undefined && !facts.mayAsk(operation.peer)) {
    return refuse(facts, request, `${operation.peer} is neither in the networks of ${facts.site} nor a peer`, 'Name it in transports.sip.peers of the site.');
  }
  const { grant } = facts.enablement;
  if (grant === 'read' && writing) {
    return refuse(facts, request, 'only reading is granted here', 'A manager grants writing: plugins.<id>.grant: write.');
  }
  const ungranted = typeof grant === 'string' ? null : missingPermission(request, grant);
  if (ungranted !== null) return refuse(facts, request, `${ungranted} is not granted here`, 'A manager widens plugins.<id>.grant.');
  return null;
}
