export { Trial } from './trial.ts';
export { filledIn, lineRuleShape, LineRules } from './line-rules.ts';
