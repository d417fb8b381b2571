import { nothingAnswer, openedAnswer, sessionAnswer } from '../answers/people-answers.ts';
import { route, type Route } from '../route.ts';
import { changePassword, logIn, logOut, session, setUp } from '../session-commands.ts';

/** How people come in. */
export const sessionRoutes: readonly Route[] = [
  route({ name: 'logIn', method: 'post', guessable: true, path: '/session', title: 'Log in; the session is kept in a cookie', rule: 'anyone', command: logIn, answer: openedAnswer }),
  route({ name: 'setUp', method: 'post', guessable: true, path: '/set-up', title: 'Choose a password by a set-up link, and log in', rule: 'anyone', command: setUp, answer: openedAnswer }),
  route({ name: 'session', method: 'get', path: '/session', title: 'Who is logged in, and what they may do where', rule: 'caller', command: session, answer: sessionAnswer }),
  route({ name: 'changePassword', method: 'put', guessable: true, path: '/session/password', title: 'Take another password; ends all other sessions', rule: 'session', shownOnce: true, command: changePassword, answer: openedAnswer }),
  route({ name: 'logOut', method: 'delete', path: '/session', title: 'End the session', rule: 'caller', command: logOut, answer: nothingAnswer }),
];
