import { z } from 'zod';
import type { Configuration, Scope } from '../sites/index.ts';

const name = z.string().min(1).max(64);

/** `settings.teams` of the cascade: names of teams, with the names of their people. */
export const teamsSchema = z.record(name, z.array(name)).meta({ description: 'Teams by name, each with the names of its people: who incidents are delegated to.' });

/** The people of each team at a place. */
export function teamsAt(configuration: Configuration, scope: Scope): ReadonlyMap<string, readonly string[]> {
  const parsed = teamsSchema.safeParse(configuration.setting('teams', scope) ?? {});
  return new Map(parsed.success ? Object.entries(parsed.data) : []);
}
