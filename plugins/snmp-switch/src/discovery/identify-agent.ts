import type { DeviceKind, Identification, IdentityKey, SnmpReader } from '@jackfield/sdk';
import { readChassis } from './chassis.ts';
import { docsisVendor, kindOf, osOf, readDescr, serialIn } from './descr-grammar.ts';
import { matchProfiles, resolveSource, type CompiledSystem, type Source, type SystemGroup } from './profile.ts';
import { readPrivateFacts, type PrivateFacts } from './private-facts.ts';
import { firstValue, readSources } from './sources.ts';
import { printerMark, printerModel, standard } from './standard-sources.ts';
import { enterpriseNumber, isToolkit, presentEnterprises, vendorByDescr, vendorByNumber, withoutLegalForm } from './vendor.ts';

const confidence = { profile: 80, generic: 50 } as const;

/** A serial that tells one device from another: not the zeros and crosses of unset or shared ones. */
function distinct(serial: string): boolean {
  return serial.length >= 5 && new Set(serial.replace(/[^A-Za-z0-9]/g, '')).size >= 3 && !/private|redacted|serial|x{4}/iu.test(serial);
}

function nameOf(group: SystemGroup, vendor: string | null, model: string | null, address: string): string {
  const [words = ''] = group.descr.split(/[\r\n,;]/u);
  return group.name.trim() || model || words.trim().slice(0, 60) || `${vendor ?? 'device'} ${address}`;
}

interface Facts {
  readonly kind: DeviceKind;
  readonly os: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
}

interface Recognised {
  readonly systems: readonly CompiledSystem[];
  readonly vendor: string | null;
  /** Of the agent, or of the subtree that told the maker. */
  readonly objectID: string;
}

/**
 * The profiles that fit, and the maker. An agent built on a toolkit (net-snmp, say) has the toolkit's sysObjectID; the
 * enterprise subtrees that it serves tell its maker.
 */
async function recognise(snmp: SnmpReader, group: SystemGroup, profiles: readonly CompiledSystem[]): Promise<Recognised> {
  const systems = matchProfiles(profiles, group);
  const number = enterpriseNumber(group.objectID);
  const named = docsisVendor(group.descr);
  const own = { systems, vendor: systems[0]?.vendor ?? (named === null ? vendorByNumber(group.objectID) : withoutLegalForm(named)), objectID: group.objectID };
  if (own.vendor !== null && number !== null && !isToolkit(number)) return own;
  for (const objectID of await presentEnterprises(snmp)) {
    const others = matchProfiles(profiles, { ...group, objectID });
    const vendor = others[0]?.vendor ?? vendorByNumber(objectID);
    // What sysDescr says of the maker stands; the subtree's profile adds where the facts are.
    if (own.vendor === null ? vendor !== null : vendor === own.vendor) return { systems: [...new Set([...systems, ...others])], vendor, objectID };
  }
  return { ...own, vendor: own.vendor ?? vendorByDescr(group.descr) };
}

/** From the maker's own subtree; what that leaves open from the first other one that the agent serves. */
async function guessFacts(snmp: SnmpReader, { objectID, vendor }: Recognised): Promise<PrivateFacts> {
  const own = await readPrivateFacts(snmp, objectID, vendor);
  if (own.model !== null && own.version !== null) return own;
  const number = enterpriseNumber(objectID);
  const other = (await presentEnterprises(snmp)).find((oid) => enterpriseNumber(oid) !== number);
  if (other === undefined) return own;
  const { model, word, version, serial } = await readPrivateFacts(snmp, other, vendor);
  return { model: own.model ?? model, word: own.word ?? word, version: own.version ?? version, serial: own.serial ?? serial };
}

async function readFacts(snmp: SnmpReader, group: SystemGroup, recognised: Recognised): Promise<Facts> {
  const { systems } = recognised;
  const sourcesOf = (fact: 'model' | 'version' | 'serial'): Source[] =>
    systems.flatMap((system) => system[fact].map((source) => resolveSource(source, group.objectID)));
  const sources = { model: sourcesOf('model'), version: sourcesOf('version'), serial: sourcesOf('serial') };
  const chassis = await readChassis(snmp);
  const readings = { group, chassis, ...(await readSources(snmp, [...sources.model, ...sources.version, ...sources.serial])) };
  const descr = readDescr(group.descr, recognised.vendor);
  const fact = {
    model: firstValue(sources.model, readings) ?? chassis?.model ?? null,
    version: firstValue(sources.version, readings) ?? (descr.generic ? null : descr.version) ?? chassis?.software ?? chassis?.firmware ?? null,
    serial: firstValue(sources.serial, readings) ?? chassis?.serial ?? null,
  };
  if (fact.model === null || fact.version === null || fact.serial === null) {
    const more = { group, chassis, ...(await readSources(snmp, [...standard.model, ...standard.version, ...standard.serial, ...printerModel, printerMark])) };
    const printer = firstValue([printerMark], more) === null && kindOf(group.descr) !== 'printer' ? null : firstValue(printerModel, more);
    fact.model ??= firstValue(standard.model, more) ?? printer ?? (descr.generic ? null : descr.model);
    fact.version ??= firstValue(standard.version, more);
    fact.serial ??= firstValue(standard.serial, more) ?? descr.serial ?? serialIn(chassis?.description ?? '');
  }
  if (fact.model === null || fact.version === null || fact.serial === null) {
    const guess = await guessFacts(snmp, recognised);
    // What is known to be the serial number or the version is no model, however much it looks like one.
    const known = [fact.serial, fact.version];
    const guessed = (text: string | null): string | null => (known.includes(text) ? null : text);
    fact.model ??= guessed(guess.model) ?? (descr.generic ? null : descr.word) ?? chassis?.description ?? chassis?.name ?? guessed(guess.word) ?? descr.word ?? descr.name;
    fact.version ??= guess.version ?? descr.version;
    fact.serial ??= guess.serial;
  }
  const kind = systems.find((system) => system.kind !== null)?.kind;
  return {
    ...fact,
    kind: kind ?? kindOf(group.descr),
    os: systems.find((system) => system.os !== null)?.os ?? osOf(group.descr),
  };
}

/** What an SNMP agent is: by the profiles that fit it, then by the standard MIBs, then by its sysDescr. */
export async function identifyAgent(
  snmp: SnmpReader,
  group: SystemGroup,
  profiles: readonly CompiledSystem[],
  address: string,
): Promise<Identification> {
  const recognised = await recognise(snmp, group, profiles);
  const { systems, vendor } = recognised;
  const facts = { ...(await readFacts(snmp, group, recognised)), vendor };
  const keys: IdentityKey[] = [];
  if (facts.serial !== null && distinct(facts.serial)) keys.push({ type: 'serial', value: facts.serial });
  if (group.name.trim() !== '') keys.push({ type: 'name', value: group.name.trim() });
  return {
    ...facts,
    name: nameOf(group, facts.vendor, facts.model, address),
    keys,
    confidence: systems.length > 0 ? confidence.profile : confidence.generic,
  };
}
