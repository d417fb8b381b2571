import { isPlaceholder, Placeholders, replaceSecrets } from '../../secrets/index.ts';
import { changeExchange, changeJson } from './exchange-texts.ts';
import { Fictions } from './fictions/fictions.ts';
import { fictionKinds, recordingSchema, type Exchange, type FictionKind, type Recording } from './recording-schema.ts';
import { parseVariableLines } from './snmp-lines.ts';
import { engineAddress } from './fictions/engine-id.ts';

/**
 * What is taken out beside secrets.
 *
 * @experimental
 * @since 0.1.0
 */
export interface RedactionOptions {
  /** What is replaced by fictions besides secrets. */
  readonly replace?: Iterable<FictionKind>;
  /** Names of this device and of its neighbours that are known. */
  readonly names?: readonly (string | null)[];
  readonly serials?: readonly (string | null)[];
}

const objects = {
  sysContact: '1.3.6.1.2.1.1.4.0', sysName: '1.3.6.1.2.1.1.5.0', sysLocation: '1.3.6.1.2.1.1.6.0', entPhysicalSerialNum: '1.3.6.1.2.1.47.1.1.1.1.11', lldpRemSysName: '1.0.8802.1.1.2.1.4.1.1.9',
  snmpCommunityName: '1.3.6.1.6.3.18.1.1.1.2',
};

/** What the exchanges tell of names, serials and addresses, before anything is replaced. */
function learn(fictions: Fictions, exchanges: readonly Exchange[]): void {
  for (const exchange of exchanges) {
    if (exchange.ask === 'fingerprint.snmp' && typeof exchange.answer === 'object' && exchange.answer !== null && 'sysName' in exchange.answer) {
      const { sysName, engineId } = exchange.answer;
      if (typeof sysName === 'string') fictions.name(sysName);
      if (typeof engineId === 'string') engineAddress(fictions, Buffer.from(engineId, 'hex'));
    }
    if (!exchange.ask.startsWith('snmp.') || typeof exchange.answer !== 'string') continue;
    for (const [oid, type, value] of parseVariableLines(exchange.answer)) {
      if (typeof value !== 'string') continue;
      const text = Buffer.from(value, 'latin1').toString('utf8').replace(/\0+$/, '');
      if (type === 'IpAddress') fictions.address(value);
      if (type !== 'OctetString') continue;
      if (oid === objects.sysName || oid.startsWith(`${objects.lldpRemSysName}.`)) fictions.name(text);
      if (oid === objects.sysContact) fictions.words(text, 'Somebody <somebody@example.net>');
      if (oid === objects.sysLocation) fictions.words(text, 'Somewhere');
      if (oid.startsWith(`${objects.entPhysicalSerialNum}.`)) fictions.serial(text);
      engineAddress(fictions, Buffer.from(value, 'latin1'));
    }
  }
  // Learned only: what is found gets its number here, in the order of the recording.
  for (const exchange of exchanges) changeExchange(exchange, { text: seen(fictions), oid: (oid) => oid, octets: (bytes) => (fictions.octets(bytes), bytes) });
}

function seen(fictions: Fictions): (text: string) => string {
  return (text) => {
    fictions.learn(text);
    return text;
  };
}

/**
 * Takes out of a recording all that looks like a secret, and puts fictions for the rest where that is asked for.
 *
 * @experimental
 * @since 0.1.0
 */
export function redactRecording(recording: Recording, { replace = [], names = [], serials = [] }: RedactionOptions = {}): Recording {
  const fictions = new Fictions(replace);
  const { device } = recording;
  for (const name of [device.name, ...names]) fictions.name(name);
  for (const serial of [device.serial, ...serials]) fictions.serial(serial);
  const placeholders = new Placeholders();
  const safe = (text: string): string => replaceSecrets(text, (secret) => placeholders.of(secret));
  const exchanges = recording.exchanges.map((exchange) => changeExchange(exchange, {
    text: safe, oid: (oid) => oid,
    named: (oid, text) => (oid.startsWith(`${objects.snmpCommunityName}.`) && text !== '' && !isPlaceholder(text) ? placeholders.of(text) : text),
  }));
  const kinds = new Set(replace);
  const replaces = fictionKinds.some((kind) => kinds.has(kind));
  if (replaces) learn(fictions, exchanges);
  const change = { text: (text: string) => fictions.text(text), oid: (oid: string) => fictions.oid(oid), octets: (bytes: Buffer) => fictions.octets(bytes) };
  const replaced = replaces ? exchanges.map((exchange) => changeExchange(exchange, change)) : exchanges;
  const told = (fact: string | null): string | null => (fact === null || !replaces ? fact : fictions.text(fact));
  const plugins = recording.plugins.map(({ settings, ...plugin }) => ({
    ...plugin, ...(settings === undefined ? {} : { settings: changeJson(changeJson(settings, safe), (text) => (replaces ? fictions.text(text) : text)) }),
  }));
  return recordingSchema.parse({
    ...recording,
    plugins,
    device: { ...device, name: told(device.name), serial: told(device.serial) },
    redacted: { secrets: (recording.redacted?.secrets ?? 0) + placeholders.count, ...fictions.counts },
    exchanges: replaced,
  });
}
