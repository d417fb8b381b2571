export { useDrafts } from './drafts.tsx';
export { again } from './again.ts';
export { FreshProblems } from './freshness.tsx';
export { PasskeyProblem } from './other-ways.tsx';
export { hasPasskeys, makePasskey } from './passkey.ts';
export { SessionGate } from './session-gate.tsx';
export { roles, useMay, usePerson, useRights, type Role } from './session-context.ts';
export { useOpened } from './use-opened.ts';
