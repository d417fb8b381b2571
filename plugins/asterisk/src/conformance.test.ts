import { describeConformance } from '@jackfield/core/conformance';
import plugin from './plugin.ts';

// Part of what `jackfield plugin check` repeats: the suite runs at every commit.
describeConformance(plugin, { directory: new URL('..', import.meta.url), tier: 'platinum', effort: { repetitions: 100, mutations: 100 } });
