/** Dialogues with devices in files: noted while they happen, without their secrets, and opened for replay. */
export * from './errors.ts';
export { finishRecording, type FinishedRecording } from './finish-recording.ts';
export { openRecording } from './open-recording.ts';
export { isRecordable, RecordingTransports } from './recording-transports.ts';
