import { z } from 'zod';

const oid = z.string().regex(/^\d+(\.\d+)+\.?$/, 'an OID in dotted digits');
const instance = z
  .string()
  .regex(/^(sysObjectID|\d+)(\.\d+)+$/, 'an OID in dotted digits, or sysObjectID and what follows it')
  .meta({ description: 'An OID; one that begins with sysObjectID stands under the agent\'s own sysObjectID.' });
const expression = z.string().meta({ format: 'regex' });

export const settings = z
  .strictObject({
    ports: z
      .strictObject({
        watch: expression.default('').meta({ title: 'Watched ports', description: 'Regular expression; a port whose name or alias fits is critical when down.' }),
        ignore: expression.default('').meta({ title: 'Ignored ports', description: 'Regular expression; a port whose name or alias fits is left out.' }),
      })
      .prefault({}),
    uptime: z
      .strictObject({
        warnBelow: z.number().min(0).default(600).meta({ title: 'Warn after a restart', unit: 'seconds' }),
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

const source = z
  .union([
    z.strictObject({ get: instance, ...clean }).meta({ description: 'The value of an object instance.' }),
    z.strictObject({ next: instance, ...clean }).meta({ description: 'The first value under an OID, such as a table column.' }),
    z.strictObject({ sysDescr: expression, template: z.string().optional(), prefix: z.string().optional() }).meta({ description: 'Caught from sysDescr.' }),
    z.strictObject({ sysName: expression, template: z.string().optional(), prefix: z.string().optional() }).meta({ description: 'Caught from sysName.' }),
    z
      .strictObject({ entity: z.enum(['model', 'description', 'name', 'serial', 'software', 'firmware', 'hardware']), ...clean })
      .meta({ description: 'Of the chassis in ENTITY-MIB.' }),
    z.strictObject({ sysObjectID: z.record(z.string(), z.string()) }).meta({ description: 'Looked up by sysObjectID; a key ending in a dot is a prefix.' }),
    z.strictObject({ text: z.string() }).meta({ description: 'A fixed text.' }),
  ])
  .meta({ description: 'Where a value is; the first source that gives one wins.' });

const sources = z.array(source);

const systemProfile = z.strictObject({
  match: z
    .strictObject({
      sysObjectID: z.union([oid, z.array(oid)]).optional().meta({ description: 'Equal, or a prefix where it ends in a dot.' }),
      sysDescr: expression.optional(),
    })
    .meta({ description: 'All named parts must fit; the longest sysObjectID is the most specific.' }),
  vendor: z.string().optional().meta({ description: "Other than the profile's, as for rebadged devices." }),
  kind: z
    .enum(['switch', 'router', 'firewall', 'wireless', 'pbx', 'phone', 'server', 'storage', 'backup', 'printer', 'power', 'environment', 'appliance'])
    .optional(),
  os: z.string().optional(),
  model: sources.optional(),
  version: sources.optional(),
  serial: sources.optional(),
});

/** One file of the contribution point `profiles`. */
export const profile = z
  .strictObject({
    vendor: z.string().min(1),
    systems: z.array(systemProfile).min(1).meta({ description: 'The most specific that fits is asked first, then the more general ones.' }),
  })
  .meta({ title: 'Device profile', description: 'How devices of one vendor say what they are.' });
