export { exchangeOf, failedExchange } from './exchange.ts';
export { changeExchange, changeJson, type TextChange } from './exchange-texts.ts';
export { importAmiDialogue } from './import/import-ami-dialogue.ts';
export { importSnmprec } from './import/import-snmprec.ts';
export { describeAsk, type RecordableOperation } from './operation.ts';
export { parseRecordingFile, readRecording, recordingText, SecretsInRecording, type RecordingFile } from './recording-file.ts';
export { RecordedDevice, type Replayed, type ReplayOptions } from './recorded-device.ts';
export {
  exchangeSchema, fictionKinds, recordingSchema, type Exchange, type FictionKind, type RecordedFailure, type Recording,
} from './recording-schema.ts';
export { redactRecording, type RedactionOptions } from './redaction.ts';
export { refusedSecrets, scanRecording } from './scan-recording.ts';
export type { LiveOptions } from './live/live-options.ts';
export { serveRecording, type LiveRecording, type LiveService } from './live/serve-recording.ts';
