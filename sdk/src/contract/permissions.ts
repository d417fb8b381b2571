import { z } from 'zod';

const oid = z.string().regex(/^\d+(\.\d+)*\.?$/, 'an OID in dotted digits, such as 1.3.6.1.2.1.1');
const phase = z.enum(['read', 'write']);
const name = z.string().regex(/^[a-z][A-Za-z0-9-]*$/, 'a name of letters, digits and hyphens that begins with a small letter');
const pathPattern = z.string().regex(/^\/[^\0]*$/, 'an absolute path; ** stands for any folders, * for any part of one name');

const snmp = z.strictObject({
  read: z.boolean().default(false).meta({ description: 'GET, GETNEXT, GETBULK on the device.' }),
  write: z.array(oid).default([]).meta({ description: 'OID subtrees that SET may touch.' }),
});

const ssh = z.strictObject({
  commands: z
    .record(name, z.strictObject({
      argv: z.array(z.string().min(1)).min(1).meta({ description: 'One argument each; {name} is filled by the call, whole and quoted.' }),
      phase,
    }))
    .default({}),
  scripts: z
    .record(name, z.strictObject({
      file: z.string().meta({ description: 'Path inside the package.' }),
      phase,
    }))
    .default({}),
  files: z
    .strictObject({ read: z.array(pathPattern).default([]), write: z.array(pathPattern).default([]) })
    .default({ read: [], write: [] }),
});

const ami = z.strictObject({
  read: z.array(z.string()).default([]).meta({ description: 'Actions allowed in every phase.' }),
  write: z.array(z.string()).default([]).meta({ description: 'Actions allowed in writing phases only.' }),
  events: z.array(z.string()).default([]).meta({ description: 'Event names a watcher may listen to.' }),
});

const http = z.strictObject({
  read: z.array(pathPattern).default([]).meta({ description: 'Path patterns that GET and HEAD may ask.' }),
  write: z.array(pathPattern).default([]).meta({ description: 'Path patterns that other methods may change.' }),
});

/**
 * What a manifest asks for; a manager grants it, or less, at a scope. What is not named is refused.
 *
 * @stable
 * @since 0.1.0
 */
export const permissionsSchema = z.strictObject({
  snmp: snmp.optional(),
  ssh: ssh.optional(),
  ami: ami.optional(),
  icmp: z.boolean().optional(),
  http: http.optional(),
  tcp: z
    .strictObject({
      ports: z.array(z.int().min(1).max(65_535)),
      sends: phase.default('write').meta({ description: 'read: what it sends only asks, so it may send in reading phases.' }),
    })
    .optional(),
});

/**
 * What a manifest asks for, after validation.
 *
 * @stable
 * @since 0.1.0
 */
export type Permissions = z.infer<typeof permissionsSchema>;
