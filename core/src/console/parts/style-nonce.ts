/** The host gives each page a nonce of its own: styles that are made here carry it, and no others are taken. */
export const styleNonce = (): string => document.querySelector('meta[name=style-nonce]')?.getAttribute('content') ?? '';
