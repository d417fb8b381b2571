import { z } from 'zod';
import { sensorClassNames } from './sensors/classes.ts';

const oid = z.string().regex(/^\d+(\.\d+)+\.?$/, 'an OID in dotted digits');
const instance = z
  .string()
  .regex(/^(sysObjectID|sysObjectParent|\d+)(\.\d+)+$/, 'an OID in dotted digits, or sysObjectID or sysObjectParent and what follows it')
  .meta({ description: 'An OID; one that begins with sysObjectID stands under the agent\'s own sysObjectID, one with sysObjectParent under that without its last number, as where a series has one MIB.' });
const expression = z.string().meta({ format: 'regex' });

/** Levels in percent, reached above. */
const above = (warning: number, critical: number) =>
  z
    .strictObject({
      warning: z.number().min(0).max(100).default(warning).meta({ title: 'Warning above', unit: '%' }),
      critical: z.number().min(0).max(100).default(critical).meta({ title: 'Critical above', unit: '%' }),
    })
    .prefault({});

export const settings = z
  .strictObject({
    ports: z
      .strictObject({
        watch: expression.default('').meta({ title: 'Watched ports', description: 'Regular expression; a port whose name or alias fits is critical when down.' }),
        ignore: expression.default('').meta({ title: 'Ignored ports', description: 'Regular expression; a port whose name or alias fits is left out.' }),
      })
      .prefault({}),
    traffic: z
      .strictObject({
        errors: above(0.1, 5).meta({ title: 'Packets with errors' }),
      })
      .prefault({}),
    uptime: z
      .strictObject({
        warnBelow: z.number().min(0).default(600).meta({ title: 'Warn after a restart', unit: 'seconds' }),
      })
      .prefault({}),
    stack: z
      .strictObject({
        members: z.int().min(0).max(64).default(0).meta({ title: 'Members', description: 'How many a stack must have; fewer are critical. 0: as many as were there within the last day.' }),
      })
      .prefault({}),
    load: z
      .strictObject({
        cpu: above(90, 100).meta({ title: 'Processors' }),
        memory: above(95, 99.5).meta({ title: 'Memory' }),
        storage: above(85, 95).meta({ title: 'File systems' }),
        ignore: expression.default('').meta({ title: 'Ignored parts', description: 'Regular expression; a processor, memory or file system whose name fits is left out.' }),
      })
      .prefault({}),
    sensors: z
      .strictObject({
        ignore: expression.default('').meta({ title: 'Ignored sensors', description: 'Regular expression; a sensor whose name fits is left out.' }),
      })
      .prefault({}),
  })
  .meta({ title: 'SNMP switch' });

export const system = z
  .strictObject({
    name: z.string().max(255).optional().meta({ title: 'Name', description: 'sysName' }),
    contact: z.string().max(255).optional().meta({ title: 'Contact', description: 'sysContact' }),
    location: z.string().max(255).optional().meta({ title: 'Location', description: 'sysLocation' }),
  })
  .meta({ title: 'System identity' });

export const port = z
  .strictObject({
    port: z.string().min(1).meta({ title: 'Port', description: 'Its name, ifName or ifDescr' }),
    alias: z.string().max(64).optional().meta({ title: 'Alias', description: 'ifAlias' }),
    adminStatus: z.enum(['up', 'down']).optional().meta({ title: 'Administrative state', description: 'ifAdminStatus' }),
  })
  .meta({ title: 'Port' });

const vlanId = z.int().min(1).max(4_094);

export const vlan = z
  .strictObject({
    vlan: vlanId.meta({ title: 'VLAN', description: 'Its number' }),
    name: z.string().max(32).optional().meta({ title: 'Name', description: 'dot1qVlanStaticName; a new one without is called VLAN and its number' }),
    exists: z.boolean().default(true).meta({ title: 'Exists', description: 'false removes it; it must have no ports then' }),
  })
  .meta({ title: 'VLAN' });

