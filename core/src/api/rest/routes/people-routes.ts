import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { invitationAnswer, nameAnswer, newTokenAnswer, personAnswer, tokenAnswer } from '../answers/people-answers.ts';
import { route, type Route } from '../route.ts';
import type { Rule } from '../rule.ts';

/** About people decides who manages every place they hold a role at; the command sees to that. */
const manager: Rule = { role: 'manager', at: 'seen' };
/** Of who may come in and do what: a stolen token or an open browser does not make itself at home. */
const freshManager: Rule = { ...manager, isFresh: true };

/** People, their roles, and what programs log in with. */
export const peopleRoutes: readonly Route[] = [
  route({ name: 'people', method: 'get', path: '/people', title: 'People with roles at places that the caller manages', rule: manager, command: commands.people, answer: z.array(personAnswer) }),
  route({ name: 'person', method: 'get', path: '/people/{name}', title: 'One person, with the roles at places that the caller manages', rule: manager, command: commands.person, answer: personAnswer }),
  route({ name: 'addPerson', method: 'post', shownOnce: true, path: '/people', title: 'Add a person, who chooses a password by the link', rule: freshManager, command: commands['person-add'], answer: invitationAnswer }),
  route({ name: 'invitePerson', method: 'post', shownOnce: true, path: '/people/{name}/invite', title: 'A new set-up link, for a forgotten password', rule: freshManager, command: commands['person-invite'], answer: invitationAnswer }),
  route({ name: 'setRole', method: 'put', path: '/people/{name}/roles/{at}', title: 'Give a role at a place, or take it away with `null`', rule: freshManager, edits: 'person', command: commands['person-set'], answer: personAnswer }),
  route({ name: 'logOutPerson', method: 'delete', path: '/people/{name}/sessions', title: 'End all sessions of a person', rule: freshManager, command: commands['person-log-out'], answer: nameAnswer.extend({ ended: z.int() }) }),
  route({ name: 'removePerson', method: 'delete', path: '/people/{name}', title: 'Remove a person with sessions and tokens', rule: freshManager, edits: 'person', command: commands['person-remove'], answer: nameAnswer }),
  route({ name: 'tokens', method: 'get', path: '/tokens', title: 'Tokens: the caller’s own, and those of places that the caller manages', rule: 'caller', command: commands.tokens, answer: z.array(tokenAnswer) }),
  route({ name: 'createToken', method: 'post', shownOnce: true, path: '/tokens', title: 'Make a token for a program, with no more than the caller may do', rule: 'fresh', command: commands['token-create'], answer: newTokenAnswer }),
  route({ name: 'revokeToken', method: 'delete', path: '/tokens/{token}', title: 'Revoke a token', rule: 'caller', command: commands['token-revoke'], answer: z.object({ token: z.string() }) }),
];
