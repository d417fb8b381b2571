export { useActions, type Action } from './actions.tsx';
export { Shell } from './shell.tsx';
export { StopButton } from './stop-banner.tsx';
