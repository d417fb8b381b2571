export { HostKeyNotice } from './host-key-notice.tsx';
export { HostKeysPage } from './host-keys-page.tsx';
export { isWaiting } from './waiting.ts';
