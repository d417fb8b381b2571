import type { Plan } from '../../changes/index.ts';
import { count, plain } from '../text.ts';

/** A blast radius as it stands in a plan's file. */
export interface BlastRadiusShown extends Omit<Plan['blastRadius'], 'losing'> {
  readonly losing?: { readonly kinds: { readonly [kind: string]: number | undefined }; readonly sites: readonly string[]; readonly elsewhere?: number | undefined; readonly service: number; readonly strangers: number; readonly unlinked: number } | undefined;
}

const most = 5;

/** Who would lose what if the plan went wrong, in one line, and what of that nobody can know. */
export function losingLine({ behind, losing }: BlastRadiusShown): string {
  const kinds = Object.entries(losing?.kinds ?? {});
  const ways = losing === undefined ? behind.length : kinds.reduce((sum, [, number = 0]) => sum + number, 0);
  const names = [...behind.slice(0, most).map(plain), ...(ways > Math.min(behind.length, most) ? ['…'] : [])].join(', ');
  const ofKinds = kinds.map(([kind, number = 0]) => `${number} ${plain(kind)}`).join(', ');
  const lost = [
    ...(ways === 0 ? [] : [`${count(ways, 'device loses', 'devices lose')} the way to the host (${[ofKinds, behind.length === 0 ? '' : names].filter((part) => part !== '').join(': ')})`]),
    ...(losing === undefined || losing.service === 0 ? [] : [losing.service === 1 ? '1 device loses what it is registered at' : `${losing.service} devices lose what they are registered at`]),
    ...(losing === undefined || losing.strangers === 0 ? [] : [`${count(losing.strangers, 'address', 'addresses')} of no known device ${losing.strangers === 1 ? 'goes' : 'go'} too`]),
  ];
  const elsewhere = losing?.elsewhere ?? 0;
  const sites = [losing?.sites.map(plain).join(', ') ?? '', elsewhere === 0 ? '' : count(elsewhere, 'other site')].filter((part) => part !== '').join(' and ');
  const where = sites === '' ? '' : `, at ${sites}`;
  const unknown = losing === undefined || losing.unlinked === 0 ? '' : ` Not known: ${count(losing.unlinked, 'device')} of the same sites ${losing.unlinked === 1 ? 'has' : 'have'} no known neighbour.`;
  return `If it goes wrong: ${lost.length === 0 ? 'nobody else is known to lose the way' : `${lost.join('; ')}${where}`}.${unknown}\n`;
}
