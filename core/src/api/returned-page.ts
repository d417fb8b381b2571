import { plainPage } from './plain-page.ts';

const script = `
const returned = location.search;
history.replaceState(null, '', location.pathname);
const said = document.querySelector('output');
const body = JSON.stringify({ returned });
const response = await fetch('/api/session/oidc', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const answer = await response.json();
if (response.ok) location.replace('/');
else said.textContent = answer.detail + '. ' + answer.hint;
`;

/** Where the identity provider sends a browser back to: it completes the login from here, so that the cookies of both are of this host’s own pages. */
export const returnedPage = plainPage('Jackfield: logging in', '<p><output role="status">Logging in …</output></p>\n<p><a href="/">To the beginning</a></p>', script);
