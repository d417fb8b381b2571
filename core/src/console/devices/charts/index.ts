export { amount } from './amount.ts';
export { Charts } from './charts.tsx';
