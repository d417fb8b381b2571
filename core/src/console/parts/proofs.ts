import type { Schemas } from '../api/index.ts';

/** How sure it is that a link is there. */
export const proofs: { readonly [Proof in Schemas['Link']['proof']]: string } = { both: 'both ends tell of it', one: 'one end tells of it', address: 'by addresses that bridges have learnt' };
