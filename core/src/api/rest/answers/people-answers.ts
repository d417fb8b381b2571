import { z } from 'zod';
import { roles } from '../../../access/index.ts';

const role = z.enum(roles);

export const openedAnswer = z.object({ person: z.string(), csrf: z.string().meta({ description: 'For the header X-Jackfield-CSRF of every request that alters something.' }) }).meta({ id: 'OpenedSession' });

export const sessionAnswer = z.object({
  person: z.string(), csrf: z.string().nullable(), organization: role.nullable(), sites: z.array(z.object({ site: z.string(), role })),
}).meta({ id: 'Session' });

export const nothingAnswer = z.object({});

export const personAnswer = z.object({
  name: z.string(), createdAt: z.string(), hasPassword: z.boolean(), roles: z.array(z.object({ role, at: z.string() })),
}).meta({ id: 'Person' });

export const invitationAnswer = z.object({ name: z.string(), secret: z.string().meta({ description: 'Of the set-up link; shown once.' }), expiresAt: z.string() }).meta({ id: 'Invitation' });

export const nameAnswer = z.object({ name: z.string() });

export const tokenAnswer = z.object({
  id: z.string(), title: z.string(), role, at: z.string(), madeBy: z.string(), createdAt: z.string(), expiresAt: z.string(), usedAt: z.string().nullable(),
}).meta({ id: 'Token' });

export const newTokenAnswer = tokenAnswer.extend({ token: z.string().meta({ description: 'What is sent as `Authorization: Bearer …`; shown once.' }) }).meta({ id: 'NewToken' });
