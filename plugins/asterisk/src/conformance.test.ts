import { describeConformance } from '@jackfield/core/conformance';
import plugin from './plugin.ts';

describeConformance(plugin, { directory: new URL('..', import.meta.url), tier: 'platinum' });
