import { z } from 'zod';

/** What a person logs in as. `jackfield` is the host itself in the audit, and nobody else. */
export const personName = z.string().min(1).max(64).regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]*$/u, 'a name of letters and digits, such as ada').refine((name) => name.toLowerCase() !== 'jackfield', 'a name other than that of the host');