export const portVlans = z
  .strictObject({
    port: z.string().min(1).meta({ title: 'Port', description: 'Its name, ifName or ifDescr' }),
    untagged: vlanId.optional().meta({ title: 'Untagged VLAN', description: 'Of what comes and goes without a tag' }),
    tagged: z.array(vlanId).optional().meta({ title: 'Tagged VLANs', description: 'All that the port is in with a tag; none for an empty list' }),
  })
  .meta({ title: 'VLANs of a port' });

export const portPower = z
  .strictObject({
    port: z.string().min(1).meta({ title: 'Port', description: 'Its name, ifName or ifDescr' }),
    enabled: z.boolean().meta({ title: 'Gives power', description: 'pethPsePortAdminEnable' }),
  })
  .meta({ title: 'Power of a port' });

export const portSpanningTree = z
  .strictObject({
    port: z.string().min(1).meta({ title: 'Port', description: 'Its name, ifName or ifDescr' }),
    enabled: z.boolean().optional().meta({ title: 'Takes part', description: 'dot1dStpPortEnable' }),
    edge: z.boolean().optional().meta({ title: 'Edge port', description: 'dot1dStpPortAdminEdgePort: forwards at once, for it leads to no bridge' }),
  })
  .meta({ title: 'Spanning tree of a port' });

export const trapTarget = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,32}$/).meta({ title: 'Name', description: 'Of its rows on the device' }),
    exists: z.boolean().default(true).meta({ title: 'Exists', description: 'false removes it' }),
    address: z.ipv4().optional().meta({ title: 'Address', description: 'Of who listens' }),
    port: z.int().min(1).max(65_535).default(162).meta({ title: 'UDP port' }),
    version: z.enum(['1', '2c', '3']).default('2c').meta({ title: 'SNMP version' }),
    securityName: z.string().min(1).max(32).optional().meta({ title: 'Security name', description: 'The user of SNMPv3; else the name that the device has for the community, never the community itself' }),
    level: z.enum(['noAuthNoPriv', 'authNoPriv', 'authPriv']).default('noAuthNoPriv').meta({ title: 'Security level' }),
    type: z.enum(['trap', 'inform']).default('trap').meta({ title: 'Kind', description: 'An inform is sent again until it is acknowledged' }),
  })
  .meta({ title: 'Trap target' });

const clean = {
  pattern: expression.optional().meta({ description: 'Regular expression; what its groups catch is the value, joined by spaces.' }),
  template: z.string().optional().meta({ description: 'How the groups make the value, such as "$1.$2"; needs a pattern.' }),
  prefix: z.string().optional().meta({ description: 'Put before the value.' }),
};
const names = z
  .record(z.string().regex(/^-?\d+$/, 'an integer'), z.string().min(1))
  .optional()
  .meta({ description: 'What the numbers of an enumeration stand for; a number that is not named gives no value.' });

