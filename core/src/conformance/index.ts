export { conformanceFileSchema, readConformanceFile, type ConformanceFile } from './conformance-file.ts';
export * from './judge.ts';
export { openRealDevice, type RealDeviceOptions } from './open-real-device.ts';
export { tiers, type Effort, type Finding, type Rule, type Tier, type Tried } from './rule.ts';
export { readiness, type Readiness, type ReadinessProblem } from './readiness.ts';
export { rules } from './rules/index.ts';
export { Subject, type Push, type Reading, type SubjectOptions } from './subject.ts';
