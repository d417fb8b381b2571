import { commandRules } from './command-rules.ts';
import { deviceRules } from './device-rules.ts';
import type { SecretRule } from './secret-rule.ts';
import { serviceRules } from './service-rules.ts';
import { settingRules } from './setting-rules.ts';
import { tokenRules } from './token-rules.ts';

/** Rules for secrets that stand in clear; the first that finds one names it. */
export const clearRules: readonly SecretRule[] = [...tokenRules, ...deviceRules, ...serviceRules, ...commandRules, ...settingRules];
