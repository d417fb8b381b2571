export { Radius } from './radius.tsx';
export { marksOf, radiusWords, type Mark } from './marks.ts';
