import { z } from 'zod';
import { packageLimits } from '../../../packages/index.ts';
import { commands } from '../../commands/index.ts';
import { enableAnswer, installAnswer, packageAnswer, packageRecordAnswer, removeAnswer, rollbackAnswer, waitingAnswer } from '../answers/package-answers.ts';
import { route, type Route } from '../route.ts';
import type { Rule } from '../rule.ts';
import { site } from '../touched.ts';

/** It decides about code that the host runs. */
const admin: Rule = { role: 'admin', at: 'organization' };
const waiting = '/packages/waiting/{plugin}';

/** Packages of plugins: handed over, looked at, granted, installed, and the way back. A fresh login is for what nobody approved yet; what was approved is gone back to, and counts at a place, by a token too, as all of the configuration is written. */
export const packageRoutes: readonly Route[] = [
  route({ name: 'packages', method: 'get', path: '/packages', title: 'Installed packages, held against what is on disk', rule: { role: 'manager', at: 'organization' }, command: commands.packages, answer: z.array(packageAnswer) }),
  route({ name: 'packageHistory', method: 'get', path: '/packages/history', title: 'What was done to the packages, newest first', rule: { role: 'manager', at: 'organization' }, command: commands['package-history'], answer: z.array(packageRecordAnswer) }),
  route({ name: 'waitingPackages', method: 'get', path: '/packages/waiting', title: 'Packages that were handed over and wait for a person, with all that is new in them', rule: { role: 'viewer', at: 'seen' }, command: commands['packages-waiting'], answer: z.array(waitingAnswer) }),
  route({
    name: 'offerPackage', method: 'post', path: '/packages/waiting', title: 'Hand over the file of a package: it is proven and looked at, and waits; nothing of it runs', rule: admin, command: commands['package-offer'], answer: waitingAnswer,
    takes: { name: 'upload', limit: packageLimits.packedBytes, receive: ({ packages }, source, declared) => packages.receive(source, declared) },
  }),
  route({ name: 'fetchPackage', method: 'post', path: '/packages/fetch', title: 'Have the host fetch a package from its npm registry, to wait like one that was handed over', rule: admin, command: commands['package-fetch'], answer: waitingAnswer }),
  route({
    name: 'installPackage', method: 'post', path: `${waiting}/install`, title: 'Install a waiting package that asks for nothing new', rule: admin, command: commands['package-install'], says: { grant: false }, answer: installAnswer,
  }),
  route({
    name: 'approvePackage', method: 'post', path: `${waiting}/approve`, title: 'Grant a waiting package all that it asks for, and install it', rule: { ...admin, isFresh: true }, command: commands['package-install'], says: { grant: true }, answer: installAnswer,
  }),
  route({ name: 'refusePackage', method: 'post', path: `${waiting}/refuse`, title: 'Throw a waiting package away; what runs goes on', rule: admin, command: commands['package-refuse'], answer: waitingAnswer }),
  route({ name: 'rollbackPackage', method: 'post', path: '/packages/{plugin}/rollback', title: 'Go back to the version that ran before, with its grant', rule: admin, command: commands['package-rollback'], answer: rollbackAnswer }),
  route({ name: 'removePackage', method: 'post', path: '/packages/{plugin}/remove', title: 'Take a package away, with the version that is kept', rule: admin, command: commands['package-remove'], answer: removeAnswer }),
  ...([true, false] as const).map((enabled) => route({
    name: enabled ? 'enablePlugin' : 'disablePlugin', method: 'post', path: `/plugins/{plugin}/${enabled ? 'enable' : 'disable'}`, title: enabled ? 'Let a plugin work at a site' : 'Keep a plugin from working at a site', rule: { role: 'manager', at: site },
    command: commands['plugin-enable'], says: { enabled }, answer: enableAnswer,
  })),
];