/** Of a pattern whose groups are the value: a group that catches. */
const catching = /(?:^|[^\\])(?:\\\\)*\((?:[^?]|\?<[A-Za-z])/;
const patternKeys = ['pattern', 'sysDescr', 'sysName'] as const;
/** A pattern that catches nothing and is put into no template never gives a value. */
const givesValue = (source: { readonly [key: string]: unknown }): boolean =>
  source['template'] !== undefined || patternKeys.every((key) => typeof source[key] !== 'string' || catching.test(source[key]));

const source = z
  .union([
    z.strictObject({ get: instance, names, ...clean }).meta({ description: 'The value of an object instance.' }),
    z.strictObject({ next: instance, names, ...clean }).meta({ description: 'The first value under an OID, such as a table column.' }),
    z.strictObject({ column: instance, index: instance, ...clean }).meta({ description: 'The cell of a table column whose index is the value of another object, such as the name of the type that a chassis is of.' }),
    z.strictObject({ search: instance, ...clean, pattern: expression }).meta({ description: 'The first cell of a table column that the pattern fits. The column is read up to it: only for what stands nowhere else.' }),
    z.strictObject({ sysDescr: expression, template: z.string().optional(), prefix: z.string().optional() }).meta({ description: 'Caught from sysDescr.' }),
    z.strictObject({ sysName: expression, template: z.string().optional(), prefix: z.string().optional() }).meta({ description: 'Caught from sysName.' }),
    z
      .strictObject({ entity: z.enum(['model', 'description', 'name', 'serial', 'software', 'firmware', 'hardware']), ...clean })
      .meta({ description: 'Of the chassis in ENTITY-MIB.' }),
    z.strictObject({ sysObjectID: z.record(z.string(), z.string()) }).meta({ description: 'Looked up by sysObjectID; a key ending in a dot is a prefix.' }),
    z.strictObject({ text: z.string() }).meta({ description: 'A fixed text.' }),
  ])
  .refine(givesValue, 'a pattern without a group that catches, and without a template')
  .meta({
    description: 'Where a value is; the first source that gives one wins. A pattern has a group that catches, or a template.',
    allOf: [{ anyOf: [{ required: ['template'] }, { properties: Object.fromEntries(patternKeys.map((key) => [key, { pattern: catching.source }])) }] }],
  });

const sources = z.array(source);

const fixedPlace = z
  .string()
  .regex(/^\d+(\.\d+)+$/, 'an OID in dotted digits')
  .meta({ description: 'The OID of a column, without an index; one that ends in .0 is a scalar.' });

const cell = z
  .string()
  .regex(/^\d+(\.\d+)*(\.\{row\})?$/, 'an OID in dotted digits, of which the last may be {row}')
  .meta({ description: 'An OID; {row} stands for a number that is drawn anew for each save.' });
const numbers = z.array(z.int()).min(1);

const saving = z
  .strictObject({
    set: z.record(cell, z.int()).meta({ description: 'What is set, all in one SET, as INTEGERs: objects that make the agent write what it runs to what it starts with.' }),
    until: z
      .union([
        z.strictObject({ get: cell, is: numbers, while: numbers }),
        z.strictObject({ column: fixedPlace, row: fixedPlace.meta({ description: 'The column of the same table that has the number of {row}.' }), is: numbers, while: numbers }),
      ])
      .optional()
      .meta({ description: 'The object that tells when it has: is for done, while for not yet; any other value is a failure. Left out, the SET is answered when it has.' }),
    remove: z.record(cell, z.int()).optional().meta({ description: 'What is set afterwards, to take the row away that told it.' }),
  })
  .meta({ description: 'The objects must be those that the permissions of snmp-switch name.' });

const match = z
  .strictObject({
    sysObjectID: z.union([oid, z.array(oid)]).optional().meta({ description: 'Equal, or a prefix where it ends in a dot.' }),
    sysDescr: expression.optional(),
  })
  .meta({ description: 'All named parts must fit; the longest sysObjectID is the most specific.' });

const systemProfile = z.strictObject({
  match,
  vendor: z.string().optional().meta({ description: "Other than the profile's, as for rebadged devices." }),
  kind: z
    .enum(['switch', 'router', 'firewall', 'wireless', 'pbx', 'phone', 'server', 'storage', 'backup', 'printer', 'power', 'environment', 'appliance'])
    .optional(),
  os: z.string().optional(),
  model: sources.optional(),
  version: sources.optional(),
  serial: sources.optional(),
  save: z.array(saving).min(1).optional().meta({ description: 'How it saves; of several ways the first that the agent takes. Left out of devices that save by themselves, or cannot be told.' }),
});

const place = z
  .string()
  .regex(/^\d+(\.(\d+|\*))+$/, 'an OID in dotted digits, or with * for numbers of the sysObjectID')
  .meta({ description: 'The OID of a column, without an index; one that ends in .0 is a scalar. A * is what the sysObjectID has there, for makers that give each model a MIB of its own.' });
const level = z.union([z.number(), place]).optional();
const verdict = z.string().regex(/^(ok|warning|critical|unknown)( \S.*)?$/, 'ok, warning, critical or unknown, then what it means');
const verdicts = z
  .record(z.string(), verdict)
  .meta({ description: 'What each value means: ok, warning, critical or unknown, then a word for it, such as "critical failed".' });

const sensor = z
  .strictObject({
    class: z.enum(sensorClassNames),
    value: place.meta({ description: 'A column, of which each row is a sensor, or a scalar.' }),
    name: z.union([place, z.array(place)]).optional().meta({ description: 'The column of their names, or several whose texts are joined; its index is the same, or a part of it.' }),
    title: z.string().optional().meta({ description: 'Their name, with {name} and {index} in it; else the name, else the class.' }),
    scale: z.number().optional().meta({ description: 'What a value is multiplied by.' }),
    decimals: place.optional().meta({ description: 'The column that says how many of the digits are behind the point.' }),
    states: verdicts.optional().meta({ description: 'For a state: what its values mean. Without it, the state is shown as it is and never ill.' }),
    bits: z.record(z.string().regex(/^\d+$/, 'the number of a bit'), verdict).optional().meta({ description: 'For a state of SYNTAX BITS: what it means that a bit is set, by its number; none set is ok.' }),
    status: z.strictObject({ value: place, states: verdicts }).optional().meta({ description: 'What the sensor says of its own value.' }),
    only: z
      .strictObject({
        column: place.optional(),
        is: z.array(z.union([z.string(), z.number()])).optional(),
        like: expression.optional(),
        index: expression.optional().meta({ description: 'Regular expression for the index of the row, such as "\\.1$".' }),
      })
      .optional()
      .meta({ description: 'The rows that count: those whose column has one of the values of is, or a text like the expression.' }),
    convert: z.enum(['milliwatts', 'fahrenheit']).optional().meta({ description: 'What the scaled value is in, where that is not the unit of the class: optical power in mW, degrees Fahrenheit.' }),
    missing: z.array(z.number()).optional().meta({ description: 'Values, before scaling, that say that there is no sensor.' }),
    low: level,
    lowCritical: level,
    high: level,
    highCritical: level,
  })
  .meta({ description: 'Levels are numbers, or columns of the same table in the scale of the value.' });

const loadCommon = {
  kind: z.enum(['cpu', 'memory', 'storage']),
  name: fixedPlace.optional().meta({ description: 'The column of their names; its index is the same, or a part of it.' }),
  scale: z.number().optional().meta({ description: 'What a percentage is multiplied by, or how many bytes the sizes count in.' }),
  instead: z.string().optional().meta({ description: 'A word; of those with the same word only the first that the agent has is read.' }),
};

const load = z.union([
  z.strictObject({ ...loadCommon, percent: fixedPlace }).meta({ description: 'A column or a scalar in percent.' }),
  z.strictObject({ ...loadCommon, used: fixedPlace.optional(), free: fixedPlace.optional(), total: fixedPlace.optional() }).meta({ description: 'Two of used, free and total.' }),
]);

const quirk = z
  .strictObject({
    match: match.refine(({ sysObjectID, sysDescr }) => sysObjectID !== undefined || sysDescr !== undefined, 'names no agent'),
    anyOrder: z.literal(true).optional().meta({ description: 'Its tables may go back, which else ends them as broken. A name that comes again ends its column.' }),
    maxRepetitions: z.int().min(1).max(100).optional().meta({ description: 'Rows asked for at once, at most; 1 asks by GETNEXT, for agents that cannot do GETBULK.' }),
    without: z.array(z.string().regex(/^\d+(\.\d+)+$/, 'an OID in dotted digits, without a dot at its end')).min(1).optional().meta({
      description: 'Objects, columns and subtrees that are never asked for, as if it had none: they hang or crash it, or lie. Where there is another such thing (32-bit counters, another clock), that is read.',
    }),
  })
  .meta({ description: 'What the agents that match do wrong. Say what shows it in a comment beside it.' });

/** One file of the contribution point `profiles`. */
export const profile = z
  .strictObject({
    vendor: z.string().min(1),
    systems: z.array(systemProfile).optional().meta({ description: 'The most specific that fits is asked first, then the more general ones.' }),
    quirks: z.array(quirk).optional().meta({ description: 'All that fit an agent hold, whichever systems fit.' }),
    loads: z.array(load).optional().meta({ description: 'How busy processors and how full memories are, of any agent that serves their enterprise.' }),
    sensors: z.array(sensor).optional().meta({ description: 'Of any agent that has them: sought where the agent serves the enterprise that their OIDs are of.' }),
  })
  .meta({ title: 'Device profile', description: 'How devices of one vendor say what they are.' });
