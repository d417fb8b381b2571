export { ApiProblem, type Operations, type Schemas } from '../../client/index.ts';
export { ApiContext, useApi } from './context.ts';
export { LiveEvents, useLive, type Connection } from './live.tsx';
export { createQueries, useAct, useOperation, useOperations, usePages, type Cursor, type Operation, type Pages } from './operation.ts';
export { useUpload, type Sent } from './use-upload.ts';
