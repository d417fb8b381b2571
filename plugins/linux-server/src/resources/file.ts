import type { Resource } from '@jackfield/sdk';
import { plannedFile, readFileState, replace, type FileSpec, type FileState } from './file-state.ts';
import type { Settings } from '../settings.ts';

/** A whole file: content, mode, owner. Replaced in one step, after its validation, unless somebody else changed it. */
export const file: Resource<FileSpec, FileState, 'path', Settings> = {
  read: ({ ssh }, { path }) => readFileState(ssh, path),
  plan: (_context, current, spec) => plannedFile(current, spec),
  apply: (context, wanted, current, { path }) => replace(context, path, wanted, current),
  restore: (context, state, { path }) => replace(context, path, state, null),
};
