export { HostKeyNotice } from './host-key-notice.tsx';
export { KeyCard } from './key-card.tsx';
export { inOrder, isWaiting, type HostKey } from './waiting.ts';
