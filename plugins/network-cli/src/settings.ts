import type { z } from 'zod';
import type { settings } from './schemas.ts';

/** The plugin's settings for a device, valid by `schemas/settings.json`, defaults filled in by the host. */
export type Settings = z.output<typeof settings>;
