export { surveyFences, type Fence, type FenceName } from './fences.ts';
export { runInProcess, type InProcessPlugin } from './in-process-plugin.ts';
export { superviseProcess } from './supervisor.ts';
export type * from './supervised-plugin.ts';
