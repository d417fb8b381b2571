export { SessionGate } from './session-gate.tsx';
export { useMay, usePerson, type Role } from './session-context.ts';
