import { createContext, use } from 'react';

export const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface Zone {
  /** In which times are shown. */
  readonly zone: string;
  /** What the person chose; null for that of the browser. */
  readonly chosen: string | null;
  readonly choose: (zone: string | null) => void;
}

export const ZoneContext = createContext<Zone>({ zone: browserZone, chosen: null, choose: () => {} });

export const useZone = (): string => use(ZoneContext).zone;
