/** The manifest's and the permissions' schemas, for the host and for tools. */
export { startedBy } from './contract/contributed-command.ts';
export * from './contract/deprecations.ts';
export * from './contract/manifest.ts';
export { manifestIssueText } from './contract/manifest-issue.ts';
export * from './contract/permissions.ts';
export { didYouMean } from './contract/spelling.ts';
