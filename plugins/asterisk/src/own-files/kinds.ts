/** A file that Jackfield alone writes, and what takes it in. */
export interface OwnFileKind {
  readonly name: string;
  /** The people's file that includes it. */
  readonly base: string;
  /** On a FreePBX, which writes the base anew: the file beside it that FreePBX leaves to people. Null where it leaves none. */
  readonly custom: string | null;
  /** What is reloaded, and nothing else. */
  readonly module: string;
}

export const pjsipFile: OwnFileKind = { name: 'pjsip_jackfield.conf', base: 'pjsip.conf', custom: 'pjsip_custom.conf', module: 'res_pjsip.so' };
export const queuesFile: OwnFileKind = { name: 'queues_jackfield.conf', base: 'queues.conf', custom: 'queues_custom.conf', module: 'app_queue.so' };
export const voicemailFile: OwnFileKind = { name: 'voicemail_jackfield.conf', base: 'voicemail.conf', custom: null, module: 'app_voicemail.so' };
export const extensionsFile: OwnFileKind = { name: 'extensions_jackfield.conf', base: 'extensions.conf', custom: 'extensions_custom.conf', module: 'pbx_config.so' };
