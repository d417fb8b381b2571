/** Builds plugins: what `jackfield-plugin-build` and `jackfield plugin dev` run. */
export { complaintLine, type Complaint } from './complaint.ts';
export { PluginBuild, type BuildOutcome, type PluginBuildOptions } from './plugin-build.ts';
