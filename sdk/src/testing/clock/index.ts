export { FakeClock } from './fake-clock.ts';
export { systemTime, type SimulatorClock } from './simulator-clock.ts';
