import { didYouMean } from '../sites/index.ts';
import type { JackfieldError } from '../errors/index.ts';
import type { ChangeFile } from './change-file.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { checkUnknown } from './errors.ts';

/** Checks and metrics that the health contract names and no plugin has: it would hold whatever happens. */
export function contractErrors({ health, source }: ChangeFile, { catalogue }: Pick<ChangeDependencies, 'catalogue'>): readonly JackfieldError[] {
  const metricsOf = (check: string): readonly string[] | null => {
    const [plugin = '', name = ''] = check.split('/');
    const checks = catalogue.find(plugin)?.manifest.contributes.checks ?? {};
    return Object.hasOwn(checks, name) ? Object.keys(checks[name]?.metrics ?? {}) : null;
  };
  const checkErrors = (check: string, path: readonly (string | number)[]): JackfieldError[] =>
    metricsOf(check) === null ? [checkUnknown(`there is no check ${check}`, { place: source.place(['health', ...path]) })] : [];
  return [
    ...(health.checks ?? []).flatMap((check, index) => checkErrors(check, ['checks', index])),
    ...health.tolerate.flatMap(({ check, metric }, index) => {
      const metrics = metricsOf(check);
      if (metrics === null) return checkErrors(check, ['tolerate', index, 'check']);
      if (metrics.includes(metric)) return [];
      const meant = didYouMean(metric, metrics);
      return [checkUnknown(`${check} has no metric ${metric}`, {
        place: source.place(['health', 'tolerate', index, 'metric']), hint: meant === null ? `It has ${metrics.join(', ') || 'none'}.` : `Did you mean ${meant}?`,
      })];
    }),
  ];
}
