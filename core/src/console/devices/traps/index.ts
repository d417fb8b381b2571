export { DeviceTraps } from './device-traps.tsx';
export { TrapsPage } from './traps-page.tsx';
