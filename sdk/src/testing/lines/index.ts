export { filledIn, lineRuleShape, LineRules } from './line-rules.ts';
