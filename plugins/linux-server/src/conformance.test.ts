import { describeConformance } from '@jackfield/core/conformance';
import plugin from './plugin.ts';

// A twenty-fifth of what `jackfield plugin check` repeats: fourteen checks and the suite runs at every commit.
describeConformance(plugin, { directory: new URL('..', import.meta.url), tier: 'gold', effort: { repetitions: 40 } });
