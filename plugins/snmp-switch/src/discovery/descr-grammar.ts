import type { DeviceKind } from '@jackfield/sdk';
import { readable } from '../text.ts';
import { isPlainWord } from './plain-words.ts';
import { address, date } from './private-words.ts';

/** What sysDescr says when no profile knows its maker: the forms that many makers share. */
export interface DescrFacts {
  readonly model: string | null;
  /** A word of it that looks like a product: weaker than a named model. */
  readonly word: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  /** What stands before the versions and numbers in it; the whole of a short sysDescr, for want of anything better. */
  readonly name: string | null;
  /** A uname of an operating system on anybody's hardware: says little of an appliance built on it. */
  readonly generic: boolean;
}

/** What DOCSIS devices put between << and >> (CM-SP-OSSI): `HW_REV: 1; VENDOR: Acme; BOOTR: 8.1; SW_REV: 2.7.6; MODEL: A1`. */
const docsis = (name: string, text: string): string | null => readable(new RegExp(`\\b${name}:\\s*([^;>]+)`, 'u').exec(text)?.[1] ?? null);
const isDocsis = (text: string): boolean => /\bHW_REV:.*\bSW_REV:/u.test(text);

const versionForms = [
  /\b(V\d{3}R\d{3}(?:C\w+)?)/u,
  /\b(?:software|sw|s\/w|image|app(?:lication)?|runtime code)\s*(?:version|ver\b|revision|rev\b|release|rel\b)?\s*[.:=#]*\s*([vr]?\d[\w()-]*(?:\.[\w()-]+)+)/iu,
  /\b(?:firmware|fw|f\/w)\s*(?:version|ver\b|revision|rev\b|release|rel\b)?\s*[.:=#]*\s*([vr]?\d[\w()-]*(?:\.[\w()-]+)+)/iu,
  /^[A-Z]\w+[-_/]v?(\d+\.\d+[\w.-]*)(?:\s|$)/iu,
  /\bversion\s+((?:[A-Z]+-\d[\w-]+|[A-Z]+\d+(?:\.[A-Z0-9]+)+))/iu,
  /\b(?:version|release|revision)\s*[.:=#]*\s*"?([vr]?\d[\w()-]*(?:\.[\w()-]+)*)/iu,
  /\b(?:sw|fw):\s?(\d\w*)/iu,
  /\b(?:ver|rev|rel|sw_rev|os|vers)\s*[.:=#]*\s*([vr]?\d[\w()-]*(?:\.[\w()-]+)+)/iu,
  /(?:^|[\s,;(/_-])v\.?\s?(\d[\w()-]*(?:\.[\w()-]+)+)/iu,
  /(?:^|[\s,;(-])([A-Z]{1,3}\.\d+\.\d+(?:\.\d+)*)/u,
  /(?:^|[\s,;(-])(\d+\.\d+(?:\.[\w-]+)+)/u,
  /(?:^|[\s,;/(])[VR]?(\d+\.\d+\([A-Z]{2,4}\.\d+\w*\)\w*)/u,
  /(?:^|[\s,;(])(\d+\.\d+[A-Z]\d[\w.-]*)/u,
  /_v?(\d+\.\d+\w*(?:\.\w+)*)$/u,
  /(?:^|[\s,;(])(R\d+\.\d+(?:\.\d+)+\w*)/u,
  /(?:^|\s)(\d+\.\d+[a-z]?)(?:$|[\s,;)])/u,
];
const modelForms = [
  /\b(?:model(?: name| no\.?| number| type)?|product(?: name| type)?|prod|hardware model|pid(?=\W+[a-z])|platform|device type)\s*[:=]\s*"?([^,;"\r\n<>()\]]+?)(?=$|[,;"\r\n<>()\]]|\s+(?:serial|s\/n|hardware|firmware|software|version)\b)/iu,
  /(?<!\bFamily \d+ )\bmodel\s+([\w./+-]*\d[\w./+-]*)/iu,
];
/** Where software says what it is on: often a product, as often a system, a processor, a port or a bus. */
const hostForms = [/\brunning on (?:an? |the )?([^,;()\r\n]+?)\s*(?=$|[,;()\r\n])/iu, /\bfor ([a-z]+(?!(?:19|20)\d\d$)\d{3}[\w-]*)$/iu];
const nameAndVersion = /^\W*([A-Z][\w+-]*(?:[ -][A-Z][\w+-]*)?(?: \d{2,4}[A-Z]*)?) v?\d+(?:\.\d+){2,}\S*(?: [A-Z]+)?$/iu;
/** What stands before the first remark on a part of it: `Acme Rack Unit SN 1234 HW V1.2`, `Acme Storage Array, Software 6.5`. */
const nameBeforeRemarks = /^\W*([A-Z][\w+-]*(?: [A-Z0-9][\w./+-]*){0,4}?)(?:(?:[,;]| -|:) (?:firmware|software)\b|(?:[,;]| -|:)? (?:(?:S\/?N|H\/?W|S\/?W|F\/?W|ver|version|rev|revision)\b|V\d+\.\d))/iu;
/** What stands between the maker's name and the first mark behind it: `Acme Storage QuarryB, Rock//OS 6.5`. */
const nameBehindMaker = /^,?(?: (?:Inc|Ltd|Corp|Co|Corporation|Networks|Systems|Technologies)\.?,?)* ((?=[\w/+-]*\d|[A-Z][a-z]+[A-Z])[\w/+-]+(?: [A-Z\d][\w/+-]*){0,3}?)(?=$|[,;(]| -|:| (?:S\/?N|H\/?W|S\/?W|F\/?W|[Vv]er|[Vv]ersion|[Rr]ev|[Ss]witch|[Rr]outer|running)\b| [vV]?\d+\.\d)/u;
/** A name of software, not of the product that it runs on. */
const ofSoftware = /\b(?:software|firmware|platform)\b/iu;
/** Operating systems end so, and what is no name begins so. */
const systemOrMark = /(?:^|\w| )(?:OS|OS-?X[ER]?)(?= |$)|\wWare(?= |$)|^(?:19|20)\d\d(?= |$)|[Cc]opyright|COPYRIGHT|\([Cc]\)/u;
/** A name of DNS. */
const hostName = /^[\w-]+(?:\.[\w-]+)*\.(?:local|localdomain|lan|home|internal|corp|intra|arpa|com|net|org|edu)$/iu;
/** Nor is a sentence a name. */
const sentence = /\b(?:for|on|of|with|and|is|the|by|running|copyright|rights|reserved)\b/iu;
/** Operating systems, processors, virtual machines, buses, protocols and places: on or of many products, none themselves. */
const notProduct =
  /(?:^|[\s/_])(?:(?:win|windows|linux|gnu|ubuntu|debian|centos|rhel|fedora|suse|sles|alpine|(?:free|net|open)bsd|openwrt|solaris|sunos|darwin|macos|osx|aix|hp-?ux|android|esxi?|vmware|kvm|qemu|xen|docker|java|j[dr][ek]|python|perl|php|kernel|glibc|posix|vxworks|qnx|rtos|xeon|pentium|cortex|aarch|mips|ppc|powerpc|sparc|risc-?v|cpus?|port|vlan|eth|tcp|udp|http|usb|pcie?|battery|channel|slot|phase|line|utc|gmt)[-_]?[\d.]*\w?|amd64|arm(?:v\d\w*|32|64)?|i[3-6]86|x(?:32|64|86)|core|cores|bits?|(?:32|64)-?bit|ipv?\d?|snmp(?:v\d)?c?|tls\S*|ssl\S*|rs-?(?:232|422|485)|i2c|sha-?\d+|aes-?\d+|md5|utf-?\d+)(?=$|[\s/_])/iu;
const bareName = /^(?=.{2,60}$)[A-Z][\w./+-]*(?: [\w./+()-]+){0,3}$/iu;
const saysNothing = /\b(?:snmp|agent|private|linux|device|system|host|hostname|server|interface|unknown|default|public|localhost|embedded|net-snmp)\b/iu;
const numberedProduct = /^"?([A-Z][A-Za-z-]+(?: [A-Z][A-Za-z-]*)? \d{2,4}\w*)\b(?!\.\d)/u;
/** What begins no product's name, and what no product's name has in it. */
const ofPlace =
  /^\W*(?:net-snmp|version|firmware|software|release|build|revision|rev|copyright|room|rack|floor|building|level|site|since|year|page|area|row|uptime|my|test)\b|\b(?:contact|support|service cent(?:er|re)|floor|building|department|vm)\b/iu;
const serialForms = [/\b(?:s\/n|sn|serial(?: number| num\b| no\.?)?)[\s:=#.]+((?=[\w/-]*\d)[A-Z0-9][\w/-]{4,})/iu];
const uname = /^(?:Linux|FreeBSD|NetBSD|OpenBSD|DragonFly|Darwin|SunOS|AIX|HP-UX)\s+\S+\s+((?:[A-Z]\.)?\d\S*)/u;
const machine = /\b(x86_64|i[3-6]86|i86pc|sun4[a-z]|ia64|9000\/\d+|amd64|aarch64|arm64|armv\w+|mips\w*|ppc\w*|powerpc\w*|riscv64|sparc\w*|s390x?)\b/gu;
const notModel = /^(?:v\d|r\d+\.|rev|fw|sw|hw|os:|s\/n|sn[:=]|build|x86|\d+(?:\.\d+)+|\d+[x-]?(?:port|ports|slots?|bays?|outlets?|ge|g|fe|gbe|gbps|mbps|ghz|mhz|v|w|a|kva|bit|rev|10)?$|802\.|ipv\d|snmpv?\d|rs-?232|layer|l[23]$|10\/100|utf|h\.?26\d|\d+p\d*$|cat-?\d|sp\d+$|\d+(?:st|nd|rd|th)$|gigabit|\d+x\d+|#|.*:$|.*:.*:)/iu;

function first(forms: readonly RegExp[], text: string): string | null {
  for (const form of forms) {
    const found = readable(form.exec(text)?.[1]?.replace(/[.,;)]+$/u, (end) => (end.startsWith(')') ? end.slice(0, 1) : '')) ?? null);
    if (found !== null) return found;
  }
  return null;
}

/** Not the address of the device, which looks like one. */
function versionIn(text: string): string | null {
  const found = first(versionForms, text);
  return found === null || /^192\.168\.\d{1,3}\.\d{1,3}$/u.test(found) || (found === text && address.test(text)) ? null : found;
}

/** The serial number that a text names as one. */
export function serialIn(text: string): string | null {
  const found = first(serialForms, text);
  return found === null || date.test(found) ? null : found;
}

/** A word that looks like a product: letters and digits, such as `EDS-510E`. */
function productWord(text: string): string | null {
  const words = text.split(/[\s,;"()[\]|]+/u).slice(0, 8);
  return words.find((word) => word.length >= 3 && word.length <= 60 && /\p{L}/u.test(word) && /\d/u.test(word) && !notModel.test(word) && !notProduct.test(word) && !/^[a-z]+-\d{1,2}$/u.test(word) && !hostName.test(word) && !/\d\.\d+\.\d/u.test(word)) ?? null;
}

const namesProduct = (name: string): boolean => !systemOrMark.test(name) && !ofPlace.test(name) && !notProduct.test(name) && !sentence.test(name);

/** What begins a sysDescr, with its number: not a system with its version, nor a place with its number, nor a year. */
function numbered(text: string): string | null {
  const name = first([nameAndVersion, numberedProduct], text);
  return name === null || !namesProduct(name) || /^\W*\D+ (?:19|20)\d\d\b.*copyright/iu.test(text) ? null : name;
}

/** What a sysDescr names as its model: not the kind of thing it is, nor its system. */
function named(text: string): string | null {
  const name = first(modelForms, text);
  return name === null || notProduct.test(name) || isPlainWord(name) ? null : name;
}

/** What software says it is on, when that is a product. */
function hostIn(text: string): string | null {
  const name = first(hostForms, text);
  const fits = name !== null && /\d/u.test(name) && /\p{L}/u.test(name) && !notModel.test(name) && !notProduct.test(name) && !saysNothing.test(name) && !ofSoftware.test(name);
  return fits ? name : null;
}

function nameOf(text: string): string | null {
  const name = bareName.test(text) ? text : (nameBeforeRemarks.exec(text)?.[1] ?? null);
  return name === null || !namesProduct(name) || saysNothing.test(name) || (name !== text && ofSoftware.test(name)) ? null : name;
}

/** The maker that a DOCSIS device names; null for any other device. */
export const docsisVendor = (descr: string): string | null => (isDocsis(descr) ? docsis('VENDOR', descr) : null);

function behindMaker(text: string, vendor: string | null): string | null {
  if (vendor === null || !text.toLowerCase().startsWith(vendor.toLowerCase())) return null;
  const name = nameBehindMaker.exec(text.slice(vendor.length))?.[1] ?? null;
  return name === null || ofSoftware.test(name) || systemOrMark.test(name) || notModel.test(name) ? null : name;
}

/** Reads model, version and serial out of a sysDescr that no profile knows to read; the maker may be known by other means. */
export function readDescr(descr: string, vendor: string | null): DescrFacts {
  const text = descr.trim();
  const kernel = uname.exec(text);
  if (kernel !== null) {
    // The machine stands last; a Debian kernel's name may have another in it.
    const cpu = text.match(machine)?.at(-1);
    return { model: null, word: cpu === undefined ? null : `Generic ${cpu}`, version: kernel[1] ?? null, serial: null, name: null, generic: true };
  }
  const version = isDocsis(text) ? docsis('SW_REV', text) : versionIn(text);
  const short = namesProduct(text) && !saysNothing.test(text) && !hostName.test(text) && !address.test(text) && /^(?=.{1,60}$)[\w./+-]+(?: [\w./+-]+){0,2}$/u.test(text) && /\d/u.test(text) && version === null ? text : null;
  return { model: named(text) ?? numbered(text), word: hostIn(text) ?? behindMaker(text, vendor) ?? productWord(text) ?? short, version, serial: serialIn(text), name: nameOf(text), generic: false };
}

const kinds: readonly (readonly [RegExp, DeviceKind])[] = [
  [/\b(?:ups|pdu|rectifier|power (?:system|supply|distribution|management)|inverter|ats|cdu|battery)\b/iu, 'power'],
  [/\b(?:printer|laserjet|officejet|jetdirect|bizhub|mfp|copier|imagerunner)\b/iu, 'printer'],
  [/\b(?:firewall|security (?:appliance|gateway)|utm)\b/iu, 'firewall'],
  [/\b(?:access point|wireless|wifi|wi-fi|wlan|microwave|radio)\b/iu, 'wireless'],
  [/\b(?:switch|switching|ethernet routing)\b/iu, 'switch'],
  [/\b(?:router|gateway|modem|cpe|ont|olt|cmts)\b/iu, 'router'],
  [/\b(?:pbx|voip|sbc|sip|telephony)\b/iu, 'pbx'],
  [/\bphone\b/iu, 'phone'],
  [/\b(?:nas|storage|disk array|tape|filer)\b/iu, 'storage'],
  [/\b(?:temperature|humidity|sensor|environment(?:al)?|hvac|cooling|air condition\w*)\b/iu, 'environment'],
  [/^(?:Linux|FreeBSD|NetBSD|OpenBSD|Darwin|SunOS|AIX|HP-UX)\b|\bWindows\b/u, 'server'],
];

/** What kind of device a sysDescr speaks of, by its words. */
export function kindOf(descr: string): DeviceKind {
  return kinds.find(([words]) => words.test(descr))?.[1] ?? 'unknown';
}

/** The operating system that a sysDescr of no known maker names. */
export function osOf(descr: string): string | null {
  const found = /\b(Linux|FreeBSD|NetBSD|OpenBSD|DragonFly|Darwin|SunOS|Solaris|AIX|HP-UX|Windows|VxWorks|QNX|RouterOS|OpenWrt)\b/u.exec(descr);
  return found?.[1] ?? null;
}
