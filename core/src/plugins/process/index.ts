export { surveyFences, type Fence, type FenceName } from './fences.ts';
export { superviseProcess } from './supervisor.ts';
export type * from './supervised-plugin.ts';
