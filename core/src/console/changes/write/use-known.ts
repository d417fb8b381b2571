import { useEffect, useMemo } from 'react';
import { useOperation, usePages, type Schemas } from '../../api/index.ts';
import type { Known } from '../../parts/index.ts';

export interface Nameable extends Known {
  readonly all: readonly Schemas['Resource'][];
  readonly listed: readonly Schemas['Device'][];
}

/** The devices and resources that a change can name. */
export function useKnown(): Nameable {
  const resources = useOperation('resources', {}).data?.answer;
  const file = useOperation('schemas', {}).data?.answer.change;
  const { entries, complete, more } = usePages('devices', { all: true }, async (api, page, options) => api.call('devices', { limit: 1_000, ...page }, options));
  useEffect(() => {
    if (!complete) more();
  });
  return useMemo(() => ({
    all: resources ?? [], listed: entries, devices: entries.map(({ name }) => name).toSorted(),
    resources: new Map((resources ?? []).map(({ plugin, name, title, schema }) => [`${plugin}/${name}`, { title, schema }])), file,
  }), [resources, entries, file]);
}
