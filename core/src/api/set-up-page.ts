import { createHash } from 'node:crypto';

const style = 'body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}label{display:block;margin:1rem 0 .25rem}input{font:inherit;width:100%;padding:.4rem;box-sizing:border-box}button{font:inherit;margin-top:1.5rem;padding:.4rem 1rem}';

const script = `
const given = new URLSearchParams(location.hash.slice(1));
history.replaceState(null, '', location.pathname);
const form = document.querySelector('form');
const said = document.querySelector('output');
form.elements.name.value = given.get('name') ?? '';
form.elements.name.readOnly = given.has('name');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { name, password, again } = form.elements;
  if (password.value !== again.value) return void (said.textContent = 'The passwords differ.');
  const body = JSON.stringify({ secret: given.get('secret') ?? '', name: name.value, password: password.value });
  const response = await fetch('/api/set-up', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const answer = await response.json();
  said.textContent = response.ok ? 'Done: ' + answer.person + ' is logged in.' : answer.detail + ' ' + answer.hint;
  if (response.ok) form.remove();
});
`;

/** The page that a set-up link opens: choose a password. One file, nothing from elsewhere. */
export const setUpPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Jackfield: choose a password</title>
<style>${style}</style>
<h1>Jackfield</h1>
<form>
<label for="name">Name</label><input id="name" name="name" autocomplete="username" required maxlength="64">
<label for="password">Password, at least 12 characters</label><input id="password" name="password" type="password" autocomplete="new-password" required minlength="12">
<label for="again">Once more</label><input id="again" name="again" type="password" autocomplete="new-password" required>
<button>Choose</button>
</form>
<p><output role="status"></output></p>
<script>${script}</script>
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only this script and this style run; it talks to this host alone, and nobody frames it. */
export const setUpHeaders = {
  'content-security-policy': `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff',
};
