export { clearData, clearFault, clearText } from './clear-faults.ts';
export { surveyFences, type Fence, type FenceName } from './fences.ts';
export { memoryExceeded, pluginHung, pluginNotRunning, pluginQuarantined, pluginWaiting, processDied, protocolMismatch } from './errors.ts';
export { runInProcess, type InProcessPlugin } from './in-process-plugin.ts';
export { superviseProcess } from './supervisor.ts';
export type { Ending, Evidence, OpenCallFacts, PluginCrash } from './evidence.ts';
export type { Exchange } from './exchanges.ts';
export type * from './supervised-plugin.ts';
