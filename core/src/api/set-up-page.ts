import { plainPage } from './plain-page.ts';

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

const body = `<form>
<label for="name">Name</label><input id="name" name="name" autocomplete="username" required maxlength="64">
<label for="password">Password, at least 12 characters</label><input id="password" name="password" type="password" autocomplete="new-password" required minlength="12">
<label for="again">Once more</label><input id="again" name="again" type="password" autocomplete="new-password" required>
<button>Choose</button>
</form>
<p><output role="status"></output></p>`;

/** The page that a set-up link opens: choose a password. */
export const setUpPage = plainPage('Jackfield: choose a password', body, script);
