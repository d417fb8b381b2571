import { snmpText, type SnmpReader } from '@jackfield/sdk';
import { readable } from '../text.ts';
import { enterpriseNumber, isToolkit } from './vendor.ts';

/** What the first variables of a maker's own subtree look like. */
export interface PrivateFacts {
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
}

const rowsRead = 60;
const version = /^(?:(?:firmware|software|sw|fw|version|ver|release|rev)\b[\s.:]*)?(?:[vr]\s?\d+(?:\.\d+)+[\w.()-]*|\d+\.\d+(?:\.\d+)+[\w.()-]*|\d+\.\d+[a-z]\d*)(?:[\s,(].{0,30})?$/iu;
const build = /^[\w-]{2,20}[-_ ]v\d+\.\d+[\w.-]*$/iu;
const address = /^(?:1\d\d|2[0-5]\d|[1-9]\d)\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^0\.0\.0\.0$/u;
const date = /\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d\d:\d\d/u;
const serial = /^[A-Z0-9][A-Z0-9-]{6,24}$/u;
const model = /^[A-Z][\w./+-]{2,24}(?: [\w./+-]{1,12}){0,2}$/u;

function digits(text: string): number {
  return text.replace(/\D/gu, '').length / text.length;
}

function looksLikeSerial(text: string): boolean {
  return serial.test(text) && digits(text) >= 0.5 && text.length >= 7 && new Set(text).size >= 3;
}

function looksLikeModel(text: string): boolean {
  return model.test(text) && /\d/u.test(text) && digits(text) < 0.6 && !/^(?:port|slot|eth|ge|fe|sensor|input|output|phase|temp|unit|channel|relay|outlet|group|battery|alarm|module|fan|user|public|gauge)/iu.test(text);
}

/**
 * Reads the beginning of the maker's own subtree, in one PDU, and takes what is plainly a firmware version, a serial
 * number or a product name. For devices without a profile: makers put their product group first.
 */
export async function readPrivateFacts(snmp: SnmpReader, objectID: string): Promise<PrivateFacts> {
  const number = enterpriseNumber(objectID);
  if (number === null || isToolkit(number)) return { model: null, version: null, serial: null };
  const arc = `1.3.6.1.4.1.${number}.`;
  const texts = (await snmp.getBulk([arc.slice(0, -1)], rowsRead))
    .filter(({ oid }) => oid.startsWith(arc))
    .flatMap(({ value }) => readable(snmpText(value)) ?? [])
    .filter((text) => text.length <= 60 && !address.test(text));
  const undated = texts.filter((text) => !date.test(text));
  return {
    version: texts.find((text) => (version.test(text) || build.test(text)) && !/^\d{4}[-/.]/u.test(text)) ?? null,
    serial: undated.find((text) => looksLikeSerial(text)) ?? null,
    model: undated.find((text) => looksLikeModel(text) && !version.test(text) && !looksLikeSerial(text)) ?? null,
  };
}
