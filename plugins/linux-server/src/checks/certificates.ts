import { NotReady, result, Unsupported, type Check, type Item, type State } from '@jackfield/sdk';
import { gather, linesOf, type Gathering } from '../gathering.ts';
import { readCertificates, type Certificate } from '../readings/certificates.ts';
import type { Settings } from '../settings.ts';

function itemOf(found: Certificate, days: number | null, { warning, critical, verify }: Settings['certificates']): Item {
  const { place, subject, verification, trouble } = found;
  if (trouble !== null || days === null) return { name: place, state: found.isPort ? 'critical' : 'unknown', summary: trouble ?? 'its end is not told' };
  const metrics = [{ name: 'certificate.left', value: days }];
  const isTrusted = verification === null || verification === 'ok';
  const byAge: State = days <= critical ? 'critical' : days <= warning ? 'warning' : 'ok';
  const state: State = isTrusted || verify === 'ok' || byAge === 'critical' ? byAge : verify;
  const left = days < 0 ? `ended ${Math.floor(-days)} d ago` : `ends in ${Math.floor(days)} d`;
  return { name: place, state, summary: `${subject} ${left}${isTrusted ? '' : `; not trusted: ${verification}`}`, metrics };
}

function complaintOf(gathering: Gathering): void {
  for (const name of ['certificate-files', 'certificate-ports']) {
    const status = gathering.sections.get(name)?.status ?? 0;
    if (status === 127) throw new Unsupported('the machine has no openssl to read certificates with', { hint: 'Install the package openssl there.' });
    if (status !== 0 && linesOf(gathering, name) === null) throw new NotReady(`reading ${name} ended with ${status}`);
  }
}

/** How long the certificates that the settings name last, in files and as ports of the machine present them. */
export const certificates: Check<Settings> = async ({ ssh, settings: { certificates: settings } }) => {
  const { files, ports } = settings;
  if (files.length + ports.length === 0) return result.ok('no certificate is named in the settings');
  const gathering = await gather(ssh, ['certificates'], [...files.map((file) => `certificate=${file}`), ...ports.map((port) => `tls=${port}`)]);
  complaintOf(gathering);
  const now = Number(linesOf(gathering, 'now')?.[0] ?? Number.NaN);
  const items = readCertificates(gathering).map((found) => itemOf(found, found.end === null || Number.isNaN(now) ? null : (found.end - now) / 86_400, settings));
  const missing = [...files, ...ports].filter((place) => !items.some(({ name }) => name === place)).map((name): Item => ({ name, state: 'unknown', summary: 'the machine said nothing of it' }));
  const all = [...items, ...missing];
  const bad = all.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  return result.fromItems(bad.length > 0 ? bad.slice(0, 3).join('; ') : `${all.length} certificate${all.length === 1 ? '' : 's'} last`, all);
};
