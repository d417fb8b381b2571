import { describeConformance } from '@jackfield/core/conformance';

// No code of its own: snmp-switch runs with the profile, as at every site that has both.
describeConformance(null, { directory: new URL('..', import.meta.url) });
