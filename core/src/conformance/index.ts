export { conformanceFileSchema, readConformanceFile, type ConformanceFile } from './conformance-file.ts';
export type { Effort, Finding, Rule, Tier, Tried } from './rule.ts';
export { Subject, type SubjectOptions } from './subject.ts';
