export { Differences } from './differences.tsx';
export { Empty } from './empty.tsx';
export { Notice } from './notice.tsx';
export { Page } from './page.tsx';
export { Problem } from './problem.tsx';
export { Answer } from './answer.tsx';
export { StateBadge, StateCounts, type State } from './state.tsx';
export { When } from './when.tsx';
export { proofs } from './proofs.ts';
