import type { SnmpReader } from '@jackfield/sdk';
import { isPlainWord } from './plain-words.ts';

// The bundle stands in dist/, this source two folders deep: both are the same way from the package's folder.
const file = new URL(import.meta.url.endsWith('.ts') ? '../../data/enterprise-numbers.tsv' : '../data/enterprise-numbers.tsv', import.meta.url);

let loaded: Buffer | null = null;

/** IANA's registry; importing node:fs would load all of it at the start of the plugin, and few devices need this. */
const readTable = (): Buffer => (loaded ??= process.getBuiltinModule('node:fs').readFileSync(file));

/** The organization that IANA registered an enterprise number to; null for an unknown number. */
export function enterprise(number: number): string | null {
  const table = readTable();
  let low = 0;
  let high = table.length;
  while (low < high) {
    const start = table.lastIndexOf(10, ((low + high) >> 1) - 1) + 1;
    const end = table.indexOf(10, start);
    const line = table.toString('utf8', start, end);
    const tab = line.indexOf('\t');
    const found = Number(line.slice(0, tab));
    if (found === number) return line.slice(tab + 1);
    if (found < number) low = end + 1;
    else high = start;
  }
  return null;
}

/** Numbers of agent toolkits, chip makers and standards bodies: the device's maker is another. */
const toolkits = new Set([0, 89, 99, 2021, 4413, 8072, 3320, 10297, 16394, 19046, 7244, 4491, 5591, 14851, 17409, 24686]);
/** Numbers of software that runs on anybody's machine: FRR and Quagga, Asterisk, squid, keepalived, FreeBSD's bsnmpd. */
const software = new Set([2, 311, 3317, 3495, 9586, 12325, 22736, 36872]);
/** Of those the ones whose owner makes no devices: an agent that names itself so runs on another's. */
const ofNoMaker = new Set([3317, 3495, 9586, 12325, 36872]);
const legal =
  /(?:,?\s+(?:inc(?:orporated)?|ltd|limited|llc|l\.l\.c|gmbh(?: & co\.? kg)?|co|corp(?:oration)?|company|ag|s\.?a|as|a\/s|ab|b\.?v|oy|plc|s\.?r\.?l|s\.?p\.?a|kg|k\.?k|s\.?r\.?o|d\.?o\.?o|sp\.? z ?o\.?o|pty|pte|n\.?v|e\.?k)\b\.?)+\.?,?$/iu;

/** The enterprise number in a sysObjectID, or null. */
export function enterpriseNumber(objectID: string): number | null {
  const arc = /^1\.3\.6\.1\.4\.1\.(\d+)/.exec(objectID)?.[1];
  return arc === undefined ? null : Number(arc);
}

export function isToolkit(number: number): boolean {
  return toolkits.has(number);
}

const enterprises = '1.3.6.1.4.1';
const mostEnterprises = 8;

/** The first OID of each enterprise subtree that an agent serves: one GETNEXT each. */
export async function servedEnterprises(snmp: SnmpReader, most: number): Promise<readonly { readonly number: number; readonly oid: string }[]> {
  const found: { readonly number: number; readonly oid: string }[] = [];
  let after = 1;
  for (let step = 0; step < most; step += 1) {
    const [next] = await snmp.getNext([`${enterprises}.${after}`]);
    const number = next === undefined || next.value.value === null ? null : enterpriseNumber(next.oid);
    if (next === undefined || number === null || number < after) break;
    found.push({ number, oid: next.oid });
    after = number + 1;
  }
  return found;
}

/** The same, but for toolkits and common software: what tells the maker. */
export async function presentEnterprises(snmp: SnmpReader): Promise<readonly string[]> {
  const served = await servedEnterprises(snmp, mostEnterprises);
  return served.filter(({ number }) => !toolkits.has(number) && !software.has(number)).map(({ oid }) => oid);
}

/** A company's name without its legal form. */
export const withoutLegalForm = (name: string): string => name.replace(legal, '').trim();

const plainName = (registered: string): string =>
  withoutLegalForm(registered.replace(/\s*\(.*?\)\s*$/u, '').replace(/\s+formerly\b.*$/iu, '').replace(/\s*#$/u, ''));
const commonWords = /\b(?:snmp|agent|private|linux|device|system|host|hostname|server|interface|unknown|default|public|localhost|embedded|darwin|switch|router|network|wireless|image|generic)\b/iu;

/** What stands behind a company's own word in its name. */
const ofCompanies =
  /^(?:systems?|networks?|networking|technolog(?:y|ies)|electronics?|automation|(?:tele)?communications?|telecom|software|international|group|solutions|industries|industrial|engineering|labs?|laboratories|computers?|products|energy|power|controls?|security|wireless|broadband|enterprises?|holdings?|america|norway)$/iu;
const mostNamesakes = 4;

/** Registered names of more words than that which begin with it, whatever its capitals. */
function namesBehind(word: string): string[] {
  const table = readTable();
  const spellings = new Set([word, word.toUpperCase(), word.toLowerCase(), word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()]);
  const found: string[] = [];
  for (const spelling of spellings) {
    const start = Buffer.from(`\t${spelling} `);
    for (let at = table.indexOf(start); at !== -1 && found.length <= mostNamesakes; at = table.indexOf(start, at + 1)) {
      found.push(plainName(table.toString('utf8', at + 1, table.indexOf(10, at))));
    }
  }
  return found;
}

/** A word that begins the names of few companies, most of them made of it and of what any company may be called. */
function ownWord(word: string): boolean {
  const names = namesBehind(word);
  const plain = names.filter((name) => name.split(/[\s,&]+/u).slice(1).every((other) => ofCompanies.test(other)));
  return names.length > 0 && names.length <= mostNamesakes && plain.length * 2 >= names.length;
}

/** Words that any device may be called by: no company is told by them alone. */
const ofNobody = (words: readonly string[]): boolean => words.every((word) => word.split('-').every(isPlainWord) || ofCompanies.test(word));

/** The company whose registered name begins a sysDescr of more words than that: two or three of its words, else one; else whose own word does. */
export function vendorByDescr(descr: string): string | null {
  const words = descr.trim().split(/[\s,;]+/u);
  for (const length of [3, 2, 1]) {
    const name = words.slice(0, length).join(' ');
    if (words.length <= length || name.length < 4 || !/^\p{Lu}/u.test(name) || commonWords.test(name) || ofNobody(words.slice(0, length))) continue;
    const table = readTable();
    const start = Buffer.from(`\t${name}`);
    for (let at = table.indexOf(start); at !== -1; at = table.indexOf(start, at + 1)) {
      if (plainName(table.toString('utf8', at + 1, table.indexOf(10, at))) === name) return name;
    }
  }
  const [word = ''] = words;
  return words.length > 1 && /^\p{Lu}[\p{L}-]{3,}$/u.test(word) && !commonWords.test(word) && !ofNobody([word]) && ownWord(word) ? word : null;
}

/** The maker's name by the enterprise number in its sysObjectID; null where that number says nothing of the maker. */
export function vendorByNumber(objectID: string): string | null {
  const number = enterpriseNumber(objectID);
  if (number === null || toolkits.has(number) || ofNoMaker.has(number)) return null;
  const name = enterprise(number);
  return name === null ? null : plainName(name) || null;
}
