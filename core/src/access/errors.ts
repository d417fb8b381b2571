import { defineError } from '../errors/index.ts';

export const notLoggedIn = defineError('JF8401', 'nobody is logged in', 'Log in with `POST /api/session`, or send a token: `Authorization: Bearer …`. `jackfield token create` makes one.');
export const loginRefused = defineError('JF8402', 'the login is refused', 'Name and password do not fit together. A manager gives a new link with `jackfield people invite NAME`.');
export const linkInvalid = defineError('JF8403', 'the set-up link is not valid', 'It was used, has expired, or a later one took its place: ask for a new one, `jackfield people invite NAME`.');
export const passwordWeak = defineError('JF8404', 'the password is too weak', 'Take a sentence of a few words: at least 12 characters, and not the name of the person.');
export const personUnknown = defineError('JF8405', 'there is no such person', 'List them with `jackfield people`.');
export const personTaken = defineError('JF8406', 'there is a person of this name', 'Take another name, or change the roles of the one that is there with `jackfield people set`.');
export const roleMissing = defineError('JF8407', 'a role is missing', 'A manager of the place gives it with `jackfield people set NAME --role ROLE --at PLACE`.');
export const placeUnknown = defineError('JF8408', 'the organization has no such place', 'Name a site, a district or a region of organization.yaml, or `organization` for all of it.');
export const tokenUnknown = defineError('JF8409', 'there is no such token', 'List them with `jackfield token list`.');
export const setUpDone = defineError('JF8410', 'the first person is there already', 'Log in; a manager adds others with `jackfield people add NAME`.');
export const tooOften = defineError('JF8411', 'asked too often', 'Wait as long as Retry-After says.');
export const csrfMissing = defineError('JF8412', 'the request does not prove that it comes from the console', 'Send what `POST /api/session` gave as `csrf` in the header X-Jackfield-CSRF.');
export const tokenNotEnough = defineError('JF8420', 'a token is not enough', 'Log in with a password: what is a person’s own is not altered by their programs.');
