import type { JackfieldError } from '../errors/index.ts';
import { readChangeFile } from './change-file.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { ordersOf } from './orders.ts';

/** In place of what the vault would give, which is for those who may plan: long enough for most schemas. */
const standIn = { pin: '48159265', password: 'A1b2c3d4e5f6g7h8' };

/**
 * What is wrong with a change file as far as it can be told without asking a device: its shape, names of devices and resources,
 * and what each is to be. Throws `ChangeRefused` when nothing can be made of it.
 */
export function mistakesOf(text: string, file: string, needs: Pick<ChangeDependencies, 'inventory' | 'catalogue' | 'configuration'>): readonly JackfieldError[] {
  const read = readChangeFile(text, file);
  return [...read.mistakes, ...ordersOf(read, { take: (_name, generate) => standIn[generate ?? 'password'] }, needs).errors];
}
