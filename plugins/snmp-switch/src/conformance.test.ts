import { describeConformance } from '@jackfield/core/conformance';
import plugin from './plugin.ts';

// `jackfield plugin check` tries far more before a release.
describeConformance(plugin, { directory: new URL('..', import.meta.url), tier: 'gold', effort: { mutations: 10, repetitions: 25 } });
