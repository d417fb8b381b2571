import { snmpText, type SnmpReader, type Varbind } from '@jackfield/sdk';
import { readable } from '../text.ts';
import { enterpriseNumber } from './vendor.ts';

/** What the first variables of a maker's own subtree look like. */
export interface PrivateFacts {
  /** Beside a version or a serial number. */
  readonly model: string | null;
  /** A word that looks like a product, wherever it stands. */
  readonly word: string | null;
  readonly version: string | null;
  readonly serial: string | null;
}

/** Their subtrees tell of the agent's software or of the machine it runs on. */
const sayNothing = new Set([0, 99, 2021, 8072]);
const none: PrivateFacts = { model: null, word: null, version: null, serial: null };
const rowsInPdu = 60;
const mostPdus = 4;
const version = /^(?:(?:firmware|software|sw|fw|version|ver|release|rev)\b[\s.:]*)?(?:[vr]\s?\d+(?:\.\d+)+[\w.()-]*|\d+\.\d+(?:\.\d+)+[\w.()-]*|\d+\.\d+[a-z]\d*|V\d{3}R\d{3}\w*)(?:[\s,(].{0,30})?$/iu;
const build = /^[\w-]{2,20}[-_ ]v\d+\.\d+[\w.-]*$/iu;
const plainVersion = /^0?\d{1,2}\.\d{1,3}$/u;
const address = /^(?:1\d\d|2[0-5]\d|[1-9]\d)\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^0\.0\.0\.0$/u;
const date = /\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d\d:\d\d/u;
const serial = /^[A-Z0-9][A-Z0-9-]{6,24}$/u;
const looseSerial = /^[A-Z0-9]{5,24}$|^[A-Z0-9]+(?:-[A-Z0-9]{3,})+$/u;
const model = /^\d{0,2}[A-Z][\w./+-]{2,24}(?: [\w./+-]{1,12}){0,2}$/u;

function digits(text: string): number {
  return text.replace(/\D/gu, '').length / text.length;
}

/** Letters and few digits, or short parts joined by dashes: a product code rather than a serial number. */
const productCode = /^[A-Z]{1,5}-?\d{1,5}[A-Z]*$|^(?=.{3,16}$)(?=.*[A-Z])[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,5})+$/u;

function looksLikeSerial(text: string): boolean {
  return serial.test(text) && digits(text) >= 0.5 && text.length >= 7 && new Set(text).size >= 3 && !productCode.test(text);
}

const part = /^(?:port|slot|eth|ge|fe|sensor|input|output|phase|temp|unit|channel|relay|outlet|group|battery|alarm|module|fan|user|public|gauge|cpu|psu|power supply|voltage|line|probe|zone|disk|volume|sda|custom|none|internal|external|ambient|digital|analog)/iu;

function looksLikeModel(text: string): boolean {
  return model.test(text) && /\d/u.test(text) && (digits(text) < 0.6 || productCode.test(text)) && !part.test(text);
}

/** A product's name among its siblings: needs no digit. */
function looksLikeName(text: string): boolean {
  return /^[A-Z][\w ./+(),:-]{2,48}$/iu.test(text) && /[A-Z]/u.test(text) && text.length - text.replace(/\d/gu, '').length < 0.7 * text.length && !part.test(text) && !/private|unknown|\b(?:ok|good|normal|true|false|enabled?|disabled?|online|offline|inc|ltd|gmbh|corp)\b/iu.test(text);
}

interface PrivateText {
  readonly text: string;
  /** A scalar, not the cell of a table: says something of the whole device. */
  readonly scalar: boolean;
  /** Equal for the scalars of one group, and for the columns of one row: they describe one thing. */
  readonly group: string;
}

