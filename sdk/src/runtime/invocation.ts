import { contributionKinds, type ContributionKind, type Plugin } from '../contract/plugin.ts';
import { phases, type Phase } from '../contract/phase.ts';
import { processTime } from './machine-time.ts';
import { isFields, type Fields } from './messages.ts';

/** A call as it arrives in the plugin's process, checked for shape: settings and input were validated by the host. */
export interface ArrivedCall {
  readonly phase: Phase;
  readonly kind: ContributionKind;
  readonly name: string;
  readonly device: Fields;
  readonly settings: Fields;
  readonly input: Fields;
  readonly deadlineMs: number;
}

function isPhase(value: unknown): value is Phase {
  return phases.some((phase) => phase === value);
}

function isKind(value: unknown): value is ContributionKind {
  return contributionKinds.some((kind) => kind === value);
}

/** Null for anything that is not a call. */
export function readCall(value: unknown): ArrivedCall | null {
  if (!isFields(value)) return null;
  const { phase, kind, name, device, settings, input, deadlineMs } = value;
  if (!isPhase(phase) || !isKind(kind) || typeof name !== 'string' || typeof deadlineMs !== 'number') return null;
  if (!isFields(device) || !isFields(settings) || !isFields(input)) return null;
  return { phase, kind, name, device, settings, input, deadlineMs };
}

/** The function of the plugin that a call is for, with its arguments. */
export function bind(plugin: Plugin, call: ArrivedCall, context: object): { readonly run: () => unknown } {
  const found: unknown = plugin.implementations[call.kind]?.get(call.name);
  if (found === undefined) throw new TypeError(`${plugin.name} has no ${call.kind}.${call.name}`);
  const { input, phase } = call;
  const has = (name: string): boolean => typeof found === 'object' && found !== null && Reflect.get(found, name) !== undefined;
  const method = (name: string, ...args: readonly unknown[]): { run: () => unknown } => {
    const owner = typeof found === 'object' && found !== null ? found : {};
    const implementation: unknown = name === '' ? found : Reflect.get(owner, name);
    if (typeof implementation !== 'function') throw new TypeError(`${plugin.name}: ${call.kind}.${call.name} has no ${phase}`);
    return { run: () => Reflect.apply(implementation, name === '' ? undefined : found, args) };
  };
  const onTrial = input['trialMs'] === undefined ? context : Object.assign(context, { trialMs: input['trialMs'] });
  switch (phase) {
    case 'identify':
      return method('identify', Object.assign(context, { fingerprint: input['fingerprint'] }));
    case 'inspect':
      return method('inspect', context);
    case 'check':
      return method('', Object.assign(context, { since: typeof input['since'] === 'number' ? processTime(input['since']) : performance.now(), alsoDue: input['alsoDue'] ?? [] }));
    case 'notify':
      return method('', Object.assign(context, { message: input['message'], to: input['to'], channel: input['channel'] ?? {} }));
    case 'watch':
      return method('', context);
    case 'read':
      // Which instances there are: null from a resource that cannot tell.
      if (input['list'] === true) return has('list') ? method('list', context) : { run: () => null };
      return input['spec'] !== undefined && has('precheck') ? both(method('precheck', context, input['spec'], input['earlier'] ?? []), method('read', context, input['key'])) : method('read', context, input['key']);
    case 'plan':
      // A plan is made of what is given: it cannot be made by changing it.
      return method('plan', context, frozen(input['current']), frozen(input['spec']));
    case 'probe':
      return method('probe', context, input['wanted'], input['current'], input['key']);
    case 'save':
      return method('save', context);
    case 'apply':
      return method('apply', onTrial, input['wanted'], input['current'], input['key']);
    case 'confirm':
      return method('confirm', context, input['wanted'], input['key']);
    case 'restore':
      return method('restore', onTrial, input['state'], input['key']);
  }
}

/** One after the other; what the second gives counts. */
function both(first: { run: () => unknown }, second: { run: () => unknown }): { readonly run: () => unknown } {
  return {
    run: async () => {
      await first.run();
      return second.run();
    },
  };
}

function frozen(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  for (const part of Object.values(data)) frozen(part);
  return Object.freeze(data);
}
