import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ManagedDevice } from '../inventory/index.ts';
import { losingIn } from './losing.ts';
import { network, type Link } from './testing/linked-devices.ts';
import { blastRadiusOf } from './who-loses.ts';

/** A core, two access switches behind it; of the rest the switches have learnt addresses at their ports. */
const links: readonly Link[] = [['core', 'east', 'Te1', '49'], ['core', 'west', 'Te2', '49']];
const mac = (number: number): string => `02:00:00:00:00:${String(number).padStart(2, '0')}`;

function hung(name: string, kind: ManagedDevice['kind'], number: number, rest: Partial<ManagedDevice> = {}): ManagedDevice {
  const [core] = network(links);
  if (core === undefined) throw new Error('no device');
  return { ...core, id: `dev-${name}`, name, kind, neighbours: [], interfaces: [], keys: [{ type: 'mac', value: mac(number) }], ...rest };
}

const phone = hung('phone', 'phone', 1);
const pbx = hung('pbx', 'pbx', 2);
const cordless = hung('cordless', 'phone', 3, { attachedTo: { device: 'dev-pbx', as: '1003' } });
const learnt = (port: string, number: number) => ({ port, mac: mac(number), vlan: null });

const office = [
  ...network(links, { core: { anchor: 'yes' }, east: { redundancy: 'floor' }, west: { redundancy: 'floor' } }).map((device): ManagedDevice =>
    device.name === 'east' ? { ...device, stations: [learnt('1', 1), learnt('2', 2), learnt('3', 77), learnt('3', 78)] } : device),
  phone, pbx, cordless,
];
const radius = (device: string, port: string | null = null, devices: readonly ManagedDevice[] = office) => blastRadiusOf([{ device: `dev-${device}`, port }], devices);

test('a phone whose switch goes loses its way, and is told with its port; addresses of nobody are counted', () => {
  const { lost, strangers, unlinked, risks, guessed } = radius('east');
  expect(lost).toEqual([
    { device: 'dev-cordless', how: 'service', at: { device: 'dev-pbx', port: null } },
    { device: 'dev-pbx', how: 'way', at: { device: 'dev-east', port: '2' } },
    { device: 'dev-phone', how: 'way', at: { device: 'dev-east', port: '1' } },
  ]);
  expect(strangers).toEqual([{ device: 'dev-east', port: '3', addresses: 2 }]);
  // No switch has seen its address: it may hang anywhere.
  expect(unlinked).toEqual(['dev-cordless']);
  expect(risks).toEqual([{ device: 'dev-east', port: null, threat: 'cuts', standIns: ['dev-west'] }]);
  expect(guessed).toEqual([]);
  expect(losingIn(['leeds'], radius('east'), office).losing).toEqual({ kinds: { pbx: 1, phone: 1 }, sites: ['leeds'], elsewhere: 0, service: 1, strangers: 2, unlinked: 1 });
});

test('a port takes what stands behind it, and nothing else', () => {
  expect(radius('east', '1').lost.map(({ device }) => device)).toEqual(['dev-phone']);
  expect(radius('east', '1').strangers).toEqual([]);
  expect(radius('east', '3')).toMatchObject({ lost: [], strangers: [{ port: '3', addresses: 2 }], risks: [{ threat: 'cuts' }] });
  expect(radius('core', 'Te1').lost.map(({ device, at }) => [device, at?.device, at?.port])).toEqual([['dev-cordless', 'dev-pbx', null], ['dev-east', 'dev-core', 'Te1'], ['dev-pbx', 'dev-east', '2'], ['dev-phone', 'dev-east', '1']]);
});

test('what it means is said for each: the way itself, others, nobody, or that nothing is known', () => {
  const threat = (device: string, port: string | null = null) => radius(device, port).risks.map((risk) => risk.threat);
  expect([threat('east', '49'), threat('core', 'Te1'), threat('west'), threat('cordless')]).toEqual([['own-way'], ['cuts'], ['spares'], ['unknown']]);
});

test('without a label the place of the host is guessed, and that is said', () => {
  expect(radius('west', null, office.map((device) => ({ ...device, labels: {} }))).guessed).toEqual(['dev-core']);
});

test('two ports of one bundle are each told as what cuts it, when both go', () => {
  const bundle = network([['core', 'edge', 'Te1', '49'], ['core', 'edge', 'Te2', '50'], ['core', 'other']], { core: { anchor: 'yes' } });
  const both = ['Te1', 'Te2'].map((port) => ({ device: 'dev-core', port }));
  expect(blastRadiusOf(both, bundle).risks.map(({ threat }) => threat)).toEqual(['cuts', 'cuts']);
  expect(blastRadiusOf(both.slice(0, 1), bundle)).toMatchObject({ lost: [], risks: [{ threat: 'spares' }] });
});

