// What single texts of a maker's own subtree look like: versions, serial numbers, products, and what is none of them.

const version = /^(?:(?:firmware|software|sw|fw|version|ver|release|rev)\b[\s.:]*)?(?:[vr]\s?\d+(?:\.\d+)+[\w.()-]*|\d+\.\d+(?:\.\d+)+[\w.()-]*|\d+\.\d+[a-z]\d*|V\d{3}R\d{3}\w*)(?:[\s,(].{0,30})?$/iu;
const build = /^[\w-]{2,20}[-_ ]v\d+\.\d+[\w.-]*$/iu;
/** Two numbers: a version only beside a product, anywhere else a measurement. */
export const plainVersion = /^0?\d{1,2}\.\d{1,3}$/u;
export const address = /^(?:1\d\d|2[0-5]\d|[1-9]\d)\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^0\.0\.0\.0$/u;
export const date = /(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)|\d\d:\d\d/u;
const serial = /^[A-Z0-9][A-Z0-9-]{6,24}$/u;
/** A serial number when it stands beside a product. */
export const looseSerial = /^[A-Z0-9]{5,24}$|^[A-Z0-9]+(?:-[A-Z0-9]{3,})+$/u;
const model = /^\d{0,2}[A-Z][\w./+-]{2,24}(?: [\w./+-]{1,12}){0,2}$/u;

function digits(text: string): number {
  return text.replace(/\D/gu, '').length / text.length;
}

/** Letters and few digits, or short parts joined by dashes: a product code rather than a serial number. */
const productCode = /^[A-Z]{1,5}-?\d{1,5}[A-Z]*$|^(?=.{3,16}$)(?=.*[A-Z])[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,5})+$/u;

/** Ten and more capitals and digits in one word, of either several: longer than the names of products. */
const longSerial = /^(?=(?:.*\d){4})(?=.*[A-Z])[A-Z0-9]{10,20}$/u;

/** A number and its unit. */
const measure = /^\d+(?:RPM|[KMGT]?HZ|[KMGT]?B|[KMGT]?BPS|K?VA?|M?[AW]|KWH?|MIN|SEC|HRS?)$/u;

/** Plainly a serial number, by itself. */
export function looksLikeSerial(text: string): boolean {
  return !productCode.test(text) && !measure.test(text) && (longSerial.test(text) || (serial.test(text) && digits(text) >= 0.5 && text.length >= 7 && new Set(text).size >= 3));
}

const part = /^(?:port|slot|eth|ge|fe|sensor|input|output|phase|temp|unit|channel|relay|outlet|group|battery|alarm|module|fan|user|public|gauge|cpu|psu|power supply|voltage|line|probe|zone|disk|volume|sda|custom|none|internal|external|ambient|digital|analog)/iu;

/** A part with its number: `Power Module A2`. */
const numberedPart = /\b(?:port|slot|sensor|module|card|channel|outlet|relay|unit|fan|zone|probe|phase|floor|room|rack|site) \w{1,3}$/iu;

/** Plainly a product, by itself. */
export function looksLikeModel(text: string): boolean {
  return model.test(text) && !numberedPart.test(text) && /\d/u.test(text) && (digits(text) < 0.6 || productCode.test(text)) && !part.test(text);
}

/** A product's name among its siblings: needs no digit. */
export function looksLikeName(text: string): boolean {
  return /^[A-Z][\w ./+(),:-]{2,48}$/iu.test(text) && /[A-Z]/u.test(text) && text.length - text.replace(/\d/gu, '').length < 0.7 * text.length && !part.test(text) && !/private|unknown|\b(?:ok|good|normal|true|false|enabled?|disabled?|online|offline|inc|ltd|gmbh|corp)\b/iu.test(text);
}

/** A version somewhere in a text, such as `PDU System v1.05 (SN 1113016920004)`. */
export const withVersion = /(?:^|[\s_./-]|[a-z])v?\d{1,4}\.\d{1,3}\.\d{1,6}|\bV\d{3}R\d{3}|\b(?:version|ver|rev|v)\.? ?\d+\.\d+|\d\.\d+\(\d+\)/iu;
export const withSerial = /\b(?:s\/n|sn|serial(?: number| no\.?)?)[\s:=#]*([A-Z0-9-]*\d[A-Z0-9-]{3,})/iu;
export const versionFirst = /^(?:version|firmware version|software version) v?\d+\.\d/iu;
export const versionInText = /\b(?:version|ver|rev|v)\.? ?(\d+\.\d[\w.]*)/iu;

/** All of it a firmware's version. */
export const isVersion = (text: string): boolean => (version.test(text) || build.test(text)) && !/^\d{4}[-/.]/u.test(text);
