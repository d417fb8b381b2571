import { z } from 'zod';
import { newPasskeyAnswer, passkeyLoginAnswer, passkeyRefused, type RelyingParty } from '../../access/index.ts';
import { relyingParty } from '../public-place.ts';
import type { RouteContext } from './route-context.ts';
import { openSession, recordOwn, requireSession, sessionCommand } from './session-command.ts';

const title = z.string().trim().min(1).max(64).meta({ description: 'What its person calls it, such as "laptop".' });

const partyOf = ({ services }: RouteContext): RelyingParty => relyingParty(services.configuration.current.daemon);

/** The options as they are sent: what a library leaves undefined is not there. */
const plain = (options: object): { readonly challenge: string } => z.looseObject({ challenge: z.string() }).parse(JSON.parse(JSON.stringify(options)));

export const passkeys = sessionCommand(z.strictObject({}), async (context) => context.services.people.passkeys.list(context.person));

export const beginPasskey = sessionCommand(z.strictObject({}), async (context) => {
  const { person, id } = requireSession(context);
  return plain(await context.services.people.passkeys.beginNew(person, id, partyOf(context)));
});

export const addPasskey = sessionCommand(z.strictObject({ title, credential: newPasskeyAnswer }), async (context, input) => {
  const { person, id } = requireSession(context);
  try {
    const made = await context.services.people.passkeys.add(person, id, input.title, input.credential, partyOf(context));
    await recordOwn(context, person, 'passkey.add', 'done', `${made.id} ${made.title}`, [{ what: `passkey ${made.title}`, before: null, after: 'good for a login' }]);
    return made;
  } catch (error) {
    if (passkeyRefused.is(error)) await recordOwn(context, person, 'passkey.add', 'refused', input.title);
    throw error;
  }
});

export const removePasskey = sessionCommand(z.strictObject({ passkey: z.string().min(1).max(64) }), async (context, input) => {
  const { person } = requireSession(context);
  const removed = await context.services.people.passkeys.remove(person, input.passkey);
  await recordOwn(context, person, 'passkey.remove', 'done', `${removed.id} ${removed.title}`, [{ what: `passkey ${removed.title}`, before: 'good for a login', after: null }]);
  return { passkey: removed.id };
});

export const beginPasskeyLogin = sessionCommand(z.strictObject({}), async (context) => plain(await context.services.people.passkeys.beginLogin(partyOf(context))));

export const logInByPasskey = sessionCommand(z.strictObject({ credential: passkeyLoginAnswer }), async (context, { credential }) => {
  try {
    const { person, passkey } = await context.services.people.passkeys.logIn(credential, partyOf(context));
    return await openSession(context, person, 'passkey', { by: `passkey ${passkey.id} ${passkey.title}` });
  } catch (error) {
    // Whose it was to be is not said by what was refused.
    if (passkeyRefused.is(error)) await recordOwn(context, 'unknown', 'session.open', 'refused', `passkey: ${error.message}`);
    throw error;
  }
});
