import { z } from 'zod';
import { endedAnswer, loginWaysAnswer, nothingAnswer, openedAnswer, passkeyAnswer, redirectAnswer, sessionAnswer, sessionFactsAnswer, webAuthnOptions } from '../answers/people-answers.ts';
import { addPasskey, beginPasskey, beginPasskeyLogin, logInByPasskey, passkeys, removePasskey } from '../passkey-commands.ts';
import { beginProviderLogin, logInByProvider } from '../provider-commands.ts';
import { route, type Route } from '../route.ts';
import { changePassword, endOtherSessions, endSession, logIn, loginWays, logOut, session, sessions, setUp } from '../session-commands.ts';

/** How people come in, and what they come in with. */
export const sessionRoutes: readonly Route[] = [
  route({ name: 'loginWays', method: 'get', path: '/session/ways', title: 'How people can log in', rule: 'anyone', command: loginWays, answer: loginWaysAnswer }),
  route({ name: 'logIn', method: 'post', guessable: true, path: '/session', title: 'Log in; the session is kept in a cookie', rule: 'anyone', command: logIn, answer: openedAnswer }),
  route({ name: 'beginPasskeyLogin', method: 'post', path: '/session/passkey/begin', title: 'What a browser is to log in with a passkey by', rule: 'anyone', command: beginPasskeyLogin, answer: webAuthnOptions }),
  route({ name: 'logInByPasskey', method: 'post', guessable: true, path: '/session/passkey', title: 'Log in with a passkey', rule: 'anyone', command: logInByPasskey, answer: openedAnswer }),
  route({ name: 'beginProviderLogin', method: 'post', path: '/session/oidc/begin', title: 'Where the browser goes to log in at the identity provider', rule: 'anyone', command: beginProviderLogin, answer: redirectAnswer }),
  route({ name: 'logInByProvider', method: 'post', guessable: true, path: '/session/oidc', title: 'Log in with what the identity provider sent the browser back with', rule: 'anyone', command: logInByProvider, answer: openedAnswer }),
  route({ name: 'setUp', method: 'post', guessable: true, path: '/set-up', title: 'Choose a password by a set-up link, and log in', rule: 'anyone', command: setUp, answer: openedAnswer }),
  route({ name: 'session', method: 'get', path: '/session', title: 'Who is logged in, and what they may do where', rule: 'caller', command: session, answer: sessionAnswer }),
  route({ name: 'changePassword', method: 'put', guessable: true, path: '/session/password', title: 'Take another password; ends all other sessions', rule: 'session', shownOnce: true, command: changePassword, answer: openedAnswer }),
  route({ name: 'logOut', method: 'delete', path: '/session', title: 'End the session', rule: 'caller', command: logOut, answer: nothingAnswer }),
  route({ name: 'sessions', method: 'get', path: '/sessions', title: 'Where the caller is logged in', rule: 'session', command: sessions, answer: z.array(sessionFactsAnswer) }),
  route({ name: 'endSession', method: 'delete', path: '/sessions/{session}', title: 'End one of the caller’s sessions', rule: 'fresh', command: endSession, answer: endedAnswer }),
  route({ name: 'endOtherSessions', method: 'delete', path: '/sessions', title: 'End all sessions of the caller but this one', rule: 'fresh', command: endOtherSessions, answer: endedAnswer }),
  route({ name: 'passkeys', method: 'get', path: '/passkeys', title: 'The caller’s passkeys', rule: 'session', command: passkeys, answer: z.array(passkeyAnswer) }),
  route({ name: 'beginPasskey', method: 'post', path: '/passkeys/begin', title: 'What a browser is to make a passkey by', rule: 'fresh', shownOnce: true, command: beginPasskey, answer: webAuthnOptions }),
  route({ name: 'addPasskey', method: 'post', path: '/passkeys', title: 'Keep the passkey that the browser made', rule: 'fresh', command: addPasskey, answer: passkeyAnswer }),
  route({ name: 'removePasskey', method: 'delete', path: '/passkeys/{passkey}', title: 'Remove a passkey', rule: 'fresh', command: removePasskey, answer: z.object({ passkey: z.string() }) }),
];
