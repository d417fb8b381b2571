import { snmpText, type SnmpReader, type Varbind } from '@jackfield/sdk';
import { readable } from '../text.ts';
import { address, date, isVersion, looksLikeModel, looksLikeName, looksLikeSerial, looseSerial, plainVersion, versionFirst, versionInText, withSerial, withVersion } from './private-words.ts';
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
interface PrivateText {
  readonly text: string;
  /** A scalar, not the cell of a table: says something of the whole device. */
  readonly scalar: boolean;
  /** Equal for the scalars of one group, and for the columns of one row: they describe one thing. */
  readonly group: string;
  /** Its OID without the row; a scalar's own. */
  readonly column: string;
}

/** The text itself, whatever it looks like, when what stands next to it in its group is plainly of a product. */
function beside(texts: readonly PrivateText[], fits: (text: string) => boolean, known: readonly (PrivateText | undefined)[]): PrivateText | undefined {
  const groups = new Set(known.flatMap((one) => one === undefined ? [] : [one.group]));
  return texts.find((one) => groups.has(one.group) && !known.includes(one) && fits(one.text));
}

const mostNames = 3;
const ofMaker = /^(?=\S+(?: \S+){1,3}$)[\w-]+ (?:(?:[\w+-]+ )*(?=\S*\d)[\w./+-]{2,}|[A-Z]\w+(?: [A-Z]\w+){1,2})$/u;
const notProduct = /\b(?:inc|ltd|corp|gmbh|co|copyright|software|firmware|version|limited|systems|technologies|networks|http|www)\b/iu;
/** Texts of people, places and parts begin with the maker's name too. */
const elsewhere =
  /\b(?:contact|support|service|services|help|helpdesk|hotline|customer|care|sales|admin|administrator|team|department|dept|office|headquarters|hq|cent(?:er|re)|site|floor|level|room|hall|building|bldg|block|street|st|road|avenue|city|campus|location|lab|laboratory|rack|row|cabinet|shelf|slot|port|module|card|board|psu|fan|battery|sensor|probe|cable|interface|channel|input|output|outlet|relay|unit|\d+(?:st|nd|rd|th))\b/iu;

/** The texts but for those of columns that list many: names and models of parts, not of the device. */
function withoutLists(texts: readonly PrivateText[]): readonly PrivateText[] {
  const values = new Map<string, Set<string>>();
  for (const { column, text } of texts) values.set(column, (values.get(column) ?? new Set()).add(text));
  return texts.filter(({ column }) => (values.get(column)?.size ?? 0) <= mostNames);
}

/** The maker's name with its product behind it: `Check Point 5900`. */
function namedByMaker(texts: readonly PrivateText[], vendor: string | null): PrivateText | undefined {
  const [maker = ''] = (vendor ?? '').toLowerCase().split(' ');
  return maker.length < 3 ? undefined : texts.find(({ text, scalar }) => scalar && text.toLowerCase().startsWith(`${maker} `) && ofMaker.test(text) && !notProduct.test(text) && !elsewhere.test(text));
}

/** What a subtree's texts tell. */
function tell(all: readonly PrivateText[], vendor: string | null): PrivateFacts {
  const texts = withoutLists(all);
  const undated = texts.filter(({ text }) => !date.test(text));
  const scalarsFirst = [...undated.filter(({ scalar }) => scalar), ...undated.filter(({ scalar }) => !scalar)];
  let foundVersion = texts.find(({ text }) => isVersion(text));
  let foundSerial = scalarsFirst.find(({ text }) => looksLikeSerial(text));
  const models = undated.filter((one) => looksLikeModel(one.text) && !isVersion(one.text) && !looksLikeSerial(one.text));
  let foundModel = namedByMaker(undated, vendor) ?? beside(models, () => true, [foundSerial]) ?? beside(models, () => true, [foundVersion]);
  const word = models[0];
  if (foundSerial === undefined && foundModel !== undefined && looseSerial.test(foundModel.text)) {
    // Capitals and digits alone, with a product's name beside: a short serial number such as a service tag.
    const name = beside(undated.filter(({ text }) => !isVersion(text) && !looseSerial.test(text)), looksLikeName, [foundModel]);
    if (name !== undefined) [foundSerial, foundModel] = [foundModel, name];
  }
  foundSerial ??= beside(undated, (text) => looseSerial.test(text) && /\d/u.test(text), [foundVersion, foundModel, word]);
  foundVersion ??= beside(texts, (text) => plainVersion.test(text), [foundModel, word, foundSerial]);
  foundVersion ??= undated.find(({ text, scalar }) => scalar && withVersion.test(text) && !address.test(text));
  // A product's name that needs no digit gives way to a scalar that is plainly a product.
  const product = models.find(({ text, scalar }) => scalar && !withVersion.test(text));
  if (product === undefined) foundModel ??= beside(undated.filter((one) => !isVersion(one.text)), looksLikeName, [foundSerial, foundVersion]);
  if (foundVersion === undefined) {
    foundVersion = beside(texts.filter(({ scalar }) => scalar), (text) => plainVersion.test(text), texts.filter(({ text, scalar }) => scalar && looksLikeName(text)));
    foundModel ??= beside(undated, looksLikeName, [foundVersion]);
  }
  // A text that begins with the word is of the version, though a date stands in it.
  foundVersion ??= texts.find(({ text, scalar }) => scalar && versionFirst.test(text));
  const serialInText = texts.flatMap(({ text, scalar }) => (scalar ? withSerial.exec(text)?.[1] ?? [] : []))[0];
  const versionText = foundVersion?.text ?? null;
  return {
    version: versionText === null || isVersion(versionText) ? versionText : (versionInText.exec(versionText)?.[1] ?? versionText),
    serial: foundSerial?.text ?? serialInText ?? null,
    model: foundModel?.scalar === true ? foundModel.text : null,
    word: foundModel?.text ?? product?.text ?? word?.text ?? null,
  };
}

function asText({ oid, value }: Varbind): PrivateText[] {
  const text = readable(snmpText(value));
  if (text === null || text.length > 60 || address.test(text)) return [];
  return [{ text, scalar: oid.endsWith('.0'), group: oid.replace(/\.\d+(?=\.\d+$)/u, ''), column: oid.replace(/\.[1-9]\d*$/u, '') }];
}

/**
 * Reads the beginning of the maker's own subtree and takes what is plainly a firmware version, a serial number or a
 * product name. For devices without a profile: makers put their product group first.
 */
export async function readPrivateFacts(snmp: SnmpReader, objectID: string, vendor: string | null): Promise<PrivateFacts> {
  const number = enterpriseNumber(objectID);
  if (number === null || sayNothing.has(number)) return none;
  const arc = `1.3.6.1.4.1.${number}`;
  const texts: PrivateText[] = [];
  let facts = none;
  let after = arc;
  for (let pdu = 0; pdu < mostPdus; pdu += 1) {
    const varbinds = await snmp.getBulk([after], rowsInPdu);
    const own = varbinds.filter(({ oid }) => oid.startsWith(`${arc}.`));
    texts.push(...own.flatMap(asText));
    facts = tell(texts, vendor);
    const last = own.at(-1)?.oid;
    // An agent may answer with fewer than asked for; what is past the subtree says that it has ended.
    if (last === undefined || last === after || own.length < varbinds.length || (facts.model !== null && facts.version !== null && facts.serial !== null)) break;
    after = last;
  }
  return facts;
}