test('what is at risk is told to cut what hangs on another device at risk behind it', () => {
  const chain = network([['core', 'east'], ['east', 'attic'], ['attic', 'desk']], { core: { anchor: 'yes' } });
  const { lost, risks } = blastRadiusOf([{ device: 'dev-east', port: null }, { device: 'dev-attic', port: 'Gi1/0/5' }], chain);
  expect([lost.map(({ device }) => device), risks.map(({ device, threat }) => [device, threat])]).toEqual([['dev-desk'], [['dev-attic', 'spares'], ['dev-east', 'cuts']]]);
});

test('what cuts only together is told to cut', () => {
  const ring = network([['core', 'east'], ['core', 'west'], ['east', 'west'], ['west', 'desk']], { core: { anchor: 'yes' } });
  const both = [{ device: 'dev-east', port: null }, { device: 'dev-west', port: 'to-core' }];
  expect(blastRadiusOf(both.slice(1), ring)).toMatchObject({ lost: [], risks: [{ threat: 'spares' }] });
  expect(blastRadiusOf(both, ring)).toMatchObject({ lost: [{ device: 'dev-desk' }], risks: [{ threat: 'cuts' }, { threat: 'cuts' }] });
});

/** Any network with phones at its ports, and some of its devices and ports at risk. */
const anyOffice = fc.record({
  pairs: fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), { minLength: 1, maxLength: 12 }),
  phones: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 5 }),
  risks: fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.option(fc.integer({ min: 0, max: 7 }))), { minLength: 1, maxLength: 5 }),
}).map(({ pairs, phones, risks }) => {
  const all = pairs.filter(([left, right]) => left !== right).map(([left, right]): Link => [`n${left}`, `n${right}`]);
  const switches = network(all, { n0: { anchor: 'yes' } }).map((device): ManagedDevice => ({ ...device, stations: phones.flatMap((at, number) => (device.name === `n${at}` ? [learnt(`phone-${number}`, number)] : [])) }));
  return {
    devices: [...switches, ...phones.map((_at, number) => hung(`phone-${number}`, 'phone', number))],
    risks: risks.map(([device, to]) => ({ device: `dev-n${device}`, port: to === null ? null : `to-n${to}` })).filter(({ device }) => switches.some(({ id }) => id === device)),
  };
});

test('whoever loses the way hangs on something that is at risk or loses it too, and is not at risk itself', () => {
  fc.assert(fc.property(anyOffice, ({ devices, risks }) => {
    const { lost } = blastRadiusOf(risks, devices);
    const at = new Set(risks.map(({ device }) => device));
    const gone = new Set([...at, ...lost.map(({ device }) => device)]);
    expect(lost.filter(({ device }) => at.has(device))).toEqual([]);
    expect(lost.filter((one) => one.at !== null && !gone.has(one.at.device))).toEqual([]);
  }));
});

test('more at risk never spares anybody, and the order of devices changes nothing', () => {
  fc.assert(fc.property(anyOffice, ({ devices, risks }) => {
    const whole = blastRadiusOf(risks, devices);
    expect(blastRadiusOf(risks.toReversed(), devices)).toEqual(whole);
    expect(new Set(blastRadiusOf(risks, devices.toReversed()).lost.map(({ device }) => device))).toEqual(new Set(whole.lost.map(({ device }) => device)));
    const gone = new Set([...risks.map(({ device }) => device), ...whole.lost.map(({ device }) => device)]);
    for (const { device } of blastRadiusOf(risks.slice(1), devices).lost) expect(gone).toContain(device);
  }));
});

test('a loss is told with a reason: something at risk is said to cut, unless it is the way itself', () => {
  fc.assert(fc.property(anyOffice, ({ devices, risks }) => {
    const { lost, strangers, risks: told } = blastRadiusOf(risks, devices);
    const blamed = told.some(({ threat }) => threat === 'cuts' || threat === 'own-way');
    const isLoss = lost.length + strangers.length > 0;
    // The way itself may go without anybody else.
    expect({ isLoss, blamed: blamed || !isLoss, cuts: isLoss || !told.some(({ threat }) => threat === 'cuts') }).toEqual({ isLoss, blamed: true, cuts: true });
  }));
});
