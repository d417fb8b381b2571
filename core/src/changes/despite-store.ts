import { JackfieldError } from '../errors/index.ts';

/** What must go on when the store cannot take it down: devices are put back, and the last write of the revert tells whether it could. */
export async function despiteStore(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof JackfieldError)) throw error;
  }
}
