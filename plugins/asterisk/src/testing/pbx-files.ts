/** Files of a PBX that takes in all that is Jackfield's. */
export const including: { readonly [path: string]: string } = Object.fromEntries(
  ['pjsip', 'queues', 'voicemail', 'extensions'].map((base) => [`/etc/asterisk/${base}.conf`, `[general]\n#tryinclude ${base}_jackfield.conf\n`]),
);

export const ownPath = (base: string): string => `/etc/asterisk/${base}_jackfield.conf`;
