import type { Operations } from '../api/index.ts';

type Made = Operations['addPasskey']['input']['credential'];
type Shown = Operations['logInByPasskey']['input']['credential'];

/** Browsers that can turn the options of the host into their own; others log in with a password. */
export const hasPasskeys = (): boolean => 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

const isCreation = (options: object): options is PublicKeyCredentialCreationOptionsJSON => 'rp' in options && 'user' in options && 'pubKeyCredParams' in options;
const has = (answer: unknown, key: string): boolean => typeof answer === 'object' && answer !== null && 'response' in answer && typeof answer.response === 'object' && answer.response !== null && key in answer.response;
const isMade = (answer: unknown): answer is Made => has(answer, 'attestationObject');
const isShown = (answer: unknown): answer is Shown => has(answer, 'signature');

const jsonOf = (credential: Credential | null): unknown => (credential instanceof PublicKeyCredential ? credential.toJSON() : null);

/** Has the person show a passkey that this host knows. */
export async function showPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<Shown> {
  const answer = jsonOf(await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
  if (!isShown(answer)) throw new Error('The browser gave no passkey');
  return answer;
}

/** Has the browser make a passkey for this host. */
export async function makePasskey(options: object): Promise<Made> {
  if (!isCreation(options)) throw new Error('The host said not what to make a passkey by');
  const answer = jsonOf(await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));
  if (!isMade(answer)) throw new Error('The browser made no passkey');
  return answer;
}
