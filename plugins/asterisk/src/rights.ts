import { amiHeader, Refused, type AmiMessage, type AmiReader } from '@jackfield/sdk';

/** Classes of which the manager user needs one (`write=` of manager.conf), as ListCommands of Asterisk names them. */
const needs: { readonly [action: string]: readonly string[] } = {
  CoreSettings: ['system', 'reporting'], CoreStatus: ['system', 'reporting'], CoreShowChannels: ['system', 'reporting'], Status: ['system', 'call', 'reporting'],
  DeviceStateList: ['call', 'reporting'], VoicemailUsersList: ['call', 'reporting'], PJSIPShowRegistrationsOutbound: ['system', 'reporting'],
  PJSIPShowEndpoints: ['system'], PJSIPShowEndpoint: ['system'], PJSIPShowContacts: ['system'], ModuleCheck: ['system'], Reload: ['system', 'config'],
};

/** Classes that the user surely has: those of listed actions that one class alone opens. */
function classesOf(commands: AmiMessage): ReadonlySet<string> {
  return new Set(commands.headers.flatMap(([, summary]) => {
    const [own, ...others] = (/\(Priv: ([^)]*)\)\s*$/.exec(summary)?.[1] ?? '').split(',').filter((one) => one !== 'all' && one !== '<none>' && one !== '');
    return own === undefined || others.length > 0 ? [] : [own];
  }));
}

/**
 * What "Permission denied" means: Asterisk says it for what the user may not do, and for what no module offers any more. What
 * the user may do otherwise (ListCommands) tells the two apart.
 */
export async function denialOf(ami: AmiReader, action: string): Promise<Refused> {
  const wanted = Object.hasOwn(needs, action) ? (needs[action] ?? []) : [];
  const commands = await ami.action('ListCommands');
  const isKnown = amiHeader(commands, 'Response')?.toLowerCase() === 'success' && wanted.length > 0;
  const owned = classesOf(commands);
  const hint = !isKnown ? 'The manager user lacks the right (write= in manager.conf), or the module that offers it is not loaded.'
    : wanted.some((one) => owned.has(one)) ? 'The manager user has the right: the module that offers it is not loaded.'
    : `The manager user lacks the right: write=${wanted.join(' or write=')} in manager.conf.`;
  return new Refused(`Asterisk denies ${action}`, { hint });
}