/** A version somewhere in a text, such as `PDU System v1.05 (SN 1113016920004)`. */
const withVersion = /(?:^|[\s_./-]|[a-z])v?\d{1,4}\.\d{1,3}\.\d{1,6}|\bV\d{3}R\d{3}|\b(?:version|ver|rev|v)\.? ?\d+\.\d+|\d\.\d+\(\d+\)/iu;
const withSerial = /\b(?:s\/n|sn|serial(?: number| no\.?)?)[\s:=#]*([A-Z0-9-]*\d[A-Z0-9-]{3,})/iu;
const versionInText = /\b(?:version|ver|rev|v)\.? ?(\d+\.\d[\w.]*)/iu;

const isVersion = ({ text }: PrivateText): boolean => (version.test(text) || build.test(text)) && !/^\d{4}[-/.]/u.test(text);

/** The text itself, whatever it looks like, when what stands next to it in its group is plainly of a product. */
function beside(texts: readonly PrivateText[], fits: (text: string) => boolean, known: readonly (PrivateText | undefined)[]): PrivateText | undefined {
  const groups = new Set(known.flatMap((one) => one === undefined ? [] : [one.group]));
  return texts.find((one) => groups.has(one.group) && !known.includes(one) && fits(one.text));
}

/** What a subtree's texts tell. */
function tell(texts: readonly PrivateText[]): PrivateFacts {
  const undated = texts.filter(({ text }) => !date.test(text));
  const scalarsFirst = [...undated.filter(({ scalar }) => scalar), ...undated.filter(({ scalar }) => !scalar)];
  let foundVersion = texts.find(isVersion);
  let foundSerial = scalarsFirst.find(({ text }) => looksLikeSerial(text));
  const models = undated.filter((one) => looksLikeModel(one.text) && !isVersion(one) && !looksLikeSerial(one.text));
  let foundModel = beside(models, () => true, [foundSerial]) ?? beside(models, () => true, [foundVersion]);
  const word = models[0];
  foundSerial ??= beside(undated, (text) => looseSerial.test(text) && /\d/u.test(text), [foundVersion, foundModel, word]);
  foundVersion ??= beside(texts, (text) => plainVersion.test(text), [foundModel, word, foundSerial]);
  foundVersion ??= undated.find(({ text, scalar }) => scalar && withVersion.test(text) && !address.test(text));
  foundModel ??= beside(undated.filter((one) => !isVersion(one)), looksLikeName, [foundSerial, foundVersion]);
  if (foundVersion === undefined) {
    foundVersion = beside(texts.filter(({ scalar }) => scalar), (text) => plainVersion.test(text), texts.filter(({ text, scalar }) => scalar && looksLikeName(text)));
    foundModel ??= beside(undated, looksLikeName, [foundVersion]);
  }
  const serialInText = texts.flatMap(({ text, scalar }) => (scalar ? withSerial.exec(text)?.[1] ?? [] : []))[0];
  return { version: foundVersion === undefined ? null : isVersion(foundVersion) ? foundVersion.text : (versionInText.exec(foundVersion.text)?.[1] ?? foundVersion.text), serial: foundSerial?.text ?? serialInText ?? null, model: foundModel?.scalar === true ? foundModel.text : null, word: foundModel?.text ?? word?.text ?? null };
}

function asText({ oid, value }: Varbind): PrivateText[] {
  const text = readable(snmpText(value));
  if (text === null || text.length > 60 || address.test(text)) return [];
  return [{ text, scalar: oid.endsWith('.0'), group: oid.replace(/\.\d+(?=\.\d+$)/u, '') }];
}

/**
 * Reads the beginning of the maker's own subtree and takes what is plainly a firmware version, a serial number or a
 * product name. For devices without a profile: makers put their product group first.
 */
export async function readPrivateFacts(snmp: SnmpReader, objectID: string): Promise<PrivateFacts> {
  const number = enterpriseNumber(objectID);
  if (number === null || sayNothing.has(number)) return none;
  const arc = `1.3.6.1.4.1.${number}`;
  const texts: PrivateText[] = [];
  let facts = none;
  let after = arc;
  for (let pdu = 0; pdu < mostPdus; pdu += 1) {
    const varbinds = (await snmp.getBulk([after], rowsInPdu)).filter(({ oid }) => oid.startsWith(`${arc}.`));
    texts.push(...varbinds.flatMap(asText));
    facts = tell(texts);
    const last = varbinds.at(-1)?.oid;
    if (last === undefined || last === after || varbinds.length < rowsInPdu || (facts.model !== null && facts.version !== null && facts.serial !== null)) break;
    after = last;
  }
  return facts;
}
