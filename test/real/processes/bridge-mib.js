// A switch behind snmpd's pass_persist: BRIDGE-MIB and Q-BRIDGE-MIB, its variables in a file, with the rules that switches have.
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const bridge = '.1.3.6.1.2.1.17';
const vlans = `${bridge}.7.1.4.3.1`;
const [, , file = ''] = process.argv;

/** @type {{ [oid: string]: { type: string, value: string } }} */
const held = JSON.parse(readFileSync(file, 'utf8'));
const keep = () => writeFileSync(file, JSON.stringify(held, null, 1));
const parts = (oid) => oid.split('.').slice(1).map(Number);

function compare(one, other) {
  const [left, right] = [parts(one), parts(other)];
  const at = left.findIndex((part, place) => part !== right[place]);
  return at < 0 ? left.length - right.length : left[at] - (right[at] ?? -1);
}

const octetsOf = ({ type, value }) => (type === 'octet' ? Buffer.from(value.replaceAll(' ', ''), 'hex') : Buffer.from(value));
const hasPort = (list, port) => list !== undefined && ((octetsOf(list)[Math.floor((port - 1) / 8)] ?? 0) & (0x80 >> ((port - 1) % 8))) !== 0;

function setStatus(id, status) {
  const isThere = held[`${vlans}.5.${id}`] !== undefined;
  if (status === 4 && !isThere) {
    held[`${vlans}.1.${id}`] = { type: 'string', value: '' };
    for (const column of [2, 3, 4]) held[`${vlans}.${column}.${id}`] = { type: 'octet', value: '00 00' };
    held[`${vlans}.5.${id}`] = { type: 'integer', value: '1' };
    return 'DONE';
  }
  if (status !== 6 || octetsOf(held[`${vlans}.2.${id}`] ?? { type: 'octet', value: '' }).some((octet) => octet !== 0)) return 'inconsistent-value';
  for (const column of [1, 2, 3, 4, 5]) delete held[`${vlans}.${column}.${id}`];
  return 'DONE';
}

function set(oid, type, value) {
  if (oid.startsWith(`${vlans}.5.`)) return setStatus(oid.split('.').at(-1), Number(value));
  if (held[oid] === undefined) return 'not-writable';
  const port = Number(oid.split('.').at(-1));
  if (oid.startsWith(`${bridge}.7.1.4.5.1.1.`) && !hasPort(held[`${vlans}.2.${value}`], port)) return 'inconsistent-value';
  held[oid] = { type: type === 'string' || type === 'octet' ? type : held[oid].type, value };
  return 'DONE';
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value;
const say = (...words) => process.stdout.write(`${words.join('\n')}\n`);
const tell = (oid, variable = held[oid]) => (variable === undefined ? say('NONE') : say(oid, variable.type, variable.value));

/** snmpd asks for what it is about to set, and lets nothing be made that nobody has: a row that may come has these already. */
function toCome(oid) {
  const [, column = '', id = ''] = /^(\d+)\.(\d+)$/.exec(oid.slice(vlans.length + 1)) ?? [];
  if (!oid.startsWith(`${vlans}.`) || held[`${vlans}.5.${id}`] !== undefined) return undefined;
  return { 1: { type: 'string', value: '' }, 3: { type: 'octet', value: '00 00' }, 5: { type: 'integer', value: '6' } }[column];
}

// An empty line stands behind what is set: no command.
for (let command = await next(); command !== undefined; command = await next()) {
  if (command === 'PING') say('PONG');
  else if (command === 'get') {
    const oid = await next();
    tell(oid, held[oid] ?? toCome(oid));
  }
  else if (command === 'getnext') {
    const after = await next();
    tell(Object.keys(held).sort(compare).find((oid) => compare(oid, after) > 0) ?? '');
  } else if (command === 'set') {
    const oid = await next();
    const [, type = '', value = ''] = /^(\S+) "?([^"]*)"?$/.exec(await next()) ?? [];
    say(set(oid, type, value.trim()));
    keep();
  }
}
