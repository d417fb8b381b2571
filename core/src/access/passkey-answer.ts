import { z } from 'zod';

const bytes = z.string().min(1).max(8_192).regex(/^[\w-]+$/, 'base64url');
const credential = { id: bytes, rawId: bytes, type: z.literal('public-key') };

/** What `PublicKeyCredential.toJSON()` gives a browser that made a passkey (WebAuthn level 3, §5.1). What is not named here is not looked at. */
export const newPasskeyAnswer = z.object({
  ...credential,
  response: z.object({ clientDataJSON: bytes, attestationObject: bytes, transports: z.array(z.string().max(32)).max(8).optional() }),
}).meta({ description: '`JSON.stringify` of what `navigator.credentials.create` gave.' });

/** The same for a browser that logs in with one. */
export const passkeyLoginAnswer = z.object({
  ...credential,
  response: z.object({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes, userHandle: bytes }),
}).meta({ description: '`JSON.stringify` of what `navigator.credentials.get` gave.' });

export type NewPasskeyAnswer = z.infer<typeof newPasskeyAnswer>;
export type PasskeyLoginAnswer = z.infer<typeof passkeyLoginAnswer>;
